import { encodePathPart } from '../well-formed';

/** Longer than what is shown, so that nothing is cut in two before it is recognized. */
const LONGEST_READ = 4_000;
const LONGEST_TOLD = 400;

/** A key of fewer characters is a word ("none", "test", "ollama"): only as a whole word is it taken out. */
const SECRET_ENOUGH = 8;
/** Fewer are no key, and are met everywhere. */
const SHORTEST = 4;
/** As long a piece of a key is told apart from chance; "sk-proj-" and the like are shorter. */
const PIECE = 12;

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
	const clean = LOOKS.reduce((text, [look, instead]) => text.replaceAll(look, instead), own)
		.replaceAll(TOKEN, (token, at: number, text: string) => maskedToken(token, at, text))
		.replaceAll(/\[key\](?:(?:\.{2,}|…)[\w-]{0,12})?/g, '[key]')
		.trim();
	return clean.length > LONGEST_TOLD
		? `${clean.slice(0, LONGEST_TOLD - 2).replace(/\p{Surrogate}$/u, '')} …`
		: clean;
}

function withoutSecret(text: string, secret: string): string {
	const key = secret.trim();
	if (key.length < SHORTEST) return text;
	const forms = [key, encodePathPart(key), ...base64Of(key)];
	const pieces = key.length < 2 * PIECE ? [] : [key.slice(0, PIECE), key.slice(-PIECE)];
	const whole = forms.reduce((rest, form) => {
		const bounds = key.length < SECRET_ENOUGH ? ['(?<![\\w-])', '(?![\\w-])'] : ['', ''];
		return rest.replaceAll(new RegExp(bounds.join(escaped(form)), 'gi'), '[key]');
	}, text);
	const lower = whole.toLowerCase();
	return pieces
		.filter((piece) => lower.includes(piece.toLowerCase()))
		.reduce(
			(rest, piece) =>
				rest.replaceAll(new RegExp(`[\\w*-]{0,200}${escaped(piece)}[\\w*-]{0,200}`, 'gi'), '[key]'),
			whole,
		);
}

/** As it stands in a Basic header with or without a colon; the last characters depend on what follows. */
function base64Of(key: string): readonly string[] {
	if (/[^\x20-\x7e]/.test(key)) return [];
	return [key, `:${key}`].map((text) => btoa(text).replace(/.?={0,2}$/, ''));
}

function escaped(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** What is a key wherever it stands. */
const LOOKS: ReadonlyArray<readonly [look: RegExp, instead: string]> = [
	// An address with a user in it.
	[/:\/\/[^\s/@]{1,200}@/g, '://[key]@'],
	// JSON Web Tokens, whole or cut.
	[/\beyJ[\w-]{12,}(?:\.[\w-]*)*/g, '[key]'],
	[/(?<![A-Za-z0-9])(?:sk|rk|gsk|csk)[-_][\w*.•-]{3,400}[\w*•-]/gi, '[key]'],
	[
		/(?<![A-Za-z0-9])(?:key|pk|fw|hf|r8|xai|nvapi|pplx|tgp|whsec|ghp|gho|npm|glpat|lsv2)[-_](?=[\w.-]{0,80}\d)[\w*.•-]{12,}/gi,
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
	// What the provider has masked itself: its ends are those of a key.
	[/[\w.-]{0,40}[*•]{3}[\w.*•-]{0,400}/g, '[key]'],
];

/** What may be one, by what stands before it. */
const TOKEN = /[\w*.~+/%•…-]{6,400}={0,2}/g;
const BEFORE =
	/(?:(?<![a-z])|api|auth|access|account|client)(?:key|token|secret|password|passwd|signature|sig|credential|authorization|basic)s?\b(?:["'`)\]:=<(\s]|\b(?:hash|id|is|of|provided|received|sent|used|value|was)\b|\((?:token|hash)\)?){0,12}$/i;
const BEHIND_NAME = /[:=]\s*["'`<(]?$/;
/** Of ours, of OpenAI's, of those who speak like it. */
const IDS =
	/^(?:batch|file|req|resp|msg|run|org|proj|chatcmpl|job|op|user|call|model|deployment)[-_]/i;
const WORD = /^[A-Za-z]?(?:[a-z]{0,20}|[A-Z]{0,20})(?:[-_./](?:[a-z]{1,20}|[A-Z]{1,20}))*$/;

function maskedToken(token: string, at: number, text: string): string {
	const core = token.replace(/[.…]{1,3}$/, '');
	const before = text.slice(Math.max(0, at - 60), at);
	if (!BEFORE.test(before) || IDS.test(core) || WORD.test(core)) return token;
	const isKey = BEHIND_NAME.test(before) ? !/^\d{0,8}$/.test(core) : isRandom(core);
	return isKey ? `[key]${token.slice(core.length)}` : token;
}

/** Of some length, with figures or with small and large letters, as no word has them. */
function isRandom(text: string): boolean {
	if (!/^[\w+/-]{16,400}={0,2}$/.test(text)) return false;
	const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
	return /^(?:\D*\d){3}/.test(text) || (isMixed && !/[-_]/.test(text));
}
