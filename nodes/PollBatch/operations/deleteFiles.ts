import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { deleteFiles, type Connection } from '../../../core';
import { warn } from '../../shared/hints';
import type { Outputs } from '../../shared/panel/outputs';
import { forEachJob } from './forEachJob';

/** Removes everything that jobs left at the provider. */
export async function deleteAllFiles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	return await forEachJob(context, items, connection, async (handle) => {
		const { caveats = [], ...counts } = await deleteFiles(handle, connection);
		warn(context, ...caveats);
		return { label: handle.label, id: handle.id, ...counts };
	});
}
