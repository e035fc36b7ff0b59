import type { CategorizeTask } from '../../../core';
import { categorize, OTHER } from '../../../core/tasks/categorize';
import { CATEGORIZE } from '../../support/core/samples';

function faultsOf(changes: Partial<CategorizeTask>): readonly string[] {
	return categorize.findFaults({ ...CATEGORIZE, ...changes });
}

function named(...names: readonly string[]): CategorizeTask['categories'] {
	return names.map((name) => ({ name }));
}

describe('findFaults', () => {
	it('finds none in a task that can be sent', () => {
		expect(faultsOf({})).toEqual([]);
		expect(
			faultsOf({ categories: named(...Array.from({ length: 250 }, (_, n) => `Label ${n}`)) }),
		).toEqual([]);
	});

	it.each([
		[named(), 'at least two'],
		[named('Invoice'), 'at least two'],
		[named('Invoice', '  '), 'Category 2 has no name'],
		[named('Invoice', 'Meeting', ' invoice '), 'Categories 1 and 3 are both called "invoice"'],
		[named(...Array.from({ length: 251 }, (_, n) => `Label ${n}`)), '251 categories are too many'],
	])('refuses the categories %j', (categories, words) => {
		expect(faultsOf({ categories }).join(' ')).toContain(words);
	});

	it('refuses names that are too long for the provider, taken together', () => {
		const names = Array.from({ length: 250 }, (_, n) => `${n}`.padEnd(70, 'x'));
		expect(faultsOf({ categories: named(...names) }).join(' ')).toContain('15,000');
		expect(faultsOf({ categories: named(...names.slice(0, 100)) })).toEqual([]);
	});

	it('names every fault at once', () => {
		expect(faultsOf({ categories: named('', '', 'a', 'A') })).toHaveLength(3);
	});
});

describe('instructions', () => {
	it('lists the categories with their descriptions on one line each', () => {
		const categories = [
			{ name: ' Invoice ', description: 'bills,\n payments' },
			{ name: 'Meeting' },
		];
		const text = categorize.instructions({ ...CATEGORIZE, categories, instructions: 'Be strict.' });
		expect(text).toContain(
			'\n- Invoice: bills, payments\n- Meeting\n- Other: none of the others fits\n',
		);
		expect(text).toContain('Choose the one category that fits best.');
		expect(text.endsWith('Be strict.')).toBe(true);
	});

	it('asks for every category that fits when several are allowed', () => {
		expect(categorize.instructions({ ...CATEGORIZE, multiple: true })).toContain(
			'Choose every category',
		);
	});

	it('keeps an own category "other" in place of ours', () => {
		const categories = [{ name: 'Invoice' }, { name: 'other', description: 'the rest' }];
		const text = categorize.instructions({ ...CATEGORIZE, categories });
		expect(text).toContain('- other: the rest');
		expect(text).not.toContain('- Other');
	});
});

describe('instructions of names that no schema takes', () => {
	it('list all categories by number, and ask for the number', () => {
		const categories = [{ name: 'A "b"\nc', description: 'of these' }, { name: 'Meeting' }];
		const text = categorize.instructions({ ...CATEGORIZE, categories });
		expect(text).toContain(
			'\n1. A "b" c: of these\n2. Meeting\n3. Other: none of the others fits\n',
		);
		expect(text).toContain('Answer with the number of the category alone.');
		expect(categorize.instructions({ ...CATEGORIZE, categories, multiple: true })).toContain(
			'Answer with the numbers of the categories alone.',
		);
		expect(categorize.instructions(CATEGORIZE)).not.toContain('number');
	});
});

describe('shape', () => {
	it('keeps names and values for reading, and no descriptions', () => {
		const categories = [...CATEGORIZE.categories, { name: 'Spam', value: '' }];
		expect(categorize.shape({ ...CATEGORIZE, categories })).toEqual({
			kind: 'categorize',
			categories: [
				{ name: 'Invoice', value: 'Label_1' },
				{ name: 'Meeting' },
				{ name: 'Spam' },
				{ name: OTHER },
			],
			multiple: false,
			noMatch: 'other',
		});
	});
});

describe('readAnswer', () => {
	const single = categorize.shape(CATEGORIZE);
	const several = categorize.shape({ ...CATEGORIZE, multiple: true });
	const failing = categorize.shape({ ...CATEGORIZE, noMatch: 'fail' });
	const answer = (fields: object): string =>
		JSON.stringify({ confidence: 0.8, reason: 'It asks for money.', ...fields });

	it('reads the category and the value that belongs to it', () => {
		expect(categorize.readAnswer(single, answer({ category: 'Invoice' }))).toEqual({
			fields: {
				category: 'Invoice',
				categoryValue: 'Label_1',
				confidence: 0.8,
				reason: 'It asks for money.',
			},
		});
		expect(categorize.readAnswer(single, answer({ category: OTHER }))).toMatchObject({
			fields: { category: OTHER, categoryValue: null },
		});
	});

	it('reads JSON that stands in a Markdown fence', () => {
		const fenced = `\`\`\`json\n${answer({ category: 'Meeting' })}\n\`\`\`\n`;
		expect(categorize.readAnswer(single, fenced)).toMatchObject({
			fields: { category: 'Meeting' },
		});
		expect(categorize.readAnswer(single, fenced.replace('json', ''))).toMatchObject({
			fields: { category: 'Meeting' },
		});
	});

	it.each([
		[0, 0],
		[1, 1],
		[0.55, 0.55],
		[85, 0.85],
		[100, 1],
		[-1, null],
		[101, null],
	])('reads the confidence %d as %d', (given, confidence) => {
		expect(
			categorize.readAnswer(single, answer({ category: 'Meeting', confidence: given })),
		).toMatchObject({
			fields: { confidence },
		});
	});

	it('reads several categories, the best one first and each once', () => {
		const text = answer({ categories: ['Meeting', 'Invoice', 'Meeting'] });
		expect(categorize.readAnswer(several, text)).toEqual({
			fields: {
				category: 'Meeting',
				categoryValue: null,
				categories: ['Meeting', 'Invoice'],
				categoryValues: [null, 'Label_1'],
				confidence: 0.8,
				reason: 'It asks for money.',
			},
		});
	});

	it('takes "nothing fits" as invalid when no other category is wanted', () => {
		const none = categorize.readAnswer(failing, answer({ category: '(no match)' }));
		expect(none).toEqual({ invalid: 'No category fits this text.', isFinal: true });
		expect(categorize.readAnswer(several, answer({ categories: [] }))).toEqual(none);
		expect(categorize.readAnswer(single, answer({ category: '(no match)' }))).toHaveProperty(
			'invalid',
		);
	});

	it.each([
		['', 'not a JSON object'],
		['Invoice', 'not a JSON object'],
		['["Invoice"]', 'not a JSON object'],
		[answer({ category: 'Spam' }), '"category" is not one of the allowed values'],
		[answer({ category: 7 }), '"category" is not one of the allowed values'],
		[answer({}), 'field "category" is missing'],
		['{"category":"Invoice"}', 'field "confidence" is missing'],
	])('takes %j as invalid and says why', (text, reason) => {
		expect(categorize.readAnswer(single, text)).toMatchObject({
			invalid: expect.stringContaining(reason),
		});
	});
});
