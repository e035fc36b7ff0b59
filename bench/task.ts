import { PROVIDERS } from '../core/providers';
import { FENCE, promptOf } from '../core/tasks';
import type { CategorizeTask, JsonObject } from '../core/types';

/**
 * What every side is asked to do: the same task, prompt and model, with the same answers. Only the parts
 * of the core that it needs are loaded, for they are in the memory of every side.
 */
export const BASE_URL = 'https://api.openai.com/v1';
export const PROVIDER = PROVIDERS.openai;
export const ENDPOINT = '/v1/responses';
export const METADATA = { pairs: 16, valueCharacters: 512 };
export const MODEL = 'gpt-4.1-mini';
export const LABEL = 'Benchmark';

export const TASK: CategorizeTask = {
	kind: 'categorize',
	multiple: false,
	noMatch: 'other',
	categories: [
		{ name: 'Invoice', description: 'bills, payments, reminders', value: 'Label_1' },
		{ name: 'Meeting', description: 'asks for or moves an appointment', value: 'Label_2' },
		{ name: 'Support', description: 'something does not work', value: 'Label_3' },
		{ name: 'Order', description: 'orders, deliveries, returns', value: 'Label_4' },
		{ name: 'Newsletter', description: 'advertising, offers, news', value: 'Label_5' },
	],
};

export const PROMPT = promptOf(TASK);

/** The category that the canned answer gives to a row. */
export function categoryOf(row: number): string {
	return TASK.categories[row % TASK.categories.length]?.name ?? '';
}

export function requestIdOf(row: number): string {
	return `r${row}`;
}

export function rowOf(requestId: string): number {
	return Number(requestId.slice(1));
}

export function fenced(text: string): string {
	return FENCE.open + text + FENCE.close;
}

const FORMAT = { type: 'json_schema', name: 'answer', strict: true, schema: PROMPT.schema ?? {} };

/** One line of the input file as whoever writes it by hand would build it: the same bytes as ours. */
export function requestOf(text: string, row: number): JsonObject {
	return {
		custom_id: requestIdOf(row),
		method: 'POST',
		url: ENDPOINT,
		body: {
			model: MODEL,
			store: false,
			text: { format: FORMAT },
			instructions: PROMPT.instructions,
			input: fenced(text),
		},
	};
}
