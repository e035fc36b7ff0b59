import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { upload } from '../calls/upload';
import { type ErrorDetails, OffpeakError } from '../errors';
import type { StoredFile } from '../protocols/protocol';
import type { Bought } from '../record/batch-record';
import { type ClaimKind, encodeClaimName, type FileKeys, readFileName } from '../record/file-names';
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
	const takenByAnybody = new Set<string>();
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
				takenByAnybody.add(name.label);
				if (isOfRun) taken.set(name.label, file);
		}
	}
	for (const id of takenByAnybody) lost.delete(id);
	return { unused, lost, taken };
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

/** Kept as long as the job's own files. False when it could not be written: then nobody will know. */
export async function storeClaim(
	{ kind, inputFileId, keys }: Claim,
	{ expireAfterSeconds, model }: Pick<Order, 'expireAfterSeconds' | 'model'>,
	connection: Connection,
): Promise<boolean> {
	const fileName = encodeClaimName(keys, kind, inputFileId);
	const isName = fileName.length <= LONGEST_NAME && readFileName(fileName)?.label === inputFileId;
	if (!isName) return false;
	const writer = new SideWriter(filesOf(connection.provider).encodeSideTemplate(model));
	writer.add(encodeEntry({ [kind]: inputFileId }));
	const stored = await upload(
		{ fileName, content: writer.finish(), expireAfterSeconds },
		connection,
	);
	return stored.ok;
}

/** Nobody heard what became of a purchase. `isOnRecord`: whether any later run will know that, too. */
export function unknownOutcome(
	message: string,
	minutes: number,
	details: Pick<ErrorDetails, 'jobId' | 'inputFileId' | 'isOnRecord' | 'retryAfterMs'>,
): OffpeakError {
	const time = minutes === 1 ? 'a minute' : `${minutes} minutes`;
	return new OffpeakError('unknown_outcome', message, {
		...details,
		hint: `Wait ${time} and run this step again with the same items: if the job turns up by then it is used, otherwise it is sent once more.`,
	});
}
