import type { Range } from '../../core';
import type { Planned } from './quote';

/**
 * How long a way may take at a provider, in seconds: the estimate that the nodes show, never a measurement.
 * Where answers are waited for, it is that of one answer, as often as it is waited for.
 */
export function expectedSeconds(
	{ way, plan }: Planned,
	oneAnswer: Range | undefined,
): Range | undefined {
	if (way.concurrency === undefined) return plan.estimate.speeds[way.engine]?.seconds;
	if (oneAnswer === undefined) return undefined;
	const turns = Math.ceil(plan.requestCount / way.concurrency);
	return { low: oneAnswer.low * turns, high: oneAnswer.high * turns };
}

export function formatRange(seconds: Range | undefined): string {
	return seconds === undefined ? '–' : `${formatSpan(seconds.low)} – ${formatSpan(seconds.high)}`;
}

function formatSpan(seconds: number): string {
	if (seconds < 60) return `${Math.round(seconds)} s`;
	return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
