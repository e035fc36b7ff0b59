import { plan, type PlanInput } from '../../../core';
import { hasPlaceholderLine, readPlaceholder } from '../../../core/plan/placeholder';
import { errorOf } from '../../support/core/refusal';
import { planInput, rowsOf } from '../../support/core/samples';
import { findGrowth } from '../../support/growth';

function planned(changes: Partial<PlanInput>): ReturnType<typeof plan> {
	return plan(planInput(changes));
}

const TEXTS: ReadonlyArray<readonly [text: string, placeholder: string | undefined]> = [
	['[object Object]', 'object'],
	['[object Object],[object Object]', 'object'],
	['Subject: [object Object]', 'object'],
	['- **From:** [object Object]\n- **Text:** undefined', 'object'],
	['主题：[object Object]', 'object'],
	['["[object Map]"]', 'object'],
	['{{ $json.text }}', 'expression'],
	['={{ $json.text || $json.html }}', 'expression'],
	['{{ $json.list.map((entry) => ({ a: entry })) }}', 'expression'],
	['{{\n  $json.text\n}}', 'expression'],
	['{{first_name}}', 'expression'],
	['Subject: {{1__subject}} Body: {{1__body_plain}}', 'expression'],
	['$json.text', 'expression'],
	['=$json["plain text"] || $json.html', 'expression'],
	["$('Get E-Mails').item.json.text", 'expression'],
	['undefined', 'nothing'],
	['undefinedundefined', 'nothing'],
	['null\n\nnull', 'nothing'],
	['NaN', 'nothing'],
	['No data', 'nothing'],
	['', undefined],
	['Subject:', undefined],
	['Value: NaN', undefined],
	['nullable', undefined],
	['undefined behavior', undefined],
	['$5 for the lot', undefined],
	['$json.text is empty, why?', undefined],
	['$jsonPath', undefined],
	['{{ not closed', undefined],
	['It says [object Object] here.', undefined],
	['Dear {{first_name}}, your invoice is there.', undefined],
	['{"a": "[object Object]", "b": "pay"}', undefined],
	['https://shop.example/{{id}}', undefined],
];

describe('what stands in the place of a text', () => {
	it.each(TEXTS)('%j is %s', (text, placeholder) => {
		expect(readPlaceholder(text)).toBe(placeholder);
	});

	it.each([
		['Subject: Bolts\n\n[object Object]', true],
		['Subject: Bolts\nBody: {{ $json.body }}', true],
		['Subject: Bolts\nBody: {{12__body}}', true],
		['First name: {{first_name}}\nYour bill.', false],
		['The page says [object Object].\nPlease help.', false],
		['Nothing at all.', false],
	])('%j has a hole on a line: %s', (text, expected) => {
		expect(hasPlaceholderLine(text)).toBe(expected);
	});

	it.each([
		'[object ',
		'{{',
		'{{ $',
		'}}',
		'a:',
		'$json.',
		"$('",
		'[object Object],',
		'null ',
		'\n',
	])('takes no longer by far for twice as many of %j', (part) => {
		const growth = findGrowth((length) => {
			const text = part.repeat(Math.ceil(length / part.length));
			return () => [readPlaceholder(text), hasPlaceholderLine(`[object ${text}`)];
		}, 1_000_000);
		expect(growth).toBeUndefined();
	});
});

describe('a job whose texts are mapped wrongly', () => {
	const hole = (n: number): { text: string } => ({
		text: `Subject: Order ${n}\n[object Object]\n${'Sent from the shop. '.repeat(12)}`,
	});

	it('is refused where each of its texts has a hole', async () => {
		const error = await errorOf(() => planned({ rows: [hole(1), hole(2), hole(3)] }));
		expect(error.message).toMatch(/^In each of the 3 texts "\[object Object\]" stands/);
		expect(error.details).toMatchObject({ rowIndex: 0, hint: expect.stringContaining('inside') });
	});

	it('is refused where each has the name of a field in it', async () => {
		const rows = [1, 2, 3].map((n) => ({ text: `Order ${n}\n{{1__body}}` }));
		const mapping = { question: 'Is it mapped?', advice: 'Map it again.' };
		const error = await errorOf(() => planned({ rows, mapping }));
		expect(error.message).toBe(
			'In each of the 3 texts the name of a field stands where its value should.',
		);
		expect(error.details.hint).toBe('Map it again. Nothing was sent.');
	});

	it('is warned of where some do: somebody may have written it', () => {
		expect(planned({ rows: [...rowsOf(2), hole(1)] }).warnings).toEqual([
			expect.stringMatching(
				/^"\[object Object\]" stands in 1 of 3 texts, first in that of Item 3\./,
			),
		]);
	});

	it('is not refused for one or two long texts, which may be about it', () => {
		expect(planned({ rows: [hole(1), hole(2)] }).warnings).toHaveLength(1);
	});

	it('names a lone short text', async () => {
		const error = await errorOf(() => planned({ rows: [{ text: 'Bolts\n\n[object Object]' }] }));
		expect(error.message).toMatch(/^In the text of Item 1 "\[object Object\]" stands/);
	});
});

describe('texts that are all the same', () => {
	const same = (count: number) => Array.from({ length: count }, () => ({ text: ' Please pay. ' }));

	it('are told from three on, whatever is skipped between them', () => {
		const rows = [...same(2), { text: '' }, ...same(1)];
		expect(planned({ rows, emptyText: 'skip' }).warnings).toEqual([
			'All 3 texts are the same. Does Text hold a field of each row?',
		]);
		expect(planned({ rows: same(2) }).warnings).toEqual([]);
	});

	it('are counted as people write numbers', () => {
		expect(planned({ rows: same(1_200) }).warnings[0]).toMatch(/^All 1,200 texts/);
	});
});

describe('what cleaning takes away', () => {
	it('is counted before texts are shortened, of skipped ones, too', () => {
		const rows = [
			{ text: `a${' '.repeat(99)}` },
			{ text: ' '.repeat(100) },
			{ text: 'b'.repeat(800) },
		];
		const { cleaned } = planned({ rows, emptyText: 'skip', maxCharacters: 100 });
		expect(cleaned).toEqual({
			characters: 199,
			of: 1_000,
			sentences: ['Clean Text takes away 199 of 1,000 characters (20 %).'],
			warnings: [],
		});
	});

	it('is warned of where it is more than half, and never rounded to all', () => {
		const { cleaned } = planned({ rows: [{ text: `${' '.repeat(9_999)}a` }] });
		expect(cleaned.sentences).toEqual(['Clean Text takes away 9,999 of 10,000 characters (99 %).']);
		expect(cleaned.warnings).toEqual([expect.stringContaining('more than half')]);
	});

	it('is nothing where Clean Text is off', () => {
		const { cleaned } = planned({ rows: [{ text: ' a '.repeat(50) }], cleanText: false });
		expect(cleaned).toEqual({ characters: 0, of: 150, sentences: [], warnings: [] });
	});
});
