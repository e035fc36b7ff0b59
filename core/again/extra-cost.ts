import type { CollectedBatch } from '../collect/collected';
import { rowCost } from '../cost/actual';
import { type OwnPrice, priceOf, ratesOf, type Tier } from '../cost/rates';
import { TokenCounter } from '../cost/tokens';
import { OffpeakError } from '../errors';
import { formatUsd } from '../formats/amounts';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import type { Usage } from '../types';
import type { ReadBack } from './read-back';

/** What an answer may need where none of the job says what they need: a long summary, and some thinking. */
const UNMEASURED_TOKENS = 1_100;
/** Answers differ in length: so much more than the mean is allowed for. */
const ABOVE_MEAN = 1.5;

/**
 * What it may cost to send requests of a job once more: the higher figure, from their texts and from what the
 * answers that are there have used.
 */
export class ExtraCost {
	readonly #texts = new TokenCounter();
	readonly #expected: number;
	#outputTokens = 0;
	#model = '';
	#spent: { readonly model: string; readonly usd: number | null } | undefined;

	constructor(
		private readonly provider: Provider,
		private readonly tier: Tier,
		private readonly collected: readonly CollectedBatch[],
		private readonly ownPrice: OwnPrice | undefined,
	) {
		const used = collected.flatMap(({ results }) =>
			[...results.values()].flatMap(({ usage }) => usage?.outputTokens ?? []),
		);
		const sum = used.reduce((total, tokens) => total + tokens, 0);
		this.#expected = used.length === 0 ? UNMEASURED_TOKENS : (sum / used.length) * ABOVE_MEAN;
	}

	add(line: string, { cuts, request, rowCount }: ReadBack): void {
		const { outputLimit: limit = Infinity } = request;
		const isLong = cuts > 0 && limit < Infinity;
		this.#outputTokens += isLong ? limit : Math.min(limit, this.#expected * rowCount);
		this.#model = request.model ?? this.#model;
		this.#texts.add(line);
	}

	/** Of the requests, as they say. */
	get model(): string {
		return this.#model;
	}

	/** US dollars of all that was added; `null` when nobody has said what the model costs. */
	get usd(): number | null {
		const rates = ratesOf(this.provider, this.#model, this.tier, this.ownPrice);
		if (rates === undefined) return null;
		const inputTokens = this.#texts.total.high;
		return priceOf(
			{ inputTokens, cachedTokens: 0, outputTokens: this.#outputTokens },
			rates,
			false,
		);
	}

	/** What further tries of this job have cost so far, beside the job itself, at least; `null` when unknown. */
	get spentUsd(): number | null {
		// Asked for after each request, of a job that may have 50,000 answers.
		if (this.#spent?.model !== this.#model) {
			this.#spent = { model: this.#model, usd: this.#addUp() };
		}
		return this.#spent.usd;
	}

	#addUp(): number | null {
		const options = defined({ ownPrice: this.ownPrice });
		let spent = 0;
		for (const { record, results } of this.collected) {
			if (record.round === 1) continue;
			for (const { usage } of results.values()) {
				if (usage === undefined) continue;
				const costOf = (charge: Usage): number | null =>
					rowCost({ usage: charge }, this.#model, this.provider, options);
				// A tier whose price nobody knows must not switch the limit off.
				const usd = costOf(usage) ?? costOf({ ...usage, tier: 'standard' });
				if (usd === null) return null;
				spent += usd;
			}
		}
		return spent;
	}

	/** An unknown price cannot be held against a limit: that is said, not stopped. */
	compare(maxUsd: number | undefined): 'within' | 'over' | 'unknown' {
		if (maxUsd === undefined) return 'within';
		const { usd, spentUsd } = this;
		if (usd === null || spentUsd === null) return 'unknown';
		return usd + spentUsd > maxUsd ? 'over' : 'within';
	}
}

export const UNKNOWN_PRICE =
	'The price of this model is not known here, so what further tries cost was not checked against the limit.';

/** Why items are not sent again. */
export function overLimit(items: number, extra: ExtraCost, maxUsd: number): OffpeakError {
	const spent = extra.spentUsd ?? 0;
	const already = spent > 0 ? `, with ${formatUsd(spent)} spent on further tries already` : '';
	return new OffpeakError(
		'over_budget',
		`${items === 1 ? '1 item was' : `${items} items were`} not sent again: that may cost ${formatUsd(extra.usd ?? 0)}${already}, and the limit is ${formatUsd(maxUsd)}.`,
		{ hint: 'Raise the limit on extra cost to have them answered.' },
	);
}

export function limitReached(items: number, maxUsd: number): string {
	return `${items === 1 ? '1 item was' : `${items} items were`} not answered at the deadline: that could go beyond the limit of ${formatUsd(maxUsd)} on extra cost.`;
}
