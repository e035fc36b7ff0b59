import { defineCreate, type Bundle, type ZObject } from 'zapier-platform-core';
import { cancelJob, poll } from '../../../core';
import { batchField } from '../fields/options';
import { jobFields } from '../fields/output';
import { asJob, readBatchField, toJobOutput, type JobOutput } from '../results/job';
import samples from '../samples.json';
import { withConnection } from '../transport';

async function cancelBatch(z: ZObject, bundle: Bundle): Promise<JobOutput> {
	return await withConnection(z, bundle, async (connection) => {
		const job = asJob(await readBatchField(bundle.inputData, connection));
		await cancelJob(job, connection);
		return toJobOutput({ job, status: await poll(job, connection) }, connection);
	});
}

export default defineCreate({
	key: 'cancel_batch',
	noun: 'Batch',
	display: {
		label: 'Cancel Batch',
		description: 'Cancels a batch that still runs; what is answered by then is kept.',
	},
	operation: {
		perform: cancelBatch,
		inputFields: [
			{
				key: 'warning',
				label: 'Please Note',
				type: 'copy',
				helpText:
					'Cancelling cannot be undone, and **the editor’s test really cancels** the batch. Rows that are answered by then are paid for and can be fetched with Poll Batch.',
			},
			batchField,
		],
		sample: samples.cancel,
		outputFields: [...jobFields],
	},
});
