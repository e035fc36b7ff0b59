import { mapConcurrently } from '../calls/map-concurrently';
import { checkOwner, type Connection, unreadableReply } from '../calls/connection';
import { notKnownYet } from '../calls/not-known-yet';
import { isLasting } from '../calls/is-lasting';
import { send } from '../calls/send';
import { toldResult } from '../calls/told';
import { upload } from '../calls/upload';
import { asEnded, type CollectedBatch, NO_DAMAGE } from '../collect/collected';
import { readVerdicts } from '../collect/verdict';
import { isOffpeakError, OffpeakError } from '../errors';
import { concatBytes } from '../formats/bytes';
import { isFiltered } from '../formats/complaint-kinds';
import { defined } from '../formats/defined';
import { isId } from '../formats/ids';
import type { Background } from '../protocols/protocol';
import { keptRowsOf, readKeptFile } from '../record/kept-file';
import { jobIdOf } from '../record/keys';
import { encodeRequestId } from '../requests/ids';
import type { Provider } from '../providers';
import { type CarriedKept, carryKept } from '../submit/carry-kept';
import type { BackgroundCall, BackgroundJob, Plan, Result } from '../types';
import { stopsAll } from './now';
import { type PlannedRequest, readRequests } from './planned-requests';

const CONCURRENCY = 8;
const TRIES = 4;
const LONGEST_WAIT_MS = 20_000;

/** Plan → background job: one call for each request, answered in minutes. */
export async function submitInBackground(
	plan: Plan,
	connection: Connection,
	/** Hears what changes for the user, in words. */
	tell: (caveat: string) => void = () => undefined,
): Promise<BackgroundJob> {
	const { provider, baseUrl, clock } = connection;
	backgroundOf(provider);
	const { keptFileId, kept, caveats } = await storeKept(plan, connection);
	for (const caveat of caveats) tell(caveat);
	const calls = await sendCalls(plan, connection);
	const skipped = plan.skipped.map(({ index, reason }): BackgroundCall => {
		return { row: index, id: encodeRequestId(index, String(index)), refused: reason };
	});
	return {
		version: 2,
		id: jobIdOf(undefined, plan.contentKey),
		service: provider.service,
		baseUrl,
		label: plan.label,
		rowCount: plan.rowCount,
		createdAt: new Date(clock.now()).toISOString(),
		kind: 'background',
		calls: [...calls, ...skipped].sort((a, b) => a.row - b.row),
		...defined({ kept }),
		...(keptFileId === undefined ? { shape: plan.shape } : { keptFileId }),
	};
}

function backgroundOf({ name, protocol: { background } }: Provider): Background {
	if (background !== undefined) return background;
	throw new OffpeakError('unsupported', `${name} cannot answer in the background.`, {
		hint: 'Set When Do You Need It? to Within 24 Hours or to Now.',
	});
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
	const requests = readRequests(plan, connection.provider.protocol);
	let stop: OffpeakError | undefined;
	await mapConcurrently(requests, concurrency, async (planned) => {
		const { rowIndex, request } = planned;
		if (stop !== undefined) {
			calls.push({ row: rowIndex, id: request.id, refused: stop.message });
			return;
		}
		if (connection.clock.now() >= until) return;
		const sent = await sendOne(planned, connection, until);
		if (sent === undefined) return;
		if (!(sent instanceof OffpeakError)) {
			calls.push(sent);
			return;
		}
		calls.push({ row: rowIndex, id: request.id, refused: sent.message });
		const isAnyTaken = calls.some((call) => 'response' in call);
		if (stopsAll(sent, calls.length, isAnyTaken)) stop = sent;
	});
	// What was sent is paid, and its ids are known only here: an error must not take them along.
	if (stop !== undefined && !calls.some((call) => 'response' in call)) throw stop;
	return calls.sort((a, b) => a.row - b.row);
}

/** A background job has no input files, so one kept file holds the kept rows of all its shards. */
async function storeKept(
	plan: Plan,
	connection: Connection,
): Promise<CarriedKept & { readonly keptFileId?: string }> {
	const kept = plan.shards.flatMap((shard) => (shard.kept === undefined ? [] : [shard.kept]));
	if (kept.length === 0) return { ...defined({ kept: plan.kept }), caveats: [] };
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
	if (stored.ok && isId(stored.fileId)) return { keptFileId: stored.fileId, caveats: [] };
	if (!stored.ok && !isLasting(stored.error)) throw stored.error;
	return await carryKept(plan.shards, connection);
}

/**
 * Sent again only after a definite refusal for lack of room: a lost reply may have been a purchase.
 * `undefined` when there is no room before `until`.
 */
async function sendOne(
	{ rowIndex, request }: PlannedRequest,
	{ provider, transport, clock }: Connection,
	until: number,
): Promise<BackgroundCall | OffpeakError | undefined> {
	const background = backgroundOf(provider);
	const { id } = request;
	for (let tried = 1; ; tried += 1) {
		const reply = await send(transport, background.ask(request));
		const response = reply.ok ? background.read(reply.value) : undefined;
		if (response !== undefined) return { row: rowIndex, id, response: response.id };
		const error = reply.ok ? unreadableReply('an answer', provider.protocol) : reply.error;
		const mayTryAgain = !reply.ok && reply.refused && error.code === 'rate_limited';
		if (!mayTryAgain || tried >= TRIES) {
			// A wrong key or an empty account will not be better for the next row.
			if (error.code === 'unauthorized' || error.code === 'quota_exhausted') return error;
			return { row: rowIndex, id, refused: error.message };
		}
		const wait = Math.min(LONGEST_WAIT_MS, error.details.retryAfterMs ?? 1_000 * 2 ** tried);
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
