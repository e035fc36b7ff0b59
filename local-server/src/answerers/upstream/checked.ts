import type { Answer } from '../../answerer';
import { errorBody } from '../../http/errors';
import {
	findMismatches,
	readNumber,
	readString,
	type JsonObject,
	type JsonValue,
	type Mismatch,
} from '../../../../core';
import { isObject, listAt, objectAt } from '../../json';
import { findJson, withoutThoughts, type FoundJson } from './answer-text';
import type { Ask } from './ask';
import type { ChatRequest } from './chat-request';
import { askFormatted, nextFormat, type Formats, type WantedJson } from './formats';

/** Asks for the answer in the form wanted. JSON is checked, and asked for once more if it does not fit. */
export async function askChecked(
	ask: Ask,
	{ request, wanted }: ChatRequest,
	formats: Formats,
): Promise<Answer> {
	if (wanted.kind === 'text') {
		const answer = await ask(request);
		const text = finishedText(answer);
		return text === undefined ? answer : withText(answer, withoutThoughts(text));
	}
	const model = readString(request['model']) ?? '';
	const start = formats.first(model, wanted);
	const { answer, format } = await askFormatted(ask, request, wanted, start);
	if (answer.status < 400 && format !== start) formats.remember(model, wanted, format);
	const text = finishedText(answer);
	if (text === undefined) return answer;
	const first = checked(text, wanted);
	if (first.found !== undefined) return withText(answer, first.found.text);

	// A server that holds the model to the schema gives no prose: this one took the field and ignored it.
	const easier = (format === 'json_schema' ? nextFormat(format) : undefined) ?? format;
	if (first.isProse && easier !== format) formats.remember(model, wanted, easier);
	const repair = await askFormatted(ask, asRepair(request, text, first.faults), wanted, easier);
	const repaired = finishedText(repair.answer);
	const both = withUsageOf(repair.answer, answer);
	if (repaired === undefined) return both;
	const second = checked(repaired, wanted);
	return second.found === undefined ? notFitting(second.faults) : withText(both, second.found.text);
}

interface Checked {
	readonly found?: FoundJson;
	readonly isProse: boolean;
	readonly faults: readonly string[];
}

function checked(text: string, wanted: WantedJson): Checked {
	const found = findJson(text);
	if (found === undefined) return { isProse: true, faults: ['The answer is no JSON'] };
	const schema = wanted.kind === 'schema' ? wanted.schema : { type: 'object' };
	const faults = findMismatches(schema, found.value).map(inWords);
	return faults.length > 0 ? { isProse: false, faults } : { found, isProse: false, faults };
}

const MOST_ALLOWED = 200;

/** The allowed values help the model; a name that it made up may quote the text, so it is not repeated. */
function inWords({ path, problem, allowed, unasked }: Mismatch): string {
	if (unasked !== undefined) return `The ${path} has a property that ${problem}`;
	const list =
		allowed === undefined ? '' : JSON.stringify(allowed).slice(1, -1).slice(0, MOST_ALLOWED);
	return `The ${path} ${problem}${list === '' ? '' : `: it must be one of ${list}`}`;
}

function asRepair(request: JsonObject, text: string, faults: readonly string[]): JsonObject {
	const content = `That answer cannot be used. ${faults.join('. ')}. Answer again, with the JSON object only.`;
	const messages = [
		...listAt(request, 'messages'),
		{ role: 'assistant', content: text },
		{ role: 'user', content },
	];
	return { ...request, messages };
}

function notFitting(faults: readonly string[]): Answer {
	const message = `The model answered twice with JSON that cannot be used. ${faults.join('. ')}.`;
	const fields = { type: 'server_error', code: 'answer_does_not_fit' };
	return { status: 422, body: errorBody(message, fields) };
}

function firstChoice(body: JsonObject): JsonObject | undefined {
	const choice = listAt(body, 'choices')[0];
	return isObject(choice) ? choice : undefined;
}

/** The text of an answer that came to its end; undefined for errors, refusals, cut answers and tool calls. */
function finishedText({ status, body }: Answer): string | undefined {
	const choice = firstChoice(body);
	if (choice === undefined) return undefined;
	const message = objectAt(choice, 'message');
	const finish = readString(choice['finish_reason']) ?? 'stop';
	const refusal = readString(message['refusal']) ?? '';
	if (status >= 400 || refusal !== '' || finish === 'length' || finish === 'content_filter') {
		return undefined;
	}
	if (listAt(message, 'tool_calls').length > 0) return undefined;
	return readString(message['content']) ?? '';
}

function withText({ status, body }: Answer, text: string): Answer {
	const choice = firstChoice(body);
	const message = { ...objectAt(choice, 'message'), content: text };
	const choices = [{ ...choice, message }, ...listAt(body, 'choices').slice(1)];
	return { status, body: { ...body, choices } };
}

/** Two answers were worked on for one: both count. */
function withUsageOf({ status, body }: Answer, other: Answer): Answer {
	if (status >= 400) return { status, body };
	const usage = added(objectAt(body, 'usage'), objectAt(other.body, 'usage'));
	return { status, body: { ...body, usage } };
}

function added(one: JsonObject, other: JsonObject): JsonObject {
	const sum = (name: string): JsonValue => {
		const [a, b] = [one[name], other[name]];
		if (isObject(a) || isObject(b)) return added(objectAt(one, name), objectAt(other, name));
		return (readNumber(a) ?? 0) + (readNumber(b) ?? 0);
	};
	return Object.fromEntries(
		[...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [name, sum(name)]),
	);
}
