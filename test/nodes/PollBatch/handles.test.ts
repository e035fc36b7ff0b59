import type { IDataObject } from 'n8n-workflow';
import {
	DONE,
	FAILED,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run, type Finished } from '../../support/nodes/run';

afterEach(closeHosts);

const SPEEDS = ['batch', 'background', 'now'] as const;

async function submitted(host: Host, when: string, label = when): Promise<IDataObject> {
	const { jsonOf } = await run(host.engine, {
		nodes: [submitNode({ when, label })],
		executionId: `${label} ${when}`,
	});
	return jsonOf(SUBMIT)[0] ?? {};
}

async function poll(
	host: Host,
	items: readonly IDataObject[],
	parameters: Parameters<typeof pollNode>[0] = {},
): Promise<Finished> {
	return await run(host.engine, { nodes: [pollNode(parameters)], items });
}

describe('a handle of each speed', () => {
	it.each(SPEEDS)('gives the same items, whoever carries it: %s', async (when) => {
		const host = await startHost();
		const item = await submitted(host, when);
		await host.finishJobs();
		for (const carried of [
			item,
			Object(item['handle']),
			{ handle: JSON.stringify(item['handle']) },
		]) {
			const { jsonOf, error } = await poll(host, [carried]);
			expect(error).toBeUndefined();
			expect(
				jsonOf(POLL, DONE).map(({ id, unread, category, _offpeak }) => ({
					id,
					unread,
					category,
					label: Object(_offpeak).label,
				})),
			).toEqual([
				{ id: 'm-1', unread: true, category: 'Invoice', label: when },
				{ id: 'm-2', unread: false, category: 'Meeting', label: when },
				{ id: 'm-3', unread: true, category: 'Invoice', label: when },
			]);
		}
	});

	it.each(SPEEDS)('gives one report: %s', async (when) => {
		const host = await startHost();
		const item = await submitted(host, when);
		await host.finishJobs();
		const { jsonOf } = await poll(host, [item], { resultsAs: 'report' });
		expect(jsonOf(POLL, DONE)).toMatchObject([
			{ subject: expect.stringContaining(when), text: expect.stringContaining('Invoice') },
		]);
	});

	it.each(SPEEDS)('gives a file: %s', async (when) => {
		const host = await startHost();
		const item = await submitted(host, when);
		await host.finishJobs();
		const { jsonOf } = await poll(host, [item], { resultsAs: 'file' });
		expect(jsonOf(POLL, DONE)).toEqual([{ label: when, items: 3, succeeded: 3, failed: 0 }]);
	});

	it.each(SPEEDS)('leaves nothing at the provider after Delete Files: %s', async (when) => {
		const host = await startHost();
		const item = await submitted(host, when);
		await host.finishJobs();
		const { error } = await poll(host, [item], { operation: 'deleteFiles' });
		expect(error).toBeUndefined();
		const files = await fetch(`${host.baseUrl}/files`);
		expect(await files.json()).toMatchObject({ data: [] });
		const calls: readonly { response?: string }[] = Object(item['handle']).calls ?? [];
		expect(calls).toHaveLength(when === 'background' ? 3 : 0);
		for (const { response } of calls) {
			expect((await fetch(`${host.baseUrl}/responses/${response}`)).status).toBe(404);
		}
	});
});

describe('a mixture of handles', () => {
	it('is done when all are, and puts every item out', async () => {
		const host = await startHost();
		const items = [
			await submitted(host, 'now'),
			await submitted(host, 'batch'),
			await submitted(host, 'background'),
		];
		await host.finishJobs();
		const { itemsOf } = await poll(host, items);
		expect(
			itemsOf(POLL, DONE).map(({ json, pairedItem }) => [
				Object(json['_offpeak']).label,
				pairedItem,
			]),
		).toEqual([
			...['now', 'now', 'now'].map((label) => [label, [{ item: 0 }]]),
			...['batch', 'batch', 'batch'].map((label) => [label, [{ item: 1 }]]),
			...['background', 'background', 'background'].map((label) => [label, [{ item: 2 }]]),
		]);
	});

	it('waits in the loop while one of them runs', async () => {
		const host = await startHost({ holdAnswers: true });
		const items = [await submitted(host, 'batch'), await submitted(host, 'background')];
		const finished = await run(host.engine, {
			nodes: [pollNode()],
			wires: [SELF_LOOP],
			items,
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(finished.parks).toHaveLength(2);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(6);
		expect(host.server.stats().bought.every(({ times }) => times === 1)).toBe(true);
	});
});

describe('answers in the background', () => {
	it('that still run are put out with how many there are', async () => {
		const host = await startHost({ holdAnswers: true });
		const item = await submitted(host, 'background');
		const { jsonOf, hintsOf } = await poll(host, [item]);
		expect(jsonOf(POLL, RUNNING)).toMatchObject([
			{ label: 'background', status: 'running', answered: 0, items: 3, handle: item['handle'] },
		]);
		expect(hintsOf(POLL)).toEqual([expect.stringMatching(/^Still running: 0 of 3 answered/)]);
	});

	it('are not bought again by Retry On Fail of a step that had no trouble', async () => {
		const host = await startHost();
		await run(host.engine, {
			nodes: [submitNode({ when: 'background' }, { retryOnFail: true, waitBetweenTries: 1 })],
		});
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});

	it('cannot be cancelled, and say so', async () => {
		const host = await startHost();
		const { error } = await poll(host, [await submitted(host, 'background')], {
			operation: 'cancel',
		});
		expect(error?.message).toBe(
			'"background" was not sent as a batch: there is nothing to cancel.',
		);
	});

	it('leave what the provider refused on Failed', async () => {
		const host = await startHost();
		host.server.faults.add({
			call: { method: 'POST', path: '/v1/responses' },
			effect: { kind: 'status', status: 400, message: 'No.' },
		});
		const item = await submitted(host, 'background');
		await host.finishJobs();
		const { jsonOf } = await poll(host, [item]);
		expect(jsonOf(POLL, DONE)).toHaveLength(2);
		expect(jsonOf(POLL, FAILED)).toMatchObject([{ _offpeak: { outcome: 'failed' } }]);
	});
});

describe('From List', () => {
	it('takes the job that was chosen', async () => {
		const host = await startHost();
		await submitted(host, 'batch', 'A');
		const { handle } = await submitted(host, 'batch', 'B');
		await host.finishJobs();
		const job = { __rl: true, mode: 'list', value: Object(handle).id, cachedResultName: 'B' };
		const { jsonOf } = await poll(host, [{}], { batch: 'list', job });
		expect(jsonOf(POLL, DONE).map(({ _offpeak }) => Object(_offpeak).label)).toEqual([
			'B',
			'B',
			'B',
		]);
	});

	it('says that none was chosen', async () => {
		const host = await startHost();
		const job = { __rl: true, mode: 'id', value: ' ' };
		const { error } = await poll(host, [{}], { batch: 'list', job });
		expect(error?.message).toBe('No job is named.');
	});
});

describe('Latest With Label', () => {
	it('of a job that still runs says so, and puts its handle out', async () => {
		const host = await startHost({ holdAnswers: true });
		const { handle } = await submitted(host, 'batch', 'Weekend');
		const { jsonOf, hintsOf } = await poll(host, [{}], { batch: 'latest', label: 'Weekend' });
		expect(jsonOf(POLL, RUNNING)).toMatchObject([
			{ label: 'Weekend', status: 'running', progress: expect.any(String), handle },
		]);
		expect(hintsOf(POLL)).toEqual([expect.stringMatching(/^Still running/)]);
	});
});

/** Each of at most 100 bytes, and as heavy as it can say. */
const FORGED = [
	'{"version":2,"kind":"now","id":"op_1","service":"openai","rowCount":1e9,"answers":[]}',
	'{"version":2,"kind":"batch","id":"op_1","rowCount":1e9,"shards":[{"batchId":"../x"}]}',
	'{"version":2,"kind":"background","id":"op_1","rowCount":999999999,"calls":[{"row":0}]}',
	`${'['.repeat(50)}${']'.repeat(50)}`,
];

describe('a forged handle of 100 bytes', () => {
	it.each(FORGED)('costs no call, no memory and no other job of the run: %s', async (forged) => {
		const host = await startHost();
		const item = await submitted(host, 'batch');
		await host.finishJobs();
		const alone = await callsOf(host, [item]);
		const before = process.memoryUsage().heapUsed;
		const both = await callsOf(host, [{ handle: forged }, item]);
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
		expect(both.calls).toEqual(alone.calls);
		expect(both.finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(both.finished.jsonOf(POLL, FAILED)).toMatchObject([
			{ error: expect.stringContaining('Item 0 holds a handle that is damaged') },
		]);
	});
});

async function callsOf(
	host: Host,
	items: readonly IDataObject[],
): Promise<{ readonly finished: Finished; readonly calls: Readonly<Record<string, number>> }> {
	const before = host.server.stats().calls;
	const finished = await poll(host, items);
	const calls = Object.entries(host.server.stats().calls).map(
		([call, count]) => [call, count - (before[call] ?? 0)] as const,
	);
	return { finished, calls: Object.fromEntries(calls) };
}
