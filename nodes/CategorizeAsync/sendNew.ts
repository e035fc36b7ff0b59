import type { IExecuteFunctions } from 'n8n-workflow';
import {
	checkModel,
	isOffpeakError,
	plan,
	sendFlights,
	type Connection,
	type Flight,
	type Plan,
	type Verdict,
} from '../../core';
import { warn } from '../shared/hints';
import { nameItem } from '../shared/input/items';
import { readModel } from '../shared/model';
import { readPlanInput } from '../shared/input/planInput';
import { refuseWhatDiffers } from '../shared/input/refuseWhatDiffers';
import { settle } from '../shared/settle';
import type { Turn } from '../shared/turn';
import type { Entry } from './entries';
import type { FlightLog } from './flightLog';
import { categorizeProperties } from './properties';

/** A kill while calls are sent may lose, and buy again, what was sent since the last park. */
const SLICE = 100;

const EMPTY: Verdict = failure('The text is empty, so it was not sent.', false);

/** Sends the entries that are not on the way yet: one slice, and nothing more after `until`. What came of it by index. */
export async function sendNew(
	{ context, connection }: Turn,
	entries: readonly Entry[],
	log: FlightLog,
	until: number,
): Promise<ReadonlyMap<number, Flight>> {
	const unsent = entries.filter((entry) => log.flightOf(entry) === undefined);
	const isFirst = unsent.length === entries.length;
	const fresh = unsent.filter(({ text }) => text.trim() !== '');
	const flights = new Map<number, Flight>();
	for (const { index, text } of unsent) {
		if (text.trim() === '') flights.set(index, { verdict: EMPTY });
	}
	if (fresh.length === 0) return flights;
	refuseWhatDiffers(context, entries.length, categorizeProperties);

	const slice = fresh.slice(0, SLICE);
	// All of them are planned: what is wrong with the last one must keep the first one from being bought.
	const whole = readPlan(context, connection, fresh);
	if (isFirst) warn(context, ...whole.warnings);
	const planned = slice.length === fresh.length ? whole : readPlan(context, connection, slice);
	const { model, isTyped } = readModel(context);
	if (isFirst && isTyped) await checkModel(connection, model);

	const sent = await settle(sendFlights(planned, connection, { until }));
	if ('error' in sent) {
		// What earlier slices have bought must not go down with this one.
		if (isFirst || !isOffpeakError(sent.error)) throw sent.error;
		const verdict = failure(sent.error.message, sent.error.retryable);
		for (const { index } of slice) flights.set(index, { verdict });
		return flights;
	}
	for (const [position, flight] of sent.value) {
		const entry = slice[position];
		if (entry !== undefined) flights.set(entry.index, flight);
	}
	return flights;
}

function readPlan(
	context: IExecuteFunctions,
	connection: Connection,
	entries: readonly Entry[],
): Plan {
	return plan({
		...readPlanInput(context, connection),
		// Only the texts are sent; the items themselves stay here.
		rows: entries.map(({ text }) => ({ text })),
		label: context.getWorkflow().name ?? 'Categorize Async',
		nameRow: (position) => nameItem(entries[position]?.index ?? position),
		cleanText: false,
		emptyText: 'skip',
		expireAfterSeconds: 0,
	});
}

function failure(reason: string, retryable: boolean): Verdict {
	return { outcome: 'failed', reason, retryable, answer: {} };
}
