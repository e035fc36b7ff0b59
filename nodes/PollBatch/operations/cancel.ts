import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, cancelJob, type Connection } from '../../../core';
import type { Outputs } from '../../shared/panel/outputs';
import { forEachJob } from './forEachJob';

/** Ends jobs early; what is answered by then comes with Get Results. */
export async function cancel(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	return await forEachJob(context, items, connection, async (handle) => {
		if (handle.kind !== 'batch') {
			throw new OffpeakError(
				'unsupported',
				`"${handle.label}" was not sent as a batch: there is nothing to cancel.`,
				{
					hint: 'Only jobs sent with Within 24 Hours can be cancelled.',
				},
			);
		}
		const batches = await cancelJob(handle, connection);
		return {
			label: handle.label,
			status: batches[0]?.phase ?? 'cancelling',
			items: handle.rowCount,
			handle: structuredClone(handle),
		};
	});
}
