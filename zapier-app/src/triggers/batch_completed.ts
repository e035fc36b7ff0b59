import { defineTrigger, type Bundle, type ZObject } from 'zapier-platform-core';
import { FIELD, jobFields, reportFields } from '../fields/output';
import { reportSettings } from '../fields/report';
import { pointToFile, separatorField } from '../results/file';
import { toJobOutput, type JobOutput } from '../results/job';
import { pointToReport } from '../results/report';
import samples from '../samples.json';
import { withConnection } from '../transport';
import { filterFields } from './fields';
import { listFinished } from './finished';
import { released } from './release';

interface CompletedEvent extends JobOutput {
	readonly results_file: string;
	/** Zapier puts what it points to in its place, in the event itself. */
	readonly $HOIST$: string;
}

/** Every end is an event: completed, failed, expired, cancelled. The newest first, each with a stable id. */
async function listCompleted(z: ZObject, bundle: Bundle): Promise<CompletedEvent[]> {
	return await withConnection(z, bundle, async (connection) => {
		const finished = await listFinished(connection, bundle);
		const isSeeding = bundle.meta.isPopulatingDedupe === true;
		const now = connection.clock.now() / 1000;
		const events = isSeeding ? finished : released(finished, ({ endedAt }) => endedAt, now);
		return events.toReversed().map((listed) => ({
			...toJobOutput(listed, connection),
			id: listed.endId,
			results_file: pointToFile(z, listed.job, bundle.inputData),
			$HOIST$: pointToReport(z, listed.job, bundle.inputData),
		}));
	});
}

export default defineTrigger({
	key: 'batch_completed',
	noun: 'Batch',
	display: {
		label: 'Batch Completed',
		description: 'Triggers when a batch has completed, failed, expired or was cancelled.',
	},
	operation: {
		type: 'polling',
		perform: listCompleted,
		inputFields: [...filterFields, separatorField, ...reportSettings],
		sample: samples.completed,
		outputFields: [...jobFields, FIELD.resultsFile, ...reportFields],
	},
});
