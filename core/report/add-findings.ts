import type { Connection } from '../calls/connection';
import { rowCost } from '../cost/actual';
import type { OwnPrice } from '../cost/rates';
import { isOffpeakError } from '../errors';
import { join } from '../join/join';
import { answerNow } from '../one-by-one/now';
import { plan } from '../plan/plan';
import { describeForFindings, FINDINGS_TASK, readFindings } from './findings-prompt';
import type { MissingFindings, Report, ReportOptions, ReportPart, WrittenFindings } from './types';

export interface FindingsOptions {
	readonly model: string;
	readonly ownPrice?: OwnPrice;
	/** What the report was made of, and how. */
	readonly parts: readonly ReportPart[];
	readonly options: ReportOptions;
}

/** A page, and room for a model that thinks before it writes. */
const MAX_OUTPUT_TOKENS = 8_000;
/** A report is not held up longer than this by a provider that has no room. */
const PATIENCE_MS = 120_000;

/**
 * The report with a page of plain words about it: one call, at once and at the normal price. Never rejects:
 * what keeps the page from being written stands in the report, which is complete without it.
 */
export async function addFindings(
	report: Report,
	connection: Connection,
	{ parts, options, ...wanted }: FindingsOptions,
): Promise<Report> {
	if (report.answered === 0) return { ...report, findings: missing('nothing was answered.') };
	const text = describeForFindings(report, parts, options);
	const findings = await write(text, connection, wanted).catch((error: unknown) =>
		missing(isOffpeakError(error) ? error.message : 'something went wrong.'),
	);
	return { ...report, findings };
}

async function write(
	text: string,
	connection: Connection,
	{ model, ...price }: Omit<FindingsOptions, 'parts' | 'options'>,
): Promise<WrittenFindings | MissingFindings> {
	const { provider, baseUrl, clock } = connection;
	const planned = plan({
		rows: [{ text }],
		task: FINDINGS_TASK,
		model,
		label: 'Findings',
		provider,
		baseUrl,
		nameRow: () => 'The report',
		cleanText: false,
		emptyText: 'refuse',
		maxOutputTokens: MAX_OUTPUT_TOKENS,
		expireAfterSeconds: 0,
	});
	const until = clock.now() + PATIENCE_MS;
	const collected = await answerNow(planned, connection, { concurrency: 1, flex: false, until });
	const [outcome] = join(planned, [collected]);
	if (outcome?.outcome !== 'succeeded') return missing(outcome?.reason ?? 'no answer came.');
	const written = readFindings(outcome.answer);
	if (written === undefined) return missing('the model had nothing to say.');
	const usd = rowCost(outcome, model, provider, { engine: 'now', ...price });
	return { ...written, model: outcome.usage?.model ?? model, usd };
}

function missing(reason: string): MissingFindings {
	return { problem: `The findings could not be written: ${reason}` };
}
