import { defineTrigger, type Bundle, type ZObject } from 'zapier-platform-core';
import { listJobs } from '../../../core';
import { withConnection } from '../transport';

interface BatchChoice {
	readonly id: string;
	readonly name: string;
}

const LISTED = 100;

async function readBatches(z: ZObject, bundle: Bundle): Promise<BatchChoice[]> {
	return await withConnection(z, bundle, async (connection) => {
		const jobs = await listJobs(connection, LISTED);
		return jobs.map(({ job, status }) => ({
			id: job.id,
			name: `${job.label}: ${job.rowCount === 1 ? '1 row' : `${job.rowCount} rows`}, ${status.phase.replace('_', ' ')}, ${job.createdAt.slice(0, 16).replace('T', ' ')}`,
		}));
	});
}

/** Fills the dropdown Batch. */
export default defineTrigger({
	key: 'list_batches',
	noun: 'Batch',
	display: {
		label: 'List Batches',
		description: 'Triggers when a batch is there.',
		hidden: true,
	},
	operation: {
		type: 'polling',
		perform: readBatches,
		sample: { id: 'op_5a49e8501bba6c7266cf682d', name: 'Weekly review: 200 rows, completed' },
	},
});
