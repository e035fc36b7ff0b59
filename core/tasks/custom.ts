import { defined } from '../formats/defined';
import { isJsonObject } from '../formats/json';
import { wellFormedObject } from '../formats/well-formed';
import { findSchemaFault, toStrictSchema } from '../formats/strict-schema';
import type { AnswerShape, CustomTask } from '../types';
import { readJsonAnswer } from './answer';
import type { TaskDefinition } from './task';

export type CustomShape = Extract<AnswerShape, { kind: 'custom' }>;

export const custom: TaskDefinition<CustomTask, CustomShape> = {
	findFaults({ prompt, schema }) {
		const faults: string[] = [];
		if (prompt.trim() === '') faults.push('Write what should be done with each text.');
		if (schema === undefined) return faults;
		if (schema['type'] !== 'object' || !isJsonObject(schema['properties'])) {
			faults.push('The answer schema must be an object: {"type": "object", "properties": {…}}.');
		}
		const fault = findSchemaFault(schema);
		if (fault !== undefined) faults.push(`The answer schema is too large: ${fault}.`);
		return faults;
	},

	instructions: ({ prompt }) => prompt.trim(),

	schema: ({ schema }) =>
		schema === undefined ? undefined : toStrictSchema(wellFormedObject(schema)),

	shape: (task) => {
		const schema = custom.schema(task);
		return { kind: 'custom', ...defined({ schema }) };
	},

	readShape: ({ schema }) => ({ kind: 'custom', ...(isJsonObject(schema) ? { schema } : {}) }),

	readAnswer(shape, text) {
		if (shape.schema !== undefined) return readJsonAnswer(text, shape.schema);
		const answer = text.trim();
		return answer === '' ? { invalid: 'The answer is empty.' } : { fields: { answer } };
	},
};
