import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { readCursor, watchJobs, type Watch } from '../../core';
import type { Service } from '../shared/service';
import { connect } from '../shared/connect';
import { forgetFailures, isFirstPoll, isWorthTelling } from './failures';
import { toItem } from './items';
import { readSettings } from './settings';

/** n8n starts a poll while the one before still runs; both would tell of the same jobs. */
const running = new Set<string>();

export async function pollJobs(
	context: IPollFunctions,
	service: Service,
): Promise<INodeExecutionData[][] | null> {
	const key = `${String(context.getWorkflow().id)}:${context.getNode().id}`;
	const isFirst = isFirstPoll(context);
	if (running.has(key)) return null;
	running.add(key);
	const watched = await look(context, service).then(
		(watch) => ({ watch, error: watch.error }),
		(error: unknown) => ({ watch: undefined, error }),
	);
	running.delete(key);

	const { watch, error } = watched;
	if (error === undefined) forgetFailures(key);
	else if (isWorthTelling(key, error, isFirst, Date.now()) && !hasEvents(watch)) throw error;
	return hasEvents(watch) ? [watch.events.map(toItem)] : null;
}

/**
 * The cursor in the node's static data is a plain object, and replaced as a whole: n8n does not see a change
 * inside. Nothing else may write there, for n8n saves whole blobs and the last write wins.
 */
async function look(context: IPollFunctions, service: Service): Promise<Watch> {
	const until = Date.now() + budgetOf(context);
	const settings = readSettings(context, service);
	const connection = await connect(context, service);
	const state = context.getWorkflowStaticData('node');
	const known = readCursor(state['cursor']);
	const watch = await watchJobs(known, connection, settings, () => Date.now() < until);
	if (watch.cursor !== undefined) state['cursor'] = structuredClone(watch.cursor);
	return watch;
}

/** The last call must end in time, too; n8n has told the budget only since 2.x. */
const SHARE = 0.6;
const BUDGET_MS = 60_000;

function budgetOf(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return SHARE * (context.getPollBudgetMs?.() ?? BUDGET_MS);
}

function hasEvents(watch: Watch | undefined): watch is Watch {
	return watch !== undefined && watch.events.length > 0;
}
