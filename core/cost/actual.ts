import type { Provider } from '../providers';
import type { Engine, Outcome, ProviderBatch, RateSource, Usage } from '../types';
import { type OwnPrice, priceOf, type Rates, ratesOf, type Tier } from './rates';

export interface CostOptions {
	/** How the answers were asked for; a batch unless said otherwise. */
	readonly engine?: Engine;
	readonly ownPrice?: OwnPrice;
}

/** What a job has cost. Sums are of the rows whose use the provider told; `null` is unknown, never nothing. */
export interface ActualCost {
	readonly usd: number | null;
	/** What the same rows would have cost one by one, at the normal price. */
	readonly oneByOneUsd: number | null;
	readonly savedUsd: number | null;
	readonly savedPercent: number | null;
	readonly source: RateSource;
	readonly inputTokens: number;
	/** Part of the input tokens. */
	readonly cachedTokens: number;
	readonly outputTokens: number;
	readonly measuredRows: number;
	/** Rows that have an answer whose use the provider did not tell: what they cost is not in the sums. */
	readonly unmeasuredRows: number;
}

/** Outcomes → what they cost and what was saved. */
export function actualCost(
	outcomes: readonly Outcome[],
	model: string,
	provider: Provider,
	options: CostOptions = {},
): ActualCost {
	const usages = outcomes.flatMap(chargesOf);
	const sum = (pick: (usage: Usage) => number): number =>
		usages.reduce((total, usage) => total + pick(usage), 0);
	const unmeasuredRows = outcomes.filter((row) => wasAnswered(row) && row.usage === undefined);
	const isKnown = usages.length > 0 || unmeasuredRows.length === 0;

	const paid = usages.map((usage) => paidRates(usage, model, provider, options));
	const standard = usages.map((usage) =>
		ratesOf(provider, usage.model ?? model, 'standard', options.ownPrice),
	);
	const fallback = ratesOf(provider, model, tierOfEngine(options.engine), options.ownPrice);
	const known = (rates: readonly (Rates | undefined)[]): number | null =>
		isKnown ? sumOfKnown(usages, rates.length > 0 ? rates : [fallback]) : null;
	const usd = known(paid);
	const oneByOneUsd = known(standard);
	return {
		usd,
		oneByOneUsd,
		...savingOf(usd, oneByOneUsd),
		source: usd === null ? 'unknown' : ((paid[0] ?? fallback)?.source ?? 'unknown'),
		inputTokens: sum(({ inputTokens }) => inputTokens),
		cachedTokens: sum(({ cachedTokens }) => cachedTokens),
		outputTokens: sum(({ outputTokens }) => outputTokens),
		measuredRows: outcomes.filter(({ usage }) => usage !== undefined).length,
		unmeasuredRows: unmeasuredRows.length,
	};
}

/** Several jobs as one: a sum is unknown as soon as one of them is, for the others alone would mislead. */
export function sumCosts(costs: readonly ActualCost[]): ActualCost {
	const sum = (pick: (cost: ActualCost) => number): number =>
		costs.reduce((total, cost) => total + pick(cost), 0);
	const sumOrNull = (pick: (cost: ActualCost) => number | null): number | null =>
		costs.some((cost) => pick(cost) === null) ? null : sum((cost) => pick(cost) ?? 0);
	const usd = sumOrNull((cost) => cost.usd);
	const oneByOneUsd = sumOrNull((cost) => cost.oneByOneUsd);
	return {
		usd,
		oneByOneUsd,
		...savingOf(usd, oneByOneUsd),
		source:
			WEAKEST_FIRST.find((source) => costs.some((cost) => cost.source === source)) ?? 'unknown',
		inputTokens: sum(({ inputTokens }) => inputTokens),
		cachedTokens: sum(({ cachedTokens }) => cachedTokens),
		outputTokens: sum(({ outputTokens }) => outputTokens),
		measuredRows: sum(({ measuredRows }) => measuredRows),
		unmeasuredRows: sum(({ unmeasuredRows }) => unmeasuredRows),
	};
}

/** A sum is as sure as its least sure part. */
const WEAKEST_FIRST: readonly RateSource[] = ['unknown', 'derived', 'your own', 'published'];

function savingOf(
	usd: number | null,
	oneByOneUsd: number | null,
): Pick<ActualCost, 'savedUsd' | 'savedPercent'> {
	const savedUsd = usd === null || oneByOneUsd === null ? null : oneByOneUsd - usd;
	return {
		savedUsd,
		savedPercent:
			savedUsd === null || oneByOneUsd === null || oneByOneUsd === 0
				? null
				: Math.round((savedUsd / oneByOneUsd) * 100),
	};
}

/** What one row has cost in US dollars; `null` when the provider did not tell, or the price is unknown. */
export function rowCost(
	outcome: Pick<Outcome, 'usage' | 'charges'>,
	model: string,
	provider: Provider,
	options: CostOptions = {},
): number | null {
	const charges = chargesOf(outcome);
	if (charges.length === 0) return null;
	return sumOfKnown(
		charges,
		charges.map((usage) => paidRates(usage, model, provider, options)),
	);
}

/** Seconds from the first batch's start to the last one's end; `undefined` while one is open. */
export function wallSeconds(
	batches: readonly Pick<ProviderBatch, 'createdAt' | 'endedAt'>[],
): number | undefined {
	const ends = batches.flatMap(({ endedAt }) => endedAt ?? []);
	if (batches.length === 0 || ends.length < batches.length) return undefined;
	const start = Math.min(...batches.map(({ createdAt }) => createdAt));
	return Math.max(0, Math.max(...ends) - start);
}

function sumOfKnown(
	usages: readonly Usage[],
	rates: readonly (Rates | undefined)[],
): number | null {
	let usd = 0;
	for (const [index, rate] of rates.entries()) {
		if (rate === undefined) return null;
		const usage = usages[index];
		if (usage !== undefined) usd += priceOf(usage, rate);
	}
	return usd;
}

/** The rates that this answer was charged by: those of the model that gave it, where the provider says. */
function paidRates(
	usage: Usage,
	wanted: string,
	provider: Provider,
	{ engine, ownPrice }: CostOptions,
): Rates | undefined {
	const model = usage.model ?? wanted;
	switch (usage.tier) {
		case undefined:
			return ratesOf(provider, model, tierOfEngine(engine), ownPrice);
		case 'batch':
		case 'flex':
		case 'standard':
			return ratesOf(provider, model, usage.tier, ownPrice);
		default:
			// A tier that we have no prices for, such as `priority`; a user's own price is for all.
			return ownPrice === undefined ? undefined : ratesOf(provider, model, 'standard', ownPrice);
	}
}

function tierOfEngine(engine: Engine = 'batch'): Tier {
	switch (engine) {
		case 'batch':
			return 'batch';
		case 'background':
		case 'now':
			return 'standard';
	}
}

function wasAnswered({ outcome }: Outcome): boolean {
	switch (outcome) {
		case 'succeeded':
		case 'refused':
		case 'truncated':
		case 'invalid':
			return true;
		case 'failed':
		case 'expired':
		case 'cancelled':
		case 'missing':
			return false;
	}
}

/** What a row was charged for, one entry for each round that was. */
export function chargesOf({
	usage,
	charges,
}: Pick<Outcome, 'usage' | 'charges'>): readonly Usage[] {
	return charges ?? (usage === undefined ? [] : [usage]);
}

/** How long the provider took; of several jobs, the one that took longest. */
export interface JobTime {
	/** From the start of the first batch to the end of the last one. */
	readonly wallSeconds: number;
	/** The part of it in which nothing had to run on the user's side: all of it, for a batch. */
	readonly handsOffSeconds: number;
}
