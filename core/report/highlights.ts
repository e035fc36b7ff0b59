import { describeCost } from '../cost/describe';
import { formatDuration } from '../formats/amounts';
import { OTHER } from '../tasks/categorize';
import type { Report } from './types';
import { capitalize, countOf, doubtOf, fieldName, formatNumber, formatPercent } from './words';

/** All that a sentence may be about: the report without its sentences. */
export type Facts = Omit<Report, 'highlights' | 'findings'>;

/** The report in plain sentences, computed and not written by a model. */
export function findHighlights(facts: Facts): readonly string[] {
	return [
		...tellLargest(facts),
		...tellOther(facts),
		...tellOverTime(facts),
		...tellNumbers(facts),
		...tellCommonest(facts),
		...tellReview(facts),
		...tellFailures(facts),
		...tellCost(facts),
		...tellTime(facts),
	];
}

function tellLargest({ categories, answered, failed, noun }: Facts): readonly string[] {
	const [first, second] = categories.filter(({ name }) => name !== OTHER);
	if (first === undefined || first.count < 2) return [];
	const of = `${formatNumber(first.count)} of ${formatNumber(answered)}`;
	const { name, share } = first;
	if (share === 1) return [`All ${failed === 0 ? '' : 'answered '}${noun.many} are ${name}.`];
	if (share >= 0.95) return [`Nearly all ${noun.many} are ${name} (${of}).`];
	if (share >= 0.55) return [`Most ${noun.many} are ${name} (${of}).`];
	if (share >= 0.45) return [`About half of all ${noun.many} are ${name} (${of}).`];
	if (second?.count === first.count) {
		return [
			`${name} and ${second.name} are the largest groups, with ${countOf(first.count, noun)} each.`,
		];
	}
	const apart = (categories[0] ?? first) === first ? '' : `Apart from ${OTHER}, `;
	return [`${apart}${name} is the largest group: ${of} ${noun.many} (${formatPercent(share)}).`];
}

/** Much that fits nowhere is a hint at the categories, not at the rows. */
const MUCH_OTHER = 0.2;

function tellOther({ categories, answered, noun }: Facts): readonly string[] {
	const other = categories.find(({ name }) => name === OTHER);
	if (other === undefined || other.share < MUCH_OTHER || other.count < 5) return [];
	return [
		`${formatNumber(other.count)} of ${formatNumber(answered)} ${noun.many} are ${OTHER}: one more category may fit them.`,
	];
}

function tellOverTime(facts: Facts): readonly string[] {
	const growth = tellGrowth(facts);
	return growth.length > 0 ? growth : tellBusiest(facts);
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
	const all = { name: `The number of ${noun.many}`, counts: trend.rows };
	return [all, ...trend.categories]
		.map(({ name, counts }) => ({ name, before: counts[from] ?? 0, after: counts[to] ?? 0 }))
		.map((change) => ({ ...change, weight: weightOf(change.before, change.after) }))
		.filter(
			({ before, after, weight }) => weight >= TELLING && Math.abs(after - before) >= LEAST_CHANGE,
		)
		.sort((a, b) => b.weight - a.weight)
		.slice(0, MOST_CHANGES)
		.map(
			({ name, before, after }) =>
				`${name} ${after > before ? 'grew' : 'fell'} from ${formatNumber(before)} to ${formatNumber(after)} between ${first.label} and ${last.label}.`,
		);
}

function weightOf(before: number, after: number): number {
	return before + after === 0 ? 0 : Math.abs(after - before) / Math.sqrt(before + after);
}

function tellBusiest({ trend, noun }: Facts): readonly string[] {
	if (trend === undefined || trend.periods.length < 3) return [];
	const most = Math.max(...trend.rows);
	const average = trend.rows.reduce((sum, count) => sum + count, 0) / trend.rows.length;
	const index = trend.rows.indexOf(most);
	const period = trend.periods[index];
	if (period === undefined || trend.rows.lastIndexOf(most) !== index) return [];
	if (weightOf(average, most) < 1) return [];
	return [`The busiest ${trend.unit} was ${period.label}, with ${countOf(most, noun)}.`];
}

const MOST_NUMBERS = 2;

function tellNumbers({ numbers, categories, answered, noun }: Facts): readonly string[] {
	return numbers.slice(0, MOST_NUMBERS).map(({ field, sum, average, count }) => {
		const groups = categories
			.map(({ name, numbers: own }) => ({
				name,
				sum: own.find((n) => n.field === field)?.sum ?? 0,
			}))
			.sort((a, b) => b.sum - a.sum);
		const [top] = groups;
		// Of what is partly below zero nobody has a share.
		const isShared = groups.length > 1 && sum > 0 && groups.every((group) => group.sum >= 0);
		const most =
			top === undefined || !isShared || top.sum / sum < 0.3
				? ''
				: `; ${top.name} has ${formatPercent(top.sum / sum)} of it`;
		const each =
			count === answered
				? `${formatNumber(average)} per ${noun.one} on average`
				: `${formatNumber(average)} on average in the ${formatNumber(count)} that ${count === 1 ? 'has' : 'have'} one`;
		return `${capitalize(fieldName(field))}: ${formatNumber(sum)} in all, ${each}${most}.`;
	});
}

/** One value of a field that stands out, and what it is mostly about. */
function tellCommonest({ by, answered, noun }: Facts): readonly string[] {
	return by.flatMap(({ field, values: [first, second] }) => {
		if (first === undefined || first.count < 5 || first.count / answered < 0.1) return [];
		if (second?.count === first.count) return [];
		const [top] = first.categories;
		const mostly = top === undefined || top.count / first.count < 0.5 ? '' : `, mostly ${top.name}`;
		return [
			`The commonest ${fieldName(field)} is ${first.value}: ${formatNumber(first.count)} of ${formatNumber(answered)} ${noun.many}${mostly}.`,
		];
	});
}

function tellReview({ review: { count, below }, noun }: Facts): readonly string[] {
	if (count === 0) return [];
	return [`${countOf(count, noun)} ${needs(count)} a look: ${doubtOf(below)}.`];
}

function needs(count: number): string {
	return count === 1 ? 'needs' : 'need';
}

function tellFailures({ failures, failed, rows, noun }: Facts): readonly string[] {
	const [first] = failures;
	if (first === undefined) return [];
	if (failed === rows) return [`All ${countOf(failed, noun)} failed: ${endSentence(first.reason)}`];
	const mostly = failures.length === 1 ? '' : 'most often: ';
	return [
		`${countOf(failed, noun)} failed${mostly === '' ? ':' : ','} ${mostly}${endSentence(first.reason)}`,
	];
}

function endSentence(words: string): string {
	return /[.!?…]$/.test(words) ? words : `${words}.`;
}

function tellCost({ cost, answered, noun }: Facts): readonly string[] {
	return cost === undefined || answered === 0 ? [] : [describeCost(cost, countOf(answered, noun))];
}

function tellTime({ time }: Facts): readonly string[] {
	if (time === undefined || time.wallSeconds === 0) return [];
	return [
		`The provider took ${formatDuration(time.wallSeconds)}, in which nothing had to run on your side.`,
	];
}
