import type { Bundle } from 'zapier-platform-core';
import { addFindings, defined, type Connection, type Report } from '../../../core';
import { readText } from '../input';
import { isEditorTest } from '../labels';
import { toUsd, type MadeReport } from './report';

/** A page of plain words about the report, as fields of a step. */
export interface FindingsOutput {
	readonly findings: string;
	readonly findings_usd: number | null;
}

/** The report with its findings, where a model is chosen for them. The editor's test is no reason to buy. */
export async function withFindings(
	{ report, parts, options, model: used, ownPrice }: MadeReport,
	bundle: Bundle,
	connection: Connection,
): Promise<Report> {
	const model = readText(bundle.inputData, 'findings_model');
	if (model === '') return report;
	if (isEditorTest(bundle)) {
		return {
			...report,
			findings: { problem: 'The findings are not written in the editor’s test.' },
		};
	}
	// The user's own price is that of the batch's model, not of any model.
	const price = defined({ ownPrice: used === model ? ownPrice : undefined });
	return await addFindings(report, connection, { parts, options, model, ...price });
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
