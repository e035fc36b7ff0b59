import { mapConcurrently } from '../calls/map-concurrently';
import type { Connection } from '../calls/connection';
import type { Verdict } from '../collect/collected';
import { readVerdict } from '../collect/verdict';
import { OffpeakError } from '../errors';
import type { AnswerShape, BackgroundCall, Plan, Result } from '../types';
import { sendCalls, type SendOptions } from './background';
import { fetchResult, LONGEST_MS, refusedResult } from './look-in-background';
import { answerNow } from './now';

/**
 * Rows that a host keeps itself while their answers are on the way, one entry each: a call that the
 * provider works on, or what came of it. Both survive `JSON.stringify`.
 */
export type Flight = InAir | Landed;

export interface InAir {
	readonly call: BackgroundCall;
	/** Unix milliseconds. */
	readonly sentAt: number;
}

export interface Landed {
	readonly verdict: Verdict;
}

const CONCURRENCY = 8;

/**
 * Sends the requests of a plan, by row index: in the background where the provider can, at once where it
 * cannot. Rows that could not be sent before `until` are left out. Nobody can list background calls: what
 * is not written down after this is lost, and paid.
 */
export async function sendFlights(
	plan: Plan,
	connection: Connection,
	{ until = Infinity, concurrency = CONCURRENCY }: SendOptions = {},
): Promise<ReadonlyMap<number, Flight>> {
	const { provider, clock } = connection;
	if (provider.protocol.background !== undefined) {
		const calls = await sendCalls(plan, connection, { until, concurrency });
		const sentAt = clock.now();
		return new Map(calls.map((call) => [call.row, { call, sentAt }]));
	}
	const { results } = await answerNow(plan, connection, { concurrency, flex: false, until });
	return new Map([...results].map(([row, verdict]) => [row, { verdict }]));
}

/** So many in a row that still run, and those sent after them most likely do so too. */
const STILL_RUNNING = 8;

/**
 * Looks once, and begins nothing new after `until`; the flights that have landed, by row index. Those sent first
 * are looked at first. A provider that cannot be asked just now leaves them in the air.
 */
export async function lookAtFlights(
	flights: ReadonlyMap<number, Flight>,
	shape: AnswerShape,
	connection: Connection,
	{ until = Infinity, concurrency = CONCURRENCY }: SendOptions = {},
): Promise<ReadonlyMap<number, Landed>> {
	const found = new Map<number, Landed>();
	let running = 0;
	await mapConcurrently(flights, concurrency, async ([row, flight]) => {
		const now = connection.clock.now();
		if ('verdict' in flight || now >= until) return;
		const isOverdue = now - flight.sentAt > LONGEST_MS;
		if (running >= STILL_RUNNING && !isOverdue) return;
		const result = await resultOf(flight, connection);
		if (result === undefined) running += 1;
		const answer = result ?? (isOverdue ? noAnswer(flight.call) : undefined);
		if (answer !== undefined) found.set(row, landed(answer, shape));
	});
	return found;
}

/** `undefined` while it runs, and while the provider cannot be asked or what it says cannot be read. */
async function resultOf(
	{ call, sentAt }: InAir,
	connection: Connection,
): Promise<Result | undefined> {
	if (!('response' in call)) return refusedResult(call.id, call.refused);
	const result = await fetchResult(call, sentAt, connection);
	if (!(result instanceof OffpeakError)) return result;
	const isPassing = result.retryable || result.code === 'malformed_response';
	return isPassing ? undefined : refusedResult(call.id, result.message);
}

function noAnswer({ id }: BackgroundCall): Result {
	return {
		requestId: id,
		outcome: 'expired',
		reason: 'The provider gave no answer within 24 hours.',
		retryable: true,
	};
}

function landed(result: Result, shape: AnswerShape): Landed {
	return { verdict: readVerdict(result, shape) };
}
