import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	actualsOf,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Connection,
} from '../../core';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readText } from '../shared/parameters';
import type { FinishedJob } from './results';

/** One item that sees all jobs together: for a sheet, a dashboard, and ready to be mailed. */
export function toReport(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	connection: Connection,
): INodeExecutionData {
	const { ownPrice } = readOwnPriceOption(context);
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
			...actualsOf(finished, connection.provider, ownPrice),
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
