import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	checkModel,
	dashboardUrl,
	plan,
	runKeyOf,
	submit,
	type Connection,
	type KeepFields,
	type Plan,
	type Submission,
} from '../../core';
import { addHint } from '../shared/hints';
import { readModel } from '../shared/model';
import { readJsonObject, readNumberOption, readText } from '../shared/parameters';
import { nameItem, readRows } from '../shared/rows';
import { connect } from '../shared/transport';
import { readTask } from './task';

const DAY_SECONDS = 86_400;
const DEFAULT_EXPIRY_DAYS = 7;

/** All incoming items → one job → one item with its handle. Refuses bad input before anything is bought. */
export async function submitItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData> {
	const connection = await connect(context);
	const { model, isTyped } = readModel(context);
	const planned = readPlan(context, items, connection, model);
	if (isTyped) await checkModel(connection, model);

	const reuseMinutes = Number(context.getNodeParameter('options.reuseWindowMinutes', 0, 0)) || 0;
	const submission = await submit(planned, connection, {
		runKey: readRunKey(context),
		reuseWindowSeconds: reuseMinutes * 60,
	});
	giveHints(context, planned, submission);
	return {
		json: summaryOf(planned, submission, connection),
		pairedItem: items.map((_, item) => ({ item })),
	};
}

function readPlan(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	{ provider, baseUrl }: Connection,
	model: string,
): Plan {
	const emptyText = readText(context, 'options.emptyText') === 'skip' ? 'skip' : 'refuse';
	const maxCharacters = readNumberOption(context, 'maxCharacters', 'Shorten Texts To');
	const maxOutputTokens = readNumberOption(context, 'maxOutputTokens', 'Max Output Tokens');
	const days = readNumberOption(context, 'expireAfterDays', 'Results Expire After');
	const extra = readJsonObject(context, 'options.advanced', 'Options → Advanced (JSON)');
	return plan({
		rows: readRows(context, items, { keepFields: readKeepFields(context), emptyText }),
		task: readTask(context),
		model,
		label: readText(context, 'label'),
		provider,
		baseUrl,
		nameRow: nameItem,
		cleanText: context.getNodeParameter('options.cleanText', 0, true) !== false,
		emptyText,
		expireAfterSeconds: (days ?? DEFAULT_EXPIRY_DAYS) * DAY_SECONDS,
		...(maxCharacters === undefined ? {} : { maxCharacters }),
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(extra === undefined ? {} : { extra }),
	});
}

function readKeepFields(context: IExecuteFunctions): KeepFields {
	const keep = readText(context, 'options.keepFields');
	switch (keep) {
		case 'all':
		case 'none':
			return keep;
		case 'these':
			return readText(context, 'options.keepFieldNames')
				.split(',')
				.map((name) => name.trim())
				.filter((name) => name !== '');
		default:
			return 'short';
	}
}

/**
 * The same for every try of this step in this execution. Two instances may share one provider account,
 * and execution ids start at 1 on each.
 */
function readRunKey(context: IExecuteFunctions): string {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	return runKeyOf(
		context.getInstanceId(),
		String(context.getWorkflow().id ?? ''),
		context.getExecutionId(),
		context.getNode().id,
		String($runIndex),
	);
}

function summaryOf(
	planned: Plan,
	{ job, reused }: Submission,
	{ provider }: Connection,
): IDataObject {
	const expectedBy = new Date(Date.parse(job.createdAt) + provider.windowHours * 3_600_000);
	return {
		label: job.label,
		status: 'submitted',
		items: planned.rowCount,
		skipped: planned.skipped.length,
		reused,
		expectedBy: expectedBy.toISOString(),
		dashboardUrl: dashboardUrl(provider, job) ?? null,
		handle: { ...job, batches: job.batches.map((batch) => ({ ...batch })) },
	};
}

function giveHints(context: IExecuteFunctions, planned: Plan, submission: Submission): void {
	for (const caveat of [...planned.caveats, ...submission.caveats]) addHint(context, caveat);
	if (planned.skipped.length > 0) {
		addHint(
			context,
			`${planned.skipped.length} of ${planned.rowCount} items were skipped, because their text is empty. They come back as failed.`,
			'warning',
		);
	}
	if (submission.reused) {
		addHint(
			context,
			'This job was there already, so nothing was bought again. To buy anew, set Options → Reuse Window to 0 and run the whole workflow.',
		);
	}
	if (submission.cancelled.length > 0) {
		addHint(
			context,
			`${submission.cancelled.length} part of this job had been sent twice at the same moment; the younger one was cancelled.`,
			'warning',
		);
	}
}
