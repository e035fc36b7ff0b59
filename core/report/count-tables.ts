import { barCell, COLORS, mutedCell, numberCell, row, section, table, textCell } from './blocks';
import { numbersByCategory } from './counts';
import { sumOf } from './groups';
import { markup, type Markup, NOTHING } from './markup';
import type { Limits, Report } from './types';
import { capitalize, fieldName, formatNumber, formatPercent } from './words';

export function categoryTable({ categories, uncategorized }: Report, limits: Limits): Markup {
	if (categories.length === 0) return NOTHING;
	const hidden = categories.slice(limits.categories);
	const bars = categories
		.slice(0, limits.categories)
		.map(({ name, count, share }) => ({ name, amount: count, beside: formatPercent(share) }));
	return section(
		'Categories',
		table([
			...barRows(bars, '42%'),
			countRow(`${hidden.length} more categories`, sumOf(hidden.map(({ count }) => count)), ['']),
			countRow('without a category', uncategorized, ['']),
		]),
	);
}

export function fieldTables({ by }: Report, limits: Limits): readonly Markup[] {
	return by.slice(0, limits.fields).map(({ field, values, others, without }) => {
		const name = fieldName(field);
		const bars = values.map(({ value, count, categories: [top] }) => {
			const isTold = top !== undefined && top.count > 1;
			const detail = isTold ? `most often ${top.name} (${formatNumber(top.count)})` : '';
			return { name: value, detail, amount: count };
		});
		return section(
			`By ${name}`,
			table([
				...barRows(bars, '55%'),
				countRow(`${formatNumber(others.distinct)} others`, others.count),
				countRow(`without ${name}`, without.count),
			]),
		);
	});
}

export function valueTables({ values }: Report, limits: Limits): readonly Markup[] {
	return values.slice(0, limits.fields).map(({ field, top, others }) => {
		const bars = top.map(({ value, count }) => ({ name: value, amount: count }));
		const rows = [...barRows(bars, '50%'), countRow('others', others)];
		return section(capitalize(fieldName(field)), table(rows));
	});
}

export function numberTables({ numbers, categories }: Report, limits: Limits): readonly Markup[] {
	return numbers.slice(0, limits.fields).map(({ field, sum, average, min, max, count }) => {
		const bars = numbersByCategory(categories, field)
			.map((own) => ({ name: own.name, amount: own.sum, beside: formatNumber(own.average) }))
			.sort((a, b) => b.amount - a.amount)
			.slice(0, limits.categories);
		const rows = bars.length > 1 ? barRows(bars, '42%', '28%') : [];
		const note = `${formatNumber(sum)} in all, ${formatNumber(average)} on average, from ${formatNumber(min)} to ${formatNumber(max)}, in ${count === 1 ? '1 answer' : `${formatNumber(count)} answers`}.`;
		return section(
			capitalize(fieldName(field)),
			markup`<p class="t" style="margin:0 0 8px;font-size:14px;color:${COLORS.text}">${note}</p>${table(rows, ['', '', 'sum', 'average'])}`,
		);
	});
}

interface Bar {
	readonly name: string;
	readonly detail?: string;
	readonly amount: number;
	/** A second number, to the right of the amount. */
	readonly beside?: string;
}

/** Names with their amounts, and a bar that shows each beside the largest. */
function barRows(bars: readonly Bar[], nameWidth: string, barWidth = '34%'): readonly Markup[] {
	const most = Math.max(...bars.map(({ amount }) => amount));
	return bars.map(({ name, detail, amount, beside }) =>
		row(
			textCell(name, detail, nameWidth),
			barCell(most > 0 ? amount / most : 0, barWidth),
			numberCell(formatNumber(amount)),
			beside === undefined ? NOTHING : numberCell(beside),
		),
	);
}

/** What has no bar of its own; nothing where that is none. */
function countRow(words: string, count: number, beside: readonly string[] = []): Markup {
	if (count === 0) return NOTHING;
	const cells = [mutedCell(words), mutedCell(''), numberCell(formatNumber(count))];
	return row(...cells, ...beside.map(mutedCell));
}
