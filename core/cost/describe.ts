import { formatCount, formatDuration, formatUsd } from '../formats/amounts';
import type { Engine, Estimate, Range, RateSource, SpeedEstimate } from '../types';
import type { ActualCost } from './actual';

/** An estimate in short sentences for a screen. `rows` is how the host's users call several of them. */
export function describeEstimate(
	{ rowCount, inputTokens, outputTokens, speeds, packing, recommendation }: Estimate,
	names = { one: 'item', several: 'items' },
): readonly string[] {
	const tokens = formatTokens({
		low: inputTokens.low + outputTokens.low,
		high: inputTokens.high + outputTokens.high,
	});
	return [
		`${formatCount(rowCount)} ${rowCount === 1 ? names.one : names.several}, about ${tokens} tokens.`,
		...describePrices(speeds, packing?.isOn === true),
		...describePacking(packing),
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

const SOURCES: Readonly<Record<RateSource, string>> = {
	published: 'as the price list says',
	derived: 'from the price list and the usual discount',
	'your own': 'by your own price',
	unknown: 'price not known',
};

const ORDER: readonly Engine[] = ['batch', 'background', 'now'];

function describePrices(speeds: Estimate['speeds'], isPacked: boolean): readonly string[] {
	const offered = ORDER.flatMap((engine): readonly (readonly [Engine, SpeedEstimate])[] => {
		const speed = speeds[engine];
		return speed === null ? [] : [[engine, speed]];
	});
	const known = offered.flatMap(([, { usd }]) => usd ?? []);
	const isFree = known.length === offered.length && known.every(({ high }) => high === 0);
	const ways = offered.map(([engine, { usd, source, seconds }]) => {
		const cost = usd === null ? '' : `${formatUsdRange(usd)}, `;
		const words = isFree || known.length === 0 ? '' : `${cost}${SOURCES[source]}; `;
		return `${NAMES[engine]}: ${words}takes ${formatDurations(seconds)}.`;
	});
	if (known.length === 0) {
		return ['What this model costs is not known here: you can say it in Own Price.', ...ways];
	}
	if (isFree) return ['Nothing is charged for it.', ...ways];
	return [...ways, ...describeSaving(speeds, isPacked)];
}

function describeSaving({ batch, now }: Estimate['speeds'], isPacked: boolean): readonly string[] {
	const high = now?.usd?.high ?? 0;
	const low = batch?.usd?.high;
	if (low === undefined || high <= low) return [];
	const percent = Math.round((1 - low / high) * 100);
	const saved = percent === 50 ? 'half' : `${percent} %`;
	return [
		isPacked
			? `Waiting up to 24 hours and packing save ${saved}.`
			: `Waiting up to 24 hours saves ${saved}.`,
	];
}

/** Less is not worth giving up that each text is answered by itself. */
const WORTH_PACKING_PERCENT = 20;

function describePacking(packing: Estimate['packing']): readonly string[] {
	if (packing === undefined) return [];
	const { isOn, savedPercent, of } = packing;
	const less = of === 'cost' ? `${savedPercent} % less` : `${savedPercent} % fewer tokens`;
	if (isOn)
		return [`Packing alone makes the batch ${of === 'cost' ? 'cost' : 'take'} about ${less}.`];
	if (savedPercent <= WORTH_PACKING_PERCENT) return [];
	return [
		`Packing set to Automatic would ${of === 'cost' ? 'cost' : 'take'} about ${less} within 24 hours.`,
	];
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

function formatDurations({ low, high }: Range): string {
	const [from, to] = [formatDuration(low), formatDuration(high)];
	if (from === to) return `about ${to}`;
	const unitOf = (words: string): string => words.replace(/^\S+ |s$/g, '');
	return unitOf(from) === unitOf(to) ? `${from.split(' ', 1).join()} to ${to}` : `${from} to ${to}`;
}

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
