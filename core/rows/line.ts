/** A line of a text that may be a mail. */
export interface Line {
	/** Without its quote marks. */
	readonly text: string;
	/** In how many quotes it stands. */
	readonly depth: number;
	/** As it stood in a plain text, marks and all. */
	readonly written?: string;
	/** A mail program drew a line above it, or marked it as the head of what follows. */
	readonly isRuled?: boolean;
}

const QUOTE_MARKS = /^[ \t\u00A0]{0,3}[>＞][>＞ \t\u00A0]*/;

/** Lines of a plain text; quote marks are `>`, also the wide one of Japanese mail programs. */
export function readLines(text: string): readonly Line[] {
	return text.split('\n').map((line) => {
		const marks = QUOTE_MARKS.exec(line)?.[0];
		if (marks === undefined) return { text: line, depth: 0 };
		return { text: line.slice(marks.length), depth: countMarks(marks), written: line };
	});
}

function countMarks(marks: string): number {
	let count = 0;
	for (const mark of marks) if (mark === '>' || mark === '＞') count += 1;
	return count;
}

/** A quoted line bears one mark a quote, whatever it stood in. */
export function writeLine({ text, depth, written }: Line): string {
	return written ?? (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd());
}

export function isBlank({ text }: Line): boolean {
	return text.trim() === '';
}
