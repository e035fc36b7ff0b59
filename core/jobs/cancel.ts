import { checkOwner, type Connection } from '../calls/connection';
import { retrieveBatch } from '../calls/retrieve-batch';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { hasEnded } from '../poll/poll';
import type { Job, ProviderBatch } from '../types';

/** Ends a job early. What is answered by then is kept, paid for, and comes with the results as usual. */
export async function cancelJob(
	job: Job,
	connection: Connection,
): Promise<readonly ProviderBatch[]> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const { provider, clock, transport } = connection;
	const { protocol } = provider;
	const { cancel } = protocol;
	if (cancel === undefined) {
		throw new OffpeakError('unsupported', `${provider.name} cannot cancel a job.`);
	}
	const batches: ProviderBatch[] = [];
	for (const { batchId } of job.shards) {
		const look = async (): Promise<ProviderBatch> =>
			await retrieveBatch(connection, batchId, `job ${job.id}`);
		const batch = await look();
		if (!hasEnded(batch, clock.now())) {
			const reply = await send(transport, cancel(batchId));
			// 409: it ended between the look and the cancel.
			if (!reply.ok && reply.error.details.status !== 409) throw reply.error;
			batches.push(await look());
			continue;
		}
		batches.push(batch);
	}
	return batches;
}
