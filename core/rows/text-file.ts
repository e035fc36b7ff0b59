import { decodeText, nameEncoding, type DecodedText, type TextFault } from '../formats/decode-text';
import { readSubtitles } from './subtitles';

/** What a file says, and what somebody should know of how it was read. */
export interface TextFile {
	readonly text: string;
	/** Each goes on from the name of the file: "was read as …". */
	readonly notes: readonly string[];
}

/** The text of a file in any encoding; of subtitles only what was said. */
export function readTextFile(bytes: Uint8Array, isSubtitles: boolean): TextFile | TextFault {
	const decoded = decodeText(bytes);
	if ('fault' in decoded) return decoded;
	const notes = notesOfEncoding(decoded);
	if (!isSubtitles) return { text: decoded.text, notes };
	const { text, cues, unread, repeated, comments } = readSubtitles(decoded.text);
	return {
		text,
		notes: [
			...notes,
			...(cues === 0 && text !== '' ? ['has no times of subtitles: it was read as a text.'] : []),
			...(unread === 0
				? []
				: [`has ${countLines(unread)} that could not be read as subtitles: they were kept.`]),
			...(repeated === 0
				? []
				: [`repeats ${countLines(repeated)}, as captions that roll do: each was taken once.`]),
			...(comments === 0
				? []
				: [`has ${comments === 1 ? '1 comment' : `${comments} comments`} (NOTE), left out.`]),
		],
	};
}

function notesOfEncoding({ encoding, isGuess, lost }: DecodedText): readonly string[] {
	const isMended = isGuess && encoding === 'utf-8';
	return [
		...(isMended && lost === 0
			? ['is UTF-8 but for some characters, which were read as windows-1252.']
			: []),
		...(isGuess && !isMended
			? [
					`was read as ${nameEncoding(encoding)}, by its letters. If they look wrong, save it as UTF-8.`,
				]
			: []),
		...(lost === 0
			? []
			: [
					`has ${lost === 1 ? '1 damaged character' : `${lost} damaged characters`}, which ${lost === 1 ? 'was' : 'were'} left out.`,
				]),
	];
}

function countLines(count: number): string {
	return count === 1 ? '1 line' : `${count} lines`;
}
