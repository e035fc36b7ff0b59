import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import { MODEL_ALIASES, type ModelPrice } from '../providers/prices';
import type { RateSource, Usage } from '../types';

/** What the user says a model costs: US dollars for a million tokens, when answered at once. */
export interface OwnPrice {
	readonly input: number;
	readonly output: number;
	readonly cached?: number;
}

/** The user's own price as two fields of a host: both or none; nothing is a price, too. */
export function readOwnPrice(input: unknown, output: unknown): OwnPrice | undefined {
	const [inputText, outputText] = [input, output].map((value) => String(value ?? '').trim());
	if (inputText === '' && outputText === '') return undefined;
	return { input: readDollars(inputText, 'input'), output: readDollars(outputText, 'output') };
}

function readDollars(text: string | undefined, tokens: string): number {
	const dollars = Number(text);
	if (text !== undefined && text !== '' && Number.isFinite(dollars) && dollars >= 0) return dollars;
	throw new OffpeakError(
		'invalid_input',
		`Own Price has no usable figure for ${tokens} tokens${text === undefined || text === '' ? '' : `: "${text}"`}.`,
		{
			hint: 'Give both prices in US dollars for a million tokens, e.g. 0.4 for input and 1.6 for output, or leave both empty.',
		},
	);
}

/** What is paid by: the normal rate, or one of the two lower ones. */
export type Tier = 'standard' | 'batch' | 'flex';

/** US dollars for a million tokens. */
export interface Rates {
	readonly input: number;
	readonly cached: number;
	readonly cacheWrite: number;
	readonly output: number;
	readonly longContextAbove?: number;
	readonly source: Exclude<RateSource, 'unknown'>;
}

/** The row of the price table for a model or one of its dated snapshots. */
export function findPrice({ prices }: Provider, model: string): ModelPrice | undefined {
	const name = model.trim();
	const undated = name.replace(DATE, '');
	const names = [name, MODEL_ALIASES[name], undated, MODEL_ALIASES[undated], '*'];
	for (const candidate of names) {
		const row = prices.find((price) => price.model === candidate);
		if (row !== undefined) return row;
	}
	return undefined;
}

/** `-2026-01-31` at the end. Any other ending may be another model with another price. */
const DATE = /-\d{4}-\d{2}-\d{2}$/;

/** What a model's tokens cost by one tier; `undefined` where nobody has said so. */
export function ratesOf(
	provider: Provider,
	model: string,
	tier: Tier,
	own?: OwnPrice,
): Rates | undefined {
	if (own !== undefined) {
		// A discount that we cannot name is not promised.
		const factor = tier === 'batch' ? (provider.discount.factor ?? 1) : 1;
		return { ...scaled(own, factor), source: 'your own' };
	}
	const price = findPrice(provider, model);
	if (price === undefined) return undefined;
	const { longContextAbove } = price;
	const factor = factorOf(price, provider, tier);
	return factor === undefined
		? undefined
		: {
				...scaled(price, factor.value),
				...defined({ longContextAbove }),
				source: factor.source,
			};
}

function factorOf(
	price: ModelPrice,
	{ discount }: Provider,
	tier: Tier,
): { readonly value: number; readonly source: 'published' | 'derived' } | undefined {
	if (tier === 'standard') return { value: 1, source: 'published' };
	const listed = price[tier];
	if (listed !== undefined) return { value: listed, source: 'published' };
	return tier === 'batch' && discount.factor !== undefined
		? { value: discount.factor, source: 'derived' }
		: undefined;
}

function scaled(
	{ input, cached = input, cacheWrite = 1, output }: OwnPrice & Pick<ModelPrice, 'cacheWrite'>,
	factor: number,
): Omit<Rates, 'source'> {
	return {
		input: input * factor,
		cached: cached * factor,
		cacheWrite: input * cacheWrite * factor,
		output: output * factor,
	};
}

const MILLION = 1_000_000;
const LONG_INPUT = 2;
const LONG_OUTPUT = 1.5;

/** US dollars for one request; for many at once, say whether they are long. */
export function priceOf(
	{ inputTokens, cachedTokens, cacheWriteTokens = 0, outputTokens }: Usage,
	{ input, cached, cacheWrite, output, longContextAbove = Infinity }: Rates,
	isLong = inputTokens > longContextAbove,
): number {
	const fresh = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
	const inputCost = fresh * input + cachedTokens * cached + cacheWriteTokens * cacheWrite;
	const outputCost = outputTokens * output;
	return (
		(inputCost * (isLong ? LONG_INPUT : 1) + outputCost * (isLong ? LONG_OUTPUT : 1)) / MILLION
	);
}
