import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { listFiles, seeFiles } from '../calls/lists';
import { type Upload, upload } from '../calls/upload';
import { OffpeakError } from '../errors';
import type { Job, Outcome } from '../types';
import { claimedBy } from './file-names';
import { encodeEntry, SideWriter } from './side-file';

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

interface WantedFiles {
	readonly id: string;
	/** Unix seconds. */
	readonly sinceSeconds: number;
}

/** The files with the rest of a job; none where nobody has asked to finish it early. */
export async function findRestFiles(
	{ id, sinceSeconds }: WantedFiles,
	connection: Connection,
): Promise<readonly string[]> {
	return await findFiles({ id, sinceSeconds }, connection, (name) => isRestOf(id, name));
}

/** As `findRestFiles`, by the job's handle. */
export async function findRestOf(job: Job, connection: Connection): Promise<readonly string[]> {
	return await findRestFiles({ id: job.id, sinceSeconds: sinceOf(job) }, connection);
}

/**
 * All side files of a job beside its kept files: its rest, and the claims about its input files and batches.
 * `undefined` where the provider does not list files.
 */
export async function findSideFiles(
	job: Job,
	claimed: ReadonlySet<string>,
	connection: Connection,
): Promise<readonly string[] | undefined> {
	const seen = await seeFiles(connection, sinceOf(job), MAX_PAGES);
	if (!seen.isSeen) return undefined;
	if (!seen.complete) throw tooManyFiles(job.id);
	return seen.entries
		.filter(({ name }) => isRestOf(job.id, name) || claimed.has(claimedBy(name) ?? ''))
		.map(({ id }) => id);
}

function isRestOf(jobId: string, name: string): boolean {
	return FILE_NAME.exec(name)?.[1] === jobId;
}

async function findFiles(
	{ id, sinceSeconds }: WantedFiles,
	connection: Connection,
	isWanted: (name: string) => boolean,
): Promise<readonly string[]> {
	const { entries, complete } = await listFiles(connection, sinceSeconds, MAX_PAGES);
	if (!complete) throw tooManyFiles(id);
	return entries.filter(({ name }) => isWanted(name)).map((file) => file.id);
}

/** Unix seconds before which nothing of a job can have come to its provider. */
export function sinceOf({ createdAt }: Job): number {
	const created = Date.parse(createdAt) / 1000;
	return Number.isFinite(created) ? created - SKEW_SECONDS : 0;
}

export interface RestFile {
	readonly jobId: string;
	readonly model: string;
	readonly outcomes: readonly Outcome[];
	readonly expireAfterSeconds: number;
}

export async function storeRest(
	{ jobId, model, outcomes, expireAfterSeconds }: RestFile,
	connection: Connection,
): Promise<Upload> {
	const writer = new SideWriter(filesOf(connection.provider).encodeSideTemplate(model));
	writer.add(encodeEntry({ rest: jobId }));
	for (const outcome of outcomes) writer.add(encodeEntry(outcome));
	const fileName = `offpeak.${jobId}.rest.jsonl`;
	return await upload({ fileName, content: writer.finish(), expireAfterSeconds }, connection);
}
