import { PROVIDERS, rowCost, type Outcome, type Usage } from '../../../core';
import { actualCost, sumCosts, wallSeconds } from '../../../core/cost/actual';

const { openai, local, other } = PROVIDERS;
const MODEL = 'gpt-4.1-mini-2025-04-14';
const USAGE: Usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 100_000 };
/** 1 million tokens in at $0.40, 100,000 out at $1.60. */
const NOW_USD = 0.56;

function outcomeOf(changes: Partial<Outcome> = {}): Outcome {
	return {
		rowIndex: 0,
		rowId: '0',
		outcome: 'succeeded',
		retryable: false,
		answer: {},
		kept: {},
		round: 1,
		...changes,
	};
}

const MEASURED = outcomeOf({ usage: USAGE });
const UNMEASURED = outcomeOf();
const EXPIRED = outcomeOf({ outcome: 'expired' });

describe('actualCost', () => {
	it('adds up what the rows used, and what was saved against one by one', () => {
		const cost = actualCost([MEASURED, MEASURED, EXPIRED], MODEL, openai);
		expect(cost.usd).toBeCloseTo(NOW_USD);
		expect(cost.oneByOneUsd).toBeCloseTo(2 * NOW_USD);
		expect(cost.savedUsd).toBeCloseTo(NOW_USD);
		expect(cost).toMatchObject({
			savedPercent: 50,
			source: 'derived',
			inputTokens: 2_000_000,
			cachedTokens: 0,
			outputTokens: 200_000,
			measuredRows: 2,
			unmeasuredRows: 0,
		});
	});

	it.each(['background', 'now'] as const)(
		'takes the normal price for %s, and nothing is saved',
		(engine) => {
			const cost = actualCost([MEASURED], MODEL, openai, { engine });
			expect(cost.usd).toBeCloseTo(NOW_USD);
			expect(cost).toMatchObject({ savedUsd: 0, savedPercent: 0, source: 'published' });
		},
	);

	it('charges each row by the tier that the provider names', () => {
		const flex = outcomeOf({ usage: { ...USAGE, tier: 'flex' } });
		const normal = outcomeOf({ usage: USAGE });
		const cost = actualCost([flex, normal], 'gpt-5-mini', openai, { engine: 'now' });
		expect(cost.usd).toBeCloseTo(0.225 + 0.45);
		expect(cost.savedPercent).toBe(25);
	});

	it('does not know what a tier without a price has cost', () => {
		const fast = outcomeOf({ usage: { ...USAGE, tier: 'priority' } });
		expect(actualCost([MEASURED, fast], MODEL, openai)).toMatchObject({
			usd: null,
			source: 'unknown',
		});
	});

	it('prices such a tier by the user’s own price, where there is one', () => {
		const fast = outcomeOf({ usage: { ...USAGE, tier: 'priority' } });
		const ownPrice = { input: 1, output: 10 };
		expect(actualCost([fast], MODEL, openai, { ownPrice })).toMatchObject({
			usd: 2,
			source: 'your own',
		});
	});

	it('prices each round of a row by what that round was charged by', () => {
		const charges = [USAGE, { ...USAGE, tier: 'standard' }];
		const row = outcomeOf({
			usage: { inputTokens: 2_000_000, cachedTokens: 0, outputTokens: 200_000 },
			charges,
		});
		const cost = actualCost([row], MODEL, openai);
		expect(cost.usd).toBeCloseTo(1.5 * NOW_USD);
		expect(cost.oneByOneUsd).toBeCloseTo(2 * NOW_USD);
		expect(cost).toMatchObject({ savedPercent: 25, inputTokens: 2_000_000, measuredRows: 1 });
		expect(rowCost(row, MODEL, openai)).toBeCloseTo(1.5 * NOW_USD);
	});

	it('does not take two tries with long texts for one that is twice as long', () => {
		const half = { inputTokens: 200_000, cachedTokens: 0, outputTokens: 0 };
		const row = outcomeOf({ usage: { ...half, inputTokens: 400_000 }, charges: [half, half] });
		expect(actualCost([row], 'gpt-5.5', openai).usd).toBeCloseTo((0.4 * 5) / 2);
	});

	it('charges cached input by its own price', () => {
		const cached = outcomeOf({ usage: { ...USAGE, cachedTokens: 1_000_000 } });
		expect(actualCost([cached], MODEL, openai).usd).toBeCloseTo((0.1 + 0.16) / 2);
	});

	it.each([
		['model', 'gpt-99', openai],
		['provider', MODEL, other],
	])('says unknown, never nothing, for an unknown %s', (_, model, provider) => {
		expect(actualCost([MEASURED], model, provider)).toMatchObject({
			usd: null,
			oneByOneUsd: null,
			savedUsd: null,
			savedPercent: null,
			source: 'unknown',
			inputTokens: 1_000_000,
		});
	});

	it('counts answers whose use was not told, and knows nothing when none was', () => {
		const some = actualCost([MEASURED, UNMEASURED], MODEL, openai);
		expect(some).toMatchObject({ measuredRows: 1, unmeasuredRows: 1 });
		expect(some.usd).toBeCloseTo(NOW_USD / 2);
		expect(actualCost([UNMEASURED], MODEL, openai)).toMatchObject({ usd: null, unmeasuredRows: 1 });
	});

	it('is nothing when no row was answered, for a model that has a price', () => {
		expect(actualCost([EXPIRED], MODEL, openai)).toMatchObject({ usd: 0, savedPercent: null });
		expect(actualCost([EXPIRED], 'gpt-99', openai)).toMatchObject({ usd: null });
	});

	it('costs nothing on the user’s own machine, and takes the user’s own price elsewhere', () => {
		expect(actualCost([MEASURED], 'demo', local)).toMatchObject({ usd: 0, savedUsd: 0 });
		const ownPrice = { input: 1, output: 10 };
		expect(actualCost([MEASURED], 'mystery', other, { ownPrice })).toMatchObject({
			usd: 2,
			source: 'your own',
		});
	});
});

describe('sumCosts', () => {
	it('adds jobs up, and is as sure as the least sure of them', () => {
		const cheap = actualCost([MEASURED], MODEL, openai);
		const full = actualCost([MEASURED], MODEL, openai, { engine: 'now' });
		const both = sumCosts([cheap, full]);
		expect(both.usd).toBeCloseTo(1.5 * NOW_USD);
		expect(both.savedUsd).toBeCloseTo(NOW_USD / 2);
		expect(both).toMatchObject({ savedPercent: 25, source: 'derived', measuredRows: 2 });
	});

	it('is unknown as soon as one of them is, for the others alone would mislead', () => {
		const known = actualCost([MEASURED], MODEL, openai);
		const unknown = actualCost([MEASURED], 'gpt-99', openai);
		expect(sumCosts([known, unknown])).toMatchObject({
			usd: null,
			oneByOneUsd: null,
			savedUsd: null,
			savedPercent: null,
			source: 'unknown',
			inputTokens: 2_000_000,
		});
	});
});

describe('rowCost', () => {
	it('charges for the model that answered, where the provider says which it was', () => {
		const usage = { ...USAGE, model: 'gpt-4.1-mini-2025-04-14' };
		expect(rowCost({ usage }, 'my own name for it', openai)).toBeCloseTo(NOW_USD / 2);
	});

	it('charges more for what is put into the cache, where the provider does', () => {
		const usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0 };
		const written = { ...usage, cacheWriteTokens: 400_000 };
		const now = { engine: 'now' } as const;
		expect(rowCost({ usage: written }, MODEL, openai, now)).toBeCloseTo(0.4);
		const small = { ...usage, inputTokens: 100_000, cacheWriteTokens: 100_000 };
		expect(rowCost({ usage: small }, 'gpt-6-luna', openai, now)).toBeCloseTo(0.1 * 0.125);
	});

	it('is the row’s share', () => {
		expect(rowCost(MEASURED, MODEL, openai)).toBeCloseTo(NOW_USD / 2);
	});

	it('is null when the use or the price is unknown', () => {
		expect(rowCost(UNMEASURED, MODEL, openai)).toBeNull();
		expect(rowCost(MEASURED, 'gpt-99', openai)).toBeNull();
	});

	it('charges a row with a long text more', () => {
		const usage = { inputTokens: 300_000, cachedTokens: 0, outputTokens: 0 };
		expect(rowCost({ usage }, 'gpt-5.4', openai)).toBeCloseTo((0.3 * 2.5 * 2) / 2);
	});
});

describe('wallSeconds', () => {
	it('runs from the first start to the last end', () => {
		const batches = [
			{ createdAt: 100, endedAt: 400 },
			{ createdAt: 130, endedAt: 350 },
		];
		expect(wallSeconds(batches)).toBe(300);
	});

	it('is undefined while a batch is open, and without batches', () => {
		expect(wallSeconds([{ createdAt: 100, endedAt: 400 }, { createdAt: 130 }])).toBeUndefined();
		expect(wallSeconds([])).toBeUndefined();
	});
});
