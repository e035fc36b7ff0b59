import { UNKNOWN_SECONDS } from '../calls/not-known-yet';
import { nextLookMs } from '../poll/poll';
import type { Provider } from '../providers';
import type { Bought } from '../record/batch-record';
import type { ProviderBatch } from '../types';

/**
 * Fewer answers in a batch's files than the provider says it gave. Its status runs ahead of its files: their ids may
 * be null for a look, the files empty, cut, or a page of a proxy's (litellm#37715, openai-cookbook#1564).
 */
export interface Shortfall {
	readonly found: number;
	/** By the batch's own count; absent where it has none, and its status alone says that all is done. */
	readonly counted?: number;
	/** When the batch ended, and until when another look is worth its calls, in Unix seconds; then the rows are missing. */
	readonly since: number;
	readonly until: number;
}

/** What was read of a batch's files. */
export interface FilesRead {
	/** Requests with a line among the answers. */
	readonly answers: number;
	/** Requests with a line in any file. */
	readonly lines: number;
	/** A row that was sent has no line; known of a first round only. */
	readonly isSilent: boolean;
	/** Something else stood in a file's place. */
	readonly hasPage: boolean;
	/** The server did not know a file that the batch names. */
	readonly isGone: boolean;
}

/** A file of a large job takes a while to be written; what is not there after an hour is not on its way. */
const PATIENCE_SECONDS = 3600;

/**
 * `undefined` where the files hold all that was counted, or more: then they decide. What every row has a line for
 * is whole, however it was counted: some servers count a failed row as completed, too.
 */
export function findShortfall(
	{ batch, record }: Bought,
	{ answers, lines, isSilent, hasPage, isGone }: FilesRead,
	{ windowHours }: Pick<Provider, 'windowHours'>,
): Shortfall | undefined {
	const { phase, counts, isUncounted = false } = batch;
	const { total, completed, failed } = counts;
	const isWhole = record.round === 1 ? !isSilent : total > 0 && lines >= total;
	if (isWhole) return undefined;
	// A server that does not say when it was done ends no batch later than this.
	const since = batch.endedAt ?? batch.createdAt + windowHours * 3600;
	const until = since + (isGone ? UNKNOWN_SECONDS : PATIENCE_SECONDS);
	if (isGone && batch.endedAt === undefined) return undefined;
	if (answers < completed) return { found: answers, counted: completed, since, until };
	// Of a first round it is known that a row has no line; of a later one only where it counts itself.
	const isGap = record.round === 1 || total > 0 || lines === 0;
	// Completed is every row, answered or failed, whatever the counts say; one that was cancelled at once counts nothing.
	const isUnaccounted =
		phase === 'completed'
			? isGap && (total === 0 || completed + failed < total)
			: isUncounted && phase !== 'failed' && lines === 0;
	return hasPage || isGone || isUnaccounted ? { found: answers, since, until } : undefined;
}

/**
 * Whether a batch that has ended names no file for the answers it counts, and may do so at the next look: that much
 * is seen without reading any. `now` in Unix seconds.
 */
export function lacksAnswerFile(
	{ counts, inputFileId, outputFileId, endedAt }: ProviderBatch,
	now: number,
): boolean {
	const isByFile = inputFileId !== undefined;
	const isYoung = endedAt !== undefined && now < endedAt + PATIENCE_SECONDS;
	return isByFile && isYoung && counts.completed > 0 && outputFileId === undefined;
}

/** Milliseconds until another look at files that hold too little; `undefined` where none is worth it. `now` in Unix milliseconds. */
export function nextLookAtFiles(
	collected: readonly { readonly shortfall?: Shortfall }[],
	now: number,
): number | undefined {
	const waited = collected
		.flatMap(({ shortfall }) => shortfall ?? [])
		.filter(({ until }) => now < until * 1000)
		.map(({ since }) => now - since * 1000);
	return waited.length === 0 ? undefined : nextLookMs(Math.min(...waited));
}

/** Why a row without an answer is missing, where the provider says that it answered more than its files hold. */
export function describeShortfall({ found, counted }: Shortfall): string {
	const files = found === 1 ? 'its files hold 1 answer' : `its files hold ${found} answers`;
	const said = counted === undefined ? 'the job is done' : `it answered ${counted}`;
	return `The provider says that ${said}, and ${files} an hour after the end. This one is not among them, and may have been paid for.`;
}
