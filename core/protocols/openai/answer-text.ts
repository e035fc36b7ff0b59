import { cleanAnswer } from '../../formats/answers/clean-answer';
import { readList, readObject, readString, type WireObject } from '../../formats/json';

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

/**
 * The last message with phase `final_answer`, or else the last without a phase: others are notes on the work, and
 * reasoning has items of its own (openai/openai-python#3859, 2026-09). Sent twice, it is one answer (Effect#6178).
 */
export function saidInResponse(body: WireObject): Said {
	const items = readList(body['output']) ?? [];
	return (
		lastSaid(items, 'final_answer') ?? lastSaid(items, '') ?? { text: '', instead: inPlace(items) }
	);
}

/** Of the last message of this phase that says anything. */
function lastSaid(items: readonly unknown[], phase: string): Said | undefined {
	for (let at = items.length - 1; at >= 0; at -= 1) {
		const item = readObject(items[at]);
		if (item === undefined || !isMessage(item) || (item['phase'] ?? '') !== phase) continue;
		const said = saidInContent(item['content']);
		if (said.text !== '' || said.refusal !== undefined || said.instead !== 'nothing') return said;
	}
	return undefined;
}

function isMessage(item: WireObject): boolean {
	return (item['type'] ?? 'message') === 'message';
}

function inPlace(list: readonly unknown[]): Said['instead'] {
	const items = list.map((item) => readObject(item) ?? {});
	if (items.some((item) => item['type'] === 'function_call')) return 'a call';
	if (items.some((item) => isMessage(item) && (item['phase'] ?? '') !== '')) return 'notes';
	return items.some((item) => item['type'] === 'reasoning') ? 'thoughts' : 'nothing';
}

/** The content alone: `reasoning_content`, or `reasoning`, is thoughts, even where it would fit. */
export function saidInMessage(message: WireObject | undefined): Said {
	const refusal = readString(message?.['refusal']) ?? '';
	if (refusal !== '') return { text: '', refusal, instead: 'nothing' };
	const said = saidInContent(message?.['content']);
	if (said.text !== '' || said.refusal !== undefined || message === undefined) return said;
	if ((readList(message['tool_calls']) ?? []).length > 0) return { text: '', instead: 'a call' };
	const thoughts = message['reasoning_content'] ?? message['reasoning'] ?? '';
	return thoughts === '' ? said : { text: '', instead: 'thoughts' };
}

/** A text, or parts of it, among which those of other types are none (infiniflow/ragflow#14805, 2026-05). */
function saidInContent(content: unknown): Said {
	if (typeof content === 'string') return saidIn(content);
	let text = '';
	let hasOther = false;
	for (const part of readList(content) ?? []) {
		const object = readObject(part);
		const refusal = readString(object?.['refusal']) ?? '';
		if (refusal !== '') return { text: '', refusal, instead: 'nothing' };
		const type = object?.['type'] ?? 'text';
		if (type === 'output_text' || type === 'text') {
			text += readString(object === undefined ? part : object['text']) ?? '';
		} else hasOther = true;
	}
	const said = saidIn(text);
	return said.text === '' && hasOther ? { text: '', instead: 'thoughts' } : said;
}

function saidIn(text: string): Said {
	const clean = cleanAnswer(text);
	if (clean === undefined) return { text: '', instead: 'thoughts' };
	return { text: clean.trim() === '' ? '' : clean, instead: 'nothing' };
}
