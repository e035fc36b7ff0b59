/** One line of a cue, and whose voice it is marked as. */
export interface SaidLine {
	readonly voice?: string;
	readonly text: string;
}

/** Names of tags that WebVTT, SubRip and YouTube have. Anything else between angle brackets was said or written. */
const TAG =
	/<(\/?)(br|b|c|em|font|i|lang|p|rt|ruby|span|strong|s|u|v)(?=[\s.>/])([^<>]*)>|<(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?>/gi;
/** Placement and style as Advanced SubStation writes it, which players read in SubRip, too. */
const OVERRIDE = /\{\\[^{}]*\}/g;
const INVISIBLE = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;
const ENTITIES: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['nbsp', ' '],
	['lrm', ''],
	['rlm', ''],
	['hellip', '…'],
	['mdash', '—'],
	['ndash', '–'],
	['lsquo', '‘'],
	['rsquo', '’'],
	['ldquo', '“'],
	['rdquo', '”'],
]);

/** What is said in a cue, line by line: without markup, with the voices that the markup names. */
export function readCueText(lines: readonly string[]): readonly SaidLine[] {
	const source = lines.join('\n');
	const said: SaidLine[] = [];
	let voice: string | undefined;
	let text = '';
	let at = 0;
	const close = (): void => {
		for (const line of text.split('\n')) {
			const plain = plainOf(line);
			if (plain !== '') said.push(voice === undefined ? { text: plain } : { voice, text: plain });
		}
		text = '';
	};
	for (const match of source.matchAll(TAG)) {
		const [tag, slash, name = '', rest = ''] = match;
		if (!isMarkup(name.toLowerCase(), rest)) continue;
		text += source.slice(at, match.index);
		at = match.index + tag.length;
		switch (name.toLowerCase()) {
			case 'v':
				close();
				voice = slash === '' ? voiceOf(rest) : undefined;
				break;
			case 'br':
				text += '\n';
				break;
			case 'rt':
				text += slash === '' ? '(' : ')';
				break;
		}
	}
	text += source.slice(at);
	close();
	return said;
}

/** "a <b and c> d" was said: a tag has classes or attributes behind its name; a voice and a language may be any words. */
function isMarkup(name: string, rest: string): boolean {
	return name === 'v' || name === 'lang' || /^\s*\/?$|^\.|=/.test(rest);
}

/** `.loud.first Ann Smith`: classes, then the name. */
function voiceOf(annotation: string): string | undefined {
	const start = annotation.search(/\s/);
	const name = start < 0 ? '' : plainOf(annotation.slice(start));
	return name === '' ? undefined : name;
}

function plainOf(text: string): string {
	return text
		.replaceAll(OVERRIDE, '')
		.replaceAll(ENTITY, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
			if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
			const point = Number.parseInt(decimal ?? hexadecimal ?? '', decimal === undefined ? 16 : 10);
			const isCharacter = point >= 32 && point < 0x11_0000 && (point < 0xd800 || point > 0xdfff);
			return isCharacter ? String.fromCodePoint(point) : whole;
		})
		.replaceAll(INVISIBLE, '')
		.replaceAll(/\s+/g, ' ')
		.trim();
}
