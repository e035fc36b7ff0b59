import { mapConcurrently } from '../calls/map-concurrently';
import { backgroundOf } from '../calls/background-of';
import { checkOwner, type Connection, unreadableReply } from '../calls/connection';
import { notKnownYet } from '../calls/not-known-yet';
import { send } from '../calls/send';
import { toldResult } from '../calls/told';
import { asEnded, type CollectedBatch, NO_DAMAGE } from '../collect/collected';
import { readVerdicts } from '../collect/verdict';
import { isOffpeakError, OffpeakError } from '../errors';
import { isFiltered } from '../formats/complaints/complaint-kinds';
import { keptRowsOf, readKeptFile } from '../record/kept-file';
import type { BackgroundCall, BackgroundJob, Result } from '../types';

const CONCURRENCY = 8;
export type BackgroundLook =
	| { readonly state: 'running'; readonly answered: number; readonly nextLookMs: number }
	| { readonly state: 'done'; readonly collected: CollectedBatch };

const NEXT_LOOK_MS = 20_000;
/** The provider may hold a stuck answer for ever; a day is more than any takes. */
export const LONGEST_MS = 24 * 3_600_000;

/**
 * Background job → its results, or that it still runs. The last call is looked at first: while it runs, the
 * others are not worth a call each.
 */
export async function lookInBackground(
	job: BackgroundJob,
	connection: Connection,
): Promise<BackgroundLook> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const isOverdue = connection.clock.now() - Date.parse(job.createdAt) > LONGEST_MS;
	const { results, running } = await fetchResults(job, connection, isOverdue);
	if (running > 0 && !isOverdue) {
		return { state: 'running', answered: results.size, nextLookMs: NEXT_LOOK_MS };
	}
	const kept = await readKeptFile(connection, job.keptFileId);
	const shape = job.shape ?? kept.shape;
	return {
		state: 'done',
		collected: {
			results: readVerdicts(results, shape),
			keptRows:
				job.kept === undefined
					? kept.rows
					: keptRowsOf(job.kept, { firstRow: 0, endRow: job.rowCount }),
			shape,
			silentIds: new Map(),
			damage: { ...NO_DAMAGE, gone: kept.gone },
			...asEnded({ ...job, round: 1, contentKey: '', model: '' }, connection.clock.now()),
		},
	};
}

/**
 * What the provider has for these calls, by row. The call that was sent last is looked at first: while it
 * runs, the others are most likely not worth a call each, unless it is the last look.
 */
async function fetchResults(
	{ calls, createdAt }: BackgroundJob,
	connection: Connection,
	isLastLook: boolean,
): Promise<{ readonly results: ReadonlyMap<number, Result>; readonly running: number }> {
	const results = new Map<number, Result>();
	const sent: Sent[] = [];
	for (const call of calls) {
		if ('response' in call) sent.unshift(call);
		else results.set(call.row, refusedResult(call.id, call.refused));
	}
	let running = 0;
	const sentAt = Date.parse(createdAt);
	const look = async (call: Sent): Promise<void> => {
		const result = await fetchResult(call, sentAt, connection);
		if (result instanceof OffpeakError) throw result;
		if (result === undefined) running += 1;
		else results.set(call.row, result);
	};
	const [last, ...others] = sent;
	if (last !== undefined) await look(last);
	if (running > 0 && !isLastLook && others.length >= WORTH_PROBING) {
		return { results, running: sent.length };
	}
	await mapConcurrently(others, CONCURRENCY, look);
	return { results, running };
}

/** Fewer calls than this are all looked at: one slow answer must not hide the others. */
const WORTH_PROBING = 5;

type Sent = Extract<BackgroundCall, { readonly response: string }>;

export function refusedResult(requestId: string, reason: string): Result {
	return isFiltered({ codes: [], words: reason })
		? { requestId, outcome: 'refused', reason, retryable: false }
		: { requestId, outcome: 'failed', reason, retryable: true };
}

/**
 * `undefined` while the answer is being made; an answer that is gone is a result, for nothing brings it
 * back; an error when the provider could not be asked. `sentAt`: Unix milliseconds.
 */
export async function fetchResult(
	{ id, response }: Sent,
	sentAt: number,
	connection: Connection,
): Promise<Result | OffpeakError | undefined> {
	const background = backgroundOf(connection.provider);
	const { protocol } = connection.provider;
	const reply = await send(connection.transport, background.retrieve(response));
	if (!reply.ok) {
		const times = { madeAt: sentAt, now: connection.clock.now() };
		const error = notKnownYet(reply.error, 'an answer', times);
		if (isOffpeakError(error) && error.code !== 'gone') return error;
		return {
			requestId: id,
			outcome: 'failed',
			reason: 'The provider no longer has this answer: it expired or was deleted.',
			retryable: true,
		};
	}
	const state = background.read(reply.value);
	// A proxy may have mixed up two replies: another row's answer is worse than none yet.
	if (state?.id !== response) return unreadableReply('an answer', protocol);
	if (state.isRunning) return undefined;
	return toldResult(protocol.readAnswer(id, state.reply), connection.transport);
}
