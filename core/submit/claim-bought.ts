import { defined } from '../formats/defined';
import { readRecord } from '../record/batch-record';
import { describeTraces, tracesAt } from '../record/traces';
import type { ProviderBatch, Shard } from '../types';
import { storeBought } from './claims';
import type { PurchaseContext } from './purchase';

/** Where it is not known that a batch keeps its record and is listed, a claim tells a repeated run of it. */
export async function claimBought(
	{ order, connection, jobId, runKey, lists }: PurchaseContext,
	{ index }: Shard,
	batch: ProviderBatch,
): Promise<boolean> {
	const { keeps, protocol } = connection.provider;
	const isKept = keeps.metadata === 'yes' && readRecord(batch) !== undefined;
	if (isKept && keeps.jobList === 'yes') return true;
	if (protocol.files === undefined || lists?.files === false || keeps.fileList === 'no')
		return false;
	const name = {
		contentKey: order.contentKey,
		shard: index,
		shardCount: order.shards.length,
		jobId,
		batchId: batch.id,
		...defined({ runKey }),
	};
	return await storeBought(name, order, connection);
}

/** What is not guarded as usual, where the row of the provider did not know it before. */
export function describeGuards(
	{ connection: { provider }, lists }: PurchaseContext,
	batches: readonly { readonly batch: ProviderBatch }[],
	isClaimed: boolean,
): readonly string[] {
	const expected = tracesAt(provider);
	if (provider.protocol.files === undefined) return [];
	const found = describeTraces(provider.name, {
		record: batches.every(({ batch }) => readRecord(batch) !== undefined),
		jobList: lists?.jobs ?? expected.jobList,
		fileList: lists?.files ?? expected.fileList,
		claim: isClaimed,
	});
	return found === undefined || found === describeTraces(provider.name, expected) ? [] : [found];
}
