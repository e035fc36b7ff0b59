import type { Answer } from '../../answerer';
import { readString, type JsonObject } from '../../../../core';
import { given, isObject, listAt, objectAt } from '../../json';
import type { Ask } from './ask';
import type { Wanted } from '../wanted';
import { arrangeMessages } from './messages';

/** From the surest to the least sure way of getting JSON; not every server or model has every one. */
export type Format = 'json_schema' | 'json_object' | 'prompt';
export type WantedJson = Exclude<Wanted, { kind: 'text' }>;

const MOST_REMEMBERED = 1000;

/** Which format turned out to work, by model and schema, so that one line finds it out and not each. */
export class Formats {
	private readonly found = new Map<string, Format>();

	first(model: string, wanted: WantedJson): Format {
		const surest = wanted.kind === 'schema' ? 'json_schema' : 'json_object';
		return this.found.get(keyOf(model, wanted)) ?? surest;
	}

	remember(model: string, wanted: WantedJson, format: Format): void {
		if (this.found.size >= MOST_REMEMBERED) this.found.clear();
		this.found.set(keyOf(model, wanted), format);
	}
}

function keyOf(model: string, wanted: WantedJson): string {
	return JSON.stringify([model, wanted.kind === 'schema' ? wanted.schema : null]);
}

export function nextFormat(format: Format): Format | undefined {
	switch (format) {
		case 'json_schema':
			return 'json_object';
		case 'json_object':
			return 'prompt';
		case 'prompt':
			return undefined;
	}
}

export interface Formatted {
	readonly answer: Answer;
	readonly format: Format;
}

/** Asks in this format, or in the next one that the server does not refuse. */
export async function askFormatted(
	ask: Ask,
	request: JsonObject,
	wanted: WantedJson,
	first: Format,
): Promise<Formatted> {
	let format = first;
	for (;;) {
		const answer = await ask(inFormat(request, wanted, format));
		const next = nextFormat(format);
		if (next === undefined || !refusesFormat(answer)) return { answer, format };
		format = next;
	}
}

function inFormat(request: JsonObject, wanted: WantedJson, format: Format): JsonObject {
	if (format === 'json_schema' && wanted.kind === 'schema') {
		const { name, schema, strict } = wanted;
		const json_schema = { name, strict, schema };
		return { ...request, response_format: { type: 'json_schema', json_schema } };
	}
	const messages = arrangeMessages([
		...firstMessages(request),
		{ role: 'system', content: described(wanted) },
		...restMessages(request),
	]);
	return {
		...request,
		messages,
		...given('response_format', format === 'prompt' ? undefined : { type: 'json_object' }),
	};
}

/** `arrangeMessages` left at most one system message in front. */
function firstMessages(request: JsonObject) {
	return listAt(request, 'messages').filter((one, n) => n === 0 && isSystem(one));
}

function restMessages(request: JsonObject) {
	return listAt(request, 'messages').filter((one, n) => n > 0 || !isSystem(one));
}

function isSystem(message: unknown): boolean {
	return isObject(message) && message['role'] === 'system';
}

function described(wanted: WantedJson): string {
	const only = 'Answer with one JSON object and nothing else: no explanation, no code fence.';
	return wanted.kind === 'json'
		? only
		: `${only}\nThe object must fit this JSON Schema:\n${JSON.stringify(wanted.schema)}`;
}

const ABOUT_FORMAT =
	/response_?format|json[_ ]?(?:schema|object|mode)|\bschema\b|grammar|guided|structured|constrained/i;
const UNEXPLAINED = /answered \d+\.$/;

/** Servers say it with 400, 422, 500 or 501, in their own words or in none. */
function refusesFormat({ status, body }: Answer): boolean {
	if (status < 400 || [401, 404, 408, 429, 502, 503, 504].includes(status)) return false;
	const message = readString(objectAt(body, 'error')['message']) ?? '';
	return ABOUT_FORMAT.test(message) || (status < 500 && UNEXPLAINED.test(message));
}
