import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	findJob,
	findLatest,
	readHandle,
	type Connection,
	type Handle,
} from '../../core';
import { readText } from '../shared/parameters';
import { nameItem } from '../shared/rows';

/** A handle and the input items that named it. */
export interface WantedHandle {
	readonly handle: Handle;
	readonly itemIndexes: readonly number[];
}

/** The jobs that the field Batch names, each once. */
export async function readHandles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<readonly WantedHandle[]> {
	const itemIndexes = items.map((_, index) => index);
	switch (readText(context, 'batch')) {
		case 'id':
			return [{ handle: await findJob(readId(context, 'batchId'), connection), itemIndexes }];
		case 'list':
			return [{ handle: await findJob(readId(context, 'job'), connection), itemIndexes }];
		case 'latest': {
			const label = readText(context, 'label');
			return [{ handle: await findLatest(label, connection), itemIndexes }];
		}
		default:
			return readCarried(items);
	}
}

function readId(context: IExecuteFunctions, name: string): string {
	const value: unknown = context.getNodeParameter(name, 0, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (id !== '') return id;
	throw new OffpeakError('invalid_input', 'No job is named.', {
		hint: 'Choose one from the list, or give the ID of a job (op_…) or of one of its batches (batch_…).',
	});
}

function readCarried(items: readonly INodeExecutionData[]): readonly WantedHandle[] {
	const wanted = new Map<string, { readonly handle: Handle; readonly itemIndexes: number[] }>();
	for (const [index, { json }] of items.entries()) {
		const handle = readHandle(json['handle'] ?? json);
		if (handle === undefined) throw noHandle(index, json['status'] === 'estimated');
		const known = wanted.get(handle.id);
		if (known === undefined) wanted.set(handle.id, { handle, itemIndexes: [index] });
		else known.itemIndexes.push(index);
	}
	return [...wanted.values()];
}

function noHandle(index: number, isEstimate: boolean): OffpeakError {
	return isEstimate
		? new OffpeakError(
				'invalid_input',
				'Submit Batch only estimated: there is no job to look at.',
				{
					rowIndex: index,
					hint: 'Set Run to All Items there.',
				},
			)
		: new OffpeakError(
				'invalid_input',
				`${nameItem(index)} holds no job: its field "handle" is missing.`,
				{
					rowIndex: index,
					hint: 'Wire this node behind Submit Batch, or set Batch to By ID or Latest With Label.',
				},
			);
}
