import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Connection } from '../../core';
import { addHint } from '../shared/hints';
import { connect } from '../shared/transport';
import { describeProgress, lookAt, toRunningItem, type Look } from './look';
import { awaitBoot, park } from './parking';
import { readJobs } from './readJobs';
import { readResults } from './results';
import { readWiring, type Wiring } from './wiring';

export type Outputs = [
	running: INodeExecutionData[],
	done: INodeExecutionData[],
	failed: INodeExecutionData[],
];

export async function pollItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<Outputs> {
	await awaitBoot(context);
	const connection = await connect(context);
	const wiring = readWiring(context);
	const look = await lookAt(context, await readJobs(context, items, connection), connection);
	if (look.state !== 'done') return await wait(context, items, look, wiring, connection);
	const { done, failed } = await readResults(context, look.jobs, connection, wiring);
	return [[], done, failed];
}

/** Parks where the result cannot be lost; otherwise puts the handle out and says how to wait. */
async function wait(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	look: Exclude<Look, { state: 'done' }>,
	wiring: Wiring,
	{ clock }: Connection,
): Promise<Outputs> {
	const obstacle = findObstacle(context, wiring);
	if (obstacle === undefined) {
		await park(context, look.nextLookMs);
		// n8n does not run a parked node again: what came in goes to output 0, and so round the loop.
		return [items, [], []];
	}
	if (look.state === 'unknown') {
		if (wiring.loop !== 'through') throw look.error;
		addHint(context, `${look.error.message} The loop looks again.`, 'warning');
		return [items, [], []];
	}
	if (wiring.loop !== 'through') {
		const progress = look.jobs.map(describeProgress).join('; ');
		addHint(context, `Still running: ${progress}. ${obstacle}`, 'warning');
	}
	return [look.jobs.map((job) => toRunningItem(job, look.nextLookMs, clock.now())), [], []];
}

/** Why this node must not park, in words for the user; `undefined` where it may. */
function findObstacle(context: IExecuteFunctions, { loop }: Wiring): string | undefined {
	if (context.isToolExecution()) return 'As a tool it cannot wait: ask again later.';
	if (loop === 'none') {
		return 'To wait for it here, drag a wire from the output Still Running back into this node’s own input. It then waits without taking up a worker, for hours if need be.';
	}
	if (loop === 'through') return 'The loop looks again.';
	const timeout = Number(context.getWorkflowSettings().executionTimeout ?? 0);
	return timeout > 0
		? 'This workflow has a timeout, which would end the wait and lose the results: remove it in the workflow’s settings, or collect the results in a second workflow.'
		: undefined;
}
