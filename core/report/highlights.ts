import { describeCost } from '../cost/describe';
import { formatDuration } from '../formats/amounts';
import { OTHER } from '../tasks/categorize';
import { numbersByCategory } from './counts';
import { sumOf } from './groups';
import type { Report } from './types';
import { capitalize, countOf, doubtOf, fieldName, formatNumber, formatPercent } from './words';

/** All that a sentence may be about: the report without its sentences. */
export type Facts = Omit<Report, 'highlights' | 'findings'>;

/** The report in plain sentences, computed and not written by a model. */
export function findHighlights(facts: Facts): readonly string[] {
	const growth = tellGrowth(facts);
	const sentences = [
		tellLargest(facts),
		tellOther(facts),
		...(growth.length > 0 ? growth : [tellBusiest(facts)]),
		...tellNumbers(facts),
		...tellCommonest(facts),
		tellReview(facts),
		tellFailures(facts),
		tellCost(facts),
		tellTime(facts),
	];
	return sentences.filter((sentence) => sentence !== undefined);
}

function tellLargest({ categories, answered, failed, noun }: Facts): string | undefined {
	const [first, second] = categories.filter(({ name }) => name !== OTHER);
	if (first === undefined || first.count < 2) return undefined;
	const { name, share, count } = first;
	const of = `${formatNumber(count)} of ${formatNumber(answered)}`;
	if (share === 1) return `All ${failed === 0 ? '' : 'answered '}${noun.many} are ${name}.`;
	if (share >= 0.95) return `Nearly all ${noun.many} are ${name} (${of}).`;
	if (share >= 0.55) return `Most ${noun.many} are ${name} (${of}).`;
	if (share >= 0.45) return `About half of all ${noun.many} are ${name} (${of}).`;
	if (second?.count === count) {
		return `${name} and ${second.name} are the largest groups, with ${countOf(count, noun)} each.`;
	}
	const apart = categories[0] === first ? '' : `Apart from ${OTHER}, `;
	return `${apart}${name} is the largest group: ${of} ${noun.many} (${formatPercent(share)}).`;
}

/** Much that fits nowhere is a hint at the categories, not at the rows. */
const MUCH_OTHER = 0.2;

function tellOther({ categories, answered, noun }: Facts): string | undefined {
	const other = categories.find(({ name }) => name === OTHER);
	if (other === undefined || other.share < MUCH_OTHER || other.count < 5) return undefined;
	return `${formatNumber(other.count)} of ${formatNumber(answered)} ${noun.many} are ${OTHER}: one more category may fit them.`;
}

/** Twice the spread that counts have by chance. */
const TELLING = 2;
const LEAST_CHANGE = 3;
const MOST_CHANGES = 3;

/** The first whole period against the last: days differ too much to tell a trend by two of them. */
function tellGrowth({ trend, noun }: Facts): readonly string[] {
	if (trend === undefined || trend.unit === 'day') return [];
	const from = trend.periods.findIndex(({ complete }) => complete);
	const to = trend.periods.findLastIndex(({ complete }) => complete);
	const [first, last] = [trend.periods[from], trend.periods[to]];
	if (first === undefined || last === undefined || from === to) return [];
	return [{ name: `The number of ${noun.many}`, counts: trend.rows }, ...trend.categories]
		.map(({ name, counts }) => ({ name, before: counts[from] ?? 0, after: counts[to] ?? 0 }))
		.filter(({ before, after }) => Math.abs(after - before) >= LEAST_CHANGE)
		.map((change) => ({ ...change, weight: weightOf(change.before, change.after) }))
		.filter(({ weight }) => weight >= TELLING)
		.sort((a, b) => b.weight - a.weight)
		.slice(0, MOST_CHANGES)
		.map(({ name, before, after }) => {
			const grew = `${after > before ? 'grew' : 'fell'} from ${formatNumber(before)} to ${formatNumber(after)}`;
			return `${name} ${grew} between ${first.label} and ${last.label}.`;
		});
}

function weightOf(before: number, after: number): number {
	return before + after === 0 ? 0 : Math.abs(after - before) / Math.sqrt(before + after);
}

function tellBusiest({ trend, noun }: Facts): string | undefined {
	if (trend === undefined || trend.periods.length < 3) return undefined;
	const most = Math.max(...trend.rows);
	const average = sumOf(trend.rows) / trend.rows.length;
	const index = trend.rows.indexOf(most);
	const period = trend.periods[index];
	const isAlone = trend.rows.lastIndexOf(most) === index;
	if (period === undefined || !isAlone || weightOf(average, most) < 1) return undefined;
	return `The busiest ${trend.unit} was ${period.label}, with ${countOf(most, noun)}.`;
}

const MOST_NUMBERS = 2;

function tellNumbers({ numbers, categories, answered, noun }: Facts): readonly string[] {
	return numbers.slice(0, MOST_NUMBERS).map(({ field, sum, average, count }) => {
		const groups = numbersByCategory(categories, field).toSorted((a, b) => b.sum - a.sum);
		const [top] = groups;
		// Of what is partly below zero nobody has a share.
		const isShared = categories.length > 1 && sum > 0 && groups.every((group) => group.sum >= 0);
		const share = isShared && top !== undefined ? top.sum / sum : 0;
		const most = share < 0.3 ? '' : `; ${top?.name ?? ''} has ${formatPercent(share)} of it`;
		const of =
			count === answered
				? `per ${noun.one} on average`
				: `on average in the ${formatNumber(count)} that ${count === 1 ? 'has' : 'have'} one`;
		return `${capitalize(fieldName(field))}: ${formatNumber(sum)} in all, ${formatNumber(average)} ${of}${most}.`;
	});
}

/** One value of a field that stands out, and what it is mostly about. */
function tellCommonest({ by, answered, noun }: Facts): ReadonlyArray<string | undefined> {
	return by.map(({ field, values: [first, second] }) => {
		if (first === undefined || first.count < 5 || first.count / answered < 0.1) return undefined;
		if (second?.count === first.count) return undefined;
		const { value, count, categories } = first;
		const [top] = categories;
		const mostly = top === undefined || top.count / count < 0.5 ? '' : `, mostly ${top.name}`;
		return `The commonest ${fieldName(field)} is ${value}: ${formatNumber(count)} of ${formatNumber(answered)} ${noun.many}${mostly}.`;
	});
}

function tellReview({ review: { count, below }, noun }: Facts): string | undefined {
	if (count === 0) return undefined;
	return `${countOf(count, noun)} ${count === 1 ? 'needs' : 'need'} a look: ${doubtOf(below)}.`;
}

function tellFailures({ failures, failed, rows, noun }: Facts): string | undefined {
	const [first, second] = failures;
	if (first === undefined) return undefined;
	const reason = /[.!?…]$/.test(first.reason) ? first.reason : `${first.reason}.`;
	if (failed === rows) return `All ${countOf(failed, noun)} failed: ${reason}`;
	return `${countOf(failed, noun)} failed${second === undefined ? ':' : ', most often:'} ${reason}`;
}

function tellCost({ cost, answered, noun }: Facts): string | undefined {
	if (cost === undefined || answered === 0) return undefined;
	return describeCost(cost, countOf(answered, noun));
}

function tellTime({ time }: Facts): string | undefined {
	if (time === undefined || time.wallSeconds === 0) return undefined;
	return `The provider took ${formatDuration(time.wallSeconds)}, in which nothing had to run on your side.`;
}
