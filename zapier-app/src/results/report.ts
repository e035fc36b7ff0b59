import type { Bundle, ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	actualsOf,
	defined,
	lookAt,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Connection,
	type Handle,
	type OwnPrice,
	type Report,
	type ReportOptions,
	type ReportPart,
	type Results,
} from '../../../core';
import { PERIODS, REPORT_SETTINGS, readOwnPriceFields } from '../fields/report';
import { readOneOf, readTexts, type InputData } from '../input';
import { withConnection } from '../transport';
import { readHydratedHandle } from './file';
import { encodeHandle } from './job';

/** All rows seen together, ready for a mail. */
export interface ReportOutput {
	readonly report_subject: string;
	readonly report_text: string;
	readonly report_html: string;
	readonly report_json: string;
	/** US dollars; `null` where the price is not known. */
	readonly cost_usd: number | null;
	readonly one_by_one_usd: number | null;
	readonly saved_usd: number | null;
	readonly saved_percent: number | null;
	readonly price_source: string;
	/** How long the provider took; `null` where it does not say. */
	readonly wall_seconds: number | null;
}

export const NO_REPORT: ReportOutput = {
	report_subject: '',
	report_text: '',
	report_html: '',
	report_json: '',
	cost_usd: null,
	one_by_one_usd: null,
	saved_usd: null,
	saved_percent: null,
	price_source: 'unknown',
	wall_seconds: null,
};

/** What a user may set for a report, as it stands in a step's fields. */
export interface ReportSettings {
	readonly by: readonly string[];
	readonly period: (typeof PERIODS)[number];
	readonly ownPrice: OwnPrice | undefined;
	readonly timeZone: string | undefined;
}

export function readReportSettings({ inputData, meta }: Bundle): ReportSettings {
	return {
		by: readTexts(inputData, 'count_by'),
		period: readOneOf(inputData, 'trend_by', PERIODS, 'auto'),
		ownPrice: readOwnPriceFields(inputData),
		timeZone: meta.timezone ?? undefined,
	};
}

/** A report, and all that more can be written from. */
export interface MadeReport {
	readonly report: Report;
	readonly parts: readonly ReportPart[];
	readonly options: ReportOptions;
	/** What the provider called the model of the batch, and the user's price for it. */
	readonly model: string | undefined;
	readonly ownPrice: OwnPrice | undefined;
}

export function makeReport(
	handle: Handle,
	results: Results,
	{ provider, clock }: Connection,
	{ by, period, ownPrice, timeZone }: ReportSettings,
): MadeReport {
	const parts = [{ label: handle.label, outcomes: results.outcomes, sentAt: handle.createdAt }];
	const options = {
		generatedAt: new Date(clock.now()).toISOString(),
		noun: { one: 'row', many: 'rows' },
		by,
		period,
		...defined({ timeZone }),
		...actualsOf([{ handle, ...results }], provider, ownPrice),
	};
	return { report: reportOf(parts, options), parts, options, model: results.model, ownPrice };
}

export function toReportOutput(report: Report): ReportOutput {
	const { cost, time } = report;
	return {
		report_subject: reportSubject(report),
		report_text: renderReportText(report),
		report_html: renderReportHtml(report),
		report_json: JSON.stringify(report),
		cost_usd: toUsd(cost?.usd ?? null),
		one_by_one_usd: toUsd(cost?.oneByOneUsd ?? null),
		saved_usd: toUsd(cost?.savedUsd ?? null),
		saved_percent: cost?.savedPercent ?? null,
		price_source: cost?.source ?? 'unknown',
		wall_seconds: time?.wallSeconds ?? null,
	};
}

/** To a hundredth of a cent: a classified e-mail costs less than a cent. */
export function toUsd(usd: number | null): number | null {
	return usd === null ? null : Number(usd.toFixed(4));
}

/** The report of a batch, made only for a batch that Zapier has not seen before. */
export function pointToReport(z: ZObject, handle: Handle, input: InputData): string {
	const settings = REPORT_SETTINGS.map((key) => [key, input[key] ?? ''] as const);
	return z.dehydrate(batchReport, {
		handle: encodeHandle(handle),
		...Object.fromEntries(settings),
	});
}

/** An empty report would be mailed; Zapier runs a step again that failed so. */
function notThereYet({ label }: Handle): OffpeakError {
	return new OffpeakError(
		'not_finished',
		`"${label}" is done, and its provider has not yet written all answers that it counts.`,
		{ hint: 'Replay this run in a few minutes.' },
	);
}

/** Hydrator: the report over all rows of a batch. */
export async function batchReport(z: ZObject, bundle: Bundle): Promise<ReportOutput> {
	return await withConnection(z, bundle, async (connection) => {
		const handle = readHydratedHandle(bundle);
		const look = await lookAt(handle, connection);
		if (look.state === 'running') return NO_REPORT;
		const results = await look.read();
		if ('unsettled' in results) throw notThereYet(handle);
		const settings = readReportSettings(bundle);
		return toReportOutput(makeReport(handle, results, connection, settings).report);
	});
}
