import { OffpeakError, type Row } from '../../../core';

/** `=== id`, and behind bars what is kept: `=== 17f3a | subject: Your bill | from: Anna`. */
// `s`: a line separator (U+2028) inside a subject does not end the line.
const MARK = /^=== +(\S.*)$/s;

/** One text with a line `=== id` before each row, as Digest by Zapier can put it together. */
export function splitText(text: string): readonly Row[] {
	const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
	const marks = lines.flatMap((line, at) => (MARK.test(line) ? [at] : []));
	const [first] = marks;
	if (first === undefined) {
		throw new OffpeakError('invalid_input', 'The text has no line that begins a row.', {
			hint: 'Put a line like "=== id" before each row; in Digest by Zapier, at the beginning of the entry. Nothing was sent.',
		});
	}
	if (lines.slice(0, first).join('').trim() !== '') {
		throw new OffpeakError(
			'invalid_input',
			'Something stands before the first line that begins a row ("=== id").',
			{ hint: 'It would belong to no row. Nothing was sent.' },
		);
	}
	return marks.map((at, position) => ({
		...readMark(lines[at] ?? ''),
		text: lines
			.slice(at + 1, marks[position + 1])
			.join('\n')
			.trim(),
	}));
}

function readMark(line: string): Pick<Row, 'id' | 'kept'> {
	const [id = '', ...parts] = (MARK.exec(line)?.[1] ?? '').split('|').map((part) => part.trim());
	const kept: Record<string, string> = {};
	let last: string | undefined;
	for (const part of parts) {
		const pair = /^([^:]{1,60}):\s*(.*)$/s.exec(part);
		if (pair?.[1] !== undefined) {
			last = pair[1].trim();
			kept[last] = pair[2] ?? '';
		} else if (last !== undefined) {
			// A bar inside a value is no border.
			kept[last] = `${kept[last] ?? ''} | ${part}`;
		}
	}
	return Object.keys(kept).length === 0 ? { id } : { id, kept };
}
