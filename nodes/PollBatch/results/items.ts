import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	actualsOf,
	describeCost,
	engineOf,
	rowCost,
	toResultRow,
	type Connection,
	type FinishedJob as CoreFinishedJob,
	type JsonObject,
	type Outcome,
	type OwnPrice,
} from '../../../core';
import { addHint } from '../../shared/hints';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { setBrokenAside, type Sorted } from '../jobs/setAside';
import { detailOf } from './detail';
import type { LookedAt } from '../waiting/look';
import type { Wiring } from '../../shared/wiring';

/** A job that is done, with everything that came of it. */
export interface FinishedJob extends CoreFinishedJob {
	readonly itemIndexes: readonly number[];
}

export interface ResultRecord {
	readonly row: JsonObject;
	readonly isDone: boolean;
	readonly itemIndexes: readonly number[];
}

export interface ResultItems {
	readonly done: INodeExecutionData[];
	readonly failed: INodeExecutionData[];
}

export async function readFinished(
	context: IExecuteFunctions,
	looks: readonly LookedAt[],
): Promise<Sorted<FinishedJob>> {
	return await setBrokenAside(looks, async ({ handle, itemIndexes, read }) => {
		const results = await read();
		for (const words of results.notes) addHint(context, words, 'warning');
		return { handle, itemIndexes, ...results };
	});
}

export function refuseIfNothingSucceeded(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
): void {
	const outcomes = finished.flatMap((job) => job.outcomes);
	if (!outcomes.some(hasSucceeded) && !context.continueOnFail()) {
		throw nothingSucceeded(finished, outcomes);
	}
}

/** Every row of every job in the order of the items, with what became of it and what it cost. */
export function toRecords(
	finished: readonly FinishedJob[],
	{ provider }: Connection,
	{ isSimple, ...price }: { readonly isSimple: boolean; readonly ownPrice?: OwnPrice },
): readonly ResultRecord[] {
	return finished.flatMap((job) => {
		const { handle, itemIndexes, outcomes, model = '' } = job;
		const engine = engineOf(handle);
		return outcomes.map((outcome) => {
			const cost = rowCost(outcome, model, provider, { engine, ...price });
			const detail = isSimple ? {} : detailOf(job, outcome);
			const row = toResultRow(outcome, handle.label, cost, detail);
			return { row, isDone: hasSucceeded(outcome), itemIndexes };
		});
	});
}

/** One item for each row: what succeeded, and the rest with its reason. */
export function toItems(records: readonly ResultRecord[]): ResultItems {
	const items: ResultItems = { done: [], failed: [] };
	for (const { row, isDone, itemIndexes } of records) {
		const pairedItem = itemIndexes.map((item) => ({ item }));
		(isDone ? items.done : items.failed).push({ json: structuredClone(row), pairedItem });
	}
	return items;
}

export function warnOfFailed(
	context: IExecuteFunctions,
	failed: readonly INodeExecutionData[],
	{ isFailedWired }: Wiring,
): void {
	if (failed.length === 0 || isFailedWired) return;
	addHint(
		context,
		`${failed.length === 1 ? '1 item' : `${failed.length} items`} failed. Open the output Failed to see why, and wire it to act on them.`,
		'warning',
	);
}

/** What the job has cost, above its items. A report says it by itself; what is free or unknown needs no line. */
export function tellCost(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	{ provider }: Connection,
): void {
	const { cost } = actualsOf(finished, provider, readOwnPriceOption(context).ownPrice);
	const count = finished.flatMap((job) => job.outcomes).filter(hasSucceeded).length;
	if (cost.usd === null || cost.usd === 0 || count === 0) return;
	addHint(context, describeCost(cost, count === 1 ? '1 item' : `${count} items`));
}

export function hasSucceeded({ outcome }: Outcome): boolean {
	return outcome === 'succeeded';
}

/** An error workflow fires on a failed node, not on items on an unwired output. */
function nothingSucceeded(
	finished: readonly FinishedJob[],
	outcomes: readonly Outcome[],
): OffpeakError {
	const counts = new Map<string, number>();
	for (const { reason = 'no reason given.' } of outcomes) {
		counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	const [commonest, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['none given.', 0];
	const labels = finished.map(({ handle }) => `"${handle.label}"`).join(', ');
	return new OffpeakError(
		'rejected',
		`None of the ${outcomes.length} items of ${labels} succeeded.`,
		{
			hint: `The commonest reason (${count} items): ${commonest} To see every item, set Settings → On Error to Continue: they then leave on the output Failed.`,
		},
	);
}
