import type { IExecuteFunctions } from 'n8n-workflow';
import {
	checkModel,
	isOffpeakError,
	plan,
	sendFlights,
	type Connection,
	type Plan,
	type Verdict,
} from '../../core';
import { readModel } from '../shared/model';
import { readJsonObject, readNumberOption } from '../shared/parameters';
import { nameItem } from '../shared/rows';
import { refuseWhatDiffers } from '../shared/sameForAll';
import { readTask } from '../shared/task';
import type { Entry } from './entries';
import { categorizeProperties } from './properties';

/** A kill while calls are sent may lose, and buy again, what was sent since the last park. */
const SLICE = 100;

const EMPTY: Verdict = failure('The text is empty, so it was not sent.', false);

/** Sends the entries that are not on the way yet: one slice, and nothing more after `until`. */
export async function sendNew(
	context: IExecuteFunctions,
	connection: Connection,
	entries: readonly Entry[],
	until: number,
): Promise<void> {
	const isFirst = entries.every(({ slot }) => slot.flight === undefined);
	for (const { slot, text } of entries) {
		if (text.trim() === '') slot.flight ??= { verdict: EMPTY };
	}
	const fresh = entries.filter(({ slot }) => slot.flight === undefined);
	if (fresh.length === 0) return;
	refuseWhatDiffers(context, entries.length, categorizeProperties);

	const { model, isTyped } = readModel(context);
	const slice = fresh.slice(0, SLICE);
	// All of them are planned: what is wrong with the last one must keep the first one from being bought.
	const whole = readPlan(context, connection, fresh, model);
	const planned =
		slice.length === fresh.length ? whole : readPlan(context, connection, slice, model);
	if (isFirst && isTyped) await checkModel(connection, model);

	const sent = await sendFlights(planned, connection, { until }).then(
		(flights) => ({ flights }),
		(error: unknown) => ({ error }),
	);
	if ('error' in sent) {
		// What earlier slices have bought must not go down with this one.
		if (isFirst || !isOffpeakError(sent.error)) throw sent.error;
		const verdict = failure(sent.error.message, sent.error.retryable);
		for (const { slot } of slice) slot.flight = { verdict };
		return;
	}
	for (const [position, flight] of sent.flights) {
		const slot = slice[position]?.slot;
		if (slot !== undefined) slot.flight = flight;
	}
}

function readPlan(
	context: IExecuteFunctions,
	{ provider, baseUrl }: Connection,
	entries: readonly Entry[],
	model: string,
): Plan {
	const maxOutputTokens = readNumberOption(context, 'maxOutputTokens', 'Max Output Tokens');
	const extra = readJsonObject(context, 'options.advanced', 'Options → Advanced (JSON)');
	return plan({
		// Only the texts are sent; the items themselves stay here.
		rows: entries.map(({ text }) => ({ text })),
		task: readTask(context),
		model,
		label: context.getWorkflow().name ?? 'Categorize Async',
		provider,
		baseUrl,
		nameRow: (position) => nameItem(entries[position]?.index ?? position),
		cleanText: false,
		emptyText: 'skip',
		expireAfterSeconds: 0,
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(extra === undefined ? {} : { extra }),
	});
}

function failure(reason: string, retryable: boolean): Verdict {
	return { outcome: 'failed', reason, retryable, answer: {} };
}
