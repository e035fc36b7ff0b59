/** A line of a text that may be a mail. */
export interface Line {
	/** Without its quote signs. */
	readonly text: string;
	/** In how many quotes it stands. */
	readonly depth: number;
	/** As it stood in a plain text, signs and all. */
	readonly written?: string;
	/** A mail program drew a line above it, or named it as the head of what follows. */
	readonly isRuled?: boolean;
}

const QUOTE_SIGNS = /^[ \t\u00A0]{0,3}[>＞][>＞ \t\u00A0]*/;

/** Lines of a plain text; quote signs are `>`, also the wide one of Japanese mail programs. */
export function readLines(text: string): readonly Line[] {
	return text.split('\n').map((line) => {
		const signs = QUOTE_SIGNS.exec(line)?.[0];
		if (signs === undefined) return { text: line, depth: 0 };
		return { text: line.slice(signs.length), depth: countSigns(signs), written: line };
	});
}

function countSigns(signs: string): number {
	let count = 0;
	for (const sign of signs) if (sign === '>' || sign === '＞') count += 1;
	return count;
}

/** A quoted line bears one sign a quote, whatever it stood in. */
export function writeLine({ text, depth, written }: Line): string {
	return written ?? (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd());
}

export function isBlank({ text }: Line): boolean {
	return text.trim() === '';
}
