import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	actualsOf,
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Connection,
} from '../../../core';
import { pairWith } from '../../shared/input/items';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { readNames, readOneOf, readText } from '../../shared/input/parameters';
import type { Finished } from '../waiting/look';
import { withFindings } from './findings';

const PERIODS = ['auto', 'day', 'week', 'month', 'year'] as const;

/** One item that sees all jobs together: for a sheet, a dashboard, and ready to be mailed. */
export async function toReport(
	context: IExecuteFunctions,
	finished: readonly Finished[],
	connection: Connection,
): Promise<INodeExecutionData> {
	const price = readOwnPriceOption(context);
	const parts = finished.map(({ handle, outcomes }) => ({
		label: handle.label,
		outcomes,
		sentAt: handle.createdAt,
	}));
	const options = {
		generatedAt: new Date(connection.clock.now()).toISOString(),
		timeZone: context.getTimezone(),
		by: readNames(context, 'options.countBy'),
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
		pairedItem: pairWith(finished.flatMap(({ itemIndexes }) => itemIndexes)),
	};
}
