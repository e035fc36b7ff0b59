export type ProviderId =
	| 'openai'
	| 'openaiRegion'
	| 'azure'
	| 'groq'
	| 'deepinfra'
	| 'doubleword'
	| 'local'
	| 'other';

/** What one model costs: US dollars for a million tokens, when answered at once. */
export interface ModelPrice {
	/** Also stands for its dated snapshots; `*` stands for every model. */
	readonly model: string;
	readonly input: number;
	/** Input that the provider has seen just before; absent where nothing is taken off for it. */
	readonly cached?: number;
	/** What input costs that the provider puts into its cache, relative to `input`; absent where it is not dearer. */
	readonly cacheWrite?: number;
	readonly output: number;
	/** Batch and flex prices relative to these, where the provider's price list has them. */
	readonly batch?: number;
	readonly flex?: number;
	/** Thinks before it answers, which is billed as output: always, or only when asked to. */
	readonly thinks?: 'always' | 'when-asked';
	/** A request with more input tokens than this costs twice the input and 1.5 times the output price. */
	readonly longContextAbove?: number;
	/** What the user should know about this price. */
	readonly caveat?: string;
	readonly source: string;
	/** The day on which the source was read. */
	readonly checked: string;
}

// Each row was found in two sources that agree: readings of the provider's own list by others (two of
// OpenAI's, of 2026-10-01 and 2026-10-04; the first has the flex prices) and @pydantic/genai-prices 0.1.8
// (2026-09-23, all but gpt-6.1-sol). `npm run check-prices` holds the table against that package.
const openAi = {
	source: 'https://developers.openai.com/api/docs/pricing',
	checked: '2026-10-04',
} as const;
const flex = { ...openAi, flex: 0.5 } as const;
const thinks = { ...flex, thinks: 'always' } as const;
const mayThink = { ...flex, thinks: 'when-asked' } as const;
const long = { longContextAbove: 272_000 } as const;
// From GPT-5.6 on, what is put into the cache costs a quarter more (@pydantic/genai-prices 0.1.8, and the
// `cache_write_tokens` of live answers, https://github.com/coder/mux/issues/3705, read 2026-11-23).
const dearCache = { cacheWrite: 1.25, ...long } as const;

const OPENAI: readonly ModelPrice[] = [
	{ model: 'gpt-6-astra', input: 10, cached: 1, output: 50, batch: 0.5, ...thinks, ...dearCache },
	{ model: 'gpt-6.1-sol', input: 2, cached: 0.1, output: 10, ...thinks, ...dearCache },
	{ model: 'gpt-6-sol', input: 2, cached: 0.2, output: 10, ...thinks, ...dearCache },
	{
		model: 'gpt-6-luna',
		input: 0.1,
		cached: 0.01,
		output: 0.5,
		batch: 0.5,
		...thinks,
		...dearCache,
	},
	{
		model: 'gpt-5.6-sol',
		input: 4,
		cached: 0.4,
		output: 20,
		batch: 0.5,
		...thinks,
		...dearCache,
		caveat: 'OpenAI promised this price until 21 November 2026 only: check it.',
	},
	{ model: 'gpt-5.6-terra', input: 2, cached: 0.2, output: 12, ...thinks, ...dearCache },
	{ model: 'gpt-5.6-luna', input: 0.2, cached: 0.02, output: 1.2, ...thinks, ...dearCache },
	{ model: 'gpt-5.5', input: 5, cached: 0.5, output: 30, ...thinks, ...long },
	{ model: 'gpt-5.5-pro', input: 30, output: 180, ...thinks, ...long },
	{ model: 'gpt-5.4', input: 2.5, cached: 0.25, output: 15, batch: 0.5, ...mayThink, ...long },
	{ model: 'gpt-5.4-mini', input: 0.75, cached: 0.075, output: 4.5, ...mayThink },
	{ model: 'gpt-5.4-nano', input: 0.2, cached: 0.02, output: 1.25, ...mayThink },
	{ model: 'gpt-5.2', input: 1.75, cached: 0.175, output: 14, ...mayThink },
	{ model: 'gpt-5.1', input: 1.25, cached: 0.125, output: 10, ...mayThink },
	{ model: 'gpt-5', input: 1.25, cached: 0.125, output: 10, ...thinks },
	{ model: 'gpt-5-mini', input: 0.25, cached: 0.025, output: 2, ...thinks },
	{ model: 'gpt-5-nano', input: 0.05, cached: 0.005, output: 0.4, ...thinks },
	{ model: 'gpt-5-pro', input: 15, output: 120, ...openAi, thinks: 'always' },
	{ model: 'gpt-4.1', input: 2, cached: 0.5, output: 8, ...openAi },
	{ model: 'gpt-4.1-mini', input: 0.4, cached: 0.1, output: 1.6, ...openAi },
	{ model: 'gpt-4.1-nano', input: 0.1, cached: 0.025, output: 0.4, ...openAi },
	{ model: 'gpt-4o', input: 2.5, cached: 1.25, output: 10, ...openAi },
	{ model: 'gpt-4o-2024-05-13', input: 5, output: 15, ...openAi },
	{ model: 'gpt-4o-mini', input: 0.15, cached: 0.075, output: 0.6, ...openAi },
	{ model: 'o1', input: 15, cached: 7.5, output: 60, ...openAi, thinks: 'always' },
	{ model: 'o3', input: 2, cached: 0.5, output: 8, ...openAi, thinks: 'always' },
	{ model: 'o3-mini', input: 1.1, cached: 0.55, output: 4.4, ...openAi, thinks: 'always' },
	{ model: 'o4-mini', input: 1.1, cached: 0.275, output: 4.4, ...openAi, thinks: 'always' },
];

/** Models since 2026-03-05 cost a tenth more in a region (https://developers.openai.com/api/docs/guides/data-residency, read 2026-11-29). */
const DEARER_IN_REGION = /^gpt-(?:5\.[4-9]|[6-9])/;

function inRegion(price: ModelPrice): ModelPrice {
	if (!DEARER_IN_REGION.test(price.model)) return price;
	const dearer = (usd: number): number => Number((usd * 1.1).toFixed(6));
	return {
		...price,
		input: dearer(price.input),
		output: dearer(price.output),
		...(price.cached === undefined ? {} : { cached: dearer(price.cached) }),
	};
}

// The Llama models of Groq's batch list were shut down on 2026-08-16. What is cached costs half, but not
// on top of the batch discount, so nothing is taken off for it here.
const groq = {
	source: 'https://groq.com/pricing',
	checked: '2026-09-23',
	thinks: 'always',
} as const;

/** By provider. A model that is not here has no price that we know: it is unknown, never free. */
export const PRICES: { readonly [Id in ProviderId]: readonly ModelPrice[] } = {
	openai: OPENAI,
	openaiRegion: OPENAI.map(inRegion),
	// A model is the name of a deployment there, which says nothing about its price.
	azure: [],
	groq: [
		{ model: 'openai/gpt-oss-120b', input: 0.15, output: 0.6, ...groq },
		{ model: 'openai/gpt-oss-20b', input: 0.075, output: 0.3, ...groq },
	],
	deepinfra: [
		{
			model: 'meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo',
			input: 0.4,
			output: 0.4,
			source: 'https://deepinfra.com/pricing',
			checked: '2026-11-05',
		},
	],
	doubleword: [],
	local: [
		{
			model: '*',
			input: 0,
			output: 0,
			batch: 1,
			flex: 1,
			source: 'local-server/README.md',
			checked: '2026-11-23',
		},
	],
	other: [],
};

/** Names that a provider sends on to another model. */
export const MODEL_ALIASES: Readonly<Record<string, string>> = { 'gpt-5.6': 'gpt-5.6-sol' };
