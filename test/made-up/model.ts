import { isJsonObject, readList, readObject } from '../../core/formats/json';

export type Ending = 'good' | 'bad' | 'stopped' | 'late' | 'cut' | 'refused';

export interface Unit {
	readonly key: string;
	readonly ask: Readonly<Record<string, unknown>>;
	ending?: Ending;
}

/** What the model says of a unit: it finds the category whose name is in the text. */
export function replyTo({ ask, ending }: Unit): Readonly<Record<string, unknown>> {
	const answer = ending === 'refused' ? 'I would rather not.' : answerTo(ask);
	return {
		engine: ask['engine'],
		says: [
			{ kind: 'thought', words: 'What may that be about?' },
			{ kind: 'answer', words: ending === 'cut' ? answer.slice(0, 5) : answer },
		],
		stopped_by: ending === 'cut' ? 'room' : ending === 'refused' ? 'refusal' : 'end',
		spent: { in: 20, out: 8 },
	};
}

/** By the form that was asked for; several rows are answered by their marks. */
function answerTo({ form, words }: Unit['ask']): string {
	const text = typeof words === 'string' ? words : '';
	if (!isJsonObject(form)) return text.slice(0, 40);
	const entry = readObject(readObject(readObject(form['properties'])?.['answers'])?.['items']);
	if (entry === undefined) return JSON.stringify(fill(form, text));
	const rows = [...text.matchAll(/<row id="(\d+)">\n([^]*?)\n<\/row>/g)];
	return JSON.stringify({
		answers: rows.map(([, mark = '', own = '']) => ({ ...fill(entry, own), row: mark })),
	});
}

function fill(
	form: Readonly<Record<string, unknown>>,
	text: string,
): Readonly<Record<string, unknown>> {
	const names = readList(readObject(readObject(form['properties'])?.['category'])?.['enum']) ?? [];
	const found = names.find((name) => text.toLowerCase().includes(String(name).toLowerCase()));
	return { reason: 'It says so.', category: found ?? names.at(-1), confidence: 0.9 };
}
