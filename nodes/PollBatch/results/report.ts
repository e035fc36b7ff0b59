import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	actualsOf,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Connection,
} from '../../../core';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { readOneOf, readText } from '../../shared/parameters';
import { withFindings } from './findings';
import type { FinishedJob } from './items';

const PERIODS = ['auto', 'day', 'week', 'month', 'year'] as const;

/** One item that sees all jobs together: for a sheet, a dashboard, and ready to be mailed. */
export async function toReport(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	connection: Connection,
): Promise<INodeExecutionData> {
	const price = readOwnPriceOption(context);
	const by = readText(context, 'options.countBy')
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '');
	const parts = finished.map(({ handle, outcomes }) => ({
		label: handle.label,
		outcomes,
		sentAt: handle.createdAt,
	}));
	const options = {
		generatedAt: new Date(connection.clock.now()).toISOString(),
		timeZone: context.getTimezone(),
		by,
		period: readOneOf(readText(context, 'options.trendBy'), PERIODS, 'auto'),
		...actualsOf(finished, connection.provider, price.ownPrice),
	};
	const report = await withFindings(
		context,
		reportOf(parts, options),
		{ parts, options, models: finished.flatMap(({ model }) => model ?? []), ...price },
		connection,
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
