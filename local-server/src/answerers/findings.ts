import { sentences } from './sentences';

const MOST_FINDINGS = 5;
const MOST_SUGGESTIONS = 3;
const LEAST_WORDS = 4;
/** A sentence that calls for something to be done. */
const CALLS = /\b(?:needs? a look|failed|may fit|may succeed|overdue|please|must|should)\b/i;

const CONFESSION =
	'The local server’s demo is no language model: it only repeats sentences that stand in the report.';

/** A report's own sentences, in its order: enough to see where a model's findings will stand. */
export function findingsOf(text: string): string[] {
	const told = reportSentences(text).filter((sentence) => !CALLS.test(sentence));
	return [CONFESSION, ...told.slice(0, MOST_FINDINGS)];
}

export function suggestionsOf(text: string): string[] {
	return reportSentences(text)
		.filter((sentence) => CALLS.test(sentence))
		.slice(0, MOST_SUGGESTIONS);
}

/** Whole sentences with something to tell; a table's lines are none. */
function reportSentences(text: string): string[] {
	return sentences(text)
		.filter((sentence) => !/[|×]|\banswered, /.test(sentence))
		.map((sentence) => sentence.replace(/^-\s*/, ''))
		.filter((sentence) => sentence.endsWith('.') && sentence.split(' ').length >= LEAST_WORDS);
}
