import type { INodeParameters } from 'n8n-workflow';
import {
	MAILS,
	POLL,
	SUBMIT,
	plainNode,
	pollNode,
	submitNode,
	type Wire,
} from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';

afterEach(closeHosts);

const DEMO = 'The local server’s demo answers by comparing words: it is not a language model.';
const ALONE: readonly Wire[] = [];

async function hintsOf(
	parameters: INodeParameters,
	wires: readonly Wire[] = ALONE,
	items = MAILS,
): Promise<readonly string[]> {
	const host = await startHost();
	const nodes = [submitNode(parameters), pollNode(), plainNode('Log')];
	const finished = await run(host.engine, { nodes, wires, items });
	await host.finishJobs();
	return finished.hintsOf(SUBMIT).filter((hint) => hint !== DEMO);
}

describe('the next step', () => {
	it.each([
		[
			'batch',
			'The answers come within 24 hours, most often much sooner. To get them as items, wire Poll Batch behind this node, or start another workflow with Batch Trigger.',
		],
		[
			'background',
			'The answers come in minutes. To get them as items, wire Poll Batch behind this node.',
		],
		['now', 'The answers are there. To get them as items, wire Poll Batch behind this node.'],
	])('is told where nothing is wired behind (%s)', async (when, words) => {
		expect(await hintsOf({ when })).toEqual([words]);
	});

	it('is not told to those who have wired it', async () => {
		expect(await hintsOf({}, [[SUBMIT, POLL]])).toEqual([]);
		expect(await hintsOf({}, [[SUBMIT, 'Log']])).toEqual([]);
	});
});

describe('Try First 5 Now', () => {
	it('says how many of the items these are, and how to send all', async () => {
		const items = Array.from({ length: 9 }, (_, n) => ({ text: `invoice ${n}` }));
		expect(await hintsOf({ run: 'try' }, ALONE, items)).toEqual([
			'These are the first 5 of 9 items, answered now. To send all of them, set Run to All Items.',
		]);
	});

	it('says so as well where there are no more', async () => {
		expect(await hintsOf({ run: 'try' })).toEqual([
			'All 3 items were answered now, as a try. To send them as a job, set Run to All Items.',
		]);
	});
});

describe('Estimate Only', () => {
	it('says on a line each what each way costs and how long it takes', async () => {
		const [hint = '', ...more] = await hintsOf({ run: 'estimate' });
		expect(more).toEqual([]);
		expect(hint).toMatch(/^Nothing was sent\.<br>3 items, about [\d,–]+ tokens\.<br>/);
		expect(hint).toMatch(/<br>Within 24 hours: takes .*<br>In minutes: takes .*<br>Now: takes /);
	});

	it('puts what matters first: label, status, items, cost', async () => {
		const host = await startHost();
		const { jsonOf } = await run(host.engine, { nodes: [submitNode({ run: 'estimate' })] });
		expect(Object.keys(jsonOf(SUBMIT)[0] ?? {}).slice(0, 5)).toEqual([
			...['label', 'status', 'items', 'estimatedCost', 'estimatedSaving'],
		]);
	});
});
