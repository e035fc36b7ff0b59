import type { Connection } from '../calls/connection';
import { upload } from '../calls/upload';
import { type ErrorDetails, OffpeakError } from '../errors';
import { LineWriter } from '../formats/bytes';
import { encodeLine } from '../formats/jsonl';
import type { StoredFile } from '../protocols/protocol';
import { encodeMarkName, type FileKeys, type MarkPart, readFileName } from '../record/file-names';
import type { Order } from '../types';

/**
 * What the provider's files say of purchases: an input file without a batch is one that was begun. Where nobody
 * heard what became of it, a mark says so, for a batch that turns up later must not be taken for the purchase of
 * a run that has it. Whoever then takes that batch marks it as taken: the run after that buys for itself.
 */
export interface OnRecord {
	/** Input and kept files of an earlier try that never became a batch. */
	readonly unused: readonly StoredFile[];
	/** Input files of purchases whose run failed without hearing of them, and that nobody has taken since. */
	readonly lost: ReadonlySet<string>;
	/** Input files of lost purchases that this run has taken before. */
	readonly taken: ReadonlySet<string>;
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
	const lost = new Set<string>();
	const taken = new Set<string>();
	const takenByAnybody = new Set<string>();
	for (const file of files) {
		const name = readFileName(file.name);
		if (name === undefined) continue;
		const isOfRun = keys.runKey !== undefined && name.runKey === keys.runKey;
		const isOfContent = name.contentKey === keys.contentKey;
		switch (name.part) {
			case 'input':
			case 'kept':
				if ((isOfRun || isOfContent) && !used.has(file.id)) unused.push(file);
				break;
			case 'lost':
				if (isOfContent) lost.add(name.label);
				break;
			case 'taken':
				takenByAnybody.add(name.label);
				if (isOfRun) taken.add(name.label);
		}
	}
	return { unused, lost: new Set([...lost].filter((id) => !takenByAnybody.has(id))), taken };
}

interface Mark {
	readonly part: MarkPart;
	readonly inputFileId: string;
	readonly keys: FileKeys;
}

/** False when it could not be written: then nobody will know. */
export async function mark(
	{ part, inputFileId, keys }: Mark,
	{ expireAfterSeconds }: Pick<Order, 'expireAfterSeconds'>,
	connection: Connection,
): Promise<boolean> {
	const fileName = encodeMarkName(keys, part, inputFileId);
	if (readFileName(fileName)?.label !== inputFileId) return false;
	const writer = new LineWriter();
	writer.writeLine([encodeLine({ offpeak: 1, [part]: inputFileId })]);
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
