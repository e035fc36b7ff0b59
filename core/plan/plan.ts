import { estimate } from '../cost/estimate';
import { TokenCounter } from '../cost/tokens';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import { findLacks, fitsHandle } from '../record/carriers';
import { hashContent } from '../record/keys';
import { fitsRequestId } from '../requests/ids';
import type { RowWriter } from '../requests/row-writer';
import { prepareText } from '../rows/clean-text';
import { type Prompt, promptOf } from '../tasks';
import type { KeptEntry, KeptRow, Plan, Row, SkippedRow } from '../types';
import {
	emptyTexts,
	findDuplicateId,
	findSettingsFault,
	type PlanInput,
	tooLarge,
	tooMuchToCarry,
} from './input';
import { choosePacking, type ChosenPacking, rowWriterOf } from './packing';

const MAX_LABEL_CHARACTERS = 200;

/** Rows + task → what submitting would do. Refuses bad input here, before anything is bought. */
export function plan(input: PlanInput): Plan {
	const fault = findSettingsFault(input) ?? findDuplicateId(input);
	if (fault !== undefined) throw fault;

	const { provider, rows, task } = input;
	const model = input.model.trim();
	const prompt = promptOf(task);
	const packing = choosePacking(input);
	const { shards, kept, sent, packed, skipped, texts } = writeRows(input, prompt, packing);
	if (kept !== undefined && !fitsHandle(kept)) throw tooMuchToCarry(input);
	const expireAfterSeconds = clampExpiry(provider, input.expireAfterSeconds);
	const round = input.round ?? 1;
	const label = cutLabel(input.label);
	return {
		shards,
		...defined({ kept }),
		rowCount: rows.length,
		requestCount: sent.requestCount,
		packedRowCount: sent.packedRowCount,
		skipped,
		label,
		model,
		shape: prompt.shape,
		expireAfterSeconds,
		contentKey: hashContent([
			provider.id,
			input.baseUrl,
			label,
			String(round),
			JSON.stringify(prompt.shape),
			...(kept === undefined ? [] : [JSON.stringify(kept)]),
			...shards.flatMap((shard) =>
				shard.kept === undefined ? [shard.input] : [shard.input, shard.kept],
			),
		]),
		round,
		inputBytes: shards.reduce((sum, shard) => sum + shard.input.byteLength, 0),
		estimate: estimate({
			task,
			prompt,
			provider,
			model,
			rowCount: rows.length - skipped.length,
			texts,
			...(packed === undefined || 'fault' in packing.asked
				? {}
				: { packing: { ...packed, isOn: packing.isOn, prompt: packing.asked.prompt } }),
			maxOutputTokens: input.maxOutputTokens,
			extra: input.extra ?? {},
			ownPrice: input.ownPrice,
		}),
		caveats: caveatsOf(input, packing, expireAfterSeconds, shards.length),
	};
}

type Written = ReturnType<RowWriter['finish']> & {
	readonly skipped: readonly SkippedRow[];
	readonly texts: TokenCounter;
};

/** Every row into the shards, or among those that are skipped. */
function writeRows(input: PlanInput, prompt: Prompt, packing: ChosenPacking): Written {
	const { rows, maxCharacters } = input;
	const cleaning = { clean: input.cleanText, ...defined({ maxCharacters }) };
	const writer = rowWriterOf(input, prompt, packing);
	const texts = new TokenCounter();
	const skipped: SkippedRow[] = [];
	const empty: number[] = [];
	for (const [index, row] of rows.entries()) {
		const text = prepareText(row.text, cleaning);
		const rowId = row.id ?? String(index);
		const travels = travelsBeside(
			index,
			row,
			!packing.isOn || text.length > packing.rules.longestText,
		);
		if (text.trim() === '') {
			if (input.emptyText === 'refuse') {
				empty.push(index);
				continue;
			}
			const reason = 'The text is empty, so it was not sent.';
			skipped.push({ index, reason });
			const tooMuch = writer.skip({
				kept: { rowIndex: index, rowId, ...travels, skipped: reason },
			});
			if (tooMuch !== undefined) throw tooLarge(input, tooMuch);
			continue;
		}
		const kept: KeptEntry | undefined =
			Object.keys(travels).length === 0 ? undefined : { rowIndex: index, ...travels };
		const oversize = writer.add({ index, id: rowId, text, kept });
		if (oversize !== undefined) throw tooLarge(input, oversize);
		texts.add(text);
	}
	if (empty.length > 0) throw emptyTexts(input, empty);
	if (skipped.length === rows.length) {
		throw new OffpeakError('invalid_input', 'Every text is empty: there is nothing to send.', {
			hint: 'Check the expression in Text.',
		});
	}
	const written = writer.finish();
	if (written.tooLarge !== undefined) throw tooLarge(input, written.tooLarge);
	return { ...written, skipped, texts };
}

/** What of a row the model need not read, and its request's id does not say. */
function travelsBeside(index: number, { id, kept }: Row, hasOwnRequest: boolean): KeptRow {
	const rowId = id ?? String(index);
	const isSaid = rowId === String(index) || (hasOwnRequest && fitsRequestId(index, rowId));
	const hasFields = kept !== undefined && Object.keys(kept).length > 0;
	return { ...(isSaid ? {} : { rowId }), ...(hasFields ? { fields: kept } : {}) };
}

function cutLabel(label: string): string {
	// A cut between the halves of a surrogate pair would leave half a character.
	return label
		.trim()
		.slice(0, MAX_LABEL_CHARACTERS)
		.replace(/[\uD800-\uDBFF]$/, '');
}

function clampExpiry({ expiry }: Provider, seconds: number): number {
	return expiry === undefined
		? seconds
		: Math.min(expiry.maxSeconds, Math.max(expiry.minSeconds, Math.round(seconds)));
}

function caveatsOf(
	{ provider, expireAfterSeconds, packing = 'off' }: PlanInput,
	{ asked }: ChosenPacking,
	granted: number,
	shardCount: number,
): readonly string[] {
	const caveats = [...provider.caveats, ...findLacks(provider)];
	if (granted !== expireAfterSeconds) {
		caveats.push(
			`${provider.name} keeps the files for ${Math.round(granted / 3600)} hours instead.`,
		);
	}
	if (packing !== 'off' && 'fault' in asked) {
		caveats.push(`Packing is off for this job, and each text is sent alone: ${asked.fault}.`);
	}
	if (shardCount > 1) {
		caveats.push(
			`The job is split into ${shardCount} files, as the provider’s limits ask; it is done when all are.`,
		);
	}
	return caveats;
}
