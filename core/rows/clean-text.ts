import { htmlToLines } from './html/html-to-lines';
import { looksLikeHtml } from './html/looks-like-html';
import { readLines, writeLine } from './line';
import { mayHaveHistory } from './mail/may-have-history';
import { withoutHistory } from './mail/without-history';
import { tidy, tidyPage } from './tidy';

/**
 * Clean text: what a model should read of an e-mail, a note or a page, and no more. Fewer tokens, and
 * the labels are about this message rather than the thread quoted below it.
 */
export interface CleanTextOptions {
	/** HTML to text, a mail's history off, white space tidied. */
	readonly clean: boolean;
	/** Cut after this many characters, with a notice that says so. */
	readonly maxCharacters?: number;
}

/** A break between two words or at a line's end; `the <br> tag` is spoken of. */
const BREAK = /(?<=\S)<br\s?\/?>(?:\r?\n|(?=\S|$))/gi;

export const CUT_NOTICE = '\n[… cut]';

export function prepareText(text: string, { clean, maxCharacters }: CleanTextOptions): string {
	const prepared = clean ? cleanText(text) : text;
	return maxCharacters === undefined ? prepared : cutText(prepared, maxCharacters);
}

export function cutText(text: string, maxCharacters: number): string {
	if (text.length <= maxCharacters) return text;
	// A cut between the halves of a surrogate pair would leave half a character.
	const end = /[\uD800-\uDBFF]/.test(text.charAt(maxCharacters - 1))
		? maxCharacters - 1
		: maxCharacters;
	return text.slice(0, end) + CUT_NOTICE;
}

/**
 * A text that says the same to a person: a page as it is shown, a mail without the history at its end; of anything
 * else only the white space is tidied. In doubt it keeps: a few tokens cost less than a lost sentence.
 */
export function cleanText(text: string): string {
	if (looksLikeHtml(text)) {
		return tidyPage(withoutHistory(htmlToLines(text)).map(writeLine).join('\n'));
	}
	const tidied = tidy(
		text.includes('<br') || text.includes('<BR') ? text.replaceAll(BREAK, '\n') : text,
	);
	if (!mayHaveHistory(tidied)) return tidied;
	return withoutHistory(readLines(tidied)).map(writeLine).join('\n').trim();
}
