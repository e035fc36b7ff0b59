/** Texts over which readers have stumbled: a piece again and again, with something before and behind. */
const PIECES: Readonly<Record<string, string>> = {
	'less-than signs': '<',
	'greater-than signs': '>',
	ampersands: '&',
	'numeric entities without end': '&#x',
	'comments that never end': '<!--',
	'comments that never begin': '-->',
	'tags that never end': '<a ',
	'attributes that never end': '<a b="',
	'closing tags': '</div>',
	'nested quotes of a page': '<blockquote>',
	'classes of a voice': '<v.a.a',
	'declarations that never end': '<![CDATA[',
	'beginnings of a reply': 'On ',
	'replies without end': 'On Mon, Nov 3, 2025 at 9:00 Ann wrote\n',
	'heads of a mail': 'From: ',
	'lines of a head': 'From: a\nSent: b\n',
	speakers: 'Ann: ',
	'times of a caption': '00:00',
	'lines with a time': '00:00:01.000 --> 00:00:02.000\n',
	'beginnings of a row': '=== a\n',
	'rows with and without an end': '=== a\n=== b\n=== end b\n',
	dashes: '-',
	underscores: '_',
	slashes: '/',
	'points and digits': '1.',
	'code fences': '```json\n',
	backticks: '`',
	'opening braces': '{',
	'opening brackets': '[',
	'objects that never end': '{"a":',
	quotes: '"',
	'quotes and commas': '"a","',
	backslashes: '\\',
	'escapes of JSON': '\\u0000',
	blanks: ' ',
	tabs: '\t',
	'line feeds': '\n',
	'carriage returns': '\r',
	'blanks and line feeds': ' \n',
	'line separators': '\u2028',
	commas: ',',
	semicolons: ';',
	'separators that are told': 'sep=;\n',
	'first halves of characters': '\ud83d',
	'second halves of characters': '\ude00',
	'marks upon marks': 'e\u0301\u0300',
	'characters without width': '\u200b\ufeff',
	NULs: '\u0000',
	'percent signs': '%e9',
	'file names': 'filename*=',
	letters: 'a',
	'words and at signs': 'a@b.',
	pipes: 'a|b: ',
};

function filled(piece: string, size: number): string {
	return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}

/** By name, each of a size. */
export const HOSTILE_TEXTS: ReadonlyArray<readonly [name: string, of: (size: number) => string]> = [
	...Object.entries(PIECES).map(
		([name, piece]) => [name, (size: number) => filled(piece, size)] as const,
	),
	['a fence of blanks', (size) => `\`\`\`json\n${filled('\n', size)}x`],
	['a word behind blanks', (size) => `${filled(' ', size)}x`],
];

/** Deeper than any stack. */
export const NESTED: typeof HOSTILE_TEXTS = [
	['openings', (size) => '['.repeat(size)],
	['objects that never end', (size) => filled('{"a":', size)],
	['elements of a page', (size) => filled('<div>', size)],
	['quotes of a page', (size) => filled('<blockquote>', size)],
	['quotes of a mail', (size) => filled('>', size)],
	['brackets in brackets', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)],
	['objects in objects', (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`],
];
