import { COLORS, type Head, mutedCell, numberCell, row, section, table, textCell } from './blocks';
import type { Limits } from './count-tables';
import { clip } from './fields';
import { markup, type Markup, NOTHING } from './markup';
import type { Report, ReportRow } from './types';
import { countOf, doubtOf, formatNumber, formatPercent, KIND_WORDS } from './words';

/** The parts of the HTML report that show rows. */
export function reviewTable({ review, noun }: Report, limits: Limits): Markup {
	const shown = review.items.slice(0, limits.review);
	const hidden = review.count - shown.length;
	return section(
		'Needs a look',
		[
			table([
				...shown.map((item) =>
					row(textCell(item.title, describe(item)), numberCell(confidenceOf(item))),
				),
				...(hidden === 0
					? []
					: [row(mutedCell(`and ${formatNumber(hidden)} more`), mutedCell(''))]),
			]),
		],
		`${countOf(review.count, noun)}: ${doubtOf(review.below)}. The least certain first.`,
	);
}

function describe({ category, reason }: ReportRow): string {
	return [category, reason].filter((words) => words !== undefined).join(' · ');
}

function confidenceOf({ confidence }: ReportRow): string {
	return confidence === undefined ? '' : formatPercent(confidence);
}

export function failureTable({ failures, failed, noun }: Report, limits: Limits): Markup {
	const shown = failures.slice(0, limits.review);
	const again = failures.reduce((sum, { retryable }) => sum + retryable, 0);
	return section(
		'Failed',
		[
			table(
				shown.map(({ kind, reason, count, examples }) =>
					row(
						textCell(
							kind === undefined ? reason : `${KIND_WORDS[kind]}: ${reason}`,
							examples
								.slice(0, 3)
								.map(({ title }) => title)
								.join(' · '),
						),
						numberCell(formatNumber(count)),
					),
				),
			),
		],
		again === 0
			? `${countOf(failed, noun)} without an answer.`
			: `${countOf(failed, noun)} without an answer; ${formatNumber(again)} may succeed when sent again.`,
	);
}

export function exampleTables({ categories }: Report, limits: Limits): Markup {
	const rows = categories
		.slice(0, limits.categories)
		.flatMap(({ name, count, examples }) => [
			row(
				markup`<th scope="colgroup" colspan="2" align="left" class="t" style="padding:14px 4px 4px;font-size:14px;color:${COLORS.text}">${name} <span class="m" style="font-weight:normal;color:${COLORS.muted}">${formatNumber(count)}</span></th>`,
			),
			...examples
				.slice(0, limits.examples)
				.map((example) => row(textCell(example.title), numberCell(confidenceOf(example)))),
		]);
	return section(
		'Examples',
		[table(rows)],
		'Per category: the most certain one first, then others unlike it.',
	);
}

const MOST_JOBS = 20;
const LABEL_CHARACTERS = 100;

export function jobTable({ jobs }: Report): Markup {
	if (jobs.length < 2) return NOTHING;
	const heads: readonly Head[] = [
		{ text: '', align: 'left' },
		{ text: 'answered', align: 'right' },
		{ text: 'failed', align: 'right' },
	];
	const hidden = jobs.length - MOST_JOBS;
	return section('Jobs', [
		table(
			[
				...jobs
					.slice(0, MOST_JOBS)
					.map(({ label, answered, failed }) =>
						row(
							textCell(clip(label, LABEL_CHARACTERS) ?? ''),
							numberCell(formatNumber(answered)),
							numberCell(formatNumber(failed)),
						),
					),
				...(hidden > 0 ? [row(mutedCell(`and ${hidden} more`), mutedCell(''), mutedCell(''))] : []),
			],
			heads,
		),
	]);
}
