import type { Answer, Endpoint } from '../answerer';
import { errorBody } from '../http/errors';
import { readString, type JsonValue, type JsonObject } from '../../../core';
import { isArray, isObject } from '../json';
import type { BatchFault, LineChoice } from './types';

export function chosen(choice: LineChoice | undefined, n: number, customId: string): boolean {
	if (choice === undefined) return false;
	if ('every' in choice) return (n + 1) % choice.every === 0;
	if ('ids' in choice) return choice.ids.includes(customId);
	return new RegExp(choice.customIdPattern).test(customId);
}

export interface AnsweredLine {
	readonly endpoint: Endpoint;
	/** Its place in the input file, from 0. */
	readonly n: number;
	readonly customId: string;
}

/** The answer as the fault wants it. Refusals and cuts stay HTTP 200, as they do in real output files. */
export function strikeAnswer(
	fault: BatchFault | undefined,
	{ endpoint, n, customId }: AnsweredLine,
	answer: Answer,
): Answer {
	if (fault === undefined) return answer;
	if (fault.failLines && chosen(fault.failLines, n, customId)) {
		const { status, body } = fault.failLines;
		return { status, body: body ?? errorBody(`Fault: status ${status}`, { type: 'server_error' }) };
	}
	const kind = CHANGES.find((one) => chosen(fault[one], n, customId));
	if (kind === undefined) return answer;
	const change = endpoint === 'chat' ? changeCompletion : changeResponse;
	return { status: 200, body: change(answer.body, kind) };
}

const CHANGES = ['refuse', 'truncate', 'contentFilter'] as const;
type Change = (typeof CHANGES)[number];
const REFUSAL = "I'm sorry, but I can't assist with that request.";

function half(value: JsonValue | undefined): string {
	const text = readString(value) ?? '';
	return text.slice(0, Math.floor(text.length / 2));
}

function mapObjects(
	value: JsonValue | undefined,
	change: (inner: JsonObject) => JsonObject,
): JsonValue {
	return isArray(value) ? value.map((inner) => (isObject(inner) ? change(inner) : inner)) : [];
}

function changeResponse(body: JsonObject, change: Change): JsonObject {
	const parts = (message: JsonObject) =>
		mapObjects(message['content'], (part) => {
			if (change === 'refuse') return { type: 'refusal', refusal: REFUSAL };
			return { ...part, text: change === 'truncate' ? half(part['text']) : '' };
		});
	if (change === 'refuse') {
		return {
			...body,
			output: mapObjects(body['output'], (item) => ({ ...item, content: parts(item) })),
		};
	}
	return {
		...body,
		status: 'incomplete',
		incomplete_details: { reason: change === 'truncate' ? 'max_output_tokens' : 'content_filter' },
		output: mapObjects(body['output'], (item) => ({
			...item,
			status: 'incomplete',
			content: parts(item),
		})),
	};
}

function changeCompletion(body: JsonObject, change: Change): JsonObject {
	const choices = mapObjects(body['choices'], (choice) => {
		const message = isObject(choice['message']) ? choice['message'] : {};
		if (change === 'refuse') {
			return { ...choice, message: { ...message, content: null, refusal: REFUSAL } };
		}
		return {
			...choice,
			finish_reason: change === 'truncate' ? 'length' : 'content_filter',
			message: { ...message, content: change === 'truncate' ? half(message['content']) : '' },
		};
	});
	return { ...body, choices };
}
