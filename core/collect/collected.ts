import type { BatchRecord } from '../record/batch-record';
import type { AnswerShape, KeptRow, Outcome, Plan, ProviderBatch } from '../types';
import type { Shortfall } from './shortfall';

/** An outcome without its row. */
export type Verdict = Pick<Outcome, 'outcome' | 'reason' | 'retryable' | 'answer' | 'usage'>;

/** A row's verdict, with its id where the provider's file says it. */
export type RowVerdict = Verdict & { readonly rowId?: string };

/** What a provider's files hold for one batch: nothing is dropped without being counted. */
export interface CollectedBatch {
	readonly batch: ProviderBatch;
	readonly record: BatchRecord;
	/** By row index. Of a file that may hold 50,000 answers, each is read as it arrives, and its text let go. */
	readonly results: ReadonlyMap<number, RowVerdict>;
	readonly keptRows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	/** Ids of rows without a result, where the provider gives back what was sent; only where there are such rows. */
	readonly silentIds: ReadonlyMap<number, string>;
	/** Lines of the input file that hold them, counted from 1. */
	readonly silentLines?: ReadonlyMap<number, number>;
	/** Rows whose answer came together with those of others. */
	readonly sharedRows?: ReadonlySet<number>;
	readonly damage: Damage;
	/** Absent where the files hold all that the provider counts. */
	readonly shortfall?: Shortfall;
	/** No batch: answers that were bought one by one when the job was over its deadline (`again/deadline.ts`). */
	readonly isRest?: boolean;
}

export interface Damage {
	/** Lines that are not JSON, or no result. */
	readonly badLines: number;
	readonly duplicates: number;
	/** Answers to requests that this batch never held. */
	readonly unknownIds: number;
	/** Files that the provider no longer has, in words; those with answers first. */
	readonly gone: readonly string[];
	/** A row without an answer may have had one, and may have been paid. Only files can be gone. */
	readonly answersGone?: boolean;
}

export const NO_DAMAGE: Damage = {
	badLines: 0,
	duplicates: 0,
	unknownIds: 0,
	gone: [],
	answersGone: false,
};

/** What `join` wants to know of a batch, for requests that never were one. */
export function asEnded(
	{
		rowCount,
		label,
		round,
		contentKey,
		model,
	}: Pick<Plan, 'rowCount' | 'label' | 'round' | 'contentKey' | 'model'>,
	now: number,
): Pick<CollectedBatch, 'batch' | 'record'> {
	return {
		batch: {
			id: '',
			phase: 'completed',
			rawStatus: 'completed',
			counts: { total: rowCount, completed: rowCount, failed: 0 },
			createdAt: Math.floor(now / 1000),
			faults: [],
			metadata: {},
			model,
		},
		record: {
			jobId: '',
			shard: 1,
			shardCount: 1,
			firstRow: 0,
			endRow: rowCount,
			rowCount,
			label,
			round,
			model,
			contentKey,
		},
	};
}
