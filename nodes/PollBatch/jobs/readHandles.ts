import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	findHandleFault,
	findJob,
	readHandle,
	type Connection,
	type Handle,
} from '../../../core';
import { nameItem } from '../../shared/input/items';
import { readText } from '../../shared/input/parameters';
import { setBrokenAside, type Sorted } from './setAside';
import { LatestJobs } from './latest';

/** A handle and the input items that named it. */
export interface WantedHandle {
	readonly handle: Handle;
	readonly itemIndexes: readonly number[];
}

/** The jobs that the field Batch names for each item, each job once. */
export async function readHandles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	latest = new LatestJobs(context),
): Promise<Sorted<WantedHandle>> {
	const readField = async (
		field: string,
		find: (name: string) => Promise<Handle>,
	): Promise<Sorted<WantedHandle>> =>
		await setBrokenAside(readNamed(context, items, field), async ({ name, itemIndexes }) => ({
			handle: await find(name),
			itemIndexes,
		}));
	const byId = async (id: string): Promise<Handle> => {
		if (id !== '') return await findJob(id, connection);
		throw new OffpeakError('invalid_input', 'No job is named.', {
			hint: 'Choose one from the list, or give the ID of a job (op_…) or of one of its batches (batch_…).',
		});
	};
	switch (readText(context, 'batch')) {
		case 'id':
			return eachOnce(await readField('batchId', byId));
		case 'list':
			return eachOnce(await readField('job', byId));
		case 'latest':
			return eachOnce(
				await readField('label', async (label) => await latest.find(label, connection)),
			);
		default: {
			const carried = items.map(({ json }, index) => ({ json, itemIndexes: [index] }));
			return eachOnce(await setBrokenAside(carried, readCarried));
		}
	}
}

/** What a field says for each item, each name once. */
function readNamed(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	field: string,
): readonly { readonly name: string; readonly itemIndexes: readonly number[] }[] {
	const names = new Map<string, number[]>();
	for (const index of items.keys()) {
		const value: unknown = context.getNodeParameter(field, index, '', { extractValue: true });
		const name = String(value ?? '').trim();
		names.set(name, [...(names.get(name) ?? []), index]);
	}
	return [...names].map(([name, itemIndexes]) => ({ name, itemIndexes }));
}

function eachOnce({ fine, broken }: Sorted<WantedHandle>): Sorted<WantedHandle> {
	const wanted = new Map<string, WantedHandle>();
	for (const { handle, itemIndexes } of fine) {
		const known = wanted.get(handle.id);
		wanted.set(handle.id, {
			handle: known?.handle ?? handle,
			itemIndexes: [...(known?.itemIndexes ?? []), ...itemIndexes],
		});
	}
	return { fine: [...wanted.values()], broken };
}

interface Carrier {
	readonly json: IDataObject;
	readonly itemIndexes: readonly number[];
}

async function readCarried({ json, itemIndexes }: Carrier): Promise<WantedHandle> {
	const carried = json['handle'] ?? json;
	const handle = readHandle(carried);
	if (handle !== undefined) return { handle, itemIndexes };
	throw carried === json || carried === ''
		? noHandle(json, itemIndexes[0] ?? 0)
		: damaged(carried, itemIndexes[0] ?? 0);
}

function damaged(carried: unknown, rowIndex: number): OffpeakError {
	const fault = findHandleFault(carried) ?? 'it cannot be read';
	return new OffpeakError(
		'invalid_input',
		`${nameItem(rowIndex)} holds a handle that is damaged: ${fault}.`,
		{
			rowIndex,
			hint: 'Take it anew from Submit Batch, as an object or as its whole JSON text; or set Batch to By ID.',
		},
	);
}

const LONGEST_QUOTE = 500;

function noHandle(
	{ batchId, details, error, status }: IDataObject,
	rowIndex: number,
): OffpeakError {
	const item = nameItem(rowIndex);
	const fault = (message: string, hint: string): OffpeakError =>
		new OffpeakError('invalid_input', message, { rowIndex, hint });
	if (status === 'estimated') {
		return fault(
			'Submit Batch only estimated: there is no job to look at.',
			'Set Run to All Items there.',
		);
	}
	if (typeof error === 'string' && error !== '') {
		const isTold = typeof details === 'string' && details !== '';
		return fault(
			`${item} holds no job, but the error of an earlier node: ${error.slice(0, LONGEST_QUOTE)}`,
			isTold ? details.slice(0, LONGEST_QUOTE) : 'Correct it there, then run this again.',
		);
	}
	if (typeof batchId === 'string' && batchId !== '') {
		return fault(
			`${item} is a job that another program sent: its answers cannot be joined to your items.`,
			'Switch Include Other Jobs off in Batch Trigger, or filter such items out before this node.',
		);
	}
	return fault(
		`${item} holds no job: its field "handle" is missing.`,
		'Wire this node behind Submit Batch, or set Batch to By ID or Latest With Label.',
	);
}
