import { PROVIDERS, readOwnPrice } from '../../../core';
import { findPrice, priceOf, ratesOf } from '../../../core/cost/rates';
import { PRICES } from '../../../core/providers/prices';
import { errorOf } from '../../support/core/refusal';

const { openai, azure, groq, deepinfra, doubleword, local, other } = PROVIDERS;
const USE = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 1_000_000 };

describe('the price table', () => {
	const rows = Object.entries(PRICES).flatMap(([provider, prices]) =>
		prices.map((price) => ({ name: `${provider} ${price.model}`, price })),
	);

	it.each(rows)('has a source, a day and sane figures for $name', ({ price }) => {
		expect(price.source).toMatch(/^https:\/\/|README\.md$/);
		expect(price.checked).toMatch(/^2026-\d\d-\d\d$/);
		expect(price.output).toBeGreaterThanOrEqual(price.input);
		if (price.model !== '*') {
			expect(price.input).toBeGreaterThan(0);
			expect(price.cached ?? 0).toBeLessThan(price.input);
		}
	});

	it('names each model once', () => {
		for (const prices of Object.values(PRICES)) {
			const models = prices.map(({ model }) => model);
			expect(new Set(models).size).toBe(models.length);
		}
	});
});

describe('findPrice', () => {
	it.each([
		['gpt-5-mini', 'gpt-5-mini'],
		[' gpt-5-mini ', 'gpt-5-mini'],
		['gpt-5-mini-2025-08-07', 'gpt-5-mini'],
		['gpt-4o-2024-11-20', 'gpt-4o'],
		['gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
		['gpt-5.6', 'gpt-5.6-sol'],
		['gpt-5.6-2026-07-09', 'gpt-5.6-sol'],
	])('resolves %j to %s', (model, row) => {
		expect(findPrice(openai, model)?.model).toBe(row);
	});

	it.each([
		'gpt-5-mini-turbo',
		'gpt-5-codex',
		'gpt',
		'gpt-5-mini-2025',
		'ft:gpt-4.1-2025-04-14:acme::1',
		'',
	])('does not take %j for a model that it knows', (model) => {
		expect(findPrice(openai, model)).toBeUndefined();
	});

	it('knows no price of one provider for another', () => {
		for (const provider of [azure, groq, deepinfra, doubleword, other]) {
			expect(findPrice(provider, 'gpt-5-mini')).toBeUndefined();
		}
	});
});

describe('ratesOf', () => {
	it('takes the provider’s own batch price where the list has one, and derives it elsewhere', () => {
		expect(ratesOf(openai, 'gpt-6-luna', 'batch')).toMatchObject({
			input: 0.05,
			cached: 0.005,
			output: 0.25,
			source: 'published',
		});
		expect(ratesOf(openai, 'gpt-4.1-mini', 'batch')).toMatchObject({
			input: 0.2,
			output: 0.8,
			source: 'derived',
		});
	});

	it('takes off what this provider takes off', () => {
		const model = 'meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo';
		expect(ratesOf(deepinfra, model, 'batch')?.input).toBeCloseTo(0.32);
		expect(ratesOf(groq, 'openai/gpt-oss-120b', 'batch')?.output).toBeCloseTo(0.3);
	});

	it('knows the flex price only of models that have one', () => {
		expect(ratesOf(openai, 'gpt-5-mini', 'flex')).toMatchObject({
			input: 0.125,
			source: 'published',
		});
		expect(ratesOf(openai, 'gpt-4.1-mini', 'flex')).toBeUndefined();
	});

	it('knows nothing of an unknown model, at any tier', () => {
		for (const tier of ['standard', 'batch', 'flex'] as const) {
			expect(ratesOf(openai, 'gpt-99', tier)).toBeUndefined();
		}
	});

	it('is free on the user’s own machine, whatever the model', () => {
		expect(ratesOf(local, 'llama3.2', 'batch')).toMatchObject({
			input: 0,
			output: 0,
			source: 'published',
		});
	});

	it('prefers the user’s own price, with the provider’s discount', () => {
		const own = { input: 1, output: 4 };
		expect(ratesOf(openai, 'gpt-5-mini', 'batch', own)).toEqual({
			input: 0.5,
			cached: 0.5,
			cacheWrite: 0.5,
			output: 2,
			source: 'your own',
		});
		expect(ratesOf(openai, 'gpt-99', 'standard', { ...own, cached: 0.1 })).toMatchObject({
			input: 1,
			cached: 0.1,
		});
	});

	it('promises no discount that it cannot name', () => {
		expect(ratesOf(other, 'mystery', 'batch', { input: 1, output: 4 })?.input).toBe(1);
	});
});

describe('priceOf', () => {
	const rates = {
		input: 2,
		cached: 0.2,
		cacheWrite: 2.5,
		output: 10,
		source: 'published',
	} as const;

	it('adds input, cached input and output', () => {
		expect(priceOf(USE, rates)).toBeCloseTo(12);
		expect(priceOf({ ...USE, cachedTokens: 500_000 }, rates)).toBeCloseTo(1 + 0.1 + 10);
	});

	it('adds what is put into the cache at its own price', () => {
		expect(priceOf({ ...USE, cacheWriteTokens: 400_000 }, rates)).toBeCloseTo(12 + 0.2);
	});

	it('charges more for a request with a long context, but not for many short ones', () => {
		const long = { ...rates, longContextAbove: 272_000 };
		expect(priceOf(USE, long)).toBeCloseTo(4 + 15);
		expect(priceOf(USE, long, false)).toBeCloseTo(12);
		expect(priceOf({ ...USE, inputTokens: 272_000 }, long)).toBeCloseTo(0.544 + 10);
	});

	it('never counts more cached tokens than came in', () => {
		expect(priceOf({ inputTokens: 10, cachedTokens: 20, outputTokens: 0 }, rates)).toBeGreaterThan(
			0,
		);
	});
});

describe('readOwnPrice', () => {
	it('is nothing where both fields are empty, and may be free', () => {
		expect(readOwnPrice('', undefined)).toBeUndefined();
		expect(readOwnPrice(0, '0')).toEqual({ input: 0, output: 0 });
		expect(readOwnPrice(' 0.4 ', 1.6)).toEqual({ input: 0.4, output: 1.6 });
	});

	it.each([
		['', 1.6, 'Own Price has no usable figure for input tokens.'],
		[0.4, '', 'Own Price has no usable figure for output tokens.'],
		[0.4, '$1.60', 'Own Price has no usable figure for output tokens: "$1.60".'],
		[-1, 1, 'Own Price has no usable figure for input tokens: "-1".'],
	])('refuses %j and %j', async (input, output, message) => {
		const error = await errorOf(async () => readOwnPrice(input, output));
		expect(error).toMatchObject({ code: 'invalid_input', message });
	});
});
