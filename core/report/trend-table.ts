import { heatCell, mutedCell, row, section, table, textCell, totalCell } from './blocks';
import { type Markup, NOTHING } from './markup';
import type { Limits, Period, Report, Trend } from './types';
import { capitalize, countOf } from './words';

const PERIODS = 14;

export function trendTable({ trend, noun }: Report, limits: Limits): Markup {
	if (trend === undefined || trend.periods.length < 2) return NOTHING;
	const { unit, rows, undated } = trend;
	const start = Math.max(0, trend.periods.length - PERIODS);
	const periods = trend.periods.slice(start);
	const series = trend.categories
		.slice(0, limits.categories)
		.map(({ name, counts }) => ({ name, counts: counts.slice(start) }));
	const most = Math.max(...series.flatMap(({ counts }) => counts));
	const isPartial = unit !== 'day' && periods.some(({ complete }) => !complete);
	const notes = [
		start > 0 ? `The last ${PERIODS} ${unit}s.` : '',
		isPartial ? `* not a whole ${unit}.` : '',
		undated > 0 ? `${countOf(undated, noun)} without a date not shown.` : '',
	];
	const lines = series.map(({ name, counts }) =>
		row(textCell(name, '', '30%'), ...counts.map((count) => heatCell(count, most))),
	);
	const total = row(mutedCell('All'), ...rows.slice(start).map(totalCell));
	const heads = [capitalize(unit), ...periods.map((period) => columnHead(period, unit))];
	const note = notes.filter((words) => words !== '').join(' ');
	return section(`By ${unit}`, table([...lines, total], heads, 'center'), note);
}

function columnHead({ key, label, complete }: Period, unit: Trend['unit']): string {
	const sign = complete ? '' : '*';
	switch (unit) {
		case 'day':
			return `${label.slice(0, 2)} ${Number(key.slice(8))}`;
		case 'week':
			return `${Number(key.slice(6))}${sign}`;
		case 'month':
			return `${label.slice(0, 3)}${sign}`;
		case 'year':
			return `${key}${sign}`;
	}
}
