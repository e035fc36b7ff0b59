import { plan } from '../../../core';
import { findObjection, quoteOf } from '../../../bench/compare/quote';
import { WAYS } from '../../../bench/compare/ways';
import { planInput } from '../../../bench/plan-input';

function quoteFor(model: string) {
	const planned = plan(planInput([{ text: 'Please pay the invoice.' }], { model }));
	return quoteOf(WAYS.map((way) => ({ way, plan: planned })));
}

describe('the limit', () => {
	it('holds the sum of all ways against it, by the higher figure', () => {
		const { highUsd = 0, lines } = quoteFor('gpt-4.1-mini');
		const { speeds } = plan(planInput([{ text: 'Please pay the invoice.' }])).estimate;
		const now = speeds.now?.usd?.high ?? 0;
		expect(highUsd).toBeCloseTo(now * 3 + (speeds.batch?.usd?.high ?? 0) * 2, 12);
		expect(lines).toHaveLength(WAYS.length + 1);
	});

	it('stops above it, and not below', () => {
		const quote = quoteFor('gpt-4.1-mini');
		expect(findObjection(quote, 0)).toMatch(/Nothing was sent/);
		expect(findObjection(quote, 1)).toBeUndefined();
	});

	it('stops where the price is not known', () => {
		expect(findObjection(quoteFor('a-model-of-my-own'), 1)).toMatch(/not known/);
	});
});
