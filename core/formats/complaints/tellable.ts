import { withoutSecret } from './without-secret';

/** Longer than what is shown, so that nothing is cut in two before it is recognized. */
const LONGEST_READ = 4_000;
const LONGEST_TOLD = 400;

/**
 * What a provider says, as it may be shown and logged: at most 400 characters, on one line, without the keys in
 * use, whatever their form, and without what looks like a key. Ids, names of models and ordinary words stay.
 */
export function tellable(words: string, secrets: readonly string[] = []): string {
	const read =
		words.length <= LONGEST_READ
			? words
			: words.slice(0, LONGEST_READ).replace(/[\w*.~+/%=-]{1,400}$/, '');
	const plain = read.replaceAll(/[\s\p{Cc}]+/gu, ' ');
	const own = secrets.reduce(withoutSecret, plain);
	const known = own.replaceAll(SK, (token, at: number, text: string) =>
		NAMED_SK.test(token) && !BEFORE.test(text.slice(Math.max(0, at - 60), at)) ? token : '[key]',
	);
	const clean = LOOKS.reduce((text, [look, instead]) => text.replaceAll(look, instead), known)
		.replaceAll(TOKEN, (token, at: number, text: string) => maskedToken(token, at, text))
		.replaceAll(/\[key\](?:(?:\.{2,}|…)[\w-]{0,12})?/g, '[key]')
		.trim();
	return clean.length > LONGEST_TOLD
		? `${clean.slice(0, LONGEST_TOLD - 2).replace(/\p{Surrogate}$/u, '')} …`
		: clean;
}

const SK = /(?<![A-Za-z0-9])(?:sk|rk|gsk|csk)[-_][\w*.•-]{3,400}[\w*•-]/gi;
/** Short words alone are the name of a thing: sk-learn, sk-router-x. */
const NAMED_SK = /^sk(?:[-_.][a-z]{1,10}){1,4}(?:-\d{1,2})?$/;

/** What is a key wherever it stands. */
const LOOKS: ReadonlyArray<readonly [look: RegExp, instead: string]> = [
	// An address with a user in it.
	[/:\/\/[^\s/@]{1,200}@/g, '://[key]@'],
	// JSON Web Tokens, whole or cut.
	[/\beyJ[\w-]{12,}(?:\.[\w-]*)*/g, '[key]'],
	[
		/(?<![A-Za-z0-9])(?:key|pk|fw|hf|r8|xai|nvapi|pplx|tgp|whsec|ghp|gho|npm|glpat|lsv2|sess|xox[a-z]|xapp|github_pat|gh[sru])[-_](?=[\w.-]{0,80}\d)[\w*.•-]{12,}/gi,
		'[key]',
	],
	[
		/(?<![A-Za-z0-9])(?:AIza[\w-]{20,}|(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=]{12,}|ya29\.[\w-]{8,})/g,
		'[key]',
	],
	[
		/\bBearer\s+(?!(?:tokens?|auth\w*|scheme|realm|headers?|format|credentials?|keys?|api|is|in|as|and|or|with|was|prefix|type|error|challenge|not|missing|required|invalid|security|http)\b)[^\s"',;)]+/gi,
		'Bearer [key]',
	],
	// Azure Functions takes its key as a part of the address.
	[/([?&]code=)[\w%+/-]{20,400}={0,2}/gi, '$1[key]'],
	// What the provider has masked itself: its ends are those of a key.
	[/[\w.-]{0,40}[*•]{3}[\w.*•-]{0,400}/g, '[key]'],
];

/** What may be one, by what stands before it. */
const TOKEN = /[\w*.~+/%•…-]{6,400}={0,2}/g;
const BEFORE =
	/(?:(?<![a-z])|api|auth|access|account|client)(?:key|token|secret|password|passwd|signature|sig|credential|authorization|basic)s?\b(?:["'`)\]:=<(\s]|\b(?:hash|id|is|of|provided|received|sent|used|value|was)\b|\((?:token|hash)\)?){0,12}$/i;
const BEHIND_NAME = /[:=]\s*["'`<(]?$/;
const ECHOED = /(?:key provided|api[ _-]?key|token)["'`]? ?[:=] ?["'`<(]?$/i;
const PASSWORD_IS = /(?:secret|password|passwd)["'`]? (?:is|was):? ?["'`]?$/i;
/** Of ours, of OpenAI's, of those who speak like it. */
const IDS = /^(?:batch|file|req|resp|msg|chatcmpl)[-_]/i;
/** Of those whom a key may be named after: behind "key:" such a one is no id. */
const NAMED_IDS = /^(?:run|org|proj|job|op|user|call|model|deployment)[-_]/i;
const WORD =
	/^[A-Za-z]?(?:[a-z]{0,20}|[A-Z]{0,20})(?:[-_./](?:[a-z]{1,20}|[A-Z]{1,20}))*(?:_\d{1,2})?$/;
/** As licences are written; names of constants have other dashes. */
const BLOCKS = /^(?:[A-Z]{4,20}-){1,8}[A-Z]{4,20}$/;

function maskedToken(token: string, at: number, text: string): string {
	const core = token.replace(/[.…]{1,3}$/, '');
	const before = text.slice(Math.max(0, at - 60), at);
	return BEFORE.test(before) && isKey(core, before) ? `[key]${token.slice(core.length)}` : token;
}

function isKey(core: string, before: string): boolean {
	const isBehindName = BEHIND_NAME.test(before);
	if (isBehindName && BLOCKS.test(core)) return true;
	// A key of letters alone cannot be told from a long word: where a key is echoed, the word is the lesser loss.
	if (ECHOED.test(before) && /^[A-Za-z]{12,}$/.test(core)) return true;
	if (IDS.test(core) || WORD.test(core)) return false;
	if (NAMED_IDS.test(core)) return isBehindName && isRandom(core);
	if (isBehindName) return !/^\d{0,8}$/.test(core);
	return isRandom(core) || (PASSWORD_IS.test(before) && /^(?=.*[a-z])(?=.*\d).{8,}$/i.test(core));
}

/** Of some length, with figures or with small and large letters, as no word has them. */
function isRandom(text: string): boolean {
	if (!/^[\w+/-]{16,400}={0,2}$/.test(text)) return false;
	const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
	return /^(?:\D*\d){3}/.test(text) || (isMixed && !/[-_]/.test(text));
}
