import { createHash } from 'node:crypto';
import type { LinePart } from '../formats/bytes';
import type { LineTemplate } from '../protocols/protocol';
import { escapeFence } from '../tasks';
import { encodePackId, encodeRequestId, markOf, type Pack, SEED_LENGTH } from './ids';
import type { SendableRow } from './packer';

/** Derived from all that is packed, so that the same content gives the same request. */
function packOf(rows: readonly SendableRow[], template: LineTemplate): Pack {
	const rowIndexes = rows.map(({ index }) => index);
	const content = JSON.stringify([template.middle, rows.map(({ id, text }) => [id, text])]);
	for (let salt = 0; ; salt += 1) {
		const hash = createHash('sha256').update(`${salt}.${rowIndexes.join()}.${content}`);
		const pack = { rowIndexes, seed: hash.digest('base64url').slice(0, SEED_LENGTH) };
		const marks = new Set(rowIndexes.map((index) => markOf(pack, index)));
		if (marks.size === rows.length) return pack;
	}
}

/** The parts of one JSONL line, for a `LineWriter`. */
export function encodeRequest(
	template: LineTemplate,
	rowIndex: number,
	rowId: string,
	text: string,
): readonly LinePart[] {
	return encodeParts(template, encodeRequestId(rowIndex, rowId), escapeFence(text));
}

/** As `encodeRequest`, for several rows; the template is that of their prompt, which leaves the fences to us. */
export function encodePack(
	template: LineTemplate,
	rows: readonly SendableRow[],
): readonly LinePart[] {
	const pack = packOf(rows, template);
	const fenced = rows.map(
		({ index, text }) => `<row id="${markOf(pack, index)}">\n${escapeFence(text)}\n</row>`,
	);
	return encodeParts(template, encodePackId(pack), fenced.join('\n'));
}

function encodeParts(template: LineTemplate, id: string, input: string): readonly LinePart[] {
	return [template.head, id, template.middle, { inside: input }, template.tail];
}

/** What an input has of one row, fence and all: no text can hold the end of a fence. */
export function findFenced(input: string, mark: string): string | undefined {
	return new RegExp(`<row id="${mark}">\n[^]*?\n</row>`).exec(input)?.[0];
}
