import { defineTrigger, type Bundle, type ZObject } from 'zapier-platform-core';
import { OffpeakError, type Connection } from '../../../core';
import { FIELD, rowFields } from '../fields/output';
import { readNumber, type InputData } from '../input';
import { pointToFile, separatorField } from '../results/file';
import { toJobOutput, type JobOutput } from '../results/job';
import { pointToSlice } from '../results/read-slice';
import samples from '../samples.json';
import { withConnection } from '../transport';
import { filterFields } from './fields';
import { listFinished } from './finished';
import { eventsOf, released, type ResultEvent } from './release';

const MAX_ROWS_PER_EVENT = 100;

interface SeededEvent {
	readonly id: string;
}

type BatchOutput = Omit<JobOutput, 'rows_answered' | 'rows_failed' | 'dashboard_url'>;

interface ResultsOutput extends BatchOutput {
	readonly batch: string;
	readonly part: number;
	readonly parts: number;
	readonly rows_in_event: number;
	readonly note: string;
	readonly results_file: string;
	/** Zapier puts the rows in its place, in the event itself. */
	readonly $HOIST$?: string;
	readonly rows?: readonly never[];
	readonly failed_rows?: readonly never[];
	readonly rows_left_out?: number;
}

/**
 * The rows of finished batches, a few to an event. A poll reads only the provider's list: which events
 * there are follows from the counts, and rows are fetched for those that Zapier has not seen before.
 */
async function listNewResults(
	z: ZObject,
	bundle: Bundle,
): Promise<(SeededEvent | ResultsOutput)[]> {
	return await withConnection(z, bundle, async (connection) => {
		const finished = await listFinished(connection, bundle);
		const events = eventsOf(finished, readRowsPerEvent(bundle.inputData));
		// All of them, released or not: a Zap that is turned on begins with what ends after that.
		if (bundle.meta.isPopulatingDedupe === true) {
			return events.toReversed().map((event) => ({ id: idOf(event) }));
		}
		const now = connection.clock.now() / 1000;
		return released(events, (event) => event.finished.endedAt, now)
			.toReversed()
			.map((event) => toOutput(z, event, connection, bundle.inputData));
	});
}

function readRowsPerEvent(input: InputData): number {
	const count = readNumber(input, 'rows_per_event', 'Rows per Event') ?? MAX_ROWS_PER_EVENT;
	if (Number.isInteger(count) && count <= MAX_ROWS_PER_EVENT) return count;
	throw new OffpeakError(
		'invalid_input',
		`Rows per Event must be a whole number up to ${MAX_ROWS_PER_EVENT}.`,
	);
}

function idOf({ finished, part }: ResultEvent): string {
	return `${finished.endId}:${part === 0 ? 'file' : part}`;
}

function toOutput(
	z: ZObject,
	event: ResultEvent,
	connection: Connection,
	input: InputData,
): ResultsOutput {
	const { finished, part, parts, firstRow, endRow } = event;
	const {
		id: batch,
		label,
		status,
		rows_total,
		created_at,
		ended_at,
		handle,
	} = toJobOutput(finished, connection);
	return {
		id: idOf(event),
		batch,
		label,
		status,
		part,
		parts,
		rows_total,
		rows_in_event: endRow - firstRow,
		created_at,
		ended_at,
		note: part === 0 ? 'So many rows come as the file only.' : '',
		results_file: pointToFile(z, finished.job, input),
		handle,
		...(part === 0
			? { rows: [], failed_rows: [], rows_left_out: rows_total }
			: { $HOIST$: pointToSlice(z, finished.job, firstRow, endRow) }),
	};
}

export default defineTrigger({
	key: 'new_batch_results',
	noun: 'Result',
	display: {
		label: 'New Batch Results',
		description: 'Triggers when the rows of a batch are answered, up to 100 rows at a time.',
	},
	operation: {
		type: 'polling',
		perform: listNewResults,
		inputFields: [
			{
				key: 'rows_per_event',
				label: 'Rows per Event',
				type: 'integer',
				default: String(MAX_ROWS_PER_EVENT),
				helpText:
					'Up to 100, as line items. With 1, each row runs the Zap by itself; that is for batches of up to 90 rows. A batch with more than 90 events comes as one event with the file.',
			},
			...filterFields,
			separatorField,
		],
		sample: samples.results,
		outputFields: [
			FIELD.id,
			{ key: 'batch', label: 'Batch', type: 'string' },
			FIELD.label,
			FIELD.status,
			{ key: 'part', label: 'Part', type: 'integer' },
			{ key: 'parts', label: 'Parts', type: 'integer' },
			FIELD.rowsTotal,
			{ key: 'rows_in_event', label: 'Rows in Event', type: 'integer' },
			FIELD.createdAt,
			FIELD.endedAt,
			FIELD.note,
			...rowFields,
			FIELD.rowsLeftOut,
			FIELD.resultsFile,
			FIELD.handle,
		],
	},
});
