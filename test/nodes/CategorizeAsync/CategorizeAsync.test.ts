import type { INode, INodeParameters } from 'n8n-workflow';
import { CategorizeAsync } from '../../../nodes/CategorizeAsync/CategorizeAsync.node.ts';
import type { EngineOptions } from '../../../scripts/n8n-engine/engine';
import {
	DONE,
	FAILED,
	MAILS,
	RUNNING,
	START,
	plainNode,
	submitNode,
} from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

const CATEGORIZE = 'Categorize Async';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

function categorizeNode(parameters: INodeParameters = {}, more: Partial<INode> = {}): INode {
	return { ...submitNode(parameters), name: CATEGORIZE, type: 'categorizeAsync', ...more };
}

function engineOf({ engine }: Host): EngineOptions {
	return { ...engine, nodeTypes: { ...engine.nodeTypes, categorizeAsync: new CategorizeAsync() } };
}

const SELF = [CATEGORIZE, CATEGORIZE, RUNNING] as const;

it('puts each original item out with its category in the same pass', async () => {
	const host = await startHost();
	const { jsonOf, itemsOf, parks, error } = await run(engineOf(host), {
		nodes: [categorizeNode()],
	});
	expect(error).toBeUndefined();
	expect(parks).toEqual([]);
	expect(jsonOf(CATEGORIZE, DONE)).toMatchObject([
		{ ...MAILS[0], category: 'Invoice', categoryValue: 'Label_1' },
		{ ...MAILS[1], category: 'Meeting', categoryValue: null },
		{ ...MAILS[2], category: 'Invoice', categoryValue: 'Label_1' },
	]);
	expect(itemsOf(CATEGORIZE, DONE).map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
});

it('makes no batch', async () => {
	const host = await startHost();
	await run(engineOf(host), { nodes: [categorizeNode()] });
	expect(host.server.stats()).toMatchObject({ batchesCreated: 0 });
	expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
});

it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'parks in the loop and buys no item twice (On Error: %s)',
	async (onError) => {
		const host = await startHost({ holdAnswers: true });
		const finished = await run(engineOf(host), {
			nodes: [categorizeNode({}, { onError })],
			wires: [SELF],
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(finished.error).toBeUndefined();
		expect(finished.parks).toHaveLength(2);
		expect(finished.jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	},
	20_000,
);

it('puts what is not answered on Still Running without a loop, and says how to wait', async () => {
	const host = await startHost({ holdAnswers: true });
	const { jsonOf, hintsOf, parks } = await run(engineOf(host), { nodes: [categorizeNode()] });
	expect(parks).toEqual([]);
	expect(jsonOf(CATEGORIZE, RUNNING).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
	expect(hintsOf(CATEGORIZE).at(-1)).toMatch(
		/^3 of 3 items are not answered yet\. To wait for it here, drag a wire/,
	);
	expect(time.sleeps.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(20_000);
}, 20_000);

it('puts an item with an empty text on Failed', async () => {
	const host = await startHost();
	const { jsonOf } = await run(engineOf(host), {
		nodes: [categorizeNode(), plainNode('Alert')],
		wires: [[CATEGORIZE, 'Alert', FAILED]],
		items: [...MAILS, { id: 'm-4', text: '' }],
	});
	expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(3);
	expect(jsonOf('Alert')).toMatchObject([
		{
			id: 'm-4',
			_offpeak: { outcome: 'failed', reason: 'The text is empty, so it was not sent.' },
		},
	]);
});

it('fails the node when no item got an answer and Failed is not wired', async () => {
	const host = await startHost();
	const { error } = await run(engineOf(host), { nodes: [categorizeNode()], items: [{ text: '' }] });
	expect(error?.message).toBe('The item got no answer.');
	expect(error?.description).toMatch(/^The text is empty, so it was not sent\./);
});

it('leaves on Failed, never on the loop, when the key is wrong and On Error is Continue', async () => {
	const host = await startHost();
	host.server.faults.add({ call: {}, effect: { kind: 'status', status: 401 }, times: 'always' });
	const { order, itemsOf } = await run(engineOf(host), {
		nodes: [categorizeNode({}, { onError: 'continueRegularOutput', alwaysOutputData: true })],
		wires: [SELF],
	});
	expect(order).toEqual([START, CATEGORIZE]);
	expect(itemsOf(CATEGORIZE, RUNNING)).toEqual([]);
	expect(itemsOf(CATEGORIZE, FAILED).length).toBeGreaterThan(0);
});
