import { STOP_WORDS } from './stop-words';

export interface Word {
	/** As it stands in the text, lower case. */
	readonly raw: string;
	readonly stem: string;
}

const ENDINGS: readonly string[] = [
	...['ations', 'ements', 'ments', 'ation', 'ement', 'ungen', 'ings', 'ions', 'ment'],
	...['ing', 'ion', 'ies', 'ung', 'ers', 'ed', 'er', 'es', 'en', 'em', 'e', 'y', 'n', 's'],
];

/** How much must be left of a word: *jobs* may become *job*, but *time* not *tim*. */
function leastLeft(ending: string): number {
	return ending === 's' ? 3 : 4;
}

/** Crude on purpose: it only has to bring *invoices* and *invoice*, *Rechnungen* and *Rechnung* together. */
export function stem(word: string): string {
	let result = word.normalize('NFKD').replace(/\p{M}/gu, '');
	for (let round = 0; round < 3; round += 1) {
		const found = ENDINGS.find(
			(ending) => result.endsWith(ending) && result.length - ending.length >= leastLeft(ending),
		);
		if (found === undefined) break;
		result = result.slice(0, -found.length);
	}
	return result;
}

/** The words that mean something, in order, with repeats. */
export function words(text: string): Word[] {
	const found: Word[] = [];
	for (const [match] of text.toLowerCase().matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu)) {
		if (match.length > 1 && !STOP_WORDS.has(match)) found.push({ raw: match, stem: stem(match) });
	}
	return found;
}
