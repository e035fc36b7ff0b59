import type { ZObject } from 'zapier-platform-core';
import {
	describeProgress,
	type Handle,
	type Progress,
	type Report,
	type Results,
} from '../../../core';
import type { InputData } from '../input';
import { pointToFile } from './file';
import { toFindingsOutput, type FindingsOutput } from './findings';
import { encodeHandle, type JobOutput } from './job';
import { carryRows, type CarriedRows, type RowSource } from './line-items';
import { NO_REPORT, toReportOutput, type ReportOutput } from './report';

type BatchOutput = Omit<JobOutput, 'ended_at' | 'dashboard_url'>;

export interface PollOutput extends BatchOutput, ReportOutput, FindingsOutput, CarriedRows {
	readonly is_done: boolean;
	readonly progress: string;
	readonly results_file: string;
}

/** A batch that still runs, with the same fields as one that is done. */
export function toRunningOutput(handle: Handle, progress: Progress): PollOutput {
	return {
		...shared(handle, progress),
		is_done: false,
		rows_answered: 0,
		rows_failed: 0,
		rows: [],
		failed_rows: [],
		rows_left_out: 0,
		note: 'The results are not there yet.',
		results_file: '',
		...NO_REPORT,
		...toFindingsOutput({}),
	};
}

interface Finished {
	readonly progress: Progress;
	readonly results: Results;
	readonly report: Report;
}

/** The rows as line items, up to what a Zap can carry; all of them in the file. */
export function toDoneOutput(
	z: ZObject,
	{ progress, results, report }: Finished,
	source: RowSource,
	input: InputData,
): PollOutput {
	const { handle } = source;
	const { outcomes, notes } = results;
	const answered = outcomes.filter(({ outcome }) => outcome === 'succeeded').length;
	const carried = carryRows(outcomes, source);
	return {
		...shared(handle, progress),
		is_done: true,
		rows_answered: answered,
		rows_failed: outcomes.length - answered,
		...carried,
		note: [carried.note, ...notes].filter((words) => words !== '').join(' '),
		results_file: pointToFile(z, handle, input),
		...toReportOutput(report),
		...toFindingsOutput(report),
	};
}

function shared(
	handle: Handle,
	progress: Progress,
): Omit<BatchOutput, 'rows_answered' | 'rows_failed'> & Pick<PollOutput, 'progress'> {
	return {
		id: handle.id,
		label: handle.label,
		status: progress.phase,
		progress: describeProgress(handle, progress, 'row'),
		rows_total: handle.rowCount,
		created_at: handle.createdAt,
		handle: encodeHandle(handle),
	};
}
