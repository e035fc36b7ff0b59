import { defineCreate, type Bundle, type ZObject } from 'zapier-platform-core';
import { defined, describeProgress, lookAt } from '../../../core';
import { batchField } from '../fields/options';
import { FIELD, reportFields, rowFields } from '../fields/output';
import { findingsField, reportSettings } from '../fields/report';
import { readOneOf } from '../input';
import { isEditorTest } from '../labels';
import { separatorField } from '../results/file';
import { readBatchField } from '../results/job';
import { toDoneOutput, toRunningOutput, type PollOutput } from '../results/poll';
import { withFindings } from '../results/findings';
import { makeReport, readReportSettings } from '../results/report';
import samples from '../samples.json';
import { withConnection } from '../transport';

async function pollBatch(z: ZObject, bundle: Bundle): Promise<PollOutput> {
	return await withConnection(z, bundle, async (connection) => {
		const { inputData } = bundle;
		const look = await lookAt(await readBatchField(inputData, connection), connection);
		const { handle } = look;
		const results = look.state === 'done' ? await look.read() : { unsettled: look.progress };
		const progress = 'unsettled' in results ? results.unsettled : look.progress;
		if (!('unsettled' in results)) {
			const settings = readReportSettings(bundle);
			const made = makeReport(handle, results, connection, settings);
			const report = await withFindings(made, bundle, connection);
			const { provider } = connection;
			const { ownPrice } = settings;
			return toDoneOutput(
				z,
				{ progress, results, report },
				{ handle, provider, ...defined({ ownPrice }) },
				inputData,
			);
		}
		// In the editor the fields are wanted, to map them; a live Zap must not mail an empty report.
		const goesOn =
			readOneOf(inputData, 'when_running', ['halt', 'continue'], 'halt') === 'continue';
		if (goesOn || isEditorTest(bundle)) return toRunningOutput(handle, progress);
		throw new z.errors.HaltedError(
			`"${handle.label}" is not done yet: ${describeProgress(handle, progress, 'row')}. Nothing was passed on. Look again later, or begin a Zap with the trigger Batch Completed.`,
		);
	});
}

export default defineCreate({
	key: 'poll_batch',
	noun: 'Batch',
	display: {
		label: 'Poll Batch',
		description: 'Fetches the results of a batch, with a report over all rows, once it is done.',
	},
	operation: {
		perform: pollBatch,
		inputFields: [
			batchField,
			{
				key: 'when_running',
				label: 'When It Still Runs',
				default: 'halt',
				choices: { halt: 'Stop This Run', continue: 'Go On Without Results' },
				helpText:
					'Stopping is no error: the steps after this one do not run, so no empty report is mailed. To act on Is Done yourself, go on.',
			},
			separatorField,
			...reportSettings,
			findingsField,
		],
		sample: samples.poll,
		outputFields: [
			FIELD.id,
			FIELD.label,
			FIELD.status,
			FIELD.isDone,
			{ key: 'progress', label: 'Progress', type: 'string' },
			FIELD.rowsTotal,
			FIELD.rowsAnswered,
			FIELD.rowsFailed,
			FIELD.createdAt,
			...rowFields,
			FIELD.rowsLeftOut,
			FIELD.note,
			FIELD.resultsFile,
			...reportFields,
			{ key: 'findings', label: 'Findings', type: 'string' },
			{ key: 'findings_usd', label: 'Findings Cost (USD)', type: 'number' },
			FIELD.handle,
		],
	},
});
