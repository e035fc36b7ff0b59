import { readFileSync, readdirSync } from 'node:fs';
import { OffpeakApi } from '../../credentials/OffpeakApi.credentials';
import { BatchTrigger } from '../../nodes/BatchTrigger/BatchTrigger.node.ts';
import { CategorizeAsync } from '../../nodes/CategorizeAsync/CategorizeAsync.node.ts';
import { PollBatch } from '../../nodes/PollBatch/PollBatch.node.ts';
import { SubmitBatch } from '../../nodes/SubmitBatch/SubmitBatch.node.ts';

/** What a person reads; `name` and `value` are for expressions and code. */
const SHOWN: ReadonlySet<string> = new Set([
	'action',
	'activationMessage',
	'description',
	'displayName',
	'eventTriggerDescription',
	'hint',
	'message',
	'multipleValueButtonText',
	'placeholder',
]);
const TECHNICAL =
	/\b(shards?|requests?|engines?|outcomes?|transports?|workers?|park(s|ed)?|payloads?|polling|endpoints?)\b/i;

/** So the Azure portal calls its field: a person copies it from there. */
const AZURES_NAME = /\bEndpoint\b/g;

function wordsOf(value: unknown, key = ''): string[] {
	if (typeof value === 'string') return SHOWN.has(key) ? [value] : [];
	if (Array.isArray(value)) return value.flatMap((entry: unknown) => wordsOf(entry));
	if (typeof value !== 'object' || value === null) return [];
	const isOption = 'value' in value && 'name' in value;
	return Object.entries(value).flatMap(([name, entry]) =>
		isOption && name === 'name' ? [String(entry)] : wordsOf(entry, name),
	);
}

describe.each([
	['Batch Trigger', new BatchTrigger().description],
	['Categorize Async', new CategorizeAsync().description],
	['Poll Batch', new PollBatch().description],
	['Submit Batch', new SubmitBatch().description],
	['the credential', new OffpeakApi()],
])('the panel of %s', (_, panel) => {
	it('has no word that only a programmer knows', () => {
		const words = wordsOf(panel);
		expect(words.length).toBeGreaterThan(5);
		expect(words.filter((text) => TECHNICAL.test(text.replace(AZURES_NAME, '')))).toEqual([]);
	});
});

describe.each(readdirSync('workflows').filter((name) => name.endsWith('.json')))('%s', (name) => {
	it('has no such word in its notes', () => {
		const { nodes } = JSON.parse(readFileSync(`workflows/${name}`, 'utf8'));
		const notes: string[] = nodes.flatMap(({ parameters }: { parameters: { content?: string } }) =>
			parameters.content === undefined ? [] : [parameters.content],
		);
		expect(notes.length).toBeGreaterThan(0);
		expect(notes.filter((note) => TECHNICAL.test(note) || /n8n.s database/i.test(note))).toEqual(
			[],
		);
	});
});
