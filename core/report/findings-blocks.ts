import { formatUsd } from '../formats/amounts';
import { COLORS, section } from './blocks';
import { markup, type Markup, NOTHING } from './markup';
import type { Report } from './types';

const PARAGRAPH = `margin:0 0 10px;color:${COLORS.text}`;

/** The page that a model wrote, or why there is none. */
export function findingsSection({ findings }: Report): Markup {
	if (findings === undefined) return NOTHING;
	if ('problem' in findings) return section('Findings', [remark(findings.problem)]);
	const { paragraphs, suggestions } = findings;
	return section('Findings', [
		...paragraphs.map((text) => markup`<p class="t" style="${PARAGRAPH}"><bdi>${text}</bdi></p>\n`),
		suggestions.length === 0
			? NOTHING
			: markup`<p class="t" style="${PARAGRAPH};font-weight:bold">What could be done next</p>
				<ul style="margin:0 0 10px;padding:0 0 0 18px">
				${suggestions.map((text) => markup`<li class="t" style="margin:0 0 6px;color:${COLORS.text}"><bdi>${text}</bdi></li>\n`)}</ul>`,
		remark(describeSource(findings)),
	]);
}

function remark(words: string): Markup {
	return markup`<p class="m" style="margin:0 0 8px;font-size:13px;color:${COLORS.muted}">${words}</p>`;
}

/** The same on several lines of plain text. */
export function findingsLines({ findings }: Report): readonly string[] {
	if (findings === undefined) return [];
	if ('problem' in findings) return [findings.problem];
	const { paragraphs, suggestions } = findings;
	return [...paragraphs, ...suggestions.map((text) => `- ${text}`), describeSource(findings)];
}

type Written = Exclude<NonNullable<Report['findings']>, { readonly problem: string }>;

function describeSource({ model, usd }: Written): string {
	const cost =
		usd === null
			? 'What it cost is not known.'
			: usd === 0
				? 'It cost nothing.'
				: `It cost ${formatUsd(usd)}.`;
	return `Written by ${model} from the counts and answers of this report: it may be wrong. ${cost}`;
}
