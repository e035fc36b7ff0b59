import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	actualsOf,
	describeCost,
	rowCost,
	toResultRow,
	type Connection,
	type JsonObject,
	type Outcome,
	type OwnPrice,
} from '../../../core';
import { tell } from '../../shared/hints';
import { countItems, pairWith } from '../../shared/input/items';
import { readOwnPriceOption } from '../../shared/ownPrice';
import type { Finished } from '../waiting/look';

export interface ResultRecord {
	readonly row: JsonObject;
	readonly isDone: boolean;
	readonly itemIndexes: readonly number[];
}

export interface ResultItems {
	readonly done: INodeExecutionData[];
	readonly failed: INodeExecutionData[];
}

export function refuseIfNothingSucceeded(
	context: IExecuteFunctions,
	finished: readonly Finished[],
): void {
	const outcomes = finished.flatMap((job) => job.outcomes);
	if (!outcomes.some(hasSucceeded) && !context.continueOnFail()) {
		throw nothingSucceeded(finished, outcomes);
	}
}

/** Every row of every job in the order of the items, with what became of it and what it cost. */
export function toRecords(
	finished: readonly Finished[],
	{ provider }: Connection,
	{ isSimple, ...price }: { readonly isSimple: boolean; readonly ownPrice?: OwnPrice },
): readonly ResultRecord[] {
	return finished.flatMap((job) => {
		const { handle, itemIndexes, outcomes, model = '' } = job;
		const engine = handle.kind;
		return outcomes.map((outcome) => {
			const cost = rowCost(outcome, model, provider, { engine, ...price });
			const detail = isSimple ? {} : detailOf(job, provider, outcome);
			const row = toResultRow(outcome, handle.label, cost, detail);
			return { row, isDone: hasSucceeded(outcome), itemIndexes };
		});
	});
}

/** One item for each row: what succeeded, and the rest with its reason. */
export function toItems(records: readonly ResultRecord[]): ResultItems {
	const items: ResultItems = { done: [], failed: [] };
	for (const { row, isDone, itemIndexes } of records) {
		const pairedItem = pairWith(itemIndexes);
		(isDone ? items.done : items.failed).push({ json: structuredClone(row), pairedItem });
	}
	return items;
}

/** What *Simplify* leaves out of an item's `_offpeak`: where its answer is from, and what it is charged by. */
function detailOf(
	{ handle, collected, model }: Finished,
	{ id: providerId }: Connection['provider'],
	{ rowIndex, round, retryable, usage }: Outcome,
): JsonObject {
	const source = collected.find(
		({ record }) =>
			record.round === round && record.firstRow <= rowIndex && rowIndex < record.endRow,
	);
	const endedAt = source?.batch.endedAt;
	const { model: answeredBy, ...tokens } = usage ?? {};
	return {
		position: rowIndex,
		mayBeTriedAgain: retryable,
		jobId: handle.id,
		batchId: source?.batch.id || null,
		provider: providerId,
		model: answeredBy ?? model ?? null,
		sentAt: handle.createdAt,
		answeredAt: endedAt === undefined ? null : new Date(endedAt * 1000).toISOString(),
		usage: usage === undefined ? null : tokens,
	};
}

/** What the job has cost, above its items. A report says it by itself; what is free or unknown needs no line. */
export function tellCost(
	context: IExecuteFunctions,
	finished: readonly Finished[],
	{ provider }: Connection,
): void {
	const { cost } = actualsOf(finished, provider, readOwnPriceOption(context).ownPrice);
	const count = finished.flatMap((job) => job.outcomes).filter(hasSucceeded).length;
	if (cost.usd === null || cost.usd === 0 || count === 0) return;
	tell(context, describeCost(cost, countItems(count)));
}

function hasSucceeded({ outcome }: Outcome): boolean {
	return outcome === 'succeeded';
}

/** An error workflow fires on a failed node, not on items on an unwired output. */
function nothingSucceeded(
	finished: readonly Finished[],
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
		outcomes.length === 1
			? `The one item of ${labels} did not succeed.`
			: `None of the ${outcomes.length} items of ${labels} succeeded.`,
		{
			hint: `The commonest reason (${countItems(count)}): ${commonest} To see every item, set Settings → On Error to Continue: they then leave on the output Failed.`,
		},
	);
}
