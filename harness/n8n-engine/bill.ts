import type { INodeExecutionData } from 'n8n-workflow';
import { PROVIDERS, actualCost, readObject, type Usage } from '../../core';
import { readNumber } from '../../core/formats/json';

/** A small model that does not think before it answers: the demo's tokens leave no thinking out. */
const PRICED_AS = 'gpt-4.1-mini';

export interface Bill {
	readonly model: string;
	readonly provider: string;
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly usd: number;
	readonly oneByOneUsd: number;
	readonly savedPercent: number;
}

/** What the tokens of these items would have cost at a published price; the demo itself is free. */
export function billOf(items: readonly INodeExecutionData[]): Bill | undefined {
	const provider = PROVIDERS.openai;
	const outcomes = items.map(({ json }, rowIndex) => {
		const usage = readUsage(readObject(json['_offpeak'])?.['usage']);
		return {
			...({ rowIndex, rowId: String(rowIndex), outcome: 'succeeded', round: 1 } as const),
			...{ retryable: false, answer: {}, kept: {} },
			...(usage === undefined ? {} : { usage }),
		};
	});
	const cost = actualCost(outcomes, PRICED_AS, provider);
	const { usd, oneByOneUsd, savedPercent, inputTokens, outputTokens } = cost;
	if (usd === null || oneByOneUsd === null || savedPercent === null) return undefined;
	return {
		...{ model: PRICED_AS, provider: provider.name, inputTokens, outputTokens },
		...{ usd, oneByOneUsd, savedPercent },
	};
}

/** As Poll Batch puts it out with *Simplify* off. */
function readUsage(value: unknown): Usage | undefined {
	const usage = readObject(value);
	const inputTokens = readNumber(usage?.['inputTokens']);
	const outputTokens = readNumber(usage?.['outputTokens']);
	return inputTokens === undefined || outputTokens === undefined
		? undefined
		: { inputTokens, outputTokens, cachedTokens: readNumber(usage?.['cachedTokens']) ?? 0 };
}
