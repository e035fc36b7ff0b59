/** A key of fewer characters is a word ("none", "test", "ollama"): only as a whole word is it taken out. */
const SECRET_ENOUGH = 8;
/** Fewer are no key, and are met everywhere. */
const SHORTEST = 4;
/** As long a piece of a key is told apart from chance; "sk-proj-" and the like are shorter. */
const PIECE = 12;

/** The text without this key, however an address, JSON, a page or a header may write it. */
export function withoutSecret(text: string, secret: string): string {
	const key = secret.trim();
	if (key.length < SHORTEST) return text;
	const pieces = key.length < 2 * PIECE ? [] : [key.slice(0, PIECE), key.slice(-PIECE)];
	const bounds = key.length < SECRET_ENOUGH ? ['(?<![\\w-])', '(?![\\w-])'] : ['', ''];
	const whole = [anyForm(key), ...base64Of(key).map(escaped)].reduce(
		(rest, form) => rest.replaceAll(new RegExp(bounds.join(form), 'gi'), '[key]'),
		text,
	);
	return pieces
		.map(anyForm)
		.filter((piece) => new RegExp(piece, 'i').test(whole))
		.reduce(
			(rest, piece) =>
				rest.replaceAll(new RegExp(`[\\w*-]{0,200}${piece}[\\w*-]{0,200}`, 'gi'), '[key]'),
			whole,
		);
}

/** A pattern of the key; each of its signs as itself or escaped, for no two programs escape the same ones. */
function anyForm(key: string): string {
	return key.replaceAll(/\\+|[^\w\\]/gu, formsOf);
}

const PAGE_NAMES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
	' ': 'nbsp',
};

function formsOf(sign: string): string {
	// Nobody escapes these.
	if (/[.~-]/.test(sign)) return escaped(sign);
	// A run of them is one, or the ways to share it out would be countless.
	if (sign.startsWith('\\')) {
		return `(?:\\\\{${sign.length},${2 * sign.length}}|(?:%(?:25)?5C){${sign.length}})`;
	}
	const bytes = encodeURIComponent(sign.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
	const code = sign.codePointAt(0) ?? 0;
	const inAddress = bytes.length > 1 ? bytes : `%${hexOf(code)}`;
	const inJson = [...Array(sign.length).keys()]
		.map((at) => `\\\\u${hexOf(sign.charCodeAt(at)).padStart(4, '0')}`)
		.join('');
	const name = PAGE_NAMES[sign];
	const inPage = `&(?:${name === undefined ? '' : `${name}|`}#0{0,4}${code}|#x0{0,4}${hexOf(code)});`;
	const forms = [
		inAddress.replaceAll('%', '%(?:25)?'),
		inPage,
		inJson,
		`\\\\{0,2}${escaped(sign)}`,
	];
	return `(?:${[...forms, ...(sign === ' ' ? ['\\+'] : [])].join('|')})`;
}

function hexOf(code: number): string {
	return code.toString(16).padStart(2, '0');
}

/** As it stands in a Basic header with or without a colon; the last characters depend on what follows. */
function base64Of(key: string): readonly string[] {
	if (/[^\x20-\x7e]/.test(key)) return [];
	return [key, `:${key}`].map((text) => btoa(text).replace(/.?={0,2}$/, ''));
}

function escaped(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
