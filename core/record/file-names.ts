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

/**
 * Of a purchase that nobody heard of: that it is, and that somebody has it now. Of a file that the provider had
 * not processed when its run ended: that nothing was bought with it, and that somebody is about to.
 */
const CLAIM_KINDS = ['lost', 'taken', 'waits', 'sent'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** A claim is named by the keys and the input file of the purchase that it is about: nobody reads a label there. */
export function encodeClaimName(keys: FileKeys, kind: ClaimKind, inputFileId: string): string {
	return `offpeak.${encodeKeys(keys)}.1of1.${kind}.${inputFileId}.jsonl`;
}

function encodeKeys({ runKey, contentKey }: FileKeys): string {
	return runKey === undefined ? contentKey : `${runKey}_${contentKey}`;
}

const FILE_NAME =
	/^offpeak\.(?:([A-Za-z0-9]+)_)?([A-Za-z0-9]+)\.(\d+)of(\d+)\.(?:(kept|bought|lost|taken|waits|sent)\.)?([A-Za-z0-9_-]*)\.jsonl$/;

interface FileName extends FileKeys {
	readonly shard: number;
	readonly shardCount: number;
	readonly role: 'input' | 'kept' | 'bought' | ClaimKind;
	/** Of a claim: the input file that it is about; of one that something was bought: the job and its batch. */
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
		shardCount: Number(match[4]),
		role:
			role === 'kept' || role === 'bought'
				? role
				: (CLAIM_KINDS.find((kind) => kind === role) ?? 'input'),
		label: match[6] ?? '',
	};
}

/** What is known of a purchase by its claim alone, where its batch cannot say it. */
export interface BoughtName extends FileKeys {
	readonly shard: number;
	readonly shardCount: number;
	readonly jobId: string;
	readonly batchId: string;
}

/** A claim that says which batch was bought for which keys. */
export function encodeBoughtName(bought: BoughtName): string {
	const { shard, shardCount, jobId, batchId } = bought;
	return `offpeak.${encodeKeys(bought)}.${shard}of${shardCount}.bought.${jobId}-${batchId}.jsonl`;
}

const BOUGHT = /^(op_[0-9A-Za-z]+)-([A-Za-z0-9_-]+)$/;

export function readBoughtName(name: string): BoughtName | undefined {
	const file = readFileName(name);
	if (file?.role !== 'bought') return undefined;
	const [, jobId, batchId] = BOUGHT.exec(file.label) ?? [];
	if (jobId === undefined || batchId === undefined) return undefined;
	const { runKey, contentKey, shard, shardCount } = file;
	return { contentKey, shard, shardCount, jobId, batchId, ...defined({ runKey }) };
}

/** The input file, or the batch, that a claim is about; `undefined` for any other file. */
export function claimedBy(name: string): string | undefined {
	const file = readFileName(name);
	switch (file?.role) {
		case undefined:
		case 'input':
		case 'kept':
			return undefined;
		case 'bought':
			return readBoughtName(name)?.batchId;
		case 'lost':
		case 'taken':
		case 'waits':
		case 'sent':
			return file.label;
	}
}
