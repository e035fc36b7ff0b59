import type { OwnPrice } from '../cost/rates';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { isBlank } from '../formats/well-formed';
import type { Provider } from '../providers';
import { LIMITS } from '../record/limits';
import type { Packing } from '../requests/packer';
import type { TooLarge } from '../requests/row-writer';
import { findTaskFaults } from '../tasks';
import type { JsonObject, Row, Task } from '../types';

export interface PlanInput {
	readonly rows: readonly Row[];
	readonly task: Task;
	readonly model: string;
	readonly label: string;
	readonly provider: Provider;
	readonly baseUrl: string;
	/** How the host's users call a row: "Item 3" on n8n, "Row 4" on Zapier. */
	readonly nameRow: (index: number) => string;
	/** What the host's users are asked, and told, where Text seems to be mapped wrongly; in plain words unless told. */
	readonly mapping?: { readonly question: string; readonly advice: string };
	readonly cleanText: boolean;
	readonly maxCharacters?: number;
	readonly emptyText: 'refuse' | 'skip';
	readonly maxOutputTokens?: number;
	readonly expireAfterSeconds: number;
	/** The user's own fields of every request body. */
	readonly extra?: JsonObject;
	readonly round?: number;
	/** Whether short texts share requests; off unless told. Only for what is sent as a batch. */
	readonly packing?: Packing;
	/** The user's own price for the model, in place of the table's. */
	readonly ownPrice?: OwnPrice;
}

export function findSettingsFault({
	rows,
	task,
	model,
	label,
	extra = {},
	provider,
}: PlanInput): OffpeakError | undefined {
	if (rows.length === 0) {
		return invalid(
			'There is nothing to send: no item came in.',
			'Check what the step before this one puts out.',
		);
	}
	if (rows.length > LIMITS.rows) {
		return invalid(
			`${rows.length} items are more than one job can hold: at most ${LIMITS.rows}.`,
			'Send them as several jobs, e.g. through Loop Over Items.',
		);
	}
	if (isBlank(model)) return invalid('No model is chosen.', 'Choose a model in the field Model.');
	if (isBlank(label))
		return invalid('The label is empty.', 'Give the job a label, e.g. "Weekly review".');
	const [taskFault] = findTaskFaults(task);
	if (taskFault !== undefined) return invalid(taskFault, 'Nothing was sent.');
	const { taken } = provider.protocol.readOwnFields(extra);
	return taken === undefined
		? undefined
		: invalid(
				`The advanced settings must not set "${taken}": the node sets it.`,
				'Remove it there.',
			);
}

export function findDuplicateId({ rows, nameRow }: PlanInput): OffpeakError | undefined {
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

export function emptyTexts({ nameRow }: PlanInput, indexes: readonly number[]): OffpeakError {
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

export function allEmpty(): OffpeakError {
	return invalid(
		'Every text is empty: there is nothing to send.',
		'Check the expression in Text, and what the step before this one puts out.',
	);
}

export function tooLarge(
	{ nameRow, provider }: PlanInput,
	{ rowIndex: index, bytes, of }: TooLarge,
): OffpeakError {
	const { lineBytes, fileBytes } = provider.limits;
	if (of === 'kept fields') {
		return invalid(
			`The fields that ${nameRow(index)} keeps take ${megabytes(bytes)}, more than the ${megabytes(Math.min(lineBytes, fileBytes))} that ${provider.name} accepts for one.`,
			'Choose fewer fields in Keep Fields.',
			index,
		);
	}
	return invalid(
		`${nameRow(index)} takes ${megabytes(bytes)}, more than the ${megabytes(Math.min(lineBytes, fileBytes))} that ${provider.name} accepts for one.`,
		'Shorten its text, e.g. with Options → Shorten Texts To.',
		index,
	);
}

export function tooMuchToCarry({ provider }: PlanInput): OffpeakError {
	return invalid(
		`The fields to keep are more than 1 MB, and ${provider.name} keeps none of them: they travel in the handle, which has no more room.`,
		'Choose fewer fields in Keep Fields, or send fewer items at once.',
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
		...defined({ rowIndex }),
	});
}
