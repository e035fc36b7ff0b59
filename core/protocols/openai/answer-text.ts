import { cleanAnswer } from '../../formats/answers/clean-answer';
import { parseJson, readList, readObject, readString, type WireObject } from '../../formats/json';

/** What a model said: its answer, or what came in the place of one. */
export interface Said {
	/** Empty where there is none. */
	readonly text: string;
	readonly refusal?: string;
	readonly instead: 'nothing' | 'thoughts' | 'notes' | 'a call';
}

/** Why there is no answer, in words. */
export const NO_ANSWER: Readonly<Record<Said['instead'], string>> = {
	nothing: 'The model’s answer is empty.',
	thoughts: 'The model sent its thoughts and no answer.',
	notes: 'The model sent notes on its work and no answer.',
	'a call': 'The model called a tool and gave no answer.',
};

const FINAL: ReadonlySet<unknown> = new Set(['final_answer', 'final']);
const PHASELESS: ReadonlySet<unknown> = new Set([undefined, null, '']);

/**
 * The last message with phase `final_answer`, or else the last without a phase: others are notes on the work, and
 * reasoning has items of its own (openai/openai-python#3859, 2026-09). Sent twice, it is one answer (Effect#6178).
 */
export function saidInResponse(body: WireObject): Said {
	const { output } = body;
	if (typeof output === 'string') return saidIn(output);
	const items = readList(output) ?? [];
	const said = lastSaid(items, FINAL) ?? lastSaid(items, PHASELESS);
	if (said !== undefined) return said;
	// Some leave out the message around its parts, or send what only an SDK makes of them; thoughts are not among it.
	const bare = saidInContent(items.filter(isText));
	if (bare.text !== '') return bare;
	const instead = inPlace(items);
	if (instead === 'a call') return saidInCalls(items.filter(isCall));
	return instead === 'nothing'
		? saidIn(readString(body['output_text']) ?? '')
		: { text: '', instead };
}

/** Of the last message of this phase that says anything. */
function lastSaid(items: readonly unknown[], phases: ReadonlySet<unknown>): Said | undefined {
	for (let at = items.length - 1; at >= 0; at -= 1) {
		const item = readObject(items[at]);
		if (item === undefined || !isMessage(item) || !phases.has(item['phase'])) continue;
		const said = saidInContent(item['content']);
		if (isAnything(said)) return said;
	}
	return undefined;
}

function isAnything({ text, refusal, instead }: Said): boolean {
	return text !== '' || refusal !== undefined || instead !== 'nothing';
}

/** Whose message it is: some servers repeat in the output what they were asked. */
const OTHERS: ReadonlySet<unknown> = new Set(['user', 'system', 'developer', 'tool']);

function isMessage(item: WireObject): boolean {
	return (item['type'] ?? 'message') === 'message' && !OTHERS.has(item['role']);
}

function isCall(item: unknown): boolean {
	return readObject(item)?.['type'] === 'function_call';
}

function isText(item: unknown): boolean {
	return readObject(item)?.['type'] === 'output_text';
}

function inPlace(list: readonly unknown[]): Said['instead'] {
	const items = list.map((item) => readObject(item) ?? {});
	if (items.some(isCall)) return 'a call';
	if (items.some((item) => isMessage(item) && !PHASELESS.has(item['phase']))) return 'notes';
	return items.some((item) => item['type'] === 'reasoning') ? 'thoughts' : 'nothing';
}

interface SaidInChoice {
	readonly said: Said;
	/** As it came, for how it ended. */
	readonly choice: WireObject;
}

/** The first choice with an answer; where none has one, what the first says. Only one was asked for. */
export function saidInChoices(choices: readonly unknown[]): SaidInChoice {
	let first: SaidInChoice | undefined;
	for (const entry of choices) {
		const choice = readObject(entry) ?? {};
		const said = saidInMessage(readObject(choice['message']));
		const own = isAnything(said) ? said : saidIn(readString(choice['text']) ?? '');
		if (own.text !== '' || own.refusal !== undefined) return { said: own, choice };
		first ??= { said: own, choice };
	}
	return first ?? { said: { text: '', instead: 'nothing' }, choice: {} };
}

/** The content alone: `reasoning_content`, or `reasoning`, is thoughts, even where it would fit. */
function saidInMessage(message: WireObject | undefined): Said {
	const refusal = readRefusal(message);
	if (refusal !== undefined) return { text: '', refusal, instead: 'nothing' };
	const said = saidInContent(message?.['content']);
	if (said.text !== '' || said.refusal !== undefined || message === undefined) return said;
	const parsed = readObject(message['parsed']);
	if (parsed !== undefined) return { text: JSON.stringify(parsed), instead: 'nothing' };
	const calls = readList(message['tool_calls']) ?? [];
	if (calls.length > 0) return saidInCalls(calls.map((call) => readObject(call)?.['function']));
	const call = readObject(message['function_call']);
	if (call !== undefined) return saidInCalls([call]);
	const thoughts = message['reasoning_content'] ?? message['reasoning'] ?? '';
	return thoughts === '' ? said : { text: '', instead: 'thoughts' };
}

/** Blanks are none: they come beside whole answers. */
function readRefusal(object: WireObject | undefined): string | undefined {
	const refusal = readString(object?.['refusal']) ?? '';
	return refusal.trim() === '' ? undefined : refusal;
}

/**
 * We offer no tools: one of these names stands for the schema, on servers that hold a model to it in no other way. What
 * the others were called with is no answer. Ours (`request.ts`), LiteLLM's, Pydantic AI's.
 */
const STANDS_FOR_SCHEMA: ReadonlySet<unknown> = new Set([
	'answer',
	'json_tool_call',
	'final_answer',
	'final_result',
	'structured_output',
]);

function saidInCalls(calls: readonly unknown[]): Said {
	const none: Said = { text: '', instead: 'a call' };
	const call = readObject(calls[0]);
	if (calls.length !== 1 || !STANDS_FOR_SCHEMA.has(call?.['name'])) return none;
	const given = call?.['arguments'];
	const object = readObject(given) ?? readObject(parseJson(readString(given) ?? ''));
	return object === undefined ? none : { text: JSON.stringify(object), instead: 'nothing' };
}

/** A text, or parts of it, among which those of other types are none (infiniflow/ragflow#14805, 2026-05). */
function saidInContent(content: unknown): Said {
	if (typeof content === 'string') return saidIn(content);
	let text = '';
	let hasOther = false;
	for (const part of readList(content) ??
		(content === undefined || content === null ? [] : [content])) {
		const object = readObject(part);
		const refusal = readRefusal(object);
		if (refusal !== undefined) return { text: '', refusal, instead: 'nothing' };
		const type = object?.['type'] ?? 'text';
		if (type === 'output_text' || type === 'text') {
			text += textOf(object === undefined ? part : object['text']);
		} else hasOther = true;
	}
	const said = saidIn(text);
	return said.text === '' && hasOther ? { text: '', instead: 'thoughts' } : said;
}

/** The parts of an assistant's messages hold their text as a `value`, beside its notes. */
function textOf(text: unknown): string {
	return readString(text) ?? readString(readObject(text)?.['value']) ?? '';
}

function saidIn(text: string): Said {
	const clean = cleanAnswer(text);
	if (clean === undefined) return { text: '', instead: 'thoughts' };
	return { text: clean.trim() === '' ? '' : clean, instead: 'nothing' };
}
