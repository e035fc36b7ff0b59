import type { Connection } from '../calls/connection';
import { unreadableReply } from '../calls/connection';
import { send } from '../calls/send';
import { defined } from '../formats/defined';
import type { StoredFile } from '../protocols/protocol';
import { type Bought, readRecord } from '../record/batch-record';
import { type FileKeys, readBoughtName, readFileName } from '../record/file-names';
import { jobIdOf } from '../record/keys';
import { isId } from '../formats/ids';
import { WORTH, worthOf } from '../jobs/members';
import type { Order, ProviderBatch } from '../types';
import { recordOf } from './buy';

export interface NameSearch {
	readonly order: Order;
	readonly keys: FileKeys;
	/** Newest first. */
	readonly files: readonly StoredFile[];
	/** What the list of jobs shows. */
	readonly batches: readonly ProviderBatch[];
	/** Unix seconds: other runs' purchases of the same content are wanted from here on. */
	readonly reuseSince: number;
}

export interface Named {
	/** Purchases that names tell of, with the record that this plan gives them: the same content is the same plan. */
	readonly bought: readonly Bought[];
	/** Files of purchases that claims tell of, whether they were looked at or not. */
	readonly used: ReadonlySet<string>;
	/** What this run bought with other content: nobody knows what it holds. */
	readonly ofOtherContent?: ProviderBatch;
}

/** What a file name says of a purchase. */
interface Name extends FileKeys {
	readonly shard: number;
	readonly shardCount: number;
	readonly createdAt: number;
	readonly jobId?: string;
}

interface Claimed extends Name {
	readonly jobId: string;
	readonly batchId: string;
}

interface Names {
	readonly claims: readonly Claimed[];
	/** By input file. */
	readonly inputs: ReadonlyMap<string, Name>;
}

/**
 * Purchases that carry no record of ours, or are in no list: a batch that is made of an input file with our keys is
 * that purchase, and so is one that a claim names. What servers drop or refuse in this way: litellm#4966, aibrix#2149.
 */
export async function findNamed(search: NameSearch, connection: Connection): Promise<Named> {
	const names = namesIn(search);
	const claimed = await retrieveClaimed(names, search, connection);
	const mute: NamedBatch[] = [];
	for (const batch of [...search.batches, ...claimed]) {
		const name =
			names.claims.find(({ batchId }) => batchId === batch.id) ??
			names.inputs.get(batch.inputFileId ?? '');
		if (name !== undefined && readRecord(batch) === undefined) mute.push({ batch, name });
	}
	const { order, keys } = search;
	const bought = [
		...claimed.flatMap((batch): readonly Bought[] => {
			const record = readRecord(batch);
			return record?.round === order.round ? [{ batch, record }] : [];
		}),
		...toBought(mute, search, connection),
	];
	const ofOtherContent = mute.find(
		({ batch, name }) =>
			isOfRun(name, keys) && name.contentKey !== keys.contentKey && worthOf(batch) >= WORTH.some,
	);
	return {
		bought,
		used: filesOf(names, search, bought),
		...defined({ ofOtherContent: ofOtherContent?.batch }),
	};
}

function isOfRun({ runKey }: FileKeys, keys: FileKeys): boolean {
	return runKey !== undefined && runKey === keys.runKey;
}

function namesIn({ files, keys }: NameSearch): Names {
	const claims: Claimed[] = [];
	const inputs = new Map<string, Name>();
	for (const { id, name: fileName, createdAt } of files) {
		const file = readFileName(fileName);
		if (file === undefined) continue;
		if (file.contentKey !== keys.contentKey && !isOfRun(file, keys)) continue;
		const bought = readBoughtName(fileName);
		if (bought !== undefined && isId(bought.batchId)) claims.push({ ...bought, createdAt });
		if (file.role === 'input') inputs.set(id, { ...file, createdAt });
	}
	return { claims, inputs };
}

/** Of another run's purchases those are asked for that may be wanted: each costs a call. */
async function retrieveClaimed(
	{ claims }: Names,
	{ order, keys, batches, reuseSince }: NameSearch,
	connection: Connection,
): Promise<readonly ProviderBatch[]> {
	const listed = new Set(batches.map(({ id }) => id));
	const isWanted = (claim: Claimed): boolean =>
		isOfRun(claim, keys) || claim.createdAt >= reuseSince || !isWhole(claim, claims);
	const wanted = claims
		.filter((claim) => !listed.has(claim.batchId) && isWanted(claim))
		.slice(0, order.shards.length * MOST_JOBS);
	const found: ProviderBatch[] = [];
	const { protocol } = connection.provider;
	for (const { batchId } of wanted) {
		const reply = await send(connection.transport, protocol.retrieve(batchId));
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch?.id === batchId) found.push(batch);
		else if (reply.ok) throw unreadableReply(`batch ${batchId}`, protocol);
		else if (reply.error.code !== 'gone') throw reply.error;
	}
	return found;
}

/** Claims beyond are of jobs that were given up. */
const MOST_JOBS = 4;

function isWhole({ jobId, shardCount }: Claimed, claims: readonly Claimed[]): boolean {
	const shards = claims.filter((claim) => claim.jobId === jobId).map(({ shard }) => shard);
	return new Set(shards).size >= shardCount;
}

interface NamedBatch {
	readonly batch: ProviderBatch;
	readonly name: Name;
}

function toBought(
	mute: readonly NamedBatch[],
	{ order, files }: NameSearch,
	connection: Connection,
): readonly Bought[] {
	const ofPlan = mute
		.filter(({ name }) => name.contentKey === order.contentKey)
		.sort((a, b) => a.batch.createdAt - b.batch.createdAt);
	const jobs = new Map<string, Set<number>>();
	return ofPlan.flatMap(({ batch, name }): readonly Bought[] => {
		const shard = order.shards.find(({ index }) => index === name.shard);
		const isOfPlan = name.shardCount === order.shards.length;
		if (shard === undefined || !isOfPlan || !holds(batch, shard.requestCount)) return [];
		const jobId = jobOf(batch, name, jobs);
		jobs.set(jobId, (jobs.get(jobId) ?? new Set()).add(name.shard));
		const kept = files.find((file) => isKeptOf(file, name))?.id ?? shard.keptFileId;
		const context = { order, connection, jobId, again: 0, others: [] };
		const record = recordOf({ ...context, ...defined({ runKey: name.runKey }) }, shard, kept);
		return [{ batch, record }];
	});
}

/** Names are hints, as claims are. A count is 0 until lines are read, and not all count alike. */
function holds({ counts: { total } }: ProviderBatch, requestCount: number): boolean {
	return total === 0 || (requestCount <= total * 10 && total <= requestCount * 10);
}

/** As its run called it, where that can be told; else with the files that were sent just before it. */
function jobOf(
	{ id }: ProviderBatch,
	{ jobId, runKey, contentKey, shard }: Name,
	jobs: ReadonlyMap<string, ReadonlySet<number>>,
): string {
	if (jobId !== undefined) return jobId;
	if (runKey !== undefined) return jobIdOf(runKey, contentKey);
	const lacking = [...jobs].filter(([, shards]) => shard > 1 && !shards.has(shard)).at(-1);
	return lacking?.[0] ?? jobIdOf(id, contentKey);
}

function isKeptOf({ name: fileName }: StoredFile, name: Name): boolean {
	const file = readFileName(fileName);
	return (
		file?.role === 'kept' &&
		file.runKey === name.runKey &&
		file.contentKey === name.contentKey &&
		file.shard === name.shard
	);
}

/** A claim is younger than the files that it was bought with. */
function filesOf(
	{ claims, inputs }: Names,
	{ files }: NameSearch,
	bought: readonly Bought[],
): ReadonlySet<string> {
	const used = new Set(bought.flatMap(({ record }) => record.keptFileId ?? []));
	for (const claim of claims) {
		const [input] = [...inputs].find(([, name]) => isInputOf(name, claim)) ?? [];
		const kept = files.filter((file) => isKeptOf(file, claim)).map(({ id }) => id);
		for (const id of [...(input === undefined ? [] : [input]), ...kept]) used.add(id);
	}
	for (const { batch } of bought) if (batch.inputFileId !== undefined) used.add(batch.inputFileId);
	return used;
}

function isInputOf({ runKey, contentKey, shard, createdAt }: Name, claim: Claimed): boolean {
	return (
		runKey === claim.runKey &&
		contentKey === claim.contentKey &&
		shard === claim.shard &&
		createdAt <= claim.createdAt
	);
}
