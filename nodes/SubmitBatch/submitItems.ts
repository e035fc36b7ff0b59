import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	checkModel,
	dashboardUrl,
	MAX_REUSE_SECONDS,
	OffpeakError,
	rowCost,
	stepRunKeyOf,
	submit,
	submitInBackground,
	submitNow,
	toResultRow,
	type Connection,
	type Engine,
	type Handle,
	type Job,
	type Plan,
} from '../../core';
import { tell, warn } from '../shared/hints';
import { pairWith } from '../shared/input/items';
import { readModel } from '../shared/model';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readGuard, readSwitch, readText } from '../shared/input/parameters';
import { refuseWhatDiffers } from '../shared/input/refuseWhatDiffers';
import type { Service } from '../shared/service';
import { connect } from '../shared/connect';
import { endedRuns } from './endedRuns';
import { checkBudget, describePlan, estimateOf } from './estimate';
import {
	giveHints,
	tellEstimate,
	tellNextStep,
	tellOfTry,
	tellUnusedWindow,
	type Submitted,
} from './hints';
import { submitProperties } from './properties';
import { readEngine, readPacking, readPlan } from './readPlan';

const TRIED_ITEMS = 5;
const NOW_CONCURRENCY = 8;

/** All incoming items → one job → one item with its handle. Refuses bad input before anything is bought. */
export async function submitItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	service: Service,
): Promise<INodeExecutionData> {
	refuseWhatDiffers(context, items.length, submitProperties);
	const connection = await connect(context, service);
	const run = readText(context, 'run');
	const taken = run === 'try' ? items.slice(0, TRIED_ITEMS) : items;
	const planned = await readPlan(context, taken, connection, readPacking(context, run));
	const pairedItem = pairWith(taken.keys());
	// Before anything is bought: what fails later must not keep it back.
	warn(context, ...planned.warnings);

	if (run === 'estimate') {
		tellEstimate(context, planned);
		return { json: describePlan(planned, readEngine(context)), pairedItem };
	}
	const engine = run === 'try' ? 'now' : readEngine(context);
	const warning = checkBudget(context, planned, engine);
	if (warning !== undefined) tell(context, warning);
	const reuseWindowSeconds = readReuseWindow(context);
	const { model, isTyped } = readModel(context);
	if (isTyped) await checkModel(connection, model);

	const errand = { context, connection, planned, engine };
	const submitted = await submitAs(errand, reuseWindowSeconds);
	if (reuseWindowSeconds > 0 && run !== 'try') tellUnusedWindow(context, engine);
	giveHints(context, planned, submitted, reuseWindowSeconds);
	if (run === 'try') tellOfTry(context, taken.length, items.length);
	else tellNextStep(context, engine);
	return { json: summaryOf(errand, submitted), pairedItem };
}

function readReuseWindow(context: IExecuteFunctions): number {
	const seconds = readGuard(context, 'reuseWindowMinutes', 'Reuse Window', 0) * 60;
	if (seconds <= MAX_REUSE_SECONDS) return seconds;
	const most = MAX_REUSE_SECONDS / 60;
	throw new OffpeakError('invalid_input', `Reuse Window is more than ${most} minutes (a week).`, {
		hint: `Set Options → Reuse Window to ${most} or less.`,
	});
}

/** What is bought of whom, and in which way. */
interface Errand {
	readonly context: IExecuteFunctions;
	readonly connection: Connection;
	readonly planned: Plan;
	readonly engine: Engine;
}

async function submitAs(
	{ context, connection, planned, engine }: Errand,
	reuseWindowSeconds: number,
): Promise<Submitted> {
	const nothingElse = { reused: false, cancelled: [], caveats: [] };
	switch (engine) {
		case 'batch': {
			const ended = endedRuns(context, connection);
			const options = { runKey: readRunKey(context), reuseWindowSeconds, ended };
			const { job, ...rest } = await submit(planned, connection, options);
			return { ...rest, handle: job };
		}
		case 'background': {
			const caveats: string[] = [];
			const tellOf = (caveat: string): void => void caveats.push(caveat);
			const handle = await submitInBackground(planned, connection, tellOf);
			return { ...nothingElse, caveats, handle };
		}
		case 'now': {
			const options = { concurrency: NOW_CONCURRENCY, flex: readSwitch(context, 'options.flex') };
			return { ...nothingElse, handle: await submitNow(planned, connection, options) };
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
	const step = [
		context.getInstanceId(),
		String(context.getWorkflow().id ?? ''),
		context.getNode().id,
	];
	return stepRunKeyOf(step, String(memory['execution']), String($runIndex));
}

function summaryOf(errand: Errand, { handle, reused }: Submitted): IDataObject {
	const { planned, engine } = errand;
	return {
		label: planned.label,
		status: 'submitted',
		// First, where they are there: who tries five items wants to see them without scrolling.
		...answersOf(errand, handle),
		...estimateOf(planned, engine),
		skipped: planned.skipped.length,
		reused,
		...(handle.kind === 'batch' ? whereaboutsOf(handle, errand.connection) : {}),
		handle: structuredClone(handle),
	};
}

function whereaboutsOf(job: Job, { provider }: Connection): IDataObject {
	const expectedBy = Date.parse(job.createdAt) + provider.windowHours * 3_600_000;
	return {
		expectedBy: new Date(expectedBy).toISOString(),
		dashboardUrl: dashboardUrl(provider, job) ?? null,
	};
}

/** Answers that are there already are put out at once; Poll Batch makes an item of each all the same. */
function answersOf({ context, connection, planned }: Errand, handle: Handle): IDataObject {
	if (handle.kind !== 'now') return {};
	const price = { engine: handle.kind, ...readOwnPriceOption(context) };
	const answers = handle.answers.map((outcome) => {
		const cost = rowCost(outcome, planned.estimate.model, connection.provider, price);
		return structuredClone(toResultRow(outcome, handle.label, cost));
	});
	return { status: 'answered', answers };
}
