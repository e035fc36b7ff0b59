import type { ExtractTask } from '../../../core';
import { extract } from '../../../core/tasks/extract';

const TASK: ExtractTask = {
	kind: 'extract',
	fields: [
		{ name: ' due ', type: 'date', description: 'when to\npay' },
		{ name: 'amount', type: 'number' },
		{ name: 'paid', type: 'boolean' },
		{ name: 'payer', type: 'text' },
		{ name: 'items', type: 'list' },
	],
};

describe('findFaults', () => {
	it.each<[ExtractTask['fields'], string]>([
		[[], 'at least one field'],
		[[{ name: ' ', type: 'text' }], 'Field 1 has no name'],
		[
			[
				{ name: 'a', type: 'text' },
				{ name: ' a', type: 'date' },
			],
			'Fields 1 and 2 are both called "a"',
		],
		[
			Array.from({ length: 5001 }, (_, n) => ({ name: `f${n}`, type: 'text' as const })),
			'too large: it has 5001',
		],
	])('refuses the fields %#', (fields, words) => {
		expect(extract.findFaults({ ...TASK, fields }).join(' ')).toContain(words);
	});

	it('tells fields apart by upper and lower case', () => {
		const fields = [
			{ name: 'a', type: 'text' },
			{ name: 'A', type: 'text' },
		] as const;
		expect(extract.findFaults({ ...TASK, fields })).toEqual([]);
	});
});

describe('instructions', () => {
	it('describes each field on one line', () => {
		const text = extract.instructions({ ...TASK, instructions: 'In euros.' });
		expect(text).toContain(
			'- due (a date as YYYY-MM-DD): when to pay\n- amount (a number without unit)\n',
		);
		expect(text).toMatch(/In euros\.$/);
	});
});

describe('readAnswer', () => {
	const shape = extract.shape(TASK);
	const whole = { due: '2026-12-01', amount: 12.5, paid: false, payer: 'Ann', items: ['a'] };

	it('reads every type, and null for what the text does not say', () => {
		expect(extract.readAnswer(shape, JSON.stringify(whole))).toEqual({ fields: whole });
		const nothing = { due: null, amount: null, paid: null, payer: null, items: [] };
		expect(extract.readAnswer(shape, JSON.stringify(nothing))).toEqual({ fields: nothing });
	});

	it.each([
		[{ ...whole, amount: '12.50' }, '"amount" is not a number or empty'],
		[{ ...whole, items: null }, '"items" is not an array'],
		[{ ...whole, paid: undefined }, 'field "paid" is missing'],
		[{ ...whole, note: 'x' }, '"note" was not asked for'],
	])('takes %j as invalid', (answer, reason) => {
		expect(extract.readAnswer(shape, JSON.stringify(answer))).toEqual({
			invalid: expect.stringContaining(reason),
		});
	});

	it('asks for a field that is called __proto__ like for any other', () => {
		const odd = extract.shape({ ...TASK, fields: [{ name: '__proto__', type: 'text' }] });
		expect(extract.readAnswer(odd, '{}')).toEqual({
			invalid: 'The field "__proto__" is missing in the answer.',
		});
	});
});
