import { BatchTrigger } from '../../../nodes/BatchTrigger/BatchTrigger.node.ts';
import { DONE, POLL, pollNode, submitNode } from '../../support/nodes/canvas';
import { sendForeignBatch } from '../../support/nodes/foreign';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { ActiveTrigger, loadAfresh, type TriggerOptions } from '../../support/nodes/trigger';

afterEach(closeHosts);

async function submit(host: Host, label = 'Weekly review'): Promise<void> {
	const { status } = await run(host.engine, { nodes: [submitNode({ label })] });
	expect(status).toBe('success');
}

function activate(host: Host, options: TriggerOptions = {}): ActiveTrigger {
	return new ActiveTrigger(new BatchTrigger(), host.engine, options);
}

function idsOf(items: Awaited<ReturnType<ActiveTrigger['poll']>>): unknown[] {
	return (items ?? []).map(({ json }) => json['id']);
}

describe('Batch Trigger', () => {
	it('puts out one light item when a job is done, once', async () => {
		const host = await startHost({ holdAnswers: true });
		const trigger = activate(host);
		expect(await trigger.poll()).toBeNull();
		await submit(host);
		expect(await trigger.poll()).toBeNull();
		await host.finishJobs();
		const items = await trigger.poll();
		expect(items).toHaveLength(1);
		const [item] = items ?? [];
		expect(item?.json).toMatchObject({
			id: expect.stringMatching(/^op_[0-9a-f]+:completed$/),
			label: 'Weekly review',
			status: 'completed',
			items: 3,
			answered: 3,
			failed: 0,
			submittedAt: expect.stringMatching(/^20.*Z$/),
			endedAt: expect.stringMatching(/^20.*Z$/),
			handle: { version: 2, kind: 'batch', rowCount: 3, shardCount: 1 },
		});
		expect(JSON.stringify(item).length).toBeLessThan(1000);
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
	});

	it('puts out a handle that Poll Batch takes as it is', async () => {
		const host = await startHost();
		const trigger = activate(host);
		await submit(host);
		await host.finishJobs();
		const items = (await trigger.poll()) ?? [];
		const finished = await run(host.engine, {
			nodes: [pollNode()],
			items: items.map(({ json }) => json),
		});
		expect(finished.jsonOf(POLL, DONE).map(({ category }) => category)).toEqual([
			'Invoice',
			'Meeting',
			'Invoice',
		]);
	});

	it('hears of the jobs of its own workflow only, unless told otherwise', async () => {
		const host = await startHost();
		await submit(host, 'Another workflow');
		await host.finishJobs();
		expect(await activate(host).poll()).toBeNull();
		expect(await activate(host, { parameters: { label: '' } }).poll()).toHaveLength(1);
		const named = activate(host, { parameters: { label: 'Another workflow' } });
		expect(await named.poll()).toHaveLength(1);
	});

	it('tells of jobs of the last day at its first poll, and of none when told to look back 0 hours', async () => {
		const host = await startHost();
		await submit(host);
		await host.finishJobs();
		expect(await activate(host).poll()).toHaveLength(1);
		const none = activate(host, { parameters: { options: { lookBackHours: 0 } } });
		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect(await none.poll()).toBeNull();
	});

	it('tells only of endings that are chosen', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failBatch: { code: 'bad', message: 'No.' } } });
		await submit(host);
		await host.finishJobs();
		const completedOnly = activate(host, { parameters: { statuses: ['completed'] } });
		expect(await completedOnly.poll()).toBeNull();
		const failed = activate(host, { parameters: { statuses: ['failed'] } });
		expect(idsOf(await failed.poll())).toEqual([expect.stringMatching(/:failed$/)]);
	});

	it('includes batches of other tools when asked to, without a handle', async () => {
		const host = await startHost();
		await sendForeignBatch(host);
		await host.finishJobs();
		expect(await activate(host).poll()).toBeNull();
		const items = await activate(host, { parameters: { options: { includeOthers: true } } }).poll();
		expect(items?.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				status: 'completed',
				label: '',
				items: 1,
				batchId: expect.any(String),
			}),
		]);
		expect(items?.[0]?.json).not.toHaveProperty('handle');
	});
});

describe('Its memory', () => {
	it.each([false, true])(
		'survives a restart (durable pollers: %s): the last job may come again with the same id',
		async (isDurable) => {
			const host = await startHost();
			const before = activate(host, { isDurable });
			await before.poll();
			await submit(host);
			await host.finishJobs();
			const told = idsOf(await before.poll());
			expect(told).toHaveLength(1);
			// n8n writes when it starts an execution; with durable pollers after each poll.
			const stored = before.store(isDurable);

			const restarted = (): ActiveTrigger =>
				new ActiveTrigger(afresh, host.engine, { staticData: stored, isDurable });
			const afresh = await loadAfresh();
			const after = restarted();
			expect(idsOf(await after.poll())).toEqual(told);
			expect(await after.poll()).toBeNull();
			await submit(host);
			await host.finishJobs();
			const [next] = idsOf(await after.poll());
			expect(told).not.toContain(next);
		},
	);

	it('repeats nothing after a restart when a poll was saved since, as durable pollers do', async () => {
		const host = await startHost();
		const before = activate(host, { isDurable: true });
		await submit(host);
		await host.finishJobs();
		expect(await before.poll()).toHaveLength(1);
		expect(await before.poll()).toBeNull();
		const afresh = await loadAfresh();
		const after = new ActiveTrigger(afresh, host.engine, {
			staticData: before.store(true),
			isDurable: true,
		});
		expect(await after.poll()).toBeNull();
	});

	it('tells of a finished job again when the node was renamed, with the same id', async () => {
		const host = await startHost();
		const before = activate(host);
		await submit(host);
		await host.finishJobs();
		const told = idsOf(await before.poll());
		const renamed = activate(host, { nodeName: 'My Trigger', staticData: before.store() });
		expect(idsOf(await renamed.poll())).toEqual(told);
	});

	it('misses nothing when an older state comes back', async () => {
		const host = await startHost({ holdAnswers: true });
		const trigger = activate(host);
		await trigger.poll();
		const old = trigger.store();
		await submit(host);
		await trigger.poll();
		await host.finishJobs();
		const told = idsOf(await trigger.poll());
		await trigger.poll();
		const back = activate(host, { staticData: old });
		expect(idsOf(await back.poll())).toEqual(told);
	});

	it('is changed in a way that n8n sees, and touches no other node’s', async () => {
		const host = await startHost();
		const staticData = JSON.stringify({ 'node:Other': { mine: 1 }, global: { theirs: 2 } });
		const trigger = activate(host, { staticData });
		await trigger.poll();
		expect(trigger.isChanged).toBe(true);
		expect(JSON.parse(trigger.store())).toMatchObject(JSON.parse(staticData));
	});

	it('begins anew from a state that cannot be read', async () => {
		const host = await startHost();
		await submit(host);
		await host.finishJobs();
		const staticData = JSON.stringify({
			'node:Batch Trigger': { cursor: { version: 1, scope: 7 } },
		});
		expect(await activate(host, { staticData }).poll()).toHaveLength(1);
	});

	it('lets two triggers on one key hear of the same job', async () => {
		const host = await startHost();
		const one = activate(host, { workflowId: 'one' });
		const two = activate(host, { workflowId: 'two', parameters: { label: '' } });
		await submit(host);
		await host.finishJobs();
		expect(idsOf(await one.poll())).toEqual(idsOf(await two.poll()));
	});

	it('does not let polls overlap', async () => {
		const host = await startHost();
		const trigger = activate(host);
		await submit(host);
		await host.finishJobs();
		host.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'slow', delayMs: 300 },
		});
		const [first, second] = await Promise.all([trigger.poll(), trigger.poll()]);
		expect([first?.length, second?.length].filter((count) => count !== undefined)).toEqual([1]);
	});
});
