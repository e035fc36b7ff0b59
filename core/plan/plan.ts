import { estimate } from '../cost/estimate';
import { OffpeakError } from '../errors';
import { encodeKeptRow } from '../record/kept-file';
import { hashContent } from '../record/keys';
import type { OwnPrice } from '../cost/rates';
import { choosePacking, rowWriterOf, type ChosenPacking } from './packing';
import type { Packing } from '../requests/packer';
import type { TooLarge } from '../requests/row-writer';
import type { Provider } from '../providers';
import { fitsRequestId } from '../requests/ids';
import { findTaskFaults, promptOf } from '../tasks';
import { prepareText } from '../rows/clean-text';
import { TokenCounter } from '../cost/tokens';
import type { JsonObject, Plan, Row, SkippedRow, Task } from '../types';

export interface PlanInput {
	readonly rows: readonly Row[];
	readonly task: Task;
	readonly model: string;
	readonly label: string;
	readonly provider: Provider;
	readonly baseUrl: string;
	/** How the host's users call a row: "Item 3" on n8n, "Row 4" on Zapier. */
	readonly nameRow: (index: number) => string;
	readonly cleanText: boolean;
	readonly maxCharacters?: number;
	readonly emptyText: 'refuse' | 'skip';
	readonly maxOutputTokens?: number;
	readonly expireAfterSeconds: number;
	/** The user's own fields of every request body. */
	readonly extra?: JsonObject;
	readonly attempt?: number;
	/** Whether short texts share requests; off unless told. Only for what is sent as a batch. */
	readonly packing?: Packing;
	/** The user's own price for the model, in place of the table's. */
	readonly ownPrice?: OwnPrice;
}

const MAX_LABEL_CHARACTERS = 200;

/** Rows + task → what submitting would do. Refuses bad input here, before anything is bought. */
export function plan(input: PlanInput): Plan {
	const fault = findSettingsFault(input) ?? findDuplicateId(input);
	if (fault !== undefined) throw fault;

	const { provider, rows, task, model } = input;
	const prompt = promptOf(task);
	const packing = choosePacking(input);
	const writer = rowWriterOf(input, prompt, packing);
	const texts = new TokenCounter();
	const skipped: SkippedRow[] = [];
	const empty: number[] = [];
	for (const [index, row] of rows.entries()) {
		const text = prepareText(row.text, {
			clean: input.cleanText,
			...(input.maxCharacters === undefined ? {} : { maxCharacters: input.maxCharacters }),
		});
		const rowId = row.id ?? String(index);
		const hasFields = row.kept !== undefined && Object.keys(row.kept).length > 0;
		const hasOwnRequest = !packing.isOn || text.length > packing.rules.longestText;
		const travels = {
			...(rowId === String(index) || (hasOwnRequest && fitsRequestId(index, rowId))
				? {}
				: { rowId }),
			...(hasFields ? { fields: row.kept } : {}),
		};
		if (text.trim() === '') {
			if (input.emptyText === 'refuse') {
				empty.push(index);
				continue;
			}
			const reason = 'The text is empty, so it was not sent.';
			skipped.push({ index, reason });
			writer.skip({ kept: encodeKeptRow(index, { rowId, ...travels, skipped: reason }) });
			continue;
		}
		const kept = Object.keys(travels).length === 0 ? undefined : encodeKeptRow(index, travels);
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

	const { shards, sent, packed } = writer.finish();
	const expireAfterSeconds = clampExpiry(provider, input.expireAfterSeconds);
	const attempt = input.attempt ?? 1;
	// A cut between the halves of a surrogate pair would leave half a character.
	const label = input.label
		.trim()
		.slice(0, MAX_LABEL_CHARACTERS)
		.replace(/[\uD800-\uDBFF]$/, '');
	return {
		shards,
		rowCount: rows.length,
		requestCount: sent.requestCount,
		packedRowCount: sent.packedRowCount,
		skipped,
		label,
		model: model.trim(),
		shape: prompt.shape,
		expireAfterSeconds,
		contentKey: hashContent([
			provider.id,
			input.baseUrl,
			label,
			String(attempt),
			JSON.stringify(prompt.shape),
			...shards.flatMap(({ input: lines, kept }) => (kept === undefined ? [lines] : [lines, kept])),
		]),
		attempt,
		inputBytes: shards.reduce((sum, shard) => sum + shard.input.byteLength, 0),
		estimate: estimate({
			task,
			prompt,
			provider,
			model: model.trim(),
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

const OWN_FIELDS = ['model', 'input', 'instructions', 'messages', 'stream', 'background', 'store'];

function findSettingsFault({
	rows,
	task,
	model,
	label,
	extra,
}: PlanInput): OffpeakError | undefined {
	if (rows.length === 0) {
		return invalid(
			'There is nothing to send: no item came in.',
			'Check what the step before this one puts out.',
		);
	}
	if (model.trim() === '')
		return invalid('No model is chosen.', 'Choose a model in the field Model.');
	if (label.trim() === '')
		return invalid('The label is empty.', 'Give the job a label, e.g. "Weekly review".');
	const [taskFault] = findTaskFaults(task);
	if (taskFault !== undefined) return invalid(taskFault, 'Nothing was sent.');
	const own = OWN_FIELDS.find((field) => Object.hasOwn(extra ?? {}, field));
	return own === undefined
		? undefined
		: invalid(`The advanced settings must not set "${own}": the node sets it.`, 'Remove it there.');
}

function findDuplicateId({ rows, nameRow }: PlanInput): OffpeakError | undefined {
	const seen = new Map<string, number>();
	for (const [index, { id }] of rows.entries()) {
		const rowId = id ?? String(index);
		if (rowId.trim() === '') {
			return invalid(
				`${nameRow(index)} has an empty Row ID.`,
				'Check the expression in Row ID.',
				index,
			);
		}
		const first = seen.get(rowId);
		if (first !== undefined) {
			return invalid(
				`${nameRow(first)} and ${nameRow(index)} have the same Row ID "${rowId.slice(0, 80)}".`,
				'Row IDs must differ, or the answers could not be told apart. Choose another field, or remove duplicates first.',
				index,
			);
		}
		seen.set(rowId, index);
	}
	return undefined;
}

function emptyTexts({ nameRow }: PlanInput, indexes: readonly number[]): OffpeakError {
	const [first = 0] = indexes;
	const more = indexes.length - 1;
	return invalid(
		more === 0
			? `The text of ${nameRow(first)} is empty.`
			: `The text of ${nameRow(first)} and of ${more} more is empty.`,
		'Check the expression in Text, or set Options → When the Text Is Empty to Skip and Report.',
		first,
	);
}

function tooLarge(
	{ nameRow, provider }: PlanInput,
	{ rowIndex: index, bytes }: TooLarge,
): OffpeakError {
	const { lineBytes, fileBytes } = provider.limits;
	return invalid(
		`${nameRow(index)} takes ${megabytes(bytes)}, more than the ${megabytes(Math.min(lineBytes, fileBytes))} that ${provider.name} accepts for one.`,
		'Shorten its text, e.g. with Options → Shorten Texts To.',
		index,
	);
}

function megabytes(bytes: number): string {
	return bytes >= 100_000
		? `${(bytes / 1_000_000).toFixed(1)} MB`
		: `${Math.ceil(bytes / 1000)} kB`;
}

function invalid(message: string, hint: string, rowIndex?: number): OffpeakError {
	return new OffpeakError('invalid_input', message, {
		hint,
		...(rowIndex === undefined ? {} : { rowIndex }),
	});
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
	const caveats = [...provider.caveats];
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
