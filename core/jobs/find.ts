import { ask, type Connection } from '../calls/connection';
import { OffpeakError } from '../errors';
import { parseJson, readList, readNumber, readObject, readString } from '../formats/json';
import { chooseMembers, endMarkOf, groupJobs, isWhole, toJob } from './members';
import { listBatches } from '../calls/lists';
import type { Bought } from '../submit/find-bought';
import { readRecord, type BatchRecord } from '../record/batch-record';
import { statusOf } from '../poll/poll';
import type { Job, JobBatch, JobStatus, ProviderBatch } from '../types';

/** Reads a handle back from wherever a user carried it: an object, or its JSON text. */
export function readJob(value: unknown): Job | undefined {
	const handle = readObject(typeof value === 'string' ? parseJson(value) : value);
	const id = readString(handle?.['id']);
	const provider = readString(handle?.['provider']);
	const baseUrl = readString(handle?.['baseUrl']);
	const rowCount = readCount(handle?.['rowCount']);
	const partCount = readCount(handle?.['partCount']);
	const batches = readJobBatches(handle?.['batches']);
	if (
		handle?.['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined ||
		partCount === undefined ||
		batches.length === 0
	) {
		return undefined;
	}
	return {
		version: 1,
		id,
		provider,
		baseUrl,
		label: readString(handle['label']) ?? '',
		rowCount,
		partCount,
		createdAt: readString(handle['createdAt']) ?? '',
		batches,
	};
}

/** A handle passes through many hands: a count that no job can have must not become as many rows. */
function readCount(value: unknown): number | undefined {
	const count = readNumber(value);
	return count !== undefined && Number.isInteger(count) && count > 0 && count < 1e9
		? count
		: undefined;
}

/** None at all when one cannot be read: its rows would look as if they had never been sent. */
function readJobBatches(value: unknown): readonly JobBatch[] {
	const entries = readList(value) ?? [];
	const batches = entries.flatMap((entry) => {
		const id = readString(readObject(entry)?.['id']);
		const part = readNumber(readObject(entry)?.['part']);
		const attempt = readNumber(readObject(entry)?.['attempt']);
		if (id === undefined || part === undefined) return [];
		const metadata = Object.entries(readObject(readObject(entry)?.['metadata']) ?? {}).filter(
			(pair): pair is [string, string] => typeof pair[1] === 'string',
		);
		return [
			{
				id,
				part,
				...(attempt === undefined ? {} : { attempt }),
				...(metadata.length === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
			},
		];
	});
	return batches.length === entries.length ? batches : [];
}

/** The handle of a job, rebuilt from its id (`op_…`, also the one of an event: `op_…:1`) or from the id of any of its batches. */
export async function findJob(id: string, connection: Connection): Promise<Job> {
	const wanted = id.trim();
	const [jobId = ''] = wanted.split(':');
	if (jobId.startsWith('op_')) return await findByJobId(jobId, connection);
	const batch = await ask(
		connection,
		`job ${wanted.slice(0, 80)}`,
		(protocol) => protocol.retrieve(wanted),
		(protocol, reply) => protocol.readBatch(reply),
	);
	const record = readRecord(batch);
	if (record === undefined) {
		throw new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
			hint: 'Its answers cannot be joined to your items. Give the id of a job that Submit Batch put out.',
		});
	}
	// Siblings are made one after another and later rounds after them, but a job that was left half bought is continued for a day.
	return await findByJobId(record.jobId, connection, firstRoundSince(batch, record), batch);
}

/** Of a further round nobody knows how long ago the first one was. */
function firstRoundSince({ createdAt }: ProviderBatch, { attempt }: BatchRecord): number {
	return attempt === 1 ? createdAt - SIBLING_SECONDS : 0;
}

const SIBLING_SECONDS = 25 * 3600;

/** The newest job with this label, to the letter. */
export async function findLatest(label: string, connection: Connection): Promise<Job> {
	const isWanted = (batch: ProviderBatch): boolean => readRecord(batch)?.label === label;
	const { entries } = await listBatches(connection, 0, (found) => found.some(isWanted));
	const newest = entries.find(isWanted);
	const record = newest === undefined ? undefined : readRecord(newest);
	if (newest !== undefined && record !== undefined) {
		return await findByJobId(record.jobId, connection, firstRoundSince(newest, record));
	}
	throw new OffpeakError(
		'gone',
		`There is no job with the label "${label.slice(0, 80)}" under this credential.`,
		{
			hint: 'Check the label (capitals count), and that the credential is the one that the job was submitted with.',
		},
	);
}

/** A job as a list shows it. */
export interface ListedJob {
	readonly job: Job;
	/** Of its end as it stands: another one once a part was bought anew, or a further round was. */
	readonly endId: string;
	readonly status: JobStatus;
	/** False when parts of it are not in the list: they were never sent, or the list ended before them. */
	readonly isWhole: boolean;
}

/**
 * The newest jobs of the account that Offpeak sent, newest first. Reads on until each of them is whole, or
 * until none of its parts can come any more. A job is as young as its youngest part: it leaves the list at
 * once, never part by part, for then its status would change.
 */
export async function listJobs(
	connection: Connection,
	limit: number,
	sinceSeconds = 0,
): Promise<readonly ListedJob[]> {
	return (await readJobs(connection, limit, sinceSeconds)).jobs;
}

interface JobList {
	readonly jobs: readonly ListedJob[];
	/** Whether the account has more batches than a list search goes through. */
	readonly isCut: boolean;
}

/** All jobs of the account that Offpeak sent, newest first. */
export async function listAllJobs(connection: Connection): Promise<JobList> {
	return await readJobs(connection, Infinity, 0);
}

async function readJobs(
	connection: Connection,
	limit: number,
	sinceSeconds: number,
): Promise<JobList> {
	const wanted = (found: readonly ProviderBatch[]): readonly (readonly Bought[])[] =>
		[...groupJobs(found).values()]
			.filter((job) => job.some(({ batch }) => batch.createdAt >= sinceSeconds))
			.slice(0, limit);
	const { entries, complete } = await listBatches(connection, 0, (found) => {
		const jobs = wanted(found);
		const bottom = found.at(-1)?.createdAt ?? Infinity;
		const isDeepEnough = jobs.length >= limit || bottom < sinceSeconds;
		return isDeepEnough && jobs.every((job) => isWhole(job) || isPast(job, bottom));
	});
	const now = connection.clock.now();
	const jobs = wanted(entries).flatMap((members) => {
		const job = toJob(members, connection);
		const batches = chooseMembers(members).map(({ batch }) => batch);
		if (job === undefined) return [];
		const endId = `${job.id}${endMarkOf(members)}`;
		return [{ job, endId, status: statusOf(batches, now), isWhole: isWhole(members) }];
	});
	return { jobs, isCut: !complete };
}

/** Whether a list that has come down to `bottom` (Unix seconds) has passed every part that a first round may have. */
function isPast(members: readonly Bought[], bottom: number): boolean {
	const isFurther = members.every(({ record }) => record.attempt > 1);
	const oldest = Math.min(...members.map(({ batch }) => batch.createdAt));
	return !isFurther && bottom < oldest - SIBLING_SECONDS;
}

async function findByJobId(
	jobId: string,
	connection: Connection,
	since = 0,
	known?: ProviderBatch,
): Promise<Job> {
	const isFound = (found: readonly ProviderBatch[]): boolean => isFirstRoundWhole(jobId, found);
	const readBelow = async (batch: ProviderBatch): Promise<readonly ProviderBatch[]> => {
		const isEnough = (below: readonly ProviderBatch[]): boolean => isFound([batch, ...below]);
		const below = isEnough([])
			? []
			: (await listBatches(connection, since, isEnough, batch.id)).entries;
		return [batch, ...below];
	};
	const { entries, complete } = await listBatches(connection, since, isFound);
	// Where the list does not come down to a batch that is known, it is read on from there.
	const isDeep = known !== undefined && !complete;
	const found = [...entries, ...(isDeep ? await readBelow(known) : [])];
	const members = groupJobs(found).get(jobId) ?? [];
	const job = toJob(members, connection);
	if (job !== undefined && (!isDeep || isWhole(members))) return job;
	throw new OffpeakError('gone', `There is no job ${jobId.slice(0, 80)} under this credential.`, {
		hint: hintFor(complete, isDeep),
	});
}

function hintFor(complete: boolean, isDeep: boolean): string {
	if (complete) {
		return 'Check the id, and that the credential is the one that the job was submitted with.';
	}
	return isDeep
		? 'It has several parts, and not all of them were found among so many jobs. Give the id of the batch that was sent last.'
		: 'Only the newest 2,000 jobs were searched. Give the id of one of its batches (batch_…) instead.';
}

/** Newest first: when the whole first round is there, so are all later ones. */
function isFirstRoundWhole(jobId: string, found: readonly ProviderBatch[]): boolean {
	const records = found.flatMap((batch) => readRecord(batch) ?? []);
	const firstRound = records.filter((record) => record.jobId === jobId && record.attempt === 1);
	const shards = new Set(firstRound.map(({ shard }) => shard));
	return shards.size > 0 && shards.size >= (firstRound[0]?.shardCount ?? 0);
}
