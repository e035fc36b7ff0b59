import { align } from '../table';
import type { Range } from '../../core';
import { formatRange } from './expected';
import type { Measured } from './measure';

/** One way as it is shown, on the terminal and in the picture. */
export interface Line extends Measured {
	/** At a provider, by the estimate; absent where a provider was measured. */
	readonly expected?: Range;
}

export function comparisonTable(lines: readonly Line[]): string {
	const isExpected = lines.some(({ expected }) => expected !== undefined);
	const head = [
		'',
		'all there after',
		'you wait',
		'calls',
		'answered',
		'tokens in',
		'tokens out',
		'cost',
		...(isExpected ? ['at a provider *'] : []),
	];
	return align([
		head,
		...lines.map(({ way, totalMs, waitingMs, calls, rowCount, succeeded, cost, expected }) => [
			way.name,
			formatSeconds(totalMs),
			formatSeconds(waitingMs),
			formatCount(calls),
			`${formatCount(succeeded)} of ${formatCount(rowCount)}`,
			formatCount(cost.inputTokens),
			formatCount(cost.outputTokens),
			formatCost(cost.usd),
			...(isExpected ? [formatRange(expected)] : []),
		]),
	]);
}

export function formatSeconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}

/** Sums of a few cents are compared here: two digits would make them alike. */
export function formatCost(usd: number | null): string {
	return usd === null ? 'not known' : `$${usd.toFixed(4)}`;
}

export function formatCount(count: number): string {
	return count.toLocaleString('en-US');
}
