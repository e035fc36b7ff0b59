import { defined } from '../formats/defined';
import { isJsonObject } from '../formats/json';
import { FENCE } from '../tasks';
import type { JsonObject } from '../types';
import type { RequestSettings } from './protocol';

const SCHEMA_NAME = 'answer';

/** What a request asks: the fixed part first, so that the provider can cache it; the row's text last. */
export function encodeBody(
	{ endpoint, model, prompt, isPacked, maxOutputTokens, forbidStoring, extra }: RequestSettings,
	rowText: string,
): JsonObject {
	const fenced = isPacked === true ? rowText : FENCE.open + rowText + FENCE.close;
	const { instructions, schema } = prompt;
	switch (endpoint) {
		case '/v1/responses':
			return {
				model,
				...extra,
				...(forbidStoring ? { store: false } : {}),
				...defined({ max_output_tokens: maxOutputTokens }),
				...(schema === undefined
					? {}
					: { text: { format: { type: 'json_schema', name: SCHEMA_NAME, strict: true, schema } } }),
				instructions,
				input: fenced,
			};
		case '/v1/chat/completions':
			return {
				model,
				...extra,
				...defined({ max_completion_tokens: maxOutputTokens }),
				...(schema === undefined
					? {}
					: {
							response_format: {
								type: 'json_schema',
								json_schema: { name: SCHEMA_NAME, strict: true, schema },
							},
						}),
				messages: [
					{ role: 'system', content: instructions },
					{ role: 'user', content: fenced },
				],
			};
	}
}

/** The inverse, as far as the text goes. */
export function replaceText(
	body: JsonObject,
	change: (text: string) => string | undefined,
): JsonObject | undefined {
	const { input, messages } = body;
	if (typeof input === 'string') {
		const changed = change(input);
		return changed === undefined ? undefined : { ...body, input: changed };
	}
	const before = Array.isArray(messages) ? messages.slice(0, -1) : [];
	const last = Array.isArray(messages) ? messages.at(-1) : undefined;
	if (!isJsonObject(last) || typeof last['content'] !== 'string') return undefined;
	const changed = change(last['content']);
	return changed === undefined
		? undefined
		: { ...body, messages: [...before, { ...last, content: changed }] };
}

/** The fields of a body that say how long an answer may be; the last one only where a user wrote it. */
export const OUTPUT_LIMITS = ['max_output_tokens', 'max_completion_tokens', 'max_tokens'] as const;
