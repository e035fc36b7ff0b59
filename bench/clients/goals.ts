import type { SideId } from './sides/side';
import { median, type Series } from '../measure';
import type { Sample } from './child';

export interface Goal {
	readonly what: string;
	readonly ratio: number;
	readonly atMost: number;
}

/** A side's place beside the one that it is held against. */
export function goalsOf(
	what: string,
	series: readonly Series[],
	against: SideId,
	timeAtMost: number,
): readonly Goal[] {
	const ratio = (value: (sample: Sample) => number): number =>
		figure(series, 'offpeak', value) / figure(series, against, value);
	return [
		{ what: `${what}: time, of the AI SDK’s`, ratio: ratio(({ ms }) => ms), atMost: timeAtMost },
		{
			what: `${what}: peak memory, of the AI SDK’s`,
			ratio: ratio(({ peakBytes }) => peakBytes),
			atMost: 1,
		},
	];
}

/** What cleaning costs: the time with it, of the time without. */
export function cleaningGoal(series: readonly Series[], atMost: number): Goal {
	const ratio =
		figure(series, 'offpeak-clean', millisecondsOf) / figure(series, 'offpeak', millisecondsOf);
	return { what: 'submit with Clean Text: time, of without', ratio, atMost };
}

function millisecondsOf({ ms }: Sample): number {
	return ms;
}

/** Dearest over cheapest row of all sizes: 1 is exactly linear. */
export function linearGoal(what: string, series: readonly Series[], atMost: number): Goal {
	const costs = series.map(cpuPerThousand);
	return {
		what: `${what}: dearest ÷ cheapest row of all sizes`,
		ratio: Math.max(...costs) / Math.min(...costs),
		atMost,
	};
}

/** Processor time of the cheapest run: what the code costs, whatever else the machine was doing. */
export function cpuPerThousand({ order, samples, errors }: Series): number {
	if (errors.length > 0) return Number.NaN;
	return Math.min(...samples.map(({ cpuMs }) => cpuMs)) / (order.rowCount / 1000);
}

export function isMet({ ratio, atMost }: Goal): boolean {
	return ratio <= atMost;
}

/** Without a sample, or with one that left work out, there is no figure, and no goal is met. */
function figure(
	series: readonly Series[],
	side: SideId,
	value: (sample: Sample) => number,
): number {
	const found = series.find(({ order }) => order.side === side);
	if (found === undefined || found.errors.length > 0) return Number.NaN;
	return median(found.samples.map(value));
}
