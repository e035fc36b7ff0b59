import { defineSearch, type Bundle, type ZObject } from 'zapier-platform-core';
import { listJobs } from '../../../core';
import { jobFields } from '../fields/output';
import { readOneOf } from '../input';
import { labelFilter } from '../labels';
import { toJobOutput, type JobOutput } from '../results/job';
import samples from '../samples.json';
import { withConnection } from '../transport';

const LISTED = 200;

async function findBatch(z: ZObject, bundle: Bundle): Promise<JobOutput[]> {
	return await withConnection(z, bundle, async (connection) => {
		const isWanted = labelFilter(bundle);
		const state = readOneOf(bundle.inputData, 'state', ['any', 'running', 'done'], 'any');
		const jobs = await listJobs(connection, LISTED);
		return jobs
			.filter(
				({ job, status }) => isWanted(job.label) && (state === 'any' || status.state === state),
			)
			.map((listed) => toJobOutput(listed, connection));
	});
}

export default defineSearch({
	key: 'find_batch',
	noun: 'Batch',
	display: {
		label: 'Find Batch',
		description: 'Finds the newest batch with a label.',
	},
	operation: {
		perform: findBatch,
		inputFields: [
			{
				key: 'label',
				label: 'Label',
				required: true,
				helpText:
					'All of it or a part; capitals do not count. Of several, the newest is found; one of the editor’s test only with `(test)` in it.',
			},
			{
				key: 'state',
				label: 'State',
				default: 'any',
				choices: { any: 'Any', running: 'Still Running', done: 'Done' },
				helpText: 'Whether the batch must be done.',
			},
		],
		sample: samples.find,
		outputFields: [...jobFields],
	},
});
