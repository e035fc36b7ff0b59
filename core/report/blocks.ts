import { markup, type Markup, NOTHING } from './markup';

/**
 * What a mail client shows alike: tables, inline styles, bars as cells. Outlook reads `bgcolor` and `width`
 * as attributes. Clients that read a style sheet take the dark colors from it, by class; the others show the
 * light ones, or turn them about themselves: text and ground are always given together.
 */
export const COLORS = {
	ground: '#ffffff',
	text: '#1f2a44',
	muted: '#5b6577',
	line: '#e3e7ee',
	track: '#edf0f5',
	bar: '#4f74b8',
	warm: '#f2a93b',
} as const;

/** From few to many; the number stands in the cell, so that nothing hangs on the color alone. */
const HEAT = ['#edf2fa', '#d6e2f4', '#b5cbea', '#8fb0de'] as const;

export const DARK_STYLES = `@media (prefers-color-scheme:dark){
.g{background:#171b22!important}
.t{color:#e8ebf1!important}
.m{color:#a6b0c0!important}
.l{border-color:#333b48!important}
.k{background:#2b323e!important}
.b{background:#6f95dc!important}
.h0{background:#1f2937!important;color:#e8ebf1!important}
.h1{background:#26385a!important;color:#e8ebf1!important}
.h2{background:#2f4b7f!important;color:#ffffff!important}
.h3{background:#3c63a8!important;color:#ffffff!important}
}`;

const HEADING = `margin:0;padding:28px 0 8px;font-size:17px;line-height:24px;font-weight:bold;color:${COLORS.text}`;

/** Nothing at all where there is nothing under the heading. */
export function section(heading: string, body: Markup, note = ''): Markup {
	if (body.markup === '') return NOTHING;
	return markup`
		<h2 class="t" style="${HEADING}">${heading}</h2>
		${note === '' ? NOTHING : remark(note)}${body}`;
}

export function remark(words: string): Markup {
	return markup`<p class="m" style="margin:0 0 8px;font-size:13px;color:${COLORS.muted}">${words}</p>`;
}

/** Heads stand as the cells below them do: the first, and an empty one, to the left. */
export function table(
	rows: readonly Markup[],
	heads: readonly string[] = [],
	align: 'right' | 'center' = 'right',
): Markup {
	if (rows.every((line) => line.markup === '')) return NOTHING;
	const cells = heads.map((text, index) => {
		const side = index === 0 || text === '' ? 'left' : align;
		return markup`<th scope="col" align="${side}" class="m" style="padding:4px ${side === 'center' ? 1 : 4}px;font-size:12px;font-weight:normal;color:${COLORS.muted}">${text}</th>`;
	});
	return markup`
		<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:14px;line-height:20px">
		${heads.length === 0 ? NOTHING : markup`<tr>${cells}</tr>`}${rows}
		</table>`;
}

export function row(...cells: readonly Markup[]): Markup {
	return markup`<tr valign="top">${cells}</tr>\n`;
}

const LINE = `border-top:1px solid ${COLORS.line}`;
const CELL = `padding:5px 4px;${LINE}`;
const MUTED = `color:${COLORS.muted};font-size:13px`;

/** Text of a row, in whatever direction it is written; `detail` stands small below it. */
export function textCell(text: string, detail = '', width = ''): Markup {
	const wide = width === '' ? NOTHING : markup` width="${width}"`;
	const below = markup`<br><span class="m" style="${MUTED}"><bdi>${detail}</bdi></span>`;
	return markup`<td${wide} class="l" style="${CELL}"><bdi>${text}</bdi>${detail === '' ? NOTHING : below}</td>`;
}

export function mutedCell(text: string): Markup {
	return markup`<td class="m l" style="${CELL};${MUTED}">${text}</td>`;
}

export function numberCell(text: string): Markup {
	return markup`<td align="right" class="l" style="${CELL};white-space:nowrap">${text}</td>`;
}

const BAR = 'height:10px;font-size:0;line-height:10px';

/** A bar of `share` of the cell's width. */
export function barCell(share: number, width: string): Markup {
	const percent = Math.max(1, Math.min(100, Math.round(share * 100)));
	const piece = (wide: number, name: string, color: string): Markup =>
		markup`<td width="${wide}%" class="${name}" bgcolor="${color}" style="${BAR}">&nbsp;</td>`;
	const bar = piece(percent, 'b', COLORS.bar);
	const rest = percent === 100 ? NOTHING : piece(100 - percent, 'k', COLORS.track);
	return markup`<td width="${width}" class="l" style="${LINE};padding:10px 4px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${bar}${rest}</tr></table></td>`;
}

const SMALL = `padding:5px 0;font-size:12px;${LINE}`;

export function heatCell(count: number, most: number): Markup {
	if (count === 0) {
		return markup`<td align="center" class="m l" style="${SMALL};color:${COLORS.muted}">0</td>`;
	}
	const level = Math.min(HEAT.length - 1, Math.floor((count / Math.max(1, most)) * HEAT.length));
	return markup`<td align="center" class="h${level} l" bgcolor="${HEAT[level] ?? HEAT[0]}" style="${SMALL};color:${COLORS.text}">${count}</td>`;
}

export function totalCell(count: number): Markup {
	return markup`<td align="center" class="l" style="${SMALL};font-weight:bold">${count}</td>`;
}
