import { COLORS, mutedCell, numberCell, row, section, table, textCell } from './blocks';
import { clip } from './fields';
import { sumOf } from './groups';
import { markup, type Markup, NOTHING } from './markup';
import type { Limits, Report, ReportRow } from './types';
import { countOf, doubtOf, formatNumber, formatPercent, KIND_WORDS } from './words';

/** The parts of the HTML report that show rows. */
export function reviewTable({ review, noun }: Report, limits: Limits): Markup {
	const shown = review.items.slice(0, limits.review);
	const hidden = review.count - shown.length;
	const rows = shown.map((item) => {
		const detail = [item.category, item.reason].filter((words) => words !== undefined);
		return row(textCell(item.title, detail.join(' · ')), confidenceCell(item));
	});
	if (hidden > 0) rows.push(row(mutedCell(`and ${formatNumber(hidden)} more`), mutedCell('')));
	const note = `${countOf(review.count, noun)}: ${doubtOf(review.below)}. The least certain first.`;
	return section('Needs a look', table(rows), note);
}

function confidenceCell({ confidence }: ReportRow): Markup {
	return numberCell(confidence === undefined ? '' : formatPercent(confidence));
}

export function failureTable({ failures, failed, noun }: Report, limits: Limits): Markup {
	const again = sumOf(failures.map(({ retryable }) => retryable));
	const rows = failures.slice(0, limits.review).map(({ kind, reason, count, examples }) => {
		const titles = examples.slice(0, 3).map(({ title }) => title);
		const words = kind === undefined ? reason : `${KIND_WORDS[kind]}: ${reason}`;
		return row(textCell(words, titles.join(' · ')), numberCell(formatNumber(count)));
	});
	const hope = again === 0 ? '' : `; ${formatNumber(again)} may succeed when sent again`;
	return section('Failed', table(rows), `${countOf(failed, noun)} without an answer${hope}.`);
}

export function exampleTables({ categories }: Report, limits: Limits): Markup {
	const rows = categories.slice(0, limits.categories).flatMap(({ name, count, examples }) => {
		const head = markup`<th scope="colgroup" colspan="2" align="left" class="t" style="padding:14px 4px 4px;font-size:14px;color:${COLORS.text}">${name} <span class="m" style="font-weight:normal;color:${COLORS.muted}">${formatNumber(count)}</span></th>`;
		const shown = examples.slice(0, limits.examples);
		return [row(head), ...shown.map((own) => row(textCell(own.title), confidenceCell(own)))];
	});
	const note = 'Per category: the most certain one first, then others unlike it.';
	return section('Examples', table(rows), note);
}

const MOST_JOBS = 20;
const LABEL_CHARACTERS = 100;

export function jobTable({ jobs }: Report): Markup {
	if (jobs.length < 2) return NOTHING;
	const hidden = jobs.length - MOST_JOBS;
	const rows = jobs.slice(0, MOST_JOBS).map(({ label, answered, failed }) => {
		const name = textCell(clip(label, LABEL_CHARACTERS) ?? '');
		return row(name, numberCell(formatNumber(answered)), numberCell(formatNumber(failed)));
	});
	if (hidden > 0) rows.push(row(mutedCell(`and ${hidden} more`), mutedCell(''), mutedCell('')));
	return section('Jobs', table(rows, ['', 'answered', 'failed']));
}
