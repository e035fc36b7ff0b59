import { PROVIDERS, describeEstimate, formatUsd, type PlanInput } from '../../../core';
import { planOf, rowsOf } from '../../support/core/samples';

function wordsOf(changes: Partial<PlanInput> = {}): readonly string[] {
	const { openai } = PROVIDERS;
	const input = { provider: openai, model: 'gpt-4.1-mini', rows: rowsOf(2000), ...changes };
	return describeEstimate(planOf(input).estimate);
}

describe('describeEstimate', () => {
	it('says how many, how much and what waiting saves', () => {
		const [size, batch, background, now, saving, packing, recommendation, ...rest] = wordsOf();
		expect(size).toMatch(/^2,000 items, about \d{3},000–\d{3},000 tokens\.$/);
		expect(batch).toMatch(
			/^Within 24 hours: \$0\.\d\d–\$0\.\d\d, from the price list and the usual discount; takes 1 minute to 24 hours\.$/,
		);
		expect(background).toMatch(
			/^In minutes: \$0\.\d\d–\$0\.\d\d, as the price list says; takes 20 seconds to 69 minutes\.$/,
		);
		expect(now).toMatch(
			/^Now: \$0\.\d\d–\$0\.\d\d, as the price list says; takes 7 to 40 minutes\.$/,
		);
		expect(saving).toBe('Waiting up to 24 hours saves half.');
		expect(packing).toMatch(/^Packing set to Automatic would cost about \d\d % less/);
		expect(recommendation).toMatch(/^Within 24 Hours fits/);
		expect(rest).toEqual([]);
	});

	it('says what packing saves, and what it would save where that is more than a fifth', () => {
		expect(wordsOf({ packing: 'automatic' })).toContainEqual(
			expect.stringMatching(/^Packing alone makes the batch cost about \d\d % less\.$/),
		);
		expect(wordsOf({ packing: 'automatic' })).toContainEqual(
			expect.stringMatching(/^Waiting up to 24 hours and packing save 6\d %\.$/),
		);
		expect(wordsOf({ packing: 'automatic', model: 'gpt-99' })).toContainEqual(
			expect.stringMatching(/^Packing alone makes the batch take about \d\d % fewer tokens\.$/),
		);
		const several = rowsOf(2000).map(({ text }) => ({ text: text.repeat(24) }));
		const little = wordsOf({ rows: several }).join(' ');
		const nothing = wordsOf({ rows: several.map(({ text }) => ({ text: text.repeat(9) })) });
		expect(`${little} ${nothing.join(' ')}`).not.toContain('Packing');
	});

	it('names the part that is saved where it is not half', () => {
		const words = wordsOf({
			provider: PROVIDERS.deepinfra,
			model: 'meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo',
		});
		expect(words).toContain('Waiting up to 24 hours saves 20 %.');
	});

	it('calls a tiny sum less than a cent, not nothing', () => {
		const words = wordsOf({ rows: rowsOf(1), model: 'gpt-4.1-nano' });
		expect(words[0]).toMatch(/^1 item, about /);
		expect(words).toContain('Now: less than $0.01, as the price list says; takes 1 to 6 seconds.');
	});

	it('says that a price is not known', () => {
		const words = wordsOf({ model: 'gpt-99' });
		expect(words).toContain(
			'What this model costs is not known here: you can say it in Own Price.',
		);
		expect(words.join(' ')).not.toContain('$');
		expect(words.join(' ')).not.toContain('saves');
		expect(words).toContain('Within 24 hours: takes 1 minute to 24 hours.');
	});

	it('says that nothing is charged on the user’s own machine', () => {
		const words = wordsOf({ provider: PROVIDERS.local, model: 'demo' });
		expect(words).toContain('Nothing is charged for it.');
		expect(words.join(' ')).not.toContain('$');
	});

	it('names the user’s own price as such, and a sum that may be tiny or not by its end', () => {
		const words = wordsOf({ rows: rowsOf(1), ownPrice: { input: 1, output: 400 } });
		expect(words).toContain('Now: up to $0.02, by your own price; takes 1 to 6 seconds.');
	});

	it('uses the host’s word for a row, and no word of ours', () => {
		const { estimate } = planOf({ rows: rowsOf(2) });
		const words = describeEstimate(estimate, { one: 'row', several: 'rows' }).join(' ');
		expect(words).toMatch(/^2 rows,/);
		expect(words).not.toMatch(/shard|request|engine|outcome|transport|plan\b|background:/i);
	});
});

it.each([
	[0, '$0.00'],
	[0.0004, 'less than $0.01'],
	[0.0099, 'less than $0.01'],
	[0.01, '$0.01'],
	[1.005, '$1.00'],
	[99.5, '$99.50'],
	[1234.5, '$1,235'],
])('formats %d US dollars as %s', (usd, words) => {
	expect(formatUsd(usd)).toBe(words);
});
