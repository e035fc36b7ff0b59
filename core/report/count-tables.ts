import {
	barCell,
	COLORS,
	type Head,
	heatCell,
	mutedCell,
	numberCell,
	row,
	section,
	table,
	textCell,
	totalCell,
} from './blocks';
import { markup, type Markup, NOTHING } from './markup';
import type { FieldReport, Period, Report, Trend } from './types';
import { capitalize, countOf, fieldName, formatNumber, formatPercent } from './words';

/** How much of each list is shown: Gmail hides what goes beyond 102 KB. */
export interface Limits {
	readonly categories: number;
	readonly examples: number;
	readonly review: number;
	readonly fields: number;
}

const PERIODS = 14;

export function categoryTable({ categories, uncategorized }: Report, limits: Limits): Markup {
	const shown = categories.slice(0, limits.categories);
	const most = shown[0]?.count ?? 0;
	const hidden = categories.slice(limits.categories);
	const rows = shown.map(({ name, count, share }) =>
		row(
			textCell(name, '', '42%'),
			barCell(count / most),
			numberCell(formatNumber(count)),
			numberCell(formatPercent(share)),
		),
	);
	const several = hidden.reduce((sum, { count }) => sum + count, 0);
	return section('Categories', [
		table([
			...rows,
			...(hidden.length === 0 ? [] : [restRow(`${hidden.length} more categories`, several)]),
			...(uncategorized === 0 || rows.length === 0
				? []
				: [restRow('without a category', uncategorized)]),
		]),
	]);
}

function restRow(words: string, count: number): Markup {
	return row(mutedCell(words), mutedCell(''), numberCell(formatNumber(count)), mutedCell(''));
}

export function trendTable({ trend, noun }: Report, limits: Limits): Markup {
	if (trend === undefined || trend.periods.length < 2) return NOTHING;
	const start = Math.max(0, trend.periods.length - PERIODS);
	const shown = trend.periods.slice(start);
	const series = trend.categories.slice(0, limits.categories);
	const most = Math.max(1, ...series.flatMap(({ counts }) => counts.slice(start)));
	const isPartial = trend.unit !== 'day' && shown.some(({ complete }) => !complete);
	const heads: readonly Head[] = [
		{ text: capitalize(trend.unit), align: 'left' },
		...shown.map((period): Head => ({ text: columnHead(period, trend), align: 'center' })),
	];
	const notes = [
		...(start > 0 ? [`The last ${PERIODS} ${trend.unit}s.`] : []),
		...(isPartial ? [`* not a whole ${trend.unit}.`] : []),
		...(trend.undated > 0 ? [`${countOf(trend.undated, noun)} without a date not shown.`] : []),
	];
	return section(
		`By ${trend.unit}`,
		[
			table(
				[
					...series.map(({ name, counts }) =>
						row(
							textCell(name, '', '30%'),
							...counts.slice(start).map((count) => heatCell(count, most)),
						),
					),
					row(mutedCell('All'), ...trend.rows.slice(start).map((count) => totalCell(count))),
				],
				heads,
			),
		],
		notes.join(' '),
	);
}

function columnHead({ key, label, complete }: Period, { unit }: Trend): string {
	const mark = complete ? '' : '*';
	switch (unit) {
		case 'day':
			return `${label.slice(0, 2)} ${Number(key.slice(8))}`;
		case 'week':
			return `${Number(key.slice(6))}${mark}`;
		case 'month':
			return `${label.slice(0, 3)}${mark}`;
		case 'year':
			return `${key}${mark}`;
	}
}

export function fieldTables({ by }: Report, limits: Limits): readonly Markup[] {
	return by.slice(0, limits.fields).map((field) => fieldTable(field));
}

function fieldTable({ field, values, others, without }: FieldReport): Markup {
	const most = values[0]?.count ?? 0;
	const name = fieldName(field);
	const rows = values.map(({ value, count, categories: [top] }) =>
		row(
			textCell(
				value,
				top === undefined || top.count < 2
					? ''
					: `most often ${top.name} (${formatNumber(top.count)})`,
				'55%',
			),
			barCell(count / most),
			numberCell(formatNumber(count)),
		),
	);
	const rest = (words: string, count: number): readonly Markup[] =>
		count === 0 ? [] : [row(mutedCell(words), mutedCell(''), numberCell(formatNumber(count)))];
	return section(`By ${name}`, [
		table([
			...rows,
			...rest(`${formatNumber(others.distinct)} others`, others.count),
			...rest(`without ${name}`, without.count),
		]),
	]);
}

export function numberTables({ numbers, categories }: Report, limits: Limits): readonly Markup[] {
	return numbers.slice(0, limits.fields).map(({ field, sum, average, min, max, count }) => {
		const perCategory = categories
			.flatMap(({ name, numbers: own }) => {
				const found = own.find((summary) => summary.field === field);
				return found === undefined ? [] : [{ name, ...found }];
			})
			.sort((a, b) => b.sum - a.sum)
			.slice(0, limits.categories);
		const most = Math.max(0, ...perCategory.map((entry) => entry.sum));
		const rows = perCategory.map((entry) =>
			row(
				textCell(entry.name, '', '42%'),
				barCell(most === 0 ? 0 : entry.sum / most, '28%'),
				numberCell(formatNumber(entry.sum)),
				numberCell(formatNumber(entry.average)),
			),
		);
		const note = `${formatNumber(sum)} in all, ${formatNumber(average)} on average, from ${formatNumber(min)} to ${formatNumber(max)}, in ${formatNumber(count)} answers.`;
		return section(capitalize(fieldName(field)), [
			markup`<p class="t" style="margin:0 0 8px;font-size:14px;color:${COLORS.text}">${note}</p>`,
			table(rows.length > 1 ? rows : [], SUM_HEADS),
		]);
	});
}

const SUM_HEADS: readonly Head[] = [
	{ text: '', align: 'left' },
	{ text: '', align: 'left' },
	{ text: 'sum', align: 'right' },
	{ text: 'average', align: 'right' },
];

export function valueTables({ values }: Report, limits: Limits): readonly Markup[] {
	return values
		.slice(0, limits.fields)
		.map(({ field, top, others }) =>
			section(capitalize(fieldName(field)), [
				table([
					...top.map(({ value, count }) =>
						row(
							textCell(value, '', '50%'),
							barCell(count / (top[0]?.count ?? count)),
							numberCell(formatNumber(count)),
						),
					),
					...(others === 0
						? []
						: [row(mutedCell('others'), mutedCell(''), numberCell(formatNumber(others)))]),
				]),
			]),
		);
}
