// Holds our price table against @pydantic/genai-prices. Exit code 1 on drift with --strict.
// Neither is right by itself: where they differ, look at the provider's own page.
import { parseArgs } from 'node:util';
import { calcPrice, findProvider } from '@pydantic/genai-prices';
import { PROVIDERS } from '../core';
import { findPrice } from '../core/cost/rates';
import { PRICES, type ModelPrice } from '../core/providers/prices';

const FIELDS = ['input', 'cached', 'cacheWrite', 'output'] as const;
type Field = (typeof FIELDS)[number];

/** Few enough tokens for the normal price of models that charge more for a long context. */
const TOKENS = 100_000;
const USAGES: Readonly<Record<Field, Record<string, number>>> = {
	input: { input_tokens: TOKENS },
	cached: { input_tokens: TOKENS, cache_read_tokens: TOKENS },
	cacheWrite: { input_tokens: TOKENS, cache_write_tokens: TOKENS },
	output: { output_tokens: TOKENS },
};

/** Our price in US dollars; `undefined` where our table says nothing of its own. */
function ourPrice({ input, cacheWrite, ...price }: ModelPrice, field: Field): number | undefined {
	switch (field) {
		case 'input':
			return input;
		case 'cacheWrite':
			return input * (cacheWrite ?? 1);
		case 'cached':
		case 'output':
			return price[field];
	}
}

function theirPrice(providerId: string, model: string, field: Field): number | undefined {
	const price = calcPrice(USAGES[field], model, { providerId });
	return price === null ? undefined : (price.total_price * 1_000_000) / TOKENS;
}

function compare(providerId: string, price: ModelPrice): readonly string[] {
	return FIELDS.flatMap((field) => {
		const ours = ourPrice(price, field);
		const theirs = theirPrice(providerId, price.model, field);
		if (ours === undefined || theirs === undefined || Math.abs(ours - theirs) < 1e-9) return [];
		return [`${providerId} ${price.model} ${field}: ours $${ours}, theirs $${theirs}`];
	});
}

/** Text models of the generations that we have, which our table lacks: news, not drift. */
function missing(): readonly string[] {
	const models = findProvider({ providerId: 'openai' })?.models ?? [];
	return models
		.map(({ id }) => id)
		.filter((id) => /^(?:gpt-[5-9]|gpt-4\.1|o\d)/.test(id))
		.filter((id) => !/image|audio|codex|realtime|transcribe|search|research|tts/.test(id))
		.filter((id) => findPrice(PROVIDERS.openai, id) === undefined);
}

const { values } = parseArgs({ options: { strict: { type: 'boolean' } } });
const drift: string[] = [];
const alone: string[] = [];
let compared = 0;
for (const [providerId, prices] of Object.entries(PRICES)) {
	// Those of a region are reckoned from OpenAI's, which are compared.
	if (prices === PRICES.openaiRegion) continue;
	for (const price of prices) {
		if (price.model === '*') continue;
		const isTheirs =
			findProvider({ providerId }) !== undefined &&
			theirPrice(providerId, price.model, 'input') !== undefined;
		if (isTheirs) compared += 1;
		else alone.push(`${providerId} ${price.model} (ours is of ${price.checked})`);
		if (isTheirs) drift.push(...compare(providerId, price));
	}
}

console.log(
	`${compared} models compared with @pydantic/genai-prices: ${drift.length} differences.`,
);
for (const line of drift) console.log(`  ${line}`);
if (alone.length > 0) console.log(`Only in our table: ${alone.join(', ')}.`);
if (missing().length > 0) console.log(`Not in our table: ${missing().join(', ')}.`);
if (drift.length > 0 && values.strict === true) process.exitCode = 1;
