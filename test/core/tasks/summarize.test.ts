import type { SummarizeTask } from '../../../core';
import { summarize } from '../../../core/tasks/summarize';

const TASK: SummarizeTask = { kind: 'summarize', length: 'short', style: 'text' };

describe('instructions', () => {
	it('says the length, the style and the language', () => {
		expect(summarize.instructions(TASK)).toContain('two to four sentences');
		expect(summarize.instructions(TASK)).toContain('in the language of the text');
		expect(summarize.instructions({ ...TASK, length: 'sentence', style: 'bullets' })).toContain(
			'- ',
		);
		expect(summarize.instructions({ ...TASK, language: ' German ' })).toContain('Write in German,');
		expect(summarize.instructions({ ...TASK, language: '  ' })).toContain(
			'in the language of the text',
		);
		expect(summarize.instructions({ ...TASK, instructions: 'Name sums.' })).toMatch(/Name sums\.$/);
	});
});

describe('readAnswer', () => {
	const plain = summarize.shape(TASK);
	const actions = summarize.shape({ ...TASK, style: 'actions' });

	it('reads the summary, and action items where they were asked for', () => {
		expect(summarize.readAnswer(plain, '{"summary":"Pay."}')).toEqual({
			fields: { summary: 'Pay.' },
		});
		expect(
			summarize.readAnswer(actions, '```json\n{"summary":"Pay.","actionItems":["Ann pays"]}\n```'),
		).toEqual({
			fields: { summary: 'Pay.', actionItems: ['Ann pays'] },
		});
	});

	it('takes another form as invalid', () => {
		expect(summarize.readAnswer(actions, '{"summary":"Pay."}')).toEqual({
			invalid: 'The field "actionItems" is missing in the answer.',
		});
		expect(summarize.readAnswer(plain, 'Pay.')).toHaveProperty('invalid');
	});
});

describe('findFaults', () => {
	it('finds none: every setting has a sound default', () => {
		expect(summarize.findFaults(TASK)).toEqual([]);
	});
});
