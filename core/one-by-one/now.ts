import { mapConcurrently } from '../calls/map-concurrently';
import type { Connection } from '../calls/connection';
import { send } from '../calls/send';
import { toldResult } from '../calls/told';
import { asEnded, type CollectedBatch, NO_DAMAGE } from '../collect/collected';
import { readVerdicts } from '../collect/verdict';
import { OffpeakError } from '../errors';
import { isFiltered } from '../formats/complaints/complaint-kinds';
import { defined } from '../formats/defined';
import { join } from '../join/join';
import type { SentRequest } from '../protocols/protocol';
import { jobIdOf } from '../record/keys';
import type { AnsweredJob, Plan, Result } from '../types';
import { type PlannedRequest, readKeptRows, readRequests } from './planned-requests';

export interface NowOptions {
	readonly concurrency: number;
	/** Asks for the slow half-price tier first; where it has no room, the normal rate answers. */
	readonly flex: boolean;
	/** Unix milliseconds after which nothing new is sent: what is left then has no result, and was not bought. */
	readonly until?: number;
}

const TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Plan → results, at once: each request is a call of its own. A refusal for lack of room is waited for
 * (Retry-After is honoured); a call whose reply was lost is not sent again, for it may have been charged.
 */
export async function answerNow(
	plan: Plan,
	connection: Connection,
	options: NowOptions,
): Promise<CollectedBatch> {
	const { answers, unsent, stop } = await answerRequests(
		readRequests(plan, connection.provider.protocol),
		connection,
		options,
	);
	// What was answered is paid, and is known only here: an error must not take it along.
	const isAnswered = [...answers.values()].some(({ outcome }) => outcome !== 'failed');
	if (stop !== undefined && !isAnswered) throw stop;
	const failed = unsent.flatMap(({ rowIndex, request }) =>
		stop === undefined ? [] : [[rowIndex, failedResult(request.id, stop)] as const],
	);
	return {
		results: readVerdicts([...answers, ...failed], plan.shape),
		keptRows: await readKeptRows(plan, connection.provider.protocol),
		shape: plan.shape,
		silentIds: new Map(),
		damage: NO_DAMAGE,
		...asEnded(plan, connection.clock.now()),
	};
}

export interface Answers {
	/** By row index. */
	readonly answers: ReadonlyMap<number, Result>;
	/** Refused or not even sent once there was a `stop`: they were not bought. */
	readonly unsent: readonly PlannedRequest[];
	/** Why the provider answers nothing any more: a wrong key, an empty account. */
	readonly stop?: OffpeakError;
}

/** Each request as a call of its own; those that `until` leaves no time for are in neither list. */
export async function answerRequests(
	requests: AsyncIterable<PlannedRequest> | Iterable<PlannedRequest>,
	connection: Connection,
	{ concurrency, flex, until = Infinity }: NowOptions,
): Promise<Answers> {
	const answers = new Map<number, Result>();
	const unsent: PlannedRequest[] = [];
	let stop: OffpeakError | undefined;
	await mapConcurrently(requests, concurrency, async (planned) => {
		const { rowIndex, request } = planned;
		if (stop === undefined && connection.clock.now() >= until) return;
		const answer = stop ?? (await answerOne(request, connection, flex, until));
		if (answer === undefined) return;
		if (!(answer instanceof OffpeakError)) {
			answers.set(rowIndex, answer);
			return;
		}
		const isAnyTaken = [...answers.values()].some(({ outcome }) => outcome !== 'failed');
		if (stop === undefined && !stopsAll(answer, answers.size + 1, isAnyTaken)) {
			answers.set(rowIndex, failedResult(request.id, answer));
			return;
		}
		stop = answer;
		unsent.push(planned);
	});
	return { answers, unsent, ...defined({ stop }) };
}

/** So many rows may be forbidden before any is answered: one text may be flagged, all of them are the key's doing. */
const FORBIDDEN_ROWS = 3;

/** Whether a refusal is about the key or the account, and not about this one of `tried` rows. */
export function stopsAll({ details }: OffpeakError, tried: number, isAnyTaken: boolean): boolean {
	return details.status !== 403 || (!isAnyTaken && tried >= FORBIDDEN_ROWS);
}

/** Plan → a handle that holds its answers already, so that all that follows is as for any other job. */
export async function submitNow(
	plan: Plan,
	connection: Connection,
	options: NowOptions,
): Promise<AnsweredJob> {
	const { provider, baseUrl, clock } = connection;
	const createdAt = new Date(clock.now()).toISOString();
	const collected = await answerNow(plan, connection, options);
	return {
		version: 2,
		id: jobIdOf(undefined, plan.contentKey),
		service: provider.service,
		baseUrl,
		label: plan.label,
		rowCount: plan.rowCount,
		createdAt,
		kind: 'now',
		answers: join(plan, [collected]),
	};
}

async function answerOne(
	request: SentRequest,
	connection: Connection,
	flex: boolean,
	until: number,
): Promise<Result | OffpeakError | undefined> {
	const { provider, transport, clock } = connection;
	const { protocol } = provider;
	let tier: 'flex' | 'standard' = flex ? 'flex' : 'standard';
	for (let tried = 1; ; tried += 1) {
		const reply = await send(transport, protocol.answer(request, tier));
		if (reply.ok) return toldResult(protocol.readAnswer(request.id, reply.value), transport);
		const { error } = reply;
		// A wrong key or an empty account will not be better for the next row.
		if (error.code === 'unauthorized' || error.code === 'quota_exhausted') return error;
		const mayTryAgain = error.retryable && (reply.refused || isOwnFailure(error));
		if (!mayTryAgain || tried >= TRIES) return failedResult(request.id, error);
		// Flex has no room (429, not charged): from here on at the normal rate.
		tier = 'standard';
		const wait = Math.min(
			LONGEST_WAIT_MS,
			error.details.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (tried - 1),
		);
		if (clock.now() + wait >= until) return undefined;
		await clock.sleep(wait);
	}
}

/** The provider's own word that it failed. A proxy's says nothing of the answer, which may be made and charged. */
function isOwnFailure({ details: { status, providerCode } }: OffpeakError): boolean {
	return (status === 500 || status === 503) && providerCode !== undefined;
}

function failedResult(requestId: string, error: OffpeakError): Result {
	const { message: reason, retryable, details } = error;
	const codes = details.providerCode === undefined ? [] : [details.providerCode];
	return isFiltered({ codes, words: reason })
		? { requestId, outcome: 'refused', reason, retryable: false }
		: { requestId, outcome: 'failed', reason, retryable };
}
