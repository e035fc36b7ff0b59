import {
	OffpeakError,
	dashboardUrl,
	findJob,
	isOffpeakError,
	readHandle,
	readList,
	type Connection,
	type Handle,
	type Job,
	type JobStatus,
	type ListedJob,
} from '../../../core';
import { readText, type InputData } from '../input';

/** The batch that a step is about: a handle or an id, picked or mapped. */
export async function readBatchField(input: InputData, connection: Connection): Promise<Handle> {
	const [first] = readList(input['batch']) ?? [input['batch']];
	const text = readText({ batch: first }, 'batch');
	if (text === '') {
		throw new OffpeakError('invalid_input', 'No batch is chosen.', {
			hint: 'Pick one in the field Batch, or map the field Handle of Submit Batch.',
		});
	}
	return readHandle(text) ?? (await findById(text, connection));
}

async function findById(id: string, connection: Connection): Promise<Job> {
	return await findJob(id, connection).catch((error: unknown) => {
		if (!isOffpeakError(error) || error.code !== 'gone') throw error;
		const { hint = '' } = error.details;
		throw new OffpeakError(error.code, error.message, {
			...error.details,
			hint: `${hint} Of an answer of Categorize Async, map its field Handle instead.`.trim(),
		});
	});
}

/** A handle whose rows are one job at the provider. */
export function asJob(handle: Handle): Job {
	if (handle.kind === 'batch') return handle;
	throw new OffpeakError('unsupported', `"${handle.label}" was not sent as a batch.`, {
		hint: 'Only what Submit Batch sent can be cancelled.',
	});
}

/** The handle as a text field: line items and objects would lose their shape between steps. */
export function encodeHandle(handle: Handle): string {
	return JSON.stringify(handle);
}

export interface JobOutput {
	readonly id: string;
	readonly label: string;
	readonly status: string;
	readonly rows_total: number;
	readonly rows_answered: number;
	readonly rows_failed: number;
	readonly created_at: string;
	readonly ended_at: string | null;
	readonly dashboard_url: string;
	readonly handle: string;
}

/** A job as every step shows it. What is not known yet is empty: each field is always there. */
export function toJobOutput(
	{ job, status }: Pick<ListedJob, 'job' | 'status'>,
	{ provider }: Connection,
): JobOutput {
	const { completed, failed } = status.counts;
	return {
		id: job.id,
		label: job.label,
		status: status.phase,
		rows_total: job.rowCount,
		rows_answered: Math.min(job.rowCount, completed),
		rows_failed: Math.min(job.rowCount, failed),
		created_at: job.createdAt,
		ended_at: status.state === 'done' ? isoOf(endOf(status)) : null,
		dashboard_url: dashboardUrl(provider, job) ?? '',
		handle: encodeHandle(job),
	};
}

/** Unix seconds: when the last batch of a job ended. */
export function endOf({ batches }: JobStatus): number {
	return Math.max(
		...batches.map(
			({ batch: { endedAt, expiresAt, createdAt } }) => endedAt ?? expiresAt ?? createdAt,
		),
	);
}

function isoOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}
