import { ask, type Connection } from './connection';
import { OffpeakError } from './errors';
import { parseJson, readList, readNumber, readObject, readString } from './json';
import { listBatches } from './listing';
import { byWorth, type Bought } from './lookup';
import { readRecord } from './metadata';
import type { Job, JobBatch, ProviderBatch } from './types';

/** Reads a handle back from wherever a user carried it: an object, or its JSON text. */
export function readJob(value: unknown): Job | undefined {
	const handle = readObject(typeof value === 'string' ? parseJson(value) : value);
	const id = readString(handle?.['id']);
	const provider = readString(handle?.['provider']);
	const baseUrl = readString(handle?.['baseUrl']);
	const rowCount = readCount(handle?.['rowCount']);
	const shardCount = readCount(handle?.['shardCount']);
	const batches = readJobBatches(handle?.['batches']);
	if (
		handle?.['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined ||
		shardCount === undefined ||
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
		shardCount,
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
		const shard = readNumber(readObject(entry)?.['shard']);
		return id === undefined || shard === undefined ? [] : [{ id, shard }];
	});
	return batches.length === entries.length ? batches : [];
}

/** A handle is worth nothing at another provider, and must not be sent to one. */
export function checkOwner(
	job: Pick<Job, 'id' | 'provider' | 'baseUrl'>,
	{ provider, baseUrl }: Connection,
): OffpeakError | undefined {
	if (job.provider === provider.id && job.baseUrl === baseUrl) return undefined;
	return new OffpeakError(
		'invalid_input',
		`Job ${job.id} was submitted to ${job.baseUrl}, but the credential chosen here is for ${baseUrl}.`,
		{ hint: 'Choose the credential that the job was submitted with.' },
	);
}

/** The handle of a job, rebuilt from its id (`op_…`) or from the id of any of its batches. */
export async function findJob(id: string, connection: Connection): Promise<Job> {
	const wanted = id.trim();
	if (wanted.startsWith('op_')) return await findByJobId(wanted, connection);
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
	if (record.shardCount === 1) return jobOf([{ batch, record }], connection);
	// Siblings are made one after another, but a job that was left half bought is continued for a day.
	return await findByJobId(record.jobId, connection, batch.createdAt - SIBLING_SECONDS);
}

const SIBLING_SECONDS = 25 * 3600;

async function findByJobId(jobId: string, connection: Connection, since = 0): Promise<Job> {
	const isJob = (batch: ProviderBatch): boolean => readRecord(batch)?.jobId === jobId;
	const { entries, complete } = await listBatches(connection, since, (found) => {
		const records = found.filter(isJob).flatMap((batch) => readRecord(batch) ?? []);
		const shards = new Set(records.map(({ shard }) => shard));
		return shards.size > 0 && shards.size >= (records[0]?.shardCount ?? 0);
	});
	const members = entries.flatMap((batch): readonly Bought[] => {
		const record = readRecord(batch);
		return record?.jobId === jobId ? [{ batch, record }] : [];
	});
	if (members.length > 0) return jobOf(members, connection);
	throw new OffpeakError('gone', `There is no job ${jobId.slice(0, 80)} under this credential.`, {
		hint: complete
			? 'Check the id, and that the credential is the one that the job was submitted with.'
			: 'Only the newest 2,000 jobs were searched. Give the id of one of its batches (batch_…) instead.',
	});
}

function jobOf(members: readonly Bought[], { provider, baseUrl }: Connection): Job {
	const oldestFirst = [...members].sort((a, b) => a.batch.createdAt - b.batch.createdAt);
	const [first] = oldestFirst;
	if (first === undefined) throw new OffpeakError('gone', 'The job has no batches.');
	const shards = new Map<number, JobBatch>();
	for (const { batch, record } of [...members].sort(byWorth)) {
		if (!shards.has(record.shard)) shards.set(record.shard, { id: batch.id, shard: record.shard });
	}
	return {
		version: 1,
		id: first.record.jobId,
		provider: provider.id,
		baseUrl,
		label: first.record.label,
		rowCount: first.record.rowCount,
		shardCount: first.record.shardCount,
		createdAt: new Date(first.batch.createdAt * 1000).toISOString(),
		batches: [...shards.values()].sort((a, b) => a.shard - b.shard),
	};
}
