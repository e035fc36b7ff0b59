import type { Engine, Estimate, Range, SpeedEstimate } from './types';

/** An estimate in short sentences for a screen. `rows` is how the host's users call several of them. */
export function describeEstimate(
	{ rowCount, inputTokens, outputTokens, speeds, recommendation }: Estimate,
	names = { one: 'item', several: 'items' },
): readonly string[] {
	const tokens = formatTokens({
		low: inputTokens.low + outputTokens.low,
		high: inputTokens.high + outputTokens.high,
	});
	return [
		`${formatCount(rowCount)} ${rowCount === 1 ? names.one : names.several}, about ${tokens} tokens.`,
		...describePrices(speeds),
		recommendation,
	];
}

/** Whether a job may cost more than so many US dollars: its higher figure counts. */
export function exceeds(
	{ speeds }: Estimate,
	usd: number,
	engine: Engine = 'batch',
): 'yes' | 'no' | 'unknown' {
	const cost = speeds[engine]?.usd;
	if (cost === undefined || cost === null) return 'unknown';
	return cost.high > usd ? 'yes' : 'no';
}

const NAMES: Readonly<Record<Engine, string>> = {
	batch: 'Within 24 hours',
	background: 'In minutes',
	now: 'Now',
};
const ORDER: readonly Engine[] = ['batch', 'background', 'now'];

function describePrices(speeds: Estimate['speeds']): readonly string[] {
	const offered = ORDER.flatMap((engine): readonly (readonly [Engine, SpeedEstimate])[] => {
		const speed = speeds[engine];
		return speed === null ? [] : [[engine, speed]];
	});
	const known = offered.flatMap(([, { usd }]) => usd ?? []);
	if (known.length === 0) return ['What this model costs is not known here.'];
	if (known.length === offered.length && known.every(({ high }) => high === 0)) {
		return ['It runs on your own machine: nothing is charged.'];
	}
	return [
		...offered.map(([engine, { usd, source }]) =>
			usd === null
				? `${NAMES[engine]}: price not known.`
				: `${NAMES[engine]}: ${formatUsdRange(usd)}${source === 'your own' ? ', by your own price' : ''}.`,
		),
		...describeSaving(speeds),
	];
}

function describeSaving({ batch, now }: Estimate['speeds']): readonly string[] {
	const high = now?.usd?.high ?? 0;
	const low = batch?.usd?.high;
	if (low === undefined || high <= low) return [];
	const percent = Math.round((1 - low / high) * 100);
	return [
		percent === 50
			? 'Waiting up to 24 hours saves half.'
			: `Waiting up to 24 hours saves ${percent} %.`,
	];
}

/** US dollars as people read them; a tiny sum is not called zero. */
export function formatUsd(usd: number): string {
	if (usd === 0) return '$0.00';
	if (usd < 0.01) return 'less than $0.01';
	if (usd < 100) return `$${usd.toFixed(2)}`;
	return `$${formatCount(Math.round(usd))}`;
}

function formatUsdRange({ low, high }: Range): string {
	if (formatUsd(low) === formatUsd(high)) return formatUsd(low);
	return low < 0.01 ? `up to ${formatUsd(high)}` : `${formatUsd(low)}–${formatUsd(high)}`;
}

/** To two digits: more would promise what an estimate cannot keep. */
function formatTokens({ low, high }: Range): string {
	const [from, to] = [formatCount(twoDigits(low)), formatCount(twoDigits(high))];
	return from === to ? from : `${from}–${to}`;
}

function twoDigits(count: number): number {
	return count < 100 ? Math.round(count) : Number(count.toPrecision(2));
}

function formatCount(count: number): string {
	return count.toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
