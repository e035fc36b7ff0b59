import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { upload } from '../calls/upload';
import type { StoredFile } from '../protocols/protocol';
import type { Bought } from '../record/batch-record';
import {
	type BoughtName,
	type ClaimKind,
	encodeBoughtName,
	encodeClaimName,
	type FileKeys,
	readBoughtName,
	readFileName,
} from '../record/file-names';
import { encodeEntry, SideWriter } from '../record/side-file';
import type { Order } from '../types';

/**
 * What the provider's files say of purchases: an input file without a batch is one that was begun. Where nobody
 * heard what became of it, a claim says so, for a batch that turns up later must not be taken for the purchase of
 * a run that has it. Whoever then takes that batch claims it as taken: the run after that buys for itself.
 */
export interface OnRecord {
	/** Input and kept files of an earlier try that never became a batch. */
	readonly unused: readonly StoredFile[];
	/** Claims about purchases whose run failed without hearing of them, and that nobody has taken since, by input file. */
	readonly lost: ReadonlyMap<string, StoredFile>;
	/** Claims of this run about lost purchases that it has taken before, by input file. */
	readonly taken: ReadonlyMap<string, StoredFile>;
	/** The newest claim of anybody that has taken another's purchase, by input file. */
	readonly takers: ReadonlyMap<string, StoredFile>;
	/** Input files of this run with which nothing was bought yet: it ended before the provider had processed them. */
	readonly waiting: ReadonlySet<string>;
	/** When such a file was put into a purchase after all, by input file; Unix seconds. */
	readonly sentAt: ReadonlyMap<string, number>;
}

/** A create that was lost may still appear in the list for this long; sending again earlier could buy twice. */
export const INTENT_SECONDS = 10 * 60;

/** `used`: files of batches, which are theirs alone. */
export function readOnRecord(
	files: readonly StoredFile[],
	keys: FileKeys,
	used: ReadonlySet<string>,
): OnRecord {
	const unused: StoredFile[] = [];
	const lost = new Map<string, StoredFile>();
	const taken = new Map<string, StoredFile>();
	const takers = new Map<string, StoredFile>();
	const waits = new Map<string, number>();
	const sentAt = new Map<string, number>();
	for (const file of files) {
		const name = readFileName(file.name);
		if (name === undefined) continue;
		const isOfRun = keys.runKey !== undefined && name.runKey === keys.runKey;
		const isOfContent = name.contentKey === keys.contentKey;
		switch (name.role) {
			case 'input':
			case 'kept':
				if ((isOfRun || isOfContent) && !used.has(file.id)) unused.push(file);
				break;
			case 'lost':
				if (isOfContent) lost.set(name.label, file);
				break;
			case 'taken':
				if (file.createdAt >= (takers.get(name.label)?.createdAt ?? 0))
					takers.set(name.label, file);
				if (isOfRun) taken.set(name.label, file);
				break;
			case 'waits':
				if (isOfContent && name.runKey === keys.runKey) setLatest(waits, name.label, file);
				break;
			case 'sent':
				setLatest(sentAt, name.label, file);
				break;
			case 'bought':
				break;
		}
	}
	for (const id of takers.keys()) lost.delete(id);
	const waiting = [...waits].filter(([id, since]) => since > (sentAt.get(id) ?? 0));
	return { unused, lost, taken, takers, waiting: new Set(waiting.map(([id]) => id)), sentAt };
}

function setLatest(times: Map<string, number>, id: string, { createdAt }: StoredFile): void {
	times.set(id, Math.max(createdAt, times.get(id) ?? 0));
}

/** The provider's clock may be ahead of itself: not all of its machines tell the same time. */
const CLAIM_SKEW_SECONDS = 300;

/**
 * Whether the batch that a claim names may be taken for this order. Anybody who can upload files can write a claim,
 * and files outlive what they were about: it is a hint, and what it hints at has to agree in every point. A batch
 * that was made later than a lost create may turn up is none of it.
 */
export function isClaimedFor(order: Order, { batch, record }: Bought, claim: StoredFile): boolean {
	return (
		record.contentKey === readFileName(claim.name)?.contentKey &&
		record.rowCount === order.rowCount &&
		record.shardCount === order.shards.length &&
		record.round === order.round &&
		record.model === order.model &&
		batch.createdAt <= claim.createdAt + INTENT_SECONDS + CLAIM_SKEW_SECONDS
	);
}

/** What file systems and servers take (experiential#907). */
const LONGEST_NAME = 255;

interface Claim {
	readonly kind: ClaimKind;
	readonly inputFileId: string;
	readonly keys: FileKeys;
}

type Setting = Pick<Order, 'expireAfterSeconds' | 'model'>;

/** Kept as long as the job's own files. False when it could not be written: then nobody will know. */
export async function storeClaim(
	{ kind, inputFileId, keys }: Claim,
	setting: Setting,
	connection: Connection,
): Promise<boolean> {
	const fileName = encodeClaimName(keys, kind, inputFileId);
	if (readFileName(fileName)?.label !== inputFileId) return false;
	return await store(fileName, { [kind]: inputFileId }, setting, connection);
}

/** As `storeClaim`, of a purchase that neither its batch nor a list may tell of. */
export async function storeBought(
	bought: BoughtName,
	setting: Setting,
	connection: Connection,
): Promise<boolean> {
	const fileName = encodeBoughtName(bought);
	if (readBoughtName(fileName)?.batchId !== bought.batchId) return false;
	return await store(fileName, { bought: bought.batchId }, setting, connection);
}

async function store(
	fileName: string,
	entry: Readonly<Record<string, string>>,
	{ expireAfterSeconds, model }: Setting,
	connection: Connection,
): Promise<boolean> {
	if (fileName.length > LONGEST_NAME) return false;
	const writer = new SideWriter(filesOf(connection.provider).encodeSideTemplate(model));
	writer.add(encodeEntry(entry));
	const stored = await upload(
		{ fileName, content: writer.finish(), expireAfterSeconds },
		connection,
	);
	return stored.ok;
}
