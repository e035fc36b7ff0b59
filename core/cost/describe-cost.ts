import type { ActualCost } from './actual';
import { formatCount, formatUsd } from '../formats/amounts';

/** What answered rows have cost and saved, in a sentence. `rows` is how many they are, e.g. "200 items". */
export function describeCost(cost: ActualCost, rows: string): string {
	const { usd, oneByOneUsd, savedUsd, savedPercent, source, inputTokens, outputTokens } = cost;
	if (usd === null || oneByOneUsd === null) {
		const tokens = `${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens)} out`;
		if (inputTokens + outputTokens === 0) return `What ${rows} cost is not known.`;
		return oneByOneUsd === null
			? `What ${rows} cost is not known, for nobody said the model’s price: ${tokens}.`
			: `What ${rows} cost is not known, for the provider charged by a rate that has no price here: ${tokens}. At the normal price: ${formatUsd(oneByOneUsd)}.`;
	}
	if (oneByOneUsd === 0) return `${rows} cost nothing.`;
	const saved =
		savedUsd !== null && savedUsd > 0
			? ` instead of ${formatUsd(oneByOneUsd)} one by one: ${describePercent(savedPercent ?? 0)} saved`
			: '';
	return `${rows} cost ${formatUsd(usd)}${saved}${source === 'your own' ? ', by your own price' : ''}.`;
}

/** Never rounded to all. */
function describePercent(percent: number): string {
	return percent > 99 && percent < 100 ? '>99%' : `${Math.round(percent)}%`;
}
