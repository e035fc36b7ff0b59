import { TokenCounter } from '../cost/tokens';
import { isBlank } from '../formats/well-formed';
import { fitsRequestId } from '../requests/ids';
import type { RowWriter } from '../requests/row-writer';
import { cleanText, cutText } from '../rows/clean-text';
import type { Prompt } from '../tasks';
import type { Cleaned, KeptEntry, KeptRow, Row, SkippedRow } from '../types';
import { CleanedCounter } from './cleaned-counter';
import { allEmpty, emptyTexts, type PlanInput, tooLarge } from './input';
import { Mappings } from './mappings';
import { type ChosenPacking, rowWriterOf } from './packing';
import { type Placeholder, readPlaceholder } from './placeholder';

export type Written = ReturnType<RowWriter['finish']> & {
	readonly skipped: readonly SkippedRow[];
	readonly texts: TokenCounter;
	readonly cleaned: Cleaned;
	readonly warnings: readonly string[];
};

/** Every row into the shards, or among those that are skipped. */
export function writeRows(input: PlanInput, prompt: Prompt, packing: ChosenPacking): Written {
	const { rows, maxCharacters } = input;
	const writer = rowWriterOf(input, prompt, packing);
	const texts = new TokenCounter();
	const cleaning = new CleanedCounter();
	const mappings = new Mappings(input);
	const skipped: SkippedRow[] = [];
	const empty: number[] = [];
	for (const [index, row] of rows.entries()) {
		const cleaned = input.cleanText ? cleanText(row.text) : row.text;
		cleaning.add(row.text, cleaned);
		const text = maxCharacters === undefined ? cleaned : cutText(cleaned, maxCharacters);
		const rowId = row.id ?? String(index);
		const travels = travelsBeside(
			index,
			row,
			!packing.isOn || text.length > packing.rules.longestText,
		);
		const placeholder = readPlaceholder(text);
		const missing = whyMissing(text, placeholder);
		if (missing !== undefined) {
			if (input.emptyText === 'refuse') {
				empty.push(index);
				continue;
			}
			skipped.push({ index, reason: missing });
			const tooMuch = writer.skip({
				kept: { rowIndex: index, rowId, ...travels, skipped: missing },
			});
			if (tooMuch !== undefined) throw tooLarge(input, tooMuch);
			continue;
		}
		const misMapped = mappings.add(index, text, placeholder);
		if (misMapped !== undefined) throw misMapped;
		const kept: KeptEntry | undefined =
			Object.keys(travels).length === 0 ? undefined : { rowIndex: index, ...travels };
		const oversize = writer.add({ index, id: rowId, text, kept });
		if (oversize !== undefined) throw tooLarge(input, oversize);
		texts.add(text);
	}
	if (empty.length > 0) throw emptyTexts(input, empty);
	if (skipped.length === rows.length) throw allEmpty();
	const fault = mappings.findFault();
	if (fault !== undefined) throw fault;
	const written = writer.finish();
	if (written.tooLarge !== undefined) throw tooLarge(input, written.tooLarge);
	return {
		...written,
		skipped,
		texts,
		cleaned: cleaning.finish(),
		warnings: mappings.warnings(),
	};
}

/** A field that is not there comes as nothing, or as a word for it. */
function whyMissing(text: string, placeholder: Placeholder | undefined): string | undefined {
	if (isBlank(text)) return 'The text is empty, so it was not sent.';
	return placeholder === 'nothing'
		? 'The text is empty but for a word such as undefined or null, so it was not sent.'
		: undefined;
}

/** What of a row the model need not read, and its request's id does not say. */
function travelsBeside(index: number, { id, kept }: Row, hasOwnRequest: boolean): KeptRow {
	const rowId = id ?? String(index);
	const isSaid = rowId === String(index) || (hasOwnRequest && fitsRequestId(index, rowId));
	const hasFields = kept !== undefined && Object.keys(kept).length > 0;
	return { ...(isSaid ? {} : { rowId }), ...(hasFields ? { fields: kept } : {}) };
}
