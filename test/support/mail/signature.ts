import { type Mail } from './mail';
import { blocksOf, linesOf } from './write';

/** The signature as lines, after an empty one. */
export function signatureLines({ signature }: Mail): readonly string[] {
	return signature === undefined ? [] : ['', ...signature.lines];
}

/** The signature as blocks, after an empty one. */
export function signatureBlocks({ signature }: Mail): string {
	return signature === undefined ? '' : `<div><br></div>\n${blocksOf([signature.lines])}`;
}

/** What the sender wrote over the head, with his signature, and an empty line where there is any of it. */
export function linesOver(mail: Mail): readonly string[] {
	const lines = [...linesOf(mail.above), ...signatureLines(mail)];
	return lines.length === 0 ? [] : [...lines, ''];
}
