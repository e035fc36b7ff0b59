import { readNumber, readObject, readString } from '../../formats/json';
import type { Result, Usage } from '../../types';
import {
	isBusy,
	isFiltered,
	isQuota,
	isTooLarge,
	readKind,
} from '../../formats/complaints/complaint-kinds';
import { readComplaint, type Complaint } from '../../formats/complaints/complaint';

type Failed = Exclude<Result, { readonly outcome: 'succeeded' }>;

const SILENT: Complaint = { words: '', codes: [] };

interface NeverRun extends Pick<Failed, 'outcome' | 'reason'> {
	readonly code: RegExp;
	/** Of some that give no code. */
	readonly words: RegExp;
}

const NEVER_RUN: readonly NeverRun[] = [
	{
		code: /^(?:batch|request)_expired$/i,
		words: /\bbefore the completion window expired\b/i,
		outcome: 'expired',
		reason: 'The 24 hours passed before this row’s turn came.',
	},
	{
		code: /^(?:batch|request)_cancell?ed$/i,
		words: /^(?:this|the) (?:batch|request) (?:was|has been) cancell?ed\.?$/i,
		outcome: 'cancelled',
		reason: 'The job was cancelled before this row’s turn came.',
	},
];

/** Any spelling of a status: a number, or digits as a text. */
export function readStatus(value: unknown): number | undefined {
	const text = readString(value) ?? '';
	return readNumber(value) ?? (/^\d{1,3}$/.test(text) ? Number(text) : undefined);
}

const NOTHING_WRONG = /^(?:0|null|none|nil|undefined|no error|success|succeeded|ok)?[.!]?$/i;

/** Whether an error beside an answer means one: where nothing is wrong, some write an error that says nothing. */
export function saysAnything(error: unknown): boolean {
	const said = readComplaint(error) ?? SILENT;
	return [said.words, ...said.codes].some((text) => !NOTHING_WRONG.test(text));
}

/**
 * Of a request that was not answered: what is not known to be a refusal may be tried again. `status` as the line has
 * it, `error` whatever stands for one.
 */
export function readFailure(requestId: string, status: number | undefined, error: unknown): Failed {
	const said = readComplaint(error) ?? SILENT;
	const [code = ''] = said.codes;
	const neverRun = NEVER_RUN.find((one) => one.code.test(code) || one.words.test(said.words));
	if (neverRun !== undefined) {
		const { outcome, reason } = neverRun;
		return { requestId, outcome, reason, retryable: true };
	}
	const words = said.words || code;
	if (isFiltered(said)) {
		const reason = `The provider’s content filter refused this row${words === '' ? '.' : `: ${words}`}`;
		return { requestId, outcome: 'refused', reason, retryable: false };
	}
	const known = isSuccess(status) ? statusIn(error) : status;
	return {
		requestId,
		outcome: 'failed',
		reason: reasonOf(known, words),
		retryable: mayTryAgain(known, said),
	};
}

/** Of an answer that says of itself that the model failed; what it used was charged. */
export function readModelFailure(
	requestId: string,
	error: unknown,
	usage: { readonly usage?: Usage },
): Failed {
	const said = readComplaint(error) ?? SILENT;
	const words = said.words || (said.codes[0] ?? 'no reason given');
	return {
		requestId,
		...(isFiltered(said)
			? { outcome: 'refused', reason: `The provider’s content filter stopped the answer: ${words}` }
			: { outcome: 'failed', reason: `The model failed: ${words}` }),
		retryable: !isFiltered(said) && mayTryAgain(undefined, said),
		...usage,
	};
}

function isSuccess(status: number | undefined): boolean {
	return status === undefined || (status >= 200 && status < 300);
}

/** vLLM and those built on it write the status as the code of the error. */
function statusIn(error: unknown, depth = 0): number | undefined {
	const object = readObject(error);
	if (object === undefined || depth > 2) return undefined;
	const status = readStatus(object['code']) ?? readStatus(object['status']);
	return status !== undefined && status >= 400 ? status : statusIn(object['error'], depth + 1);
}

function reasonOf(status: number | undefined, words: string): string {
	if (status === undefined) return words || 'The provider gave no reason.';
	if (status >= 300)
		return `The provider refused this row (${status}): ${words || 'no reason given'}`;
	return `The provider gave no answer for this row${words === '' ? '.' : `: ${words}`}`;
}

/** Too early, too much, too slow, no room, hung up, failed behind it: none says anything of the row. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 424, 425, 429, 498, 499]);
/** About the key: what passes here is a block of the account, for which no row is sent again. */
const FORBIDDEN: ReadonlySet<number> = new Set([401, 403]);

function mayTryAgain(status: number | undefined, said: Complaint): boolean {
	if (status === 402 || isQuota(said) || isTooLarge(said)) return false;
	const kind = readKind(said);
	if (kind === 'refusal') return false;
	if (status === undefined) return kind !== 'broad refusal';
	const isRefusal = status >= 400 && status < 500 && !PASSING.has(status);
	// AWS throttles with 400; Groq calls a row that is too large for any minute "rate_limit_exceeded", with 413.
	const busy = FORBIDDEN.has(status) ? { ...said, words: '' } : said;
	if (isRefusal && status !== 413 && isBusy(busy)) return true;
	return !isRefusal || (said.words === '' && said.codes.length === 0);
}
