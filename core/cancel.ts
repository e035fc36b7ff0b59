import { mapConcurrently } from './concurrency';
import { ask, checkOwner, type Connection } from './connection';
import { OffpeakError } from './errors';
import { send } from './http';
import { readRecord } from './metadata';
import { hasEnded } from './poll';
import { protocolOf } from './protocols';
import { findRestOf } from './rest';
import type { BackgroundJob, Handle, Job, ProviderBatch } from './types';

const CONCURRENCY = 8;

/** Ends a job early. What is answered by then is kept, paid for, and comes with the results as usual. */
export async function cancelJob(
	job: Job,
	connection: Connection,
): Promise<readonly ProviderBatch[]> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const { provider, clock, transport } = connection;
	const protocol = protocolOf(provider);
	const { cancel } = protocol;
	if (cancel === undefined) {
		throw new OffpeakError('unsupported', `${provider.name} cannot cancel a job.`);
	}
	const batches: ProviderBatch[] = [];
	for (const { id } of job.batches) {
		const read = async (request: ReturnType<typeof cancel>): Promise<ProviderBatch> =>
			await ask(
				connection,
				`job ${job.id}`,
				() => request,
				(_, reply) => protocol.readBatch(reply),
			);
		const batch = await read(protocol.retrieve(id));
		if (!hasEnded(batch, clock.now())) {
			const reply = await send(transport, cancel(id));
			// 409: it ended between the look and the cancel.
			if (!reply.ok && reply.error.details.status !== 409) throw reply.error;
			batches.push(await read(protocol.retrieve(id)));
			continue;
		}
		batches.push(batch);
	}
	return batches;
}

export interface Deletion {
	/** Files and stored answers that were there and are gone now. */
	readonly deleted: number;
	readonly goneBefore: number;
}

/**
 * Removes everything that a job left at the provider: input, kept, output and error files, stored
 * responses. A job that still runs is refused: its answers would be lost and paid.
 */
export async function deleteFiles(handle: Handle, connection: Connection): Promise<Deletion> {
	const fault = checkOwner(handle, connection);
	if (fault !== undefined) throw fault;
	if (!('when' in handle))
		return await deleteAll(connection, await filesOf(handle, connection), []);
	switch (handle.when) {
		case 'background':
			return await deleteAll(connection, kept(handle), responsesOf(handle));
		case 'now':
			return { deleted: 0, goneBefore: 0 };
	}
}

async function filesOf(job: Job, connection: Connection): Promise<readonly string[]> {
	const protocol = protocolOf(connection.provider);
	const files = new Set<string>();
	for (const { id } of job.batches) {
		const batch = await ask(
			connection,
			`job ${job.id}`,
			() => protocol.retrieve(id),
			(_, reply) => protocol.readBatch(reply),
		);
		if (!hasEnded(batch, connection.clock.now())) {
			throw new OffpeakError(
				'not_finished',
				`"${job.label}" still runs, so its files are still needed.`,
				{
					hint: 'Wait until it is done, or cancel it first.',
				},
			);
		}
		const { inputFileId, outputFileId, errorFileId } = batch;
		for (const file of [inputFileId, outputFileId, errorFileId, readRecord(batch)?.keptFileId]) {
			if (file !== undefined && file !== '') files.add(file);
		}
	}
	return [...files, ...(await findRestOf(job, connection))];
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
