import { readString, type JsonObject, type JsonValue } from '../../../core';
import type { AnswerCall } from '../answerer';
import { isObject, objectAt } from '../json';

/** What form the caller wants the answer in. */
export type Wanted =
	| { readonly kind: 'text' }
	| { readonly kind: 'json' }
	| {
			readonly kind: 'schema';
			readonly name: string;
			readonly schema: JsonObject;
			readonly strict: JsonValue;
	  };

/** Chat completions have one level more between the format and its schema. */
export function readWanted({ endpoint, body }: AnswerCall): Wanted {
	const format =
		endpoint === 'chat'
			? objectAt(body, 'response_format')
			: objectAt(objectAt(body, 'text'), 'format');
	if (format['type'] === 'json_object') return { kind: 'json' };
	const holder = endpoint === 'chat' ? objectAt(format, 'json_schema') : format;
	const schema = holder['schema'];
	if (format['type'] !== 'json_schema' || !isObject(schema)) return { kind: 'text' };
	const name = readString(holder['name']) ?? 'answer';
	return { kind: 'schema', name, schema, strict: holder['strict'] ?? false };
}
