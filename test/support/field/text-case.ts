import { cleanText } from '../../../core/rows/clean-text';

/** What a careful person would say of one text that others' tools were reported for. */
export interface TextCase {
	/** owner/repo#number of the report, or the program and language that write such. */
	readonly source: string;
	readonly title: string;
	/** One text, or its lines. */
	readonly input: string | readonly string[];
	/** Must stay, in this order. */
	readonly keeps?: readonly string[];
	/** Must go: only where a person has no doubt. */
	readonly drops?: readonly string[];
	/** All lines that are not blank, without the white space around them. */
	readonly lines?: readonly string[];
	/** The whole text, where there is only one right answer. */
	readonly is?: string;
	/** No more characters than these may be paid for. */
	readonly atMost?: number;
}

export function textOf({ input }: TextCase): string {
	return typeof input === 'string' ? input : input.join('\n');
}

function expectInOrder(text: string, parts: readonly string[]): void {
	let position = 0;
	for (const part of parts) {
		const found = text.indexOf(part, position);
		// The whole text is in the message when a part is lost, or stands before another.
		if (found < 0) expect(text.slice(position)).toContain(part);
		position = found + part.length;
	}
}

function linesOf(text: string): readonly string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

/** One test a case; the same with the line ends of Windows. */
export function holdTextCases(cases: readonly TextCase[]): void {
	it.each(cases.map((given) => [given.title, given.source, given] as const))(
		'%s (%s)',
		(_title, _source, given) => {
			const text = textOf(given);
			const clean = cleanText(text);
			expectInOrder(clean, given.keeps ?? []);
			for (const part of given.drops ?? []) expect(clean).not.toContain(part);
			if (given.lines !== undefined) expect(linesOf(clean)).toEqual(given.lines);
			if (given.is !== undefined) expect(clean).toBe(given.is);
			expect(clean.length).toBeLessThanOrEqual(given.atMost ?? Infinity);
			expect(cleanText(text.replaceAll('\n', '\r\n'))).toBe(clean);
		},
	);
}
