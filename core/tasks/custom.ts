import { defined } from '../formats/defined';
import { isJsonObject } from '../formats/json';
import { findStrictFaults, toStrictSchema } from '../formats/schema/strict-schema';
import { toGrammar } from '../formats/schema/strict-words';
import { wellFormedObject } from '../formats/well-formed';
import type { AnswerShape, CustomTask, JsonObject } from '../types';
import { readJsonAnswer } from './answer';
import type { TaskDefinition } from './task';

export type CustomShape = Extract<AnswerShape, { kind: 'custom' }>;

export const custom: TaskDefinition<CustomTask, CustomShape> = {
	findFaults({ prompt, schema }) {
		const faults: string[] = [];
		if (prompt.trim() === '') faults.push('Write what should be done with each text.');
		const inSchema = schema === undefined ? [] : findStrictFaults(mended(schema));
		return [...faults, ...inSchema.map((fault) => `The answer schema ${fault}`)];
	},

	instructions: ({ prompt }) => prompt.trim(),

	schema({ schema }) {
		return schema === undefined ? undefined : toGrammar(strictly(schema));
	},

	/** With what is only said in words to a server: it is checked when the answer comes. */
	shape: ({ schema }) => ({
		kind: 'custom',
		...defined({ schema: schema === undefined ? undefined : strictly(schema) }),
	}),

	readShape: ({ schema }) => ({ kind: 'custom', ...(isJsonObject(schema) ? { schema } : {}) }),

	readAnswer(shape, text) {
		if (shape.schema !== undefined) return readJsonAnswer(text, shape.schema);
		const answer = text.trim();
		if (answer === '') return { invalid: 'The answer is empty.', isFormless: true };
		return { fields: { answer } };
	},
};

function strictly(schema: JsonObject): JsonObject {
	return toStrictSchema(mended(schema));
}

/** One that is nested deeper than any that can be sent stays as it is, and is refused. */
function mended(schema: JsonObject): JsonObject {
	return isJsonObject(schema) ? wellFormedObject(schema) : schema;
}
