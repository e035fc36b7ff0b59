import { parseJson, readList, readNumber, readObject, readString, type WireObject } from '../json';
import { readPrinted } from './printed';

/** What a server says of a failure, in whatever shape. */
export interface Complaint {
	/** Empty where it gives a code alone. As they came: `tellable` makes them fit for a person. */
	readonly words: string;
	/** Those that name a kind, the most telling first. Never a mere HTTP status. */
	readonly codes: readonly string[];
}

/** Deeper than any that was seen: errors within errors, as text within text. */
const MAX_DEPTH = 6;
const MAX_WORDS = 4_000;
/** A longer plain text is a page or a log, not a sentence for a person. */
const MAX_PLAIN = 300;
/** Of a list of faults. */
const MAX_FAULTS = 3;

/**
 * The words of an error, from the body of a call, of a result line, or from a batch; `undefined` where nothing is
 * said, as in a page of a proxy's. Shapes: OpenAI, a text, FastAPI, vLLM, Mistral, Gemini's list, Bifrost's error in
 * an error, OpenRouter's raw text, AWS, Cloudflare, MiniMax, problem documents, XML (`test/field/error-words.test.ts`).
 */
export function readComplaint(body: unknown, depth = 0): Complaint | undefined {
	if (depth > MAX_DEPTH) return undefined;
	const list = readList(body);
	if (list !== undefined) return readFaults(list, depth);
	const object = readObject(body);
	if (object !== undefined) return readError(object, depth);
	const text = readString(body);
	return text === undefined ? undefined : readText(text, depth);
}

function readFaults(list: readonly unknown[], depth: number): Complaint | undefined {
	const faults = list
		.slice(0, MAX_FAULTS)
		.flatMap((entry) => readComplaint(entry, depth + 1) ?? []);
	if (faults.length === 0) return undefined;
	const words = faults.flatMap((fault) => (fault.words === '' ? [] : [fault.words]));
	return { words: words.join('; '), codes: faults.flatMap(({ codes }) => codes) };
}

/** Where words stand, the most telling first. */
const WORDS = [
	'message',
	'Message',
	'msg',
	'error_description',
	'detail',
	'errors',
	'error',
	'Error',
	'errorMessage',
	'error_message',
	'error_msg',
	'fault',
	'faultstring',
	'title',
	'reason',
	'description',
	'exception',
	'failure',
	'details',
] as const;
const CODES = [
	'code',
	'Code',
	'error_code',
	'type',
	'__type',
	'status',
	'reason',
	'error',
	'error_type',
] as const;
/** Where an error has another inside, which names the kind. */
const INNER = ['innererror', 'inner_error', 'provider_specific_fields'] as const;

function readError(error: WireObject, depth: number): Complaint | undefined {
	const read = (value: unknown): Complaint | undefined => readComplaint(value, depth + 1);
	// Each is read once, so that a hostile body takes no longer than its size.
	const parts = WORDS.map((name) => ({
		isObject: readObject(error[name]) !== undefined,
		said: read(error[name]),
	}));
	const metadata = readObject(error['metadata']);
	const raw = read(metadata?.['raw']);
	const apart = [
		readKnown(error['base_resp']),
		readStatusWords(error),
		read(readObject(error['response'])?.['error']),
		readFields(error['errors']),
	];
	const inner = INNER.map((name) => read(error[name]));
	const nested = parts.flatMap(({ isObject, said }) => (isObject ? [said] : []));
	const spoken = [raw, ...nested, ...parts.map(({ said }) => said), ...apart];
	const words = spoken.find((said) => said !== undefined && said.words !== '')?.words ?? '';
	const codes = [
		...(raw?.codes ?? []),
		...nested.flatMap((said) => said?.codes ?? []),
		...CODES.flatMap((name) => readCode(error[name])),
		// OpenRouter repeats the text that was flagged, which is the row's.
		...(readString(metadata?.['flagged_input']) === undefined ? [] : ['moderation']),
		...[...inner, ...parts.map(({ said }) => said), ...apart].flatMap((said) => said?.codes ?? []),
	];
	if (words === '' && codes.length === 0) return undefined;
	const place = placeOf(error['loc']);
	return {
		words: place === '' || words === '' ? words : `${place}: ${words}`,
		codes: [...new Set(codes)],
	};
}

/** MiniMax tells the kind by a number, beside an answer, too: 0 is none. */
const KINDS: ReadonlyMap<number, string> = new Map([
	[1002, 'rate_limited'],
	[1008, 'insufficient_balance'],
	[1026, 'input_moderation'],
	[1027, 'output_moderation'],
	[1039, 'rate_limited'],
]);

function readKnown(value: unknown): Complaint | undefined {
	const part = readObject(value) ?? {};
	const said = readStatusWords(part);
	const [status] = Object.values(part).flatMap((entry) => readNumber(entry) ?? []);
	const kind = KINDS.get(status ?? 0);
	return said === undefined || status === 0
		? undefined
		: { ...said, codes: kind === undefined ? [] : [kind] };
}

function readStatusWords(part: WireObject): Complaint | undefined {
	const words = readString(part['status_msg']) ?? '';
	return /^(?:success|ok)$/i.test(words) ? undefined : says(words);
}

/** What is wrong with each field, as frameworks for forms say it: lists of texts under the fields' names. */
function readFields(value: unknown): Complaint | undefined {
	const told = Object.entries(readObject(value) ?? {}).flatMap(([name, faults]) => {
		const first = readString(readList(faults)?.[0]) ?? '';
		return first === '' || !/^[\w.$[\]-]{1,60}$/.test(name) ? [] : [`${name}: ${first}`];
	});
	return says(told.slice(0, MAX_FAULTS).join('; '));
}

/** FastAPI says where in the request. */
function placeOf(loc: unknown): string {
	const parts = readList(loc) ?? [];
	return parts.length > 10 ? '' : parts.filter(isName).join('.').slice(0, 100);
}

function isName(part: unknown): part is string | number {
	return typeof part === 'string' || typeof part === 'number';
}

/** Words for "this is an error", which say nothing of its kind. */
const NO_KIND = /^(?:errors?|fail(?:ed|ure)?|none|null|unknown)$/i;
const CODE = /^[A-Za-z][\w.:-]{1,79}$|^\d{4,6}$/;

function readCode(value: unknown): readonly string[] {
	const code = (readString(value) ?? '').split('#').at(-1) ?? '';
	return CODE.test(code) && !NO_KIND.test(code) ? [code] : [];
}

const PAGE = /<(?:!doctype|html|head|body)\b/i;

function readText(whole: string, depth: number): Complaint | undefined {
	const text = whole.slice(0, MAX_WORDS).trim();
	if (text === '' || PAGE.test(text)) return undefined;
	const data = /^(?:event: ?\w{1,20}\s{1,4})?data: ?/.exec(text)?.[0] ?? '';
	const json = whole.trim().slice(data.length);
	if (/^(?:\{|\[\s*[[{"'\]])/.test(json) && whole.length < 10 * MAX_WORDS) {
		const value = parseJson(json);
		if (value !== undefined) return readComplaint(value, depth + 1);
		return readPrinted(json);
	}
	const sdk = /^Error code: \d{3} - (?=\{)/.exec(text)?.[0];
	const printed =
		sdk === undefined ? undefined : readText(whole.trim().slice(sdk.length), depth + 1);
	if (printed !== undefined) return printed;
	if (text.startsWith('<')) return says(/<message>([^<]*)/i.exec(text)?.[1]);
	if (depth === 0 && whole.length > MAX_PLAIN) return undefined;
	return says(text.replaceAll(INPUT, ''));
}

function says(words: string | undefined): Complaint | undefined {
	return words === undefined || words.trim() === ''
		? undefined
		: { words: words.trim(), codes: [] };
}

/** Pydantic repeats the value that was wrong, and that may be a row's text. */
const INPUT = /,? ?input_value=.*?(?=, input_type=|$)/gs;
