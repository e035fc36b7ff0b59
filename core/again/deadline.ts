import { checkOwner, type Connection } from '../calls/connection';
import { isLasting } from '../calls/is-lasting';
import type { CollectedBatch, RowVerdict } from '../collect/collected';
import { toRest } from '../collect/rest';
import { readVerdict } from '../collect/verdict';
import type { OwnPrice } from '../cost/rates';
import { OffpeakError } from '../errors';
import { encodeLine } from '../formats/jsonl';
import { cancelJob } from '../jobs/cancel';
import { poll } from '../poll/poll';
import { join } from '../join/join';
import { answerRequests } from '../one-by-one/now';
import type { PlannedRequest } from '../one-by-one/planned-requests';
import { expiryOf } from '../record/batch-record';
import { findRestOf, storeRest } from '../record/rest-file';
import { readRequestId } from '../requests/ids';
import type { Results } from '../results/look';
import type { Job, Outcome, Result } from '../types';
import { ExtraCost, limitReached, UNKNOWN_PRICE } from './extra-cost';
import { cannotReadBack, findUnread, readBack } from './read-back';
import { lacksAnswerOf, wasCancelled } from './resubmit';

export interface FinishOptions {
	readonly concurrency: number;
	/** Unix milliseconds after which nothing new is sent. */
	readonly until: number;
	/** More than this is not spent on one job after it was submitted, in US dollars; absent is no limit. */
	readonly maxExtraUsd?: number;
	/** Also rows of a batch that counts more answers than its files hold: they may have been paid for. */
	readonly evenIfCounted?: boolean;
	/** The user's own price for the model, in place of the table's. */
	readonly ownPrice?: OwnPrice;
	/** What an earlier call answered and could not store. */
	readonly unsaved?: readonly Outcome[];
}

export interface Finish {
	readonly results: Results;
	/** Rows that wait for another call. */
	readonly left: number;
	/** Answers that are paid and could not be stored: they belong into the next call. */
	readonly unsaved: readonly Outcome[];
	readonly caveats: readonly string[];
}

/**
 * A kill while rows are answered may lose, and buy again, what was sent since the last file: never more than is
 * stored already. Many small files would take many pages of a list to find.
 */
const ROWS_PER_FILE = { least: 50, most: 500 };
/** So many rows are read back and held at one time. */
const ROWS_PER_CALL = 1_000;

/**
 * Job past its deadline → cancelled, with a file on record that says that its rest is wanted. A job whose rest could
 * not be answered is left to its own end, and the error says why.
 */
export async function endEarly(job: Job, connection: Connection): Promise<void> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const { provider } = connection;
	if (provider.protocol.readBack === undefined || provider.protocol.files === undefined) {
		throw cannotReadBack(provider);
	}
	if ((await findRestOf(job, connection)).length === 0) {
		const { batches } = await poll(job, connection);
		const [first] = batches;
		const unread = first === undefined ? undefined : await findUnread(first, connection);
		if (unread !== undefined) throw deadlineNotKept(job, unread);
		const claimed = await storeRest(
			{
				jobId: job.id,
				model: first?.record.model ?? '',
				outcomes: [],
				expireAfterSeconds: expiryOf(first?.record, provider),
			},
			connection,
		);
		if (!claimed.ok && isLasting(claimed.error)) throw deadlineNotKept(job, claimed.error.message);
		if (!claimed.ok) throw claimed.error;
	}
	await cancelJob(job, connection);
}

function deadlineNotKept({ id, label }: Job, reason: string): OffpeakError {
	return new OffpeakError('unsupported', `The deadline of "${label}" is not kept. ${reason}`, {
		jobId: id,
		hint: 'The job goes on, and its results come out when it ends.',
	});
}

/**
 * Rows of an ended job without a success → answered now, each at most once: those that would not fail the same
 * way again, read back from the provider's own input files. A job that somebody else cancelled is left alone.
 */
export async function answerRest(
	job: Job,
	results: Results,
	connection: Connection,
	options: FinishOptions,
): Promise<Finish> {
	const bought = results.collected.filter(({ isRest }) => isRest !== true);
	const stored = results.collected.find(({ isRest }) => isRest === true);
	if (stored === undefined && wasCancelled(bought)) {
		return { results, left: 0, unsaved: [], caveats: [] };
	}
	const answered = new Map<number, RowVerdict>(stored?.results);
	for (const outcome of options.unsaved ?? []) answered.set(outcome.rowIndex, outcome);
	const withRest = (): readonly CollectedBatch[] => [...bought, ...toRest(answered, bought)];

	const rows = openRows(results.outcomes, answered, bought, options);
	const record = bought[0]?.record;
	const save = async (outcomes: readonly Outcome[]): Promise<readonly Outcome[]> => {
		if (outcomes.length === 0) return [];
		const expireAfterSeconds = expiryOf(record, connection.provider);
		const rest = { jobId: job.id, model: record?.model ?? '', outcomes, expireAfterSeconds };
		return (await storeRest(rest, connection)).ok ? [] : outcomes;
	};
	let unsaved = await save(options.unsaved ?? []);
	// Where nothing can be stored nothing more is bought.
	const order = await readOrder(
		unsaved.length > 0 ? NO_ROWS : rows,
		withRest(),
		connection,
		options,
	);
	let sent = 0;
	let stopped: OffpeakError | undefined;
	for (let first = 0, next = 0; first < order.requests.length; first = next) {
		if (connection.clock.now() >= options.until) break;
		const { least, most } = ROWS_PER_FILE;
		next = first + Math.min(most, Math.max(least, answered.size));
		const slice = order.requests.slice(first, next);
		const { answers, stop } = await answerRequests(slice, connection, { ...options, flex: false });
		const fresh = slice.flatMap(({ rowIndex, request: { id } }) => {
			const answer = answers.get(rowIndex);
			return answer === undefined ? [] : [outcomeOf(id, rowIndex, answer, bought)];
		});
		for (const outcome of fresh) answered.set(outcome.rowIndex, outcome);
		sent += fresh.length;
		unsaved = await save(fresh);
		stopped = stop;
		if (unsaved.length > 0 || stopped !== undefined) break;
	}
	const collected = withRest();
	return {
		results: { ...results, collected, outcomes: join(job, collected) },
		left: stopped === undefined ? rows.size - sent - order.beyondLimit : 0,
		unsaved,
		caveats: [...order.caveats, ...(stopped === undefined ? [] : [stopped.message])],
	};
}

const NO_ROWS: ReadonlySet<number> = new Set();

/**
 * Rows that are worth being answered, and have not been yet. Those of a shard that was never sent stand in no
 * file that they could be read back from.
 */
function openRows(
	outcomes: readonly Outcome[],
	answered: ReadonlyMap<number, unknown>,
	bought: readonly CollectedBatch[],
	{ evenIfCounted = false }: Pick<FinishOptions, 'evenIfCounted'>,
): ReadonlySet<number> {
	const sent = bought.map(({ record }) => record).filter(({ round }) => round === 1);
	return new Set(
		outcomes
			.filter(({ outcome }) => outcome !== 'succeeded')
			.filter(({ rowIndex, retryable }) =>
				lacksAnswerOf(bought, rowIndex) ? evenIfCounted : retryable,
			)
			.map(({ rowIndex }) => rowIndex)
			.filter((row) => sent.some(({ firstRow, endRow }) => firstRow <= row && row < endRow))
			.filter((row) => !answered.has(row)),
	);
}

interface RestOrder {
	readonly requests: readonly PlannedRequest[];
	/** Rows that the limit leaves no money for. */
	readonly beyondLimit: number;
	readonly caveats: readonly string[];
}

/** What is bought by this call: in the order of the rows, up to the limit. */
async function readOrder(
	rows: ReadonlySet<number>,
	collected: readonly CollectedBatch[],
	connection: Connection,
	{ maxExtraUsd, ownPrice }: FinishOptions,
): Promise<RestOrder> {
	const extra = new ExtraCost(connection.provider, 'standard', collected, ownPrice);
	const requests: PlannedRequest[] = [];
	for (const ended of collected) {
		if (ended.record.round !== 1) continue;
		for await (const back of readBack(ended, { rows, collected, packs: 'alone' }, connection)) {
			if (requests.length >= ROWS_PER_CALL) break;
			const { rowIndex, request } = back;
			extra.add(encodeLine(request.line), back);
			if (extra.compare(maxExtraUsd) === 'over') {
				const beyondLimit = rows.size - requests.length;
				const caveats = [limitReached(beyondLimit, maxExtraUsd ?? 0)];
				return { requests, beyondLimit, caveats };
			}
			requests.push({ rowIndex, request });
		}
	}
	const isUnknown = requests.length > 0 && extra.compare(maxExtraUsd) === 'unknown';
	return { requests, beyondLimit: 0, caveats: isUnknown ? [UNKNOWN_PRICE] : [] };
}

function outcomeOf(
	requestId: string,
	rowIndex: number,
	answer: Result,
	bought: readonly CollectedBatch[],
): Outcome {
	const ended = bought.find(
		({ record }) => record.firstRow <= rowIndex && rowIndex < record.endRow,
	);
	const { usage, ...verdict } = readVerdict(answer, ended?.shape);
	return {
		rowIndex,
		rowId: readRequestId(requestId)?.rowId ?? String(rowIndex),
		kept: {},
		round: 1,
		...verdict,
		// Beside answers of a batch it must say that it was charged by another rate.
		...(usage === undefined ? {} : { usage: { ...usage, tier: usage.tier ?? 'standard' } }),
	};
}
