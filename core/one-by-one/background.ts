import { mapConcurrently } from '../calls/concurrency';
import { checkOwner, type Connection, unreadableReply } from '../calls/connection';
import { send } from '../calls/send';
import { upload } from '../calls/upload';
import { asEnded, type CollectedBatch, NO_DAMAGE } from '../collect/collected';
import { readVerdicts } from '../collect/verdict';
import { OffpeakError } from '../errors';
import { concatBytes } from '../formats/bytes';
import { protocolOf } from '../protocols';
import { readKeptFile } from '../record/kept-file';
import { jobIdOf } from '../record/keys';
import type { BackgroundCall, BackgroundJob, Plan, Result } from '../types';
import { readBody, stopsAll } from './now';
import { type PlannedRequest, readRequests } from './planned-requests';

const CONCURRENCY = 8;
const TRIES = 4;
const LONGEST_WAIT_MS = 20_000;

/** Plan → background job: one call for each request, answered in minutes. */
export async function submitInBackground(
	plan: Plan,
	connection: Connection,
): Promise<BackgroundJob> {
	const { provider, baseUrl, clock } = connection;
	if (!provider.answersInBackground) {
		throw new OffpeakError('unsupported', `${provider.name} cannot answer in the background.`, {
			hint: 'Set When Do You Need It? to Within 24 Hours or to Now.',
		});
	}
	const keptFileId = await storeKept(plan, connection);
	const calls = await sendCalls(plan, connection);
	return {
		version: 1,
		when: 'background',
		id: jobIdOf(undefined, plan.contentKey),
		provider: provider.id,
		baseUrl,
		label: plan.label,
		rowCount: plan.rowCount,
		createdAt: new Date(clock.now()).toISOString(),
		calls,
		...(keptFileId === undefined ? { shape: plan.shape } : { keptFileId }),
	};
}

export interface SendOptions {
	/** Unix milliseconds after which nothing new is sent. */
	readonly until?: number;
	readonly concurrency?: number;
}

/**
 * The calls alone, for a host that keeps its rows itself. In the order of the rows. What could not be sent
 * before `until` (Unix milliseconds) is not among them: it was not bought.
 */
export async function sendCalls(
	plan: Plan,
	connection: Connection,
	{ until = Infinity, concurrency = CONCURRENCY }: SendOptions = {},
): Promise<readonly BackgroundCall[]> {
	const calls: BackgroundCall[] = [];
	let stop: OffpeakError | undefined;
	await mapConcurrently(readRequests(plan), concurrency, async (request) => {
		if (stop !== undefined) {
			calls.push({ row: request.rowIndex, id: request.id, refused: stop.message });
			return;
		}
		if (connection.clock.now() >= until) return;
		const sent = await sendOne(request, connection, until);
		if (sent === undefined) return;
		if (!(sent instanceof OffpeakError)) {
			calls.push(sent);
			return;
		}
		calls.push({ row: request.rowIndex, id: request.id, refused: sent.message });
		const isAnyTaken = calls.some((call) => 'response' in call);
		if (stopsAll(sent, calls.length, isAnyTaken)) stop = sent;
	});
	// What was sent is paid, and its ids are known only here: an error must not take them along.
	if (stop !== undefined && !calls.some((call) => 'response' in call)) throw stop;
	return calls.sort((a, b) => a.row - b.row);
}

/** A background job has no input files, so one kept file holds the kept rows of all its shards. */
async function storeKept(plan: Plan, connection: Connection): Promise<string | undefined> {
	const kept = plan.shards.flatMap((shard) => (shard.kept === undefined ? [] : [shard.kept]));
	if (kept.length === 0) return undefined;
	// Its name is none that a batch of the same content would look for: the file is this job's alone.
	const { contentKey, expireAfterSeconds } = plan;
	const stored = await upload(
		{
			fileName: `offpeak.${contentKey}.background.kept.jsonl`,
			content: concatBytes(...kept),
			expireAfterSeconds,
		},
		connection,
	);
	if (!stored.ok) throw stored.error;
	return stored.fileId;
}

/**
 * Sent again only after a definite refusal for lack of room: a lost reply may have been a purchase.
 * `undefined` when there is no room before `until`.
 */
async function sendOne(
	{ id, rowIndex, body }: PlannedRequest,
	{ provider, transport, clock }: Connection,
	until: number,
): Promise<BackgroundCall | OffpeakError | undefined> {
	const protocol = protocolOf(provider);
	for (let attempt = 1; ; attempt += 1) {
		const reply = await send(transport, protocol.respondInBackground(body));
		const response = reply.ok ? protocol.readResponse(reply.value) : undefined;
		if (response !== undefined) return { row: rowIndex, id, response: response.id };
		const error = reply.ok ? unreadableReply('an answer') : reply.error;
		const mayTryAgain = !reply.ok && reply.refused && error.code === 'rate_limited';
		if (!mayTryAgain || attempt >= TRIES) {
			// A wrong key or an empty account will not be better for the next row.
			if (error.code === 'unauthorized' || error.code === 'quota_exhausted') return error;
			return { row: rowIndex, id, refused: error.message };
		}
		const wait = Math.min(LONGEST_WAIT_MS, error.details.retryAfterMs ?? 1_000 * 2 ** attempt);
		if (clock.now() + wait >= until) return undefined;
		await clock.sleep(wait);
	}
}

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
	const { results, running } = await fetchResults(job.calls, connection, isOverdue);
	if (running > 0 && !isOverdue) {
		return { state: 'running', answered: results.size, nextLookMs: NEXT_LOOK_MS };
	}
	const kept = await readKeptFile(connection, job.keptFileId);
	const shape = job.shape ?? kept.shape;
	return {
		state: 'done',
		collected: {
			results: readVerdicts(results, shape),
			keptRows: kept.rows,
			shape,
			silentIds: new Map(),
			damage: { ...NO_DAMAGE, gone: kept.gone },
			...asEnded({ ...job, attempt: 1, contentKey: '', model: '' }, connection.clock.now()),
		},
	};
}

/**
 * What the provider has for these calls, by row. The call that was sent last is looked at first: while it
 * runs, the others are most likely not worth a call each, unless it is the last look.
 */
async function fetchResults(
	calls: readonly BackgroundCall[],
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
	const look = async (call: Sent): Promise<void> => {
		const result = await fetchResult(call, connection);
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
	return { requestId, outcome: 'failed', reason, retryable: true };
}

/**
 * `undefined` while the answer is being made; an answer that is gone is a result, for nothing brings it
 * back; an error when the provider could not be asked.
 */
export async function fetchResult(
	{ id, response }: Sent,
	connection: Connection,
): Promise<Result | OffpeakError | undefined> {
	const protocol = protocolOf(connection.provider);
	const reply = await send(connection.transport, protocol.retrieveResponse(response));
	if (!reply.ok) {
		if (reply.error.code !== 'gone') return reply.error;
		return {
			requestId: id,
			outcome: 'failed',
			reason: 'The provider no longer has this answer: it expired or was deleted.',
			retryable: true,
		};
	}
	const state = protocol.readResponse(reply.value);
	if (state === undefined) return unreadableReply('an answer');
	return state.isRunning ? undefined : readBody(id, state.body, connection);
}
