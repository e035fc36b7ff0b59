import { mapConcurrently } from '../calls/map-concurrently';
import { backgroundOf } from '../calls/background-of';
import { type Connection, unreadableReply } from '../calls/connection';
import { isLasting } from '../calls/is-lasting';
import { send } from '../calls/send';
import { upload } from '../calls/upload';
import { OffpeakError } from '../errors';
import { concatBytes } from '../formats/bytes';
import { defined } from '../formats/defined';
import { isId } from '../formats/ids';
import { jobIdOf } from '../record/keys';
import { encodeRequestId } from '../requests/ids';
import { type CarriedKept, carryKept } from '../submit/carry-kept';
import type { BackgroundCall, BackgroundJob, Plan } from '../types';
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
