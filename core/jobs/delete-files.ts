import { mapConcurrently } from '../calls/concurrency';
import { ask, checkOwner, type Connection } from '../calls/connection';
import { listBatches } from '../calls/lists';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { hasEnded } from '../poll/poll';
import { protocolOf } from '../protocols';
import { readRecord } from '../record/batch-record';
import { findRestOf, sinceOf } from '../record/rest-file';
import type { BackgroundJob, Handle, Job, ProviderBatch } from '../types';

const CONCURRENCY = 8;

export interface Deletion {
	/** Files and stored answers that were there and are gone now. */
	readonly deleted: number;
	readonly goneBefore: number;
	readonly caveats?: readonly string[];
}

/**
 * Removes everything that a job left at the provider: input, kept, output, error and rest files of every round
 * that the provider lists, whether the handle knows of it or not, and stored responses. While any round runs it
 * is refused: its answers would be lost and paid.
 */
export async function deleteFiles(handle: Handle, connection: Connection): Promise<Deletion> {
	const fault = checkOwner(handle, connection);
	if (fault !== undefined) throw fault;
	if (!('when' in handle)) {
		const { files, caveats } = await filesOf(handle, connection);
		return { ...(await deleteAll(connection, files, [])), ...caveats };
	}
	switch (handle.when) {
		case 'background':
			return await deleteAll(connection, kept(handle), responsesOf(handle));
		case 'now':
			return { deleted: 0, goneBefore: 0 };
	}
}

/** Of every round that the provider lists, and of those that the handle knows. */
async function filesOf(
	job: Job,
	connection: Connection,
): Promise<{ readonly files: readonly string[]; readonly caveats: Pick<Deletion, 'caveats'> }> {
	const protocol = protocolOf(connection.provider);
	const { entries, complete } = await listBatches(connection, sinceOf(job));
	const listed = entries.filter((batch) => readRecord(batch)?.jobId === job.id);
	const batches = new Map(listed.map((batch) => [batch.id, batch]));
	for (const { id, metadata } of job.batches) {
		const batch = await ask(
			connection,
			`job ${job.id}`,
			() => protocol.retrieve(id),
			(_, reply) => protocol.readBatch(reply),
		);
		batches.set(id, metadata === undefined ? batch : { ...batch, metadata });
	}
	const rounds = [...batches.values()];
	const running = rounds.find((batch) => !hasEnded(batch, connection.clock.now()));
	if (running !== undefined) throw stillNeeded(job, running);
	const files = new Set(await findRestOf(job, connection));
	for (const batch of rounds) {
		const { inputFileId, outputFileId, errorFileId } = batch;
		for (const file of [inputFileId, outputFileId, errorFileId, readRecord(batch)?.keptFileId]) {
			if (file !== undefined && file !== '') files.add(file);
		}
	}
	return {
		files: [...files],
		caveats: complete ? {} : { caveats: [LIST_CUT] },
	};
}

const LIST_CUT =
	'Only the newest 2,000 jobs were searched for later tries of failed items: files of older ones may be left.';
function stillNeeded({ id, label, batches }: Job, running: ProviderBatch): OffpeakError {
	const attempt = readRecord(running)?.attempt ?? 1;
	const isKnown = batches.some((batch) => batch.id === running.id);
	return new OffpeakError(
		'not_finished',
		attempt === 1
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

function kept({ keptFileId }: BackgroundJob): readonly string[] {
	return keptFileId === undefined ? [] : [keptFileId];
}

function responsesOf({ calls }: BackgroundJob): readonly string[] {
	return calls.flatMap((call) => ('response' in call ? [call.response] : []));
}

async function deleteAll(
	{ provider, transport }: Connection,
	files: readonly string[],
	responses: readonly string[],
): Promise<Deletion> {
	const protocol = protocolOf(provider);
	let deleted = 0;
	let goneBefore = 0;
	const requests = [
		...files.map((id) => protocol.deleteFile(id)),
		...responses.map((id) => protocol.deleteResponse(id)),
	];
	await mapConcurrently(requests, CONCURRENCY, async (request) => {
		const reply = await send(transport, request);
		if (reply.ok) deleted += 1;
		else if (reply.error.code === 'gone') goneBefore += 1;
		else throw reply.error;
	});
	return { deleted, goneBefore };
}
