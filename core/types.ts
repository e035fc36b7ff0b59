/**
 * Every noun, in the order in which a row meets it. Plain readonly data: all of it survives
 * `JSON.stringify`, except the bytes of a shard.
 */

export type JsonValue =
	| string
	| number
	| boolean
	| null
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** One input record from the host. `id` comes back with the outcome; without one it is the index. */
export interface Row {
	readonly id?: string;
	readonly text: string;
	/** Fields that travel with the row and come back beside its answer. */
	readonly kept?: JsonObject;
}

export interface Category {
	readonly name: string;
	readonly description?: string;
	/** What the host needs to act on the category, e.g. a Gmail label id. */
	readonly value?: string;
}

export interface CategorizeTask {
	readonly kind: 'categorize';
	readonly categories: readonly Category[];
	/** Several categories per row, the best one first. */
	readonly multiple: boolean;
	/** `other` adds a category of that name; `fail` makes a row without a match an `invalid` outcome. */
	readonly noMatch: 'other' | 'fail';
	/** Below this confidence, from 0 to 1, an answer is marked `needsReview`. */
	readonly reviewBelow?: number;
	readonly instructions?: string;
}

export interface SummarizeTask {
	readonly kind: 'summarize';
	readonly length: 'sentence' | 'short' | 'long';
	readonly style: 'text' | 'bullets' | 'actions';
	/** A language's name; absent means the language of the text. */
	readonly language?: string;
	readonly instructions?: string;
}

export type ExtractType = 'text' | 'number' | 'boolean' | 'date' | 'list';

export interface ExtractField {
	readonly name: string;
	readonly type: ExtractType;
	readonly description?: string;
}

export interface ExtractTask {
	readonly kind: 'extract';
	readonly fields: readonly ExtractField[];
	readonly instructions?: string;
}

export interface CustomTask {
	readonly kind: 'custom';
	readonly prompt: string;
	/** JSON Schema of the answer (an object); absent means free text. */
	readonly schema?: JsonObject;
}

export type Task = CategorizeTask | SummarizeTask | ExtractTask | CustomTask;

/** What is left of a task once its prompt is sent: all that reading an answer needs. */
export type AnswerShape =
	| (Pick<CategorizeTask, 'kind' | 'multiple' | 'noMatch' | 'reviewBelow'> & {
			readonly categories: readonly Pick<Category, 'name' | 'value'>[];
	  })
	| Pick<SummarizeTask, 'kind' | 'style'>
	| (Pick<ExtractTask, 'kind'> & { readonly fields: readonly Omit<ExtractField, 'description'>[] })
	| Pick<CustomTask, 'kind' | 'schema'>;

/** What comes back beside a row's answer although the model never reads it. */
export interface KeptRow {
	/** Where the request's id does not say it. */
	readonly rowId?: string;
	readonly fields?: JsonObject;
	/** Why the row was not sent. */
	readonly skipped?: string;
}

export type KeptEntry = KeptRow & { readonly rowIndex: number };

/** Bytes in order, not joined: a shard may be 200 MB. */
export interface Bytes {
	readonly chunks: readonly Uint8Array[];
	readonly byteLength: number;
}

/** Requests packed into one JSONL file within the provider's limits. */
export interface Shard {
	/** Counted from 1, as in the input file's name and the metadata. */
	readonly index: number;
	readonly requestCount: number;
	/** Rows in its requests, where some hold several. */
	readonly sentRows?: number;
	/** Row indexes `[firstRow, endRow)`: sent or skipped, every row belongs to exactly one shard. */
	readonly firstRow: number;
	readonly endRow: number;
	readonly input: Bytes;
	/** The kept file. */
	readonly kept?: Bytes;
	/** A kept file that is at the provider already. */
	readonly keptFileId?: string;
}

export interface SkippedRow {
	readonly index: number;
	readonly reason: string;
}

/** What cleaning took away of all texts of a job. */
export interface Cleaned {
	readonly characters: number;
	readonly of: number;
	/** In words; none where nothing was taken away. */
	readonly sentences: readonly string[];
	/** Where it was so much that somebody should look. */
	readonly warnings: readonly string[];
}

/** What submitting would do. Made without any HTTP call. */
export interface Plan {
	readonly shards: readonly Shard[];
	/** What the rows keep, where it rides in the handle. */
	readonly kept?: readonly KeptEntry[];
	readonly rowCount: number;
	readonly requestCount: number;
	/** Rows that share a request with others. */
	readonly packedRowCount: number;
	readonly skipped: readonly SkippedRow[];
	readonly label: string;
	readonly model: string;
	readonly shape: AnswerShape;
	readonly expireAfterSeconds: number;
	/** Hash of everything that is bought: the same content gives the same key. */
	readonly contentKey: string;
	/** Which purchase of the job this is; the first is 1. */
	readonly round: number;
	readonly inputBytes: number;
	readonly estimate: Estimate;
	/** What changes for the user, in words. */
	readonly caveats: readonly string[];
	/** What somebody should look at before it is bought, in words. */
	readonly warnings: readonly string[];
	readonly cleaned: Cleaned;
}

/** The part of a plan that is bought. */
export type Order = Pick<
	Plan,
	| 'shards'
	| 'kept'
	| 'rowCount'
	| 'label'
	| 'model'
	| 'shape'
	| 'expireAfterSeconds'
	| 'contentKey'
	| 'round'
>;

/** When an answer is wanted: `batch` ≤ 24 h at half price, `background` in minutes, `now` in seconds. */
export type Engine = 'batch' | 'background' | 'now';

/** What we expect lies between these. */
export interface Range {
	readonly low: number;
	readonly high: number;
}

/** Where a price is from: the provider's list, that list and its discount, the user, or nowhere. */
export type RateSource = 'published' | 'derived' | 'your own' | 'unknown';

export interface SpeedEstimate {
	/** US dollars; `null` when nobody has said what the model costs. */
	readonly usd: Range | null;
	readonly source: RateSource;
	readonly seconds: Range;
}

export interface PackingEstimate {
	readonly isOn: boolean;
	/** Requests that the rows then take. */
	readonly requestCount: number;
	readonly savedPercent: number;
	/** What is saved: the price, or tokens where nobody knows it or nothing is charged. */
	readonly of: 'cost' | 'tokens';
}

/** What a job will use and cost, before anything is sent. */
export interface Estimate {
	/** Rows that would be sent. */
	readonly rowCount: number;
	readonly model: string;
	readonly inputTokens: Range;
	/** With what the model thinks before it answers. */
	readonly outputTokens: Range;
	/** `null` where the provider cannot. */
	readonly speeds: { readonly [E in Engine]: SpeedEstimate | null };
	readonly recommended: Engine;
	readonly recommendation: string;
	/** What packing short texts saves of the batch or, where it is off, would save; absent where it cannot be. */
	readonly packing?: PackingEstimate;
	readonly caveats: readonly string[];
}

/** What is on record of one batch, beside what its job's handle says: in its metadata, or in the handle. */
export interface ShardRecord {
	/** Of its round. */
	readonly shardCount: number;
	/** Row indexes `[firstRow, endRow)` of the job's `rowCount`. */
	readonly firstRow: number;
	readonly endRow: number;
	readonly model: string;
	readonly contentKey: string;
	readonly runKey?: string;
	readonly keptFileId?: string;
	/** The provider counts requests, people count rows; absent where each row has its own request. */
	readonly sent?: { readonly rows: number; readonly requests: number };
	/** How many batches of the job had come to nothing when this one was bought in place of one; absent for none. */
	readonly again?: number;
	/** When its files go at the provider, after they were made; absent where that cannot be said. */
	readonly expireAfterSeconds?: number;
}

/** A shard that was bought, as the handle knows it. */
export interface JobShard {
	readonly batchId: string;
	/** Counted from 1 in its round. */
	readonly index: number;
	readonly round: number;
	/** Absent where the provider keeps it. */
	readonly record?: ShardRecord;
}

interface HandleHead {
	readonly version: 2;
	readonly id: string;
	/** Whose nodes can read it. */
	readonly service: string;
	readonly baseUrl: string;
	readonly label: string;
	readonly rowCount: number;
	/** ISO 8601. */
	readonly createdAt: string;
}

/** What of a job rides in its handle, for its provider keeps none of it. */
export interface Carried {
	readonly shape?: AnswerShape;
	/** At most 1 MB of them. */
	readonly kept?: readonly KeptEntry[];
}

/** All batches of one submission: the only state that passes between steps. */
export interface Job extends HandleHead, Carried {
	readonly kind: 'batch';
	/** The last one that was bought; the first is 1. */
	readonly round: number;
	/** Of the first round. */
	readonly shardCount: number;
	/** Of all rounds. */
	readonly shards: readonly JobShard[];
}

/**
 * Answers that the provider works on in the background, one call for each row. Nobody can list such
 * calls: this handle is the only way to them.
 */
export interface BackgroundJob extends HandleHead, Carried {
	readonly kind: 'background';
	/** One for each row: the response's id, or why the row could not be sent. */
	readonly calls: readonly BackgroundCall[];
	/** Where the kept fields are; it also has the shape when `shape` is absent. */
	readonly keptFileId?: string;
}

export type BackgroundCall =
	| { readonly row: number; readonly id: string; readonly response: string }
	| { readonly row: number; readonly id: string; readonly refused: string };

/** Answers that are there already: nothing is queued, and the handle holds them, one for each row. */
export interface AnsweredJob extends HandleHead {
	readonly kind: 'now';
	readonly answers: readonly Outcome[];
}

/** Everything that passes between steps. */
export type Handle = Job | BackgroundJob | AnsweredJob;

/** From the least advanced to the most. */
export const PHASES = [
	'validating',
	'in_progress',
	'cancelling',
	'finalizing',
	'failed',
	'expired',
	'cancelled',
	'completed',
] as const;
export type BatchPhase = (typeof PHASES)[number];

export interface Counts {
	readonly total: number;
	readonly completed: number;
	readonly failed: number;
}

export interface BatchFault {
	readonly code: string;
	readonly message: string;
	readonly line?: number;
}

/** The provider's batch object, read once: every absent or null field is `undefined`. */
export interface ProviderBatch {
	readonly id: string;
	/** A status that we do not know is `in_progress` here; `rawStatus` keeps the provider's word. */
	readonly phase: BatchPhase;
	readonly rawStatus: string;
	readonly counts: Counts;
	/** The provider gives no counts: those are 0 for want of any. */
	readonly isUncounted?: true;
	/** Unix seconds. */
	readonly createdAt: number;
	readonly expiresAt?: number;
	readonly endedAt?: number;
	readonly inputFileId?: string;
	readonly outputFileId?: string;
	readonly errorFileId?: string;
	readonly faults: readonly BatchFault[];
	readonly metadata: Readonly<Record<string, string>>;
	readonly model?: string;
}

export interface Usage {
	readonly inputTokens: number;
	/** Part of the input: what the provider had in its cache, and what it put there. */
	readonly cachedTokens: number;
	readonly cacheWriteTokens?: number;
	readonly outputTokens: number;
	/** The model that answered, as the provider names it. */
	readonly model?: string;
	/** What the provider says it charged by, e.g. `flex`; absent for the normal rate. */
	readonly tier?: string;
}

/** The provider's answer for one request. `retryable` says whether the same request may succeed later. */
export type Result =
	| {
			readonly requestId: string;
			readonly outcome: 'succeeded';
			readonly text: string;
			readonly usage?: Usage;
	  }
	| {
			readonly requestId: string;
			readonly outcome: 'failed' | 'refused' | 'truncated' | 'invalid' | 'expired' | 'cancelled';
			readonly reason: string;
			readonly retryable: boolean;
			readonly usage?: Usage;
	  };

export type OutcomeKind =
	| 'succeeded'
	| 'failed'
	| 'refused'
	| 'truncated'
	| 'invalid'
	| 'expired'
	| 'cancelled'
	| 'missing';

/** What became of one row. Every row of a job has exactly one. */
export interface Outcome {
	readonly rowIndex: number;
	readonly rowId: string;
	readonly outcome: OutcomeKind;
	/** Absent when the row succeeded. */
	readonly reason?: string;
	readonly retryable: boolean;
	/** The answer's fields; empty unless the row succeeded. */
	readonly answer: JsonObject;
	readonly kept: JsonObject;
	/** Of all rounds together. */
	readonly usage?: Usage;
	/** Where several rounds were charged for this row: what each used, for each has a rate of its own. */
	readonly charges?: readonly Usage[];
	readonly round: number;
}
