import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	checkModel,
	dashboardUrl,
	rowCost,
	runKeyOf,
	submit,
	submitInBackground,
	submitNow,
	toResultRow,
	type Connection,
	type Engine,
	type Handle,
	type Plan,
	type Provider,
} from '../../core';
import { addHint } from '../shared/hints';
import { readModel } from '../shared/model';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readGuard, readText } from '../shared/parameters';
import { refuseWhatDiffers } from '../shared/sameForAll';
import { connect } from '../shared/transport';
import { checkBudget, describePlan, estimateOf } from './estimate';
import { giveHints, tellEstimate, tellNextStep, tellOfTry, tellUnusedWindow } from './hints';
import { submitProperties } from './properties';
import { readEngine, readPacking, readPlan } from './readPlan';

const TRIED_ITEMS = 5;
const NOW_CONCURRENCY = 8;

/** All incoming items → one job → one item with its handle. Refuses bad input before anything is bought. */
export async function submitItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData> {
	refuseWhatDiffers(context, items.length, submitProperties);
	const connection = await connect(context);
	const run = readText(context, 'run');
	const { model, isTyped } = readModel(context);
	const taken = run === 'try' ? items.slice(0, TRIED_ITEMS) : items;
	const planned = await readPlan(context, taken, connection, model, readPacking(context, run));
	const pairedItem = taken.map((_, item) => ({ item }));

	if (run === 'estimate') {
		tellEstimate(context, planned.estimate);
		return { json: describePlan(planned, readEngine(context)), pairedItem };
	}
	const engine = run === 'try' ? 'now' : readEngine(context);
	const warning = checkBudget(context, planned, engine);
	if (warning !== undefined) addHint(context, warning);
	const reuseWindowSeconds = readGuard(context, 'reuseWindowMinutes', 'Reuse Window', 0) * 60;
	if (isTyped) await checkModel(connection, model);

	const submitted = await submitAs(engine, context, planned, connection, reuseWindowSeconds);
	if (reuseWindowSeconds > 0 && run !== 'try') tellUnusedWindow(context, engine);
	giveHints(context, planned, submitted);
	if (run === 'try') tellOfTry(context, taken.length, items.length);
	else tellNextStep(context, engine);
	return { json: summaryOf(context, planned, submitted, connection, engine), pairedItem };
}

export interface Submitted {
	readonly handle: Handle;
	readonly reused: boolean;
	readonly cancelled: readonly string[];
	readonly caveats: readonly string[];
}

async function submitAs(
	engine: Engine,
	context: IExecuteFunctions,
	planned: Plan,
	connection: Connection,
	reuseWindowSeconds: number,
): Promise<Submitted> {
	const nothingElse = { reused: false, cancelled: [], caveats: [] };
	switch (engine) {
		case 'batch': {
			const submission = await submit(planned, connection, {
				runKey: readRunKey(context),
				reuseWindowSeconds,
			});
			return { ...submission, handle: submission.job };
		}
		case 'background':
			return { ...nothingElse, handle: await submitInBackground(planned, connection) };
		case 'now': {
			const flex = context.getNodeParameter('options.flex', 0, false) === true;
			return {
				...nothingElse,
				handle: await submitNow(planned, connection, { concurrency: NOW_CONCURRENCY, flex }),
			};
		}
	}
}

/**
 * The same for every try of this step in this execution. Two instances may share one provider account,
 * and execution ids start at 1 on each. n8n's Retry is an execution of its own that takes this memory along:
 * it is another try of the one that failed.
 */
function readRunKey(context: IExecuteFunctions): string {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	const memory = context.getContext('node');
	memory['execution'] ??= context.getExecutionId();
	return runKeyOf(
		context.getInstanceId(),
		String(context.getWorkflow().id ?? ''),
		String(memory['execution']),
		context.getNode().id,
		String($runIndex),
	);
}

function summaryOf(
	context: IExecuteFunctions,
	planned: Plan,
	{ handle, reused }: Submitted,
	{ provider }: Connection,
	engine: Engine,
): IDataObject {
	const created = Date.parse(handle.createdAt);
	return {
		label: planned.label,
		status: 'submitted',
		// First, where they are there: who tries five items wants to see them without scrolling.
		...answersOf(context, planned, handle, provider),
		...estimateOf(planned, engine),
		skipped: planned.skipped.length,
		reused,
		...('when' in handle
			? {}
			: {
					expectedBy: new Date(created + provider.windowHours * 3_600_000).toISOString(),
					dashboardUrl: dashboardUrl(provider, handle) ?? null,
				}),
		handle: structuredClone(handle),
	};
}

/** Answers that are there already are put out at once; Poll Batch makes an item of each all the same. */
function answersOf(
	context: IExecuteFunctions,
	{ estimate }: Plan,
	handle: Handle,
	provider: Provider,
): IDataObject {
	if (!('when' in handle) || handle.when !== 'now') return {};
	const price = { engine: handle.when, ...readOwnPriceOption(context) };
	const answers = handle.answers.map((outcome) => {
		const cost = rowCost(outcome, estimate.model, provider, price);
		return structuredClone(toResultRow(outcome, handle.label, cost));
	});
	return { status: 'answered', answers };
}
