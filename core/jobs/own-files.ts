import type { Connection } from '../calls/connection';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { type Bought, readRecord } from '../record/batch-record';
import type { Job } from '../types';

/**
 * Handles pass through many hands, and anybody with the key can write a batch's metadata: what they name may be a
 * file of another program. Files of ours bear names of ours.
 */

/** Whether a file has a name that is none of ours. Where the provider does not tell names, nobody can say. */
async function isForeign(fileId: string, { provider, transport }: Connection): Promise<boolean> {
	const { files } = provider.protocol;
	if (files?.retrieve === undefined) return false;
	const reply = await send(transport, files.retrieve(fileId));
	const name = reply.ok ? (files.readFile(reply.value)?.name ?? '') : '';
	return name !== '' && !name.startsWith('offpeak.');
}

/** The kept files among these that may be ours, and what is left alone, in words. */
export async function ownKeptFiles(
	fileIds: ReadonlySet<string>,
	connection: Connection,
): Promise<{ readonly own: readonly string[]; readonly caveats: readonly string[] }> {
	const own: string[] = [];
	const caveats: string[] = [];
	for (const fileId of fileIds) {
		if (await isForeign(fileId, connection)) {
			caveats.push(`${fileId} was not deleted: its name is none that Offpeak gives.`);
		} else own.push(fileId);
	}
	return { own, caveats };
}

/** Why a batch is not of the job, where only the handle says that it is; `undefined` where nothing speaks against it. */
export async function findForeignBatch(
	job: Job,
	bought: readonly Bought[],
	connection: Connection,
): Promise<OffpeakError | undefined> {
	const carried = new Set(
		job.shards.flatMap(({ batchId, record }) => (record === undefined ? [] : [batchId])),
	);
	for (const { batch } of bought) {
		if (!carried.has(batch.id) || readRecord(batch) !== undefined) continue;
		const { inputFileId } = batch;
		if (inputFileId === undefined || !(await isForeign(inputFileId, connection))) continue;
		return new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
			jobId: job.id,
			hint: 'The handle was changed or put together from two. Nothing was deleted. Take it anew from Submit Batch, or name the job by its ID.',
		});
	}
	return undefined;
}
