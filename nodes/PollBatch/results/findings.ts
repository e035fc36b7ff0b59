import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	addFindings,
	type Connection,
	type OwnPrice,
	type Report,
	type ReportOptions,
	type ReportPart,
} from '../../../core';
import { warn } from '../../shared/hints';
import { modelField, readModel } from '../../shared/model';
import { readSwitch } from '../../shared/input/parameters';

/** A page of plain words on top of a report. Off by default: it is one more purchase. */
export const findingsFields: INodeProperties[] = [
	{
		displayName: 'Findings',
		name: 'findings',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['getResults'], resultsAs: ['report'] } },
		description:
			'Whether a model should write a page of plain words about the report. It is one more call at the normal price, made once, when the job is done. Titles and answers are sent for it.',
	},
	{
		...modelField,
		displayName: 'Model for Findings',
		name: 'findingsModel',
		displayOptions: {
			show: { operation: ['getResults'], resultsAs: ['report'], findings: [true] },
		},
		description:
			'The model that writes. A better one than for the items pays off: it is asked once.',
	},
];

export interface ReportSources {
	readonly parts: readonly ReportPart[];
	readonly options: ReportOptions;
	/** The models that answered. */
	readonly models: readonly string[];
	readonly ownPrice?: OwnPrice;
}

/** The report with its findings, where they are wanted. What keeps them away is said, and costs no report. */
export async function withFindings(
	context: IExecuteFunctions,
	report: Report,
	{ parts, options, models, ownPrice }: ReportSources,
	connection: Connection,
): Promise<Report> {
	if (!readSwitch(context, 'findings')) return report;
	const { model } = readModel(context, 'findingsModel');
	// The user's own price is that of the job's model, not of any model.
	const price = ownPrice !== undefined && models.includes(model) ? { ownPrice } : {};
	const whole = await addFindings(report, connection, { parts, options, model, ...price });
	if (whole.findings !== undefined && 'problem' in whole.findings) {
		warn(context, whole.findings.problem);
	}
	return whole;
}
