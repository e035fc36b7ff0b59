import { formatUsd, type Plan, type SpeedEstimate } from '../../core';
import type { Way } from './ways';

/** A way and what it would do. */
export interface Planned {
	readonly way: Way;
	readonly plan: Plan;
}

/** What all ways together may cost, in lines to read; `highUsd` is missing where a price is not known. */
export interface Quote {
	readonly lines: readonly string[];
	readonly highUsd?: number;
}

export function quoteOf(planned: readonly Planned[]): Quote {
	const speeds = planned.map(({ way, plan }) => ({ way, speed: plan.estimate.speeds[way.engine] }));
	const known = speeds.flatMap(({ speed }) => speed?.usd?.high ?? []);
	const lines = speeds.map(({ way, speed }) => `  ${way.name.padEnd(20)} ${priceOf(speed)}`);
	if (known.length < speeds.length) return { lines };
	const highUsd = known.reduce((sum, usd) => sum + usd, 0);
	return {
		lines: [...lines, `  ${'All of them'.padEnd(20)} ${upTo(highUsd)}`],
		highUsd,
	};
}

/** Why nothing may be sent; `undefined` when the estimate is within the limit. */
export function findObjection({ highUsd }: Quote, limitUsd: number): string | undefined {
	if (highUsd === undefined) {
		return 'What this model costs is not known here, so the limit cannot be held. Nothing was sent.';
	}
	return highUsd > limitUsd
		? `That may be more than the ${formatUsd(limitUsd)} of --limit. Nothing was sent: take fewer --items, a smaller --model or a higher --limit.`
		: undefined;
}

function priceOf(speed: SpeedEstimate | null): string {
	if (speed === null || speed.usd === null) return 'price not known';
	return upTo(speed.usd.high);
}

function upTo(usd: number): string {
	return usd < 0.01 ? formatUsd(usd) : `up to ${formatUsd(usd)}`;
}
