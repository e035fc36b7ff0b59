import { htmlToText, looksLikeHtml } from './html-text';
import { withoutQuotedReplies } from './quoted-replies';

/**
 * Clean text: what a model should read of an e-mail, a note or a page, and no more. Fewer tokens, and
 * the labels are about this message rather than the thread quoted below it.
 */
export interface CleanTextOptions {
	/** HTML to text, quoted replies off, white space tidied. */
	readonly clean: boolean;
	/** Cut after this many characters, with a notice that says so. */
	readonly maxCharacters?: number;
}

export const CUT_NOTICE = '\n[… cut]';

export function prepareText(text: string, { clean, maxCharacters }: CleanTextOptions): string {
	const prepared = clean ? cleanText(text) : text;
	if (maxCharacters === undefined || prepared.length <= maxCharacters) return prepared;
	// A cut between the halves of a surrogate pair would leave half a character.
	const end = /[\uD800-\uDBFF]/.test(prepared.charAt(maxCharacters - 1))
		? maxCharacters - 1
		: maxCharacters;
	return prepared.slice(0, end) + CUT_NOTICE;
}

export function cleanText(text: string): string {
	const plain = looksLikeHtml(text) ? htmlToText(text) : text;
	return tidy(withoutQuotedReplies(plain));
}

function tidy(text: string): string {
	return (
		text
			.replaceAll(/\r\n?/g, '\n')
			.replaceAll(/[\u200B\u2060\uFEFF\u00AD]|\u034F/g, '')
			// Single spaces and bare line ends are left alone: most of a text is these.
			.replaceAll(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
			.replaceAll(/ \n ?|\n /g, '\n')
			.replaceAll(/\n{3,}/g, '\n\n')
			.trim()
	);
}
