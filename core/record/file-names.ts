import { defined } from '../formats/defined';

/**
 * `offpeak.<run key>_<content key>.<i>of<n>.<label>.jsonl`: the uploaded file is the intent on record. Both keys,
 * so that a new run after a lost reply sees that the same content may just have been taken.
 */
export function encodeFileName(file: NewFile): string {
	const { runKey, contentKey, shard, shardCount, part } = file;
	const name = file.label
		.replaceAll(/[^A-Za-z0-9_-]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 40);
	const key = runKey === undefined ? '' : `${runKey}_`;
	return `offpeak.${key}${contentKey}.${shard}of${shardCount}.${part === 'kept' ? 'kept.' : ''}${name || 'job'}.jsonl`;
}

export interface FileKeys {
	readonly runKey?: string;
	readonly contentKey: string;
}

interface NewFile extends FileKeys {
	readonly shard: number;
	readonly shardCount: number;
	readonly label: string;
	readonly part: 'input' | 'kept';
}

/** What is to be known of a purchase that nobody heard of: `core/submit/on-record.ts`. */
export type MarkPart = 'lost' | 'taken';

/** A mark is named as the files of a purchase are, with the id of the input file in the label's place. */
export function encodeMarkName(keys: FileKeys, part: MarkPart, inputFileId: string): string {
	const key = keys.runKey === undefined ? '' : `${keys.runKey}_`;
	return `offpeak.${key}${keys.contentKey}.1of1.${part}.${inputFileId}.jsonl`;
}

const FILE_NAME =
	/^offpeak\.(?:([A-Za-z0-9]+)_)?([A-Za-z0-9]+)\.(\d+)of(\d+)\.(?:(kept|lost|taken)\.)?([A-Za-z0-9_-]*)\.jsonl$/;

interface FileName extends FileKeys {
	readonly shard: number;
	readonly part: 'input' | 'kept' | MarkPart;
	readonly label: string;
}

export function readFileName(name: string): FileName | undefined {
	const match = FILE_NAME.exec(name);
	if (match?.[2] === undefined) return undefined;
	const part = match[5];
	return {
		...defined({ runKey: match[1] }),
		contentKey: match[2],
		shard: Number(match[3]),
		part: part === 'kept' || part === 'lost' || part === 'taken' ? part : 'input',
		label: match[6] ?? '',
	};
}
