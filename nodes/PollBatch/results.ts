import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import {
	collect,
	describeDamage,
	join,
	toResultRow,
	type Connection,
	type JsonObject,
} from '../../core';
import { addHint } from '../shared/hints';
import type { LookedAt } from './look';
import type { Wiring } from './wiring';

export interface ResultItems {
	readonly done: INodeExecutionData[];
	readonly failed: INodeExecutionData[];
}

/** Every row of every job as one item: what succeeded, and the rest with its reason. */
export async function readResults(
	context: IExecuteFunctions,
	jobs: readonly LookedAt[],
	connection: Connection,
	{ isFailedWired }: Wiring,
): Promise<ResultItems> {
	const items: ResultItems = { done: [], failed: [] };
	const reasons: string[] = [];
	for (const { job, status, itemIndexes } of jobs) {
		const collected = await collect(status, connection);
		for (const words of describeDamage(collected)) addHint(context, words, 'warning');
		for (const outcome of join(job, collected)) {
			if (outcome.outcome !== 'succeeded') reasons.push(outcome.reason ?? 'no reason given');
			const item = {
				json: asItemJson(toResultRow(outcome, job.label)),
				pairedItem: itemIndexes.map((index) => ({ item: index })),
			};
			(outcome.outcome === 'succeeded' ? items.done : items.failed).push(item);
		}
	}
	if (items.done.length === 0 && !context.continueOnFail()) {
		throw nothingSucceeded(context, jobs, reasons);
	}
	if (items.failed.length > 0 && !isFailedWired) {
		addHint(
			context,
			`${items.failed.length} items failed. Open the output Failed to see why, and wire it to act on them.`,
			'warning',
		);
	}
	return items;
}

/** Result rows are plain JSON, as n8n wants them; its type only knows mutable ones. */
function asItemJson(row: JsonObject): INodeExecutionData['json'] {
	return structuredClone(row) as INodeExecutionData['json'];
}

/** An error workflow fires on a failed node, not on items on an unwired output. */
function nothingSucceeded(
	context: IExecuteFunctions,
	jobs: readonly LookedAt[],
	reasons: readonly string[],
): NodeOperationError {
	const counts = new Map<string, number>();
	for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	const [commonest, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['none given.', 0];
	const labels = jobs.map(({ job }) => `"${job.label}"`).join(', ');
	return new NodeOperationError(
		context.getNode(),
		`None of the ${reasons.length} items of ${labels} succeeded.`,
		{
			description: `The commonest reason (${count} items): ${commonest} To see every item, set Settings → On Error to Continue: they then leave on the output Failed.`,
		},
	);
}
