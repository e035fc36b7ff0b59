import { NOTHING, markup, type Markup } from '../../core/report/markup';
import { COLORS } from '../../core/report/blocks';
import { formatCost, formatCount, formatSeconds, type Line } from './comparison';
import { formatRange } from './expected';

const WIDTH = 900;
const MARGIN = 28;
const TOP = 112;
const ROW = 54;
const BAR = 16;
const LONGEST_BAR = 130;

/** One column of bars, with a scale of its own. */
interface Column {
	readonly x: number;
	readonly head: string;
	readonly color: string;
	readonly value: (line: Line) => number;
	readonly label: (line: Line) => string;
	/** Small, under the bar. */
	readonly remark?: (line: Line) => string;
}

const COLUMNS: readonly Column[] = [
	{
		x: 212,
		head: 'You wait',
		color: 'w',
		value: ({ waitingMs }) => waitingMs,
		label: ({ waitingMs }) => formatSeconds(waitingMs),
	},
	{
		x: 442,
		head: 'Every answer is there after',
		color: 'b',
		value: ({ totalMs }) => totalMs,
		label: ({ totalMs }) => formatSeconds(totalMs),
		remark: ({ expected }) =>
			expected === undefined ? '' : `at a provider ${formatRange(expected)} *`,
	},
	{
		x: 672,
		head: 'Cost',
		color: 'b',
		value: ({ cost }) => cost.usd ?? 0,
		label: ({ cost }) => formatCost(cost.usd),
	},
];

// A ground of its own: a page may be dark where its reader's system is not. Fonts are the reader's.
const STYLE = `
.g{fill:${COLORS.ground}} .t{fill:${COLORS.text}} .m{fill:${COLORS.muted}}
.b{fill:${COLORS.bar}} .w{fill:${COLORS.warm}} .l{stroke:${COLORS.line}}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-size:14px}
.h{font-size:19px;font-weight:600} .s{font-size:12.5px} .n{font-weight:600}
@media (prefers-color-scheme:dark){
.g{fill:#171b22} .t{fill:#e8ebf1} .m{fill:#a6b0c0} .b{fill:#6f95dc} .l{stroke:#333b48}
}`;

export interface Caption {
	readonly title: string;
	/** What is set and what is measured, in lines. */
	readonly notes: readonly string[];
}

/** The comparison as a picture: readable in light and dark, with nothing to load. */
export function drawComparison(lines: readonly Line[], { title, notes }: Caption): string {
	const end = TOP + lines.length * ROW;
	const height = end + 22 + notes.length * 19;
	const said = lines.map(
		(line) =>
			`${line.way.name}: ${COLUMNS.map(({ head, label }) => `${head.toLowerCase()} ${label(line)}`).join(', ')}, ${formatCount(line.calls)} calls.`,
	);
	const picture = markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title facts">
		<title id="title">${title}</title>
		<desc id="facts">${said.join(' ')}</desc>
		<style>${{ markup: STYLE }}</style>
		<rect class="g" width="${WIDTH}" height="${height}" rx="10"/>
		<text class="t h" x="${MARGIN}" y="42">${title}</text>
		${COLUMNS.map(({ x, head }) => text(x, 86, 'm s', head))}
		${lines.map((line, index) => drawLine(line, TOP + index * ROW, lines))}
		${notes.map((note, index) => text(MARGIN, end + 22 + index * 19, 'm s', note))}
		</svg>`;
	return `${picture.markup}\n`;
}

function drawLine(line: Line, y: number, all: readonly Line[]): Markup {
	return markup`<path class="l" d="M${MARGIN} ${y - 12}H${WIDTH - MARGIN}"/>
		${text(MARGIN, y + 12, 't n', line.way.name)}
		${text(MARGIN, y + 30, 'm s', `${formatCount(line.calls)} calls`)}
		${COLUMNS.map((column) => drawBar(column, line, y, all))}
		`;
}

function drawBar(column: Column, line: Line, y: number, all: readonly Line[]): Markup {
	const { x, color, value, label, remark } = column;
	const most = Math.max(...all.map(value));
	// A pixel at least: what is little is not nothing.
	const width = most === 0 ? 1 : Math.max(1, Math.round((value(line) / most) * LONGEST_BAR));
	const small = remark?.(line) ?? '';
	return markup`<rect class="${color}" x="${x}" y="${y}" width="${width}" height="${BAR}" rx="3"/>
		${text(x + width + 8, y + 13, 't', label(line))}
		${small === '' ? NOTHING : text(x, y + 32, 'm s', small)}`;
}

function text(x: number, y: number, style: string, words: string): Markup {
	return markup`<text class="${style}" x="${x}" y="${y}">${words}</text>
		`;
}
