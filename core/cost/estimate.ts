import type { Provider } from '../providers';
import type { PackTally } from '../requests/row-writer';
import { FENCE, type Prompt } from '../tasks';
import type { Engine, Estimate, JsonObject, Range, SpeedEstimate, Task } from '../types';
import {
	add,
	answerTokens,
	MARK_TOKENS,
	MARKED_FENCE_TOKENS,
	thinkingTokens,
} from './answer-length';
import { findPrice, type OwnPrice, priceOf, type Rates, ratesOf } from './rates';
import type { Oddity } from './pieces';
import { countTokens, rangeOfTokens, type TokenCounter } from './tokens';

export interface EstimateInput {
	readonly task: Task;
	readonly prompt: Prompt;
	readonly provider: Provider;
	readonly model: string;
	/** Rows that will be sent, and their texts. */
	readonly rowCount: number;
	readonly texts: TokenCounter;
	/** How the rows are spread over requests with packing; absent where it cannot be. */
	readonly packing?: PackTally & { readonly isOn: boolean; readonly prompt: Prompt };
	readonly maxOutputTokens: number | undefined;
	readonly extra: JsonObject;
	readonly ownPrice: OwnPrice | undefined;
}

/** What a job will use and cost at each speed, and which speed fits it. */
export function estimate(input: EstimateInput): Estimate {
	const { provider, model, rowCount, texts, ownPrice } = input;
	const price = findPrice(provider, model);
	const oneByOne = tokensOf(input);
	const packed = input.packing === undefined ? oneByOne : tokensOf(input, input.packing);
	const batch = input.packing?.isOn === true ? packed : oneByOne;
	const standard = ratesOf(provider, model, 'standard', ownPrice);
	const batchRates = ratesOf(provider, model, 'batch', ownPrice);
	const speedOf = (
		rates: Rates | undefined,
		seconds: Range,
		tokens: Tokens = oneByOne,
	): SpeedEstimate => ({
		usd: rates === undefined ? null : usdOf(tokens, rates),
		source: rates?.source ?? 'unknown',
		seconds,
	});
	const speeds = {
		batch: speedOf(batchRates, { low: BATCH_SECONDS, high: provider.windowHours * 3600 }, batch),
		background:
			provider.protocol.background !== undefined
				? speedOf(standard, { low: 20, high: 120 + rowCount * 2 })
				: null,
		now: speedOf(standard, times({ low: 1, high: 6 }, Math.ceil(rowCount / AT_ONCE))),
	};
	const isLong = texts.longest > (price?.longContextAbove ?? Infinity);
	return {
		rowCount,
		model,
		inputTokens: batch.input,
		outputTokens: batch.output,
		speeds,
		...recommend(rowCount, provider),
		...packingOf(input, oneByOne, packed, batchRates),
		caveats: [
			...(ownPrice === undefined && price?.caveat !== undefined ? [price.caveat] : []),
			...(thinkingTokens(price ?? {}, effortOf(input)).high > 0 ? [THINKING_CAVEAT] : []),
			...(isLong && ownPrice === undefined ? [LONG_CAVEAT] : []),
			...(batch.isCached && ownPrice === undefined ? [CACHE_CAVEAT] : []),
			...(price === undefined ? [UNKNOWN_CAVEAT] : []),
			...describeOddities(texts.oddities),
		],
	};
}

const THINKING_CAVEAT =
	'This model thinks before it answers, and the thinking is charged: the higher figure allows for some of it, hard texts may take more.';
const LONG_CAVEAT =
	'At least one text is so long that the provider charges twice as much for it; the figures do not show that.';
const CACHE_CAVEAT =
	'This provider may keep long texts ready for a repeat, and charges more for that: the higher figure allows for it.';
const UNKNOWN_CAVEAT =
	'Models count tokens in different ways, and some think before they answer, which is charged: for this model the figures may be further off.';

const ODDITIES: Readonly<Record<Oddity, string>> = {
	codes: 'links, code or encoded data',
	capitals: 'words in capital letters',
	scripts: 'a script that models know little of',
	signs: 'emoji, symbols or signs that nobody sees',
};

function describeOddities(oddities: readonly Oddity[]): readonly string[] {
	if (oddities.length === 0) return [];
	const names = oddities.map((oddity) => ODDITIES[oddity]);
	return [
		`The texts hold much that models cut into small pieces: ${names.join('; ')}. How many pieces shows only when they are read, so the figures lie further apart, and the higher one allows for it.`,
	];
}

/** A small batch that nothing holds up. Most are done within an hour. */
const BATCH_SECONDS = 60;
/** Calls under way at one time, a guess: hosts choose. */
const AT_ONCE = 5;
/** From here on a provider may put a request into its cache. */
const CACHED_FROM_TOKENS = 1024;
/** What stands around the texts of a request. */
const MESSAGE_TOKENS: Range = { low: 10, high: 15 };

/** The part of the input that is the same for each row. How a schema is counted is not published. */
function fixedTokens({ instructions, schema }: Prompt): Range {
	const words = rangeOfTokens(instructions + FENCE.open + FENCE.close);
	const form = schema === undefined ? 0 : countTokens(JSON.stringify(schema));
	return [words, MESSAGE_TOKENS, { low: form / 2, high: form * 1.2 }].reduce(add);
}

interface Tokens {
	readonly input: Range;
	readonly output: Range;
	/** Long enough for a cache that writing to costs something. */
	readonly isCached: boolean;
}

function effortOf({
	provider,
	extra,
}: Pick<EstimateInput, 'provider' | 'extra'>): string | undefined {
	return provider.protocol.readOwnFields(extra).effort;
}

/** Thinking is taken to grow with the rows, whoever they share a request with. */
function tokensOf(
	{ provider, model, task, prompt, texts, rowCount, extra, maxOutputTokens }: EstimateInput,
	packing?: EstimateInput['packing'],
): Tokens {
	const price = findPrice(provider, model);
	const thinking = thinkingTokens(price ?? {}, effortOf({ provider, extra }));
	const answer = capped(add(answerTokens(task), thinking), maxOutputTokens);
	const fixed = fixedTokens(prompt);
	const input = texts.total;
	const output = times(answer, rowCount);
	const isCached = (tokens: number): boolean =>
		price?.cacheWrite !== undefined && tokens > CACHED_FROM_TOKENS;
	const longest = texts.longest + fixed.high;
	if (packing === undefined) {
		return { input: add(input, times(fixed, rowCount)), output, isCached: isCached(longest) };
	}
	const fences = packing.packedRowCount * MARKED_FENCE_TOKENS;
	const alone = times(fixed, packing.requestCount - packing.packCount);
	const together = times(fixedTokens(packing.prompt), packing.packCount);
	const packed = [alone, together, { low: fences, high: fences }].reduce(add, input);
	return {
		input: packed,
		output: add(output, times(MARK_TOKENS, packing.packedRowCount)),
		isCached: isCached(Math.max(longest, packed.high / packing.requestCount)),
	};
}

/** By the higher figures, as all that is said of cost. */
function packingOf(
	{ packing }: EstimateInput,
	oneByOne: Tokens,
	packed: Tokens,
	rates: Rates | undefined,
): Pick<Estimate, 'packing'> {
	if (packing === undefined || packing.packCount === 0) return {};
	const { isOn, requestCount } = packing;
	const usd = rates === undefined ? 0 : usdOf(oneByOne, rates).high;
	const left =
		rates !== undefined && usd > 0
			? usdOf(packed, rates).high / usd
			: (packed.input.high + packed.output.high) / (oneByOne.input.high + oneByOne.output.high);
	const savedPercent = Math.max(0, Math.round((1 - left) * 100));
	return {
		packing: { isOn, requestCount, savedPercent, of: usd > 0 ? 'cost' : 'tokens' },
	};
}

function usdOf({ input, output, isCached }: Tokens, rates: Rates): Range {
	const at = (end: keyof Range, cacheWriteTokens: number): number =>
		priceOf(
			{
				inputTokens: input[end],
				cachedTokens: 0,
				cacheWriteTokens,
				outputTokens: output[end],
			},
			rates,
			false,
		);
	return { low: at('low', 0), high: at('high', isCached ? input.high : 0) };
}

function times({ low, high }: Range, count: number): Range {
	return { low: Math.floor(low * count), high: Math.ceil(high * count) };
}

function capped({ low, high }: Range, max = Infinity): Range {
	return { low: Math.min(low, max), high: Math.min(high, max) };
}

/** From here on nobody reads the answers one by one as they come. */
const MANY_ROWS = 20;

/** The rule that the product teaches, applied to what can be seen before sending: how many they are. */
function recommend(
	rowCount: number,
	{ protocol }: Provider,
): { readonly recommended: Engine; readonly recommendation: string } {
	if (rowCount >= MANY_ROWS) {
		return {
			recommended: 'batch',
			recommendation:
				'Within 24 Hours fits: so many answers are stored or looked through together. Choose Now only if the workflow has to wait for them.',
		};
	}
	return protocol.background !== undefined
		? {
				recommended: 'background',
				recommendation:
					'In Minutes fits: a few answers that come silently in the background. Choose Now if the workflow waits for them, Within 24 Hours if they are only stored.',
			}
		: {
				recommended: 'now',
				recommendation:
					'Now fits: a few answers are there in seconds. Choose Within 24 Hours if they are only stored.',
			};
}
