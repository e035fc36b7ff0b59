import type { Bundle } from 'zapier-platform-core';
import { addFindings, type Connection, type Report, type Results } from '../../../core';
import { readText } from '../input';
import type { MadeReport, ReportSettings } from './report';
import { toUsd } from './report';

/** A page of plain words about the report, as fields of a step. */
export interface FindingsOutput {
	readonly findings: string;
	readonly findings_usd: number | null;
}

/** The report with its findings, where a model is chosen for them. The editor's test is no reason to buy. */
export async function withFindings(
	{ report, parts, options }: MadeReport,
	{ inputData, meta }: Bundle,
	{ model: used }: Results,
	connection: Connection,
	{ ownPrice }: ReportSettings,
): Promise<Report> {
	const model = readText(inputData, 'findings_model');
	if (model === '') return report;
	if (meta.isLoadingSample === true) {
		return {
			...report,
			findings: { problem: 'The findings are not written in the editor’s test.' },
		};
	}
	// The user's own price is that of the batch's model, not of any model.
	const price = ownPrice !== undefined && used === model ? { ownPrice } : {};
	return await addFindings(report, parts, options, connection, { model, ...price });
}

export function toFindingsOutput({ findings }: Pick<Report, 'findings'>): FindingsOutput {
	if (findings === undefined) return { findings: '', findings_usd: null };
	if ('problem' in findings) return { findings: findings.problem, findings_usd: null };
	const { paragraphs, suggestions, usd } = findings;
	const lines = [...paragraphs, suggestions.map((words) => `- ${words}`).join('\n')];
	return {
		findings: lines.filter((text) => text !== '').join('\n\n'),
		findings_usd: toUsd(usd),
	};
}
