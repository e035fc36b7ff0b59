import { fetchResults, sendCalls } from './background';
import type { Connection } from './connection';
import { readVerdict, type Verdict } from './join';
import { answerNow } from './now';
import type { AnswerShape, BackgroundCall, Plan, Result } from './types';

/**
 * Rows that a host keeps itself while their answers are on the way, one entry each: a call that the
 * provider works on, or what came of it. Both survive `JSON.stringify`.
 */
export type Flight = { readonly call: BackgroundCall } | Landed;

export interface Landed {
	readonly verdict: Verdict;
}

const NOW_CONCURRENCY = 8;

/**
 * Sends every request of a plan, by row index: in the background where the provider can, at once where it
 * cannot. Nobody can list background calls: what is not written down after this is lost, and paid.
 */
export async function sendFlights(
	plan: Plan,
	connection: Connection,
): Promise<ReadonlyMap<number, Flight>> {
	if (connection.provider.answersInBackground) {
		const calls = await sendCalls(plan, connection);
		return new Map(calls.map((call) => [call.row, { call }]));
	}
	const options = { concurrency: NOW_CONCURRENCY, flex: false };
	const { results } = await answerNow(plan, connection, options);
	return land(results, plan.shape);
}

/** Looks once; the flights that have landed, by row index. */
export async function lookAtFlights(
	flights: ReadonlyMap<number, Flight>,
	shape: AnswerShape,
	connection: Connection,
): Promise<ReadonlyMap<number, Landed>> {
	const calls = [...flights].flatMap(([row, flight]) =>
		'call' in flight ? [{ ...flight.call, row }] : [],
	);
	const { results } = await fetchResults(calls, connection);
	return land(results, shape);
}

function land(
	results: ReadonlyMap<number, Result>,
	shape: AnswerShape,
): ReadonlyMap<number, Landed> {
	return new Map(
		[...results].map(([row, result]) => [row, { verdict: readVerdict(result, shape) }]),
	);
}
