import type { Connection } from '../calls/connection';
import { listFiles } from '../calls/lists';
import { type Upload, upload } from '../calls/upload';
import { OffpeakError } from '../errors';
import { LineWriter } from '../formats/bytes';
import { encodeLine } from '../formats/jsonl';
import type { Job, Outcome } from '../types';

/**
 * The rest of a job: rows that had no answer at its deadline, answered one by one. Their answers are kept in files
 * of ours at the provider, named after the job, so that no host has to keep them and none is bought twice. The
 * first such file is written before the job is cancelled, without an answer: it says whose will the cancel was.
 */
const FILE_NAME = /^offpeak\.(op_[0-9A-Za-z]+)\.rest\.jsonl$/;
/** The provider's clock and ours may differ. */
export const SKEW_SECONDS = 300;
/** Answers that are overlooked would be bought again: they are looked for further down than anything else. */
const MAX_PAGES = 100;

function tooManyFiles(jobId: string): OffpeakError {
	return new OffpeakError(
		'unavailable',
		`Whether items of job ${jobId} were answered at its deadline cannot be seen: the account has too many newer files.`,
		{ jobId, hint: 'Delete files at the provider that are no longer needed, then run this again.' },
	);
}

/** The files with the rest of a job; none where nobody has asked to finish it early. */
export async function findRestFiles(
	{ id, sinceSeconds }: { readonly id: string; readonly sinceSeconds: number },
	connection: Connection,
): Promise<readonly string[]> {
	const { entries, complete } = await listFiles(connection, sinceSeconds, MAX_PAGES);
	if (!complete) throw tooManyFiles(id);
	return entries.filter(({ name }) => FILE_NAME.exec(name)?.[1] === id).map((file) => file.id);
}

/** As `findRestFiles`, by the job's handle. */
export async function findRestOf(job: Job, connection: Connection): Promise<readonly string[]> {
	return await findRestFiles({ id: job.id, sinceSeconds: sinceOf(job) }, connection);
}

/** Unix seconds before which nothing of a job can have come to its provider. */
export function sinceOf({ createdAt }: Job): number {
	const created = Date.parse(createdAt) / 1000;
	return Number.isFinite(created) ? created - SKEW_SECONDS : 0;
}

export async function storeRest(
	{ id }: Pick<Job, 'id'>,
	outcomes: readonly Outcome[],
	connection: Connection,
	expireAfterSeconds: number,
): Promise<Upload> {
	const writer = new LineWriter();
	writer.writeLine([encodeLine({ offpeak: 1, rest: id })]);
	for (const outcome of outcomes) writer.writeLine([encodeLine(outcome)]);
	const fileName = `offpeak.${id}.rest.jsonl`;
	return await upload({ fileName, content: writer.finish(), expireAfterSeconds }, connection);
}
