import { COLORS, DARK_STYLES, remark, section } from './blocks';
import { categoryTable, fieldTables, numberTables, valueTables } from './count-tables';
import { isoDay, readDay } from './days';
import { clip } from './fields';
import { markup, type Markup, NOTHING } from './markup';
import { reportSubject } from './plain-text';
import { exampleTables, failureTable, jobTable, reviewTable } from './row-tables';
import { trendTable } from './trend-table';
import type { Limits, Report } from './types';
import { countOf, formatSpan, sourceOf, summaryOf, titleOf } from './words';

/** Gmail hides the rest of a message behind a link from 102 KB on. */
const MAX_BYTES = 100_000;

const LIMITS: readonly Limits[] = [
	{ categories: 15, examples: 3, review: 12, fields: 4 },
	{ categories: 10, examples: 2, review: 8, fields: 2 },
	{ categories: 8, examples: 1, review: 5, fields: 1 },
];

/** The report as one HTML document that a mail client shows as it is: no script, nothing to load. */
export function renderReportHtml(report: Report): string {
	let html = '';
	for (const limits of LIMITS) {
		html = renderPage(report, limits).markup.trim();
		if (new TextEncoder().encode(html).byteLength <= MAX_BYTES) break;
	}
	return html;
}

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Outlook's cells do not take the font of the table around them. */
const OUTLOOK_STYLES = `<!--[if mso]><style>td,th,p,li,h1,h2{font-family:Arial,sans-serif!important}</style><![endif]-->`;

function renderPage(report: Report, limits: Limits): Markup {
	return markup`<!doctype html>
		<html lang="en" dir="ltr">
		<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width,initial-scale=1">
		<meta name="color-scheme" content="light dark">
		<meta name="supported-color-schemes" content="light dark">
		<title>${reportSubject(report)}</title>
		<style>:root{color-scheme:light dark}
		${{ markup: DARK_STYLES }}</style>
		${{ markup: OUTLOOK_STYLES }}
		</head>
		<body class="g" style="margin:0;padding:0;background:${COLORS.ground}">
		<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="g" bgcolor="${COLORS.ground}" style="background:${COLORS.ground}"><tr><td align="center">
		<table role="presentation" width="640" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;table-layout:fixed"><tr><td align="left" class="t" style="padding:24px 20px 32px;font-family:${FONT};font-size:15px;line-height:22px;color:${COLORS.text};word-break:break-word;overflow-wrap:anywhere">
		${header(report)}
		${highlightList(report)}
		${findingsSection(report)}
		${categoryTable(report, limits)}
		${trendTable(report, limits)}
		${fieldTables(report, limits)}
		${numberTables(report, limits)}
		${valueTables(report, limits)}
		${reviewTable(report, limits)}
		${failureTable(report, limits)}
		${exampleTables(report, limits)}
		${jobTable(report)}
		${footer(report)}
		</td></tr></table>
		</td></tr></table>
		</body>
		</html>`;
}

function header(report: Report): Markup {
	const { rows, noun, span } = report;
	const when = span === undefined ? '' : `${formatSpan(span)} · `;
	return markup`
		<p class="m" style="margin:0;font-size:13px;color:${COLORS.muted}">${clip(titleOf(report), 120) ?? ''}</p>
		<h1 class="t" style="margin:2px 0 4px;font-size:28px;line-height:34px;font-weight:bold;color:${COLORS.text}">${countOf(rows, noun)}</h1>
		<p class="m" style="margin:0;font-size:14px;color:${COLORS.muted}">${when}${summaryOf(report)}</p>`;
}

function highlightList({ highlights }: Report): Markup {
	if (highlights.length === 0) return NOTHING;
	const sentences = highlights.map(
		(sentence) => markup`<li style="margin:0 0 6px">${clip(sentence, 400) ?? ''}</li>\n`,
	);
	return markup`
		<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:18px"><tr><td class="t k" bgcolor="${COLORS.track}" style="padding:14px 16px 8px;background:${COLORS.track};border-left:4px solid ${COLORS.warm};color:${COLORS.text}">
		<ul style="margin:0;padding:0 0 0 18px">
		${sentences}</ul>
		</td></tr></table>`;
}

const PARAGRAPH = `margin:0 0 10px;color:${COLORS.text}`;

/** The page that a model wrote, or why there is none. */
function findingsSection({ findings }: Report): Markup {
	if (findings === undefined) return NOTHING;
	if ('problem' in findings) return section('Findings', remark(findings.problem));
	const paragraphs = findings.paragraphs.map(
		(text) => markup`<p class="t" style="${PARAGRAPH}"><bdi>${text}</bdi></p>\n`,
	);
	const suggestions = findings.suggestions.map(
		(text) =>
			markup`<li class="t" style="margin:0 0 6px;color:${COLORS.text}"><bdi>${text}</bdi></li>\n`,
	);
	const next = markup`<p class="t" style="${PARAGRAPH};font-weight:bold">What could be done next</p>
		<ul style="margin:0 0 10px;padding:0 0 0 18px">
		${suggestions}</ul>`;
	return section(
		'Findings',
		markup`${paragraphs}${suggestions.length === 0 ? NOTHING : next}${remark(sourceOf(findings))}`,
	);
}

function footer({ generatedAt, findings }: Report): Markup {
	const day = readDay(generatedAt);
	const made =
		day === undefined ? '' : ` Made on ${formatSpan({ from: isoDay(day), to: isoDay(day) })}.`;
	const isWritten = findings !== undefined && !('problem' in findings);
	const words = isWritten
		? 'The answers and the findings are a model’s; the counts and all other sentences are computed.'
		: 'The answers are a model’s; the counts and sentences here are computed from them.';
	return markup`<p class="m l" style="margin:32px 0 0;padding-top:12px;border-top:1px solid ${COLORS.line};font-size:12px;line-height:18px;color:${COLORS.muted}">${words}${made}</p>`;
}
