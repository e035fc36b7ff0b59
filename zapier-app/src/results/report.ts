import type { Bundle, ZObject } from 'zapier-platform-core';
import {
	actualCost,
	engineOf,
	lookAt,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type ActualCost,
	type Connection,
	type Handle,
	type ReportCost,
	type Results,
} from '../../../core';
import { withZapierErrors } from '../errors';
import { connect } from '../transport';
import { readHydratedHandle } from './file';
import { encodeHandle } from './job';

/** All rows seen together, ready for a mail. */
export interface ReportOutput {
	readonly report_subject: string;
	readonly report_text: string;
	readonly report_html: string;
	/** US dollars; `null` where the price is not known. */
	readonly cost_usd: number | null;
	readonly saved_usd: number | null;
}

export const NO_REPORT: ReportOutput = {
	report_subject: '',
	report_text: '',
	report_html: '',
	cost_usd: null,
	saved_usd: null,
};

export function toReportOutput(
	handle: Handle,
	results: Results,
	{ provider, clock }: Connection,
	timeZone: string | null,
): ReportOutput {
	const engine = engineOf(handle);
	const cost = actualCost(results.outcomes, results.model ?? '', provider, { engine });
	const reportCost = toReportCost(cost);
	const report = reportOf(
		[{ label: handle.label, outcomes: results.outcomes, sentAt: handle.createdAt }],
		{
			generatedAt: new Date(clock.now()).toISOString(),
			noun: { one: 'row', many: 'rows' },
			...(timeZone === null ? {} : { timeZone }),
			...(reportCost === undefined ? {} : { cost: reportCost }),
		},
	);
	return {
		report_subject: reportSubject(report),
		report_text: renderReportText(report),
		report_html: renderReportHtml(report),
		cost_usd: toUsd(cost.usd),
		saved_usd: toUsd(cost.savedUsd),
	};
}

function toReportCost({
	usd,
	oneByOneUsd,
	savedUsd,
	savedPercent,
}: ActualCost): ReportCost | undefined {
	return usd === null || oneByOneUsd === null || savedUsd === null || savedPercent === null
		? undefined
		: { usd, oneByOneUsd: oneByOneUsd, savedUsd, savedPercent };
}

/** To a hundredth of a cent: a classified e-mail costs less than a cent. */
export function toUsd(usd: number | null): number | null {
	return usd === null ? null : Number(usd.toFixed(4));
}

/** The report of a batch, made only for a batch that Zapier has not seen before. */
export function pointToReport(z: ZObject, handle: Handle): string {
	return z.dehydrate(batchReport, { handle: encodeHandle(handle) });
}

/** Hydrator: the report over all rows of a batch. */
export async function batchReport(z: ZObject, bundle: Bundle): Promise<ReportOutput> {
	return await withZapierErrors(z, async () => {
		const handle = readHydratedHandle(bundle);
		const connection = connect(z, bundle);
		const look = await lookAt(handle, connection);
		if (look.progress.state === 'running') return NO_REPORT;
		return toReportOutput(handle, await look.read(), connection, bundle.meta.timezone ?? null);
	});
}
