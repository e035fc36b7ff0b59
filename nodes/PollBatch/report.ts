import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	actualCost,
	engineOf,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Connection,
	type ReportCost,
} from '../../core';
import { readText } from '../shared/parameters';
import type { FinishedJob } from './results';

/** One item that sees all jobs together: for a sheet, a dashboard, and ready to be mailed. */
export function toReport(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	connection: Connection,
): INodeExecutionData {
	const cost = costOf(finished, connection);
	const by = readText(context, 'options.countBy')
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '');
	const report = reportOf(
		finished.map(({ handle, outcomes }) => ({
			label: handle.label,
			outcomes,
			sentAt: handle.createdAt,
		})),
		{
			generatedAt: new Date(connection.clock.now()).toISOString(),
			timeZone: context.getTimezone(),
			by,
			...(cost === undefined ? {} : { cost }),
		},
	);
	return {
		json: {
			subject: reportSubject(report),
			html: renderReportHtml(report),
			text: renderReportText(report),
			report: structuredClone(report),
		},
		pairedItem: finished.flatMap(({ itemIndexes }) => itemIndexes.map((item) => ({ item }))),
	};
}

/** `undefined` as soon as one job's cost is not known: a sum of the others would mislead. */
function costOf(
	finished: readonly FinishedJob[],
	{ provider }: Connection,
): ReportCost | undefined {
	let usd = 0;
	let oneByOneUsd = 0;
	for (const { handle, outcomes, model } of finished) {
		const cost = actualCost(outcomes, model ?? '', provider, { engine: engineOf(handle) });
		if (cost.usd === null || cost.oneByOneUsd === null) return undefined;
		usd += cost.usd;
		oneByOneUsd += cost.oneByOneUsd;
	}
	const savedUsd = oneByOneUsd - usd;
	const savedPercent = oneByOneUsd > 0 ? Math.round((savedUsd / oneByOneUsd) * 100) : 0;
	return { usd, oneByOneUsd, savedUsd, savedPercent };
}
