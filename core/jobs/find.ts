import type { Connection } from '../calls/connection';
import { listBatches } from '../calls/lists';
import { retrieveBatch } from '../calls/retrieve-batch';
import { OffpeakError } from '../errors';
import { wellFormed } from '../formats/well-formed';
import { type BatchRecord, readRecord } from '../record/batch-record';
import { carriersOf } from '../record/carriers';
import { isId } from '../formats/ids';
import type { Job, ProviderBatch } from '../types';
import { findHandleFault } from './handle';
import { groupJobs, isWhole, SIBLING_SECONDS, toJob } from './members';

/** The handle of a job, rebuilt from its id (`op_…`, also the one of an event: `op_…:1`) or from the id of any of its batches. */
export async function findJob(id: string, connection: Connection): Promise<Job> {
	const wanted = id.trim();
	if (!isId(wanted)) throw noId(wanted);
	if (isOnlyInHandle(connection)) throw keepsNoRecord(connection);
	const [jobId = ''] = wanted.split(':');
	if (jobId.startsWith('op_')) return await findByJobId(jobId, connection);
	const batch = await retrieveBatch(connection, wanted, `job ${wanted.slice(0, 80)}`);
	const record = readRecord(batch);
	if (record === undefined) {
		throw new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
			hint: 'Its answers cannot be joined to your items. Give the id of a job that Submit Batch put out.',
		});
	}
	// Siblings are made one after another and later rounds after them, but a job that was left half bought is continued for a day.
	return await findByJobId(record.jobId, connection, firstRoundSince(batch, record), batch);
}

/** What stands in a field for an id may be anything, a handle that was cut among it. */
function noId(text: string): OffpeakError {
	const fault = /[{[]/.test(text) ? findHandleFault(text) : undefined;
	return new OffpeakError(
		'invalid_input',
		fault === undefined
			? `"${text.slice(0, 80)}" is no ID of a job (op_…) or of one of its batches (batch_…).`
			: `The handle is damaged: ${fault}.`,
		{ hint: 'Take the handle, or the ID, anew from the step that submitted the job.' },
	);
}

function isOnlyInHandle({ provider }: Connection): boolean {
	return carriersOf(provider.protocol).record === 'handle';
}

function keepsNoRecord({ provider: { name } }: Connection): OffpeakError {
	return new OffpeakError(
		'unsupported',
		`${name} keeps no record of a job, so it is found by its handle alone.`,
		{
			hint: 'Give the handle that submitting put out, from the step before or from where you stored it.',
		},
	);
}

/** Of a further round nobody knows how long ago the first one was. */
function firstRoundSince({ createdAt }: ProviderBatch, { round }: BatchRecord): number {
	return round === 1 ? createdAt - SIBLING_SECONDS : 0;
}

/** The newest job with this label, to the letter. */
export async function findLatest(label: string, connection: Connection): Promise<Job> {
	if (isOnlyInHandle(connection)) throw keepsNoRecord(connection);
	const wanted = wellFormed(label);
	const isWanted = (batch: ProviderBatch): boolean => readRecord(batch)?.label === wanted;
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
		? 'It has several files, and not all of them were found among so many jobs. Give the id of the batch that was sent last.'
		: 'Only the newest 2,000 jobs were searched. Give the id of one of its batches (batch_…) instead.';
}

/** Newest first: when the whole first round is there, so are all later ones. */
function isFirstRoundWhole(jobId: string, found: readonly ProviderBatch[]): boolean {
	const records = found.flatMap((batch) => readRecord(batch) ?? []);
	const firstRound = records.filter((record) => record.jobId === jobId && record.round === 1);
	const shards = new Set(firstRound.map(({ shard }) => shard));
	return shards.size > 0 && shards.size >= (firstRound[0]?.shardCount ?? 0);
}
