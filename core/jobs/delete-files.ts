import { mapConcurrently } from '../calls/map-concurrently';
import { checkOwner, type Connection } from '../calls/connection';
import { seeBatches } from '../calls/lists';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { hasEnded, retrieve } from '../poll/poll';
import { type Bought, readRecord } from '../record/batch-record';
import { findSideFiles, sinceOf } from '../record/rest-file';
import type { HttpRequest } from '../transport';
import type { BackgroundJob, Handle, Job } from '../types';
import { findForeignBatch, ownKeptFiles } from './own-files';

const CONCURRENCY = 8;

export interface Deletion {
	/** Files and stored answers that were there and are gone now. */
	readonly deleted: number;
	readonly goneBefore: number;
	readonly caveats?: readonly string[];
}

/**
 * Removes everything that a job left at the provider: input, kept, output, error and rest files of every round
 * that the provider lists, whether the handle knows of it or not, claims, and stored responses. While any round
 * runs it is refused: its answers would be lost and paid.
 */
export async function deleteFiles(handle: Handle, connection: Connection): Promise<Deletion> {
	const fault = checkOwner(handle, connection);
	if (fault !== undefined) throw fault;
	switch (handle.kind) {
		case 'batch':
			return await deleteJob(handle, connection);
		case 'background':
			return await deleteBackground(handle, connection);
		case 'now':
			return { deleted: 0, goneBefore: 0 };
	}
}

async function deleteBackground(job: BackgroundJob, connection: Connection): Promise<Deletion> {
	const { own, caveats } = await ownKeptFiles(kept(job), connection);
	const deletion = await deleteAll(connection, own, responsesOf(job));
	return { ...deletion, ...(caveats.length === 0 ? {} : { caveats }) };
}

async function deleteJob(job: Job, connection: Connection): Promise<Deletion> {
	const { name, protocol } = connection.provider;
	if (protocol.files === undefined) {
		const caveat = `${name} keeps no files of ours: there was nothing to delete. What was sent stays there as long as ${name} keeps it.`;
		return { deleted: 0, goneBefore: 0, caveats: [caveat] };
	}
	const { files, caveats } = await filesOfJob(job, connection);
	return { ...(await deleteAll(connection, files, [])), ...caveats };
}

/** Of every round that the provider lists, and of those that the handle knows. */
async function filesOfJob(
	job: Job,
	connection: Connection,
): Promise<{ readonly files: readonly string[]; readonly caveats: Pick<Deletion, 'caveats'> }> {
	const listed = await seeBatches(connection, sinceOf(job));
	const rounds = new Map<string, Bought>();
	for (const batch of listed.entries) {
		const record = readRecord(batch);
		if (record?.jobId === job.id) rounds.set(batch.id, { batch, record });
	}
	for (const shard of job.shards) {
		rounds.set(shard.batchId, await retrieve(job, shard, connection));
	}
	const bought = [...rounds.values()];
	const running = bought.find(({ batch }) => !hasEnded(batch, connection.clock.now()));
	if (running !== undefined) throw stillNeeded(job, running);
	const claimed = new Set(
		bought.flatMap(({ batch }) => [batch.id, batch.inputFileId ?? []].flat()),
	);
	const foreign = await findForeignBatch(job, bought, connection);
	if (foreign !== undefined) throw foreign;
	const keptFiles = new Set(bought.flatMap(({ record }) => record.keptFileId || []));
	const { own, caveats } = await ownKeptFiles(keptFiles, connection);
	const side = await findSideFiles(job, claimed, connection);
	const files = new Set([...(side ?? []), ...own]);
	for (const { batch } of bought) {
		const { inputFileId, outputFileId, errorFileId } = batch;
		for (const file of [inputFileId, outputFileId, errorFileId]) {
			if (file !== undefined && file !== '') files.add(file);
		}
	}
	const { name } = connection.provider;
	const unseen = [...(listed.isSeen ? [] : ['jobs']), ...(side === undefined ? ['files'] : [])];
	const all = [
		...(listed.isSeen && !listed.complete ? [LIST_CUT] : []),
		...(unseen.length === 0 ? [] : [unlisted(name, unseen)]),
		...bought.flatMap(({ batch: { id, inputFileId } }) =>
			inputFileId === undefined
				? [`${id} does not say of which file it was made: that file, with your texts, may be left.`]
				: [],
		),
		...caveats,
	];
	return { files: [...files], caveats: all.length === 0 ? {} : { caveats: all } };
}

const LIST_CUT =
	'Only the newest 2,000 jobs were searched for later tries of failed items: files of older ones may be left.';

function unlisted(name: string, what: readonly string[]): string {
	return `${name} gives no list of ${what.join(' or ')}: what this handle does not name may be left, such as small files of ours and later tries of failed items.`;
}

function stillNeeded({ id, label, shards }: Job, { batch, record }: Bought): OffpeakError {
	const isKnown = shards.some(({ batchId }) => batchId === batch.id);
	return new OffpeakError(
		'not_finished',
		record.round === 1
			? `"${label}" still runs, so its files are still needed.`
			: `The failed items of "${label}" were sent again and still run, so its files are still needed.`,
		{
			jobId: id,
			hint: isKnown
				? 'Wait until it is done, or cancel it first. Nothing was deleted.'
				: `Nothing was deleted. Wait until they are done, and get the results first: Get Results with Batch By ID, ${id}.`,
		},
	);
}

function kept({ keptFileId }: BackgroundJob): ReadonlySet<string> {
	return new Set(keptFileId === undefined ? [] : [keptFileId]);
}

function responsesOf({ calls }: BackgroundJob): readonly string[] {
	return calls.flatMap((call) => ('response' in call ? [call.response] : []));
}

async function deleteAll(
	{ provider, transport }: Connection,
	fileIds: readonly string[],
	responses: readonly string[],
): Promise<Deletion> {
	const { files, background } = provider.protocol;
	let deleted = 0;
	let goneBefore = 0;
	const requests: readonly HttpRequest[] = [
		...fileIds.flatMap((id) => files?.remove(id) ?? []),
		...responses.flatMap((id) => background?.remove(id) ?? []),
	];
	await mapConcurrently(requests, CONCURRENCY, async (request) => {
		const reply = await send(transport, request);
		if (reply.ok) deleted += 1;
		else if (reply.error.code === 'gone') goneBefore += 1;
		else throw reply.error;
	});
	return { deleted, goneBefore };
}
