import { defined } from '../formats/defined';

/**
 * `offpeak.<run key>_<content key>.<i>of<n>.<label>.jsonl`: the uploaded file is the intent on record. Both keys,
 * so that a new run after a lost reply sees that the same content may just have been taken.
 */
export function encodeFileName(file: NewFile): string {
	const { shard, shardCount, role } = file;
	const name = file.label
		.replaceAll(/[^A-Za-z0-9_-]+/g, '-')
		.replaceAll(/^-+|(?<!-)-+$/g, '')
		.slice(0, 40);
	return `offpeak.${encodeKeys(file)}.${shard}of${shardCount}.${role === 'kept' ? 'kept.' : ''}${name || 'job'}.jsonl`;
}

export interface FileKeys {
	readonly runKey?: string;
	readonly contentKey: string;
}

interface NewFile extends FileKeys {
	readonly shard: number;
	readonly shardCount: number;
	readonly label: string;
	readonly role: 'input' | 'kept';
}

/** Of a purchase that nobody heard of: that it is, and that somebody has it now. */
export type ClaimKind = 'lost' | 'taken';

/** A claim is named by the keys and the input file of the purchase that it is about: nobody reads a label there. */
export function encodeClaimName(keys: FileKeys, kind: ClaimKind, inputFileId: string): string {
	return `offpeak.${encodeKeys(keys)}.1of1.${kind}.${inputFileId}.jsonl`;
}

function encodeKeys({ runKey, contentKey }: FileKeys): string {
	return runKey === undefined ? contentKey : `${runKey}_${contentKey}`;
}

const FILE_NAME =
	/^offpeak\.(?:([A-Za-z0-9]+)_)?([A-Za-z0-9]+)\.(\d+)of(\d+)\.(?:(kept|lost|taken)\.)?([A-Za-z0-9_-]*)\.jsonl$/;

interface FileName extends FileKeys {
	readonly shard: number;
	readonly role: 'input' | 'kept' | ClaimKind;
	/** Of a claim: the input file that it is about. */
	readonly label: string;
}

export function readFileName(name: string): FileName | undefined {
	const match = FILE_NAME.exec(name);
	if (match?.[2] === undefined) return undefined;
	const role = match[5];
	return {
		...defined({ runKey: match[1] }),
		contentKey: match[2],
		shard: Number(match[3]),
		role: role === 'kept' || role === 'lost' || role === 'taken' ? role : 'input',
		label: match[6] ?? '',
	};
}

/** The input file that a claim is about; `undefined` for any other file. */
export function claimedFileOf(name: string): string | undefined {
	const file = readFileName(name);
	return file?.role === 'lost' || file?.role === 'taken' ? file.label : undefined;
}
