import type { IDataObject } from 'n8n-workflow';
import {
	DONE,
	FAILED,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	WAIT,
	pollNode,
	submitNode,
	waitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host, type HostOptions } from '../../support/nodes/host';
import { run, type Finished } from '../../support/nodes/run';
import { HOUR_MS } from '../../../harness/durations';

afterEach(closeHosts);

let executions = 0;

async function submitted(host: Host, label: string): Promise<IDataObject> {
	executions += 1;
	const { jsonOf } = await run(host.engine, {
		nodes: [submitNode({ label })],
		executionId: String(executions),
	});
	return jsonOf(SUBMIT)[0] ?? {};
}

/** A job with this label whose batch the provider does not know any more. */
async function gone(host: Host, label = 'Gone'): Promise<IDataObject> {
	const item = await submitted(host, label);
	const id = String(Object(item['handle']).shards[0].batchId);
	host.server.faults.add({
		call: { method: 'GET', path: `/v1/batches/${id}` },
		effect: { kind: 'status', status: 404 },
		times: 'always',
	});
	// What is young may not be known yet.
	const createdAt = new Date(Date.now() - HOUR_MS).toISOString();
	return { ...item, handle: { ...Object(item['handle']), createdAt } };
}

function labelsOf(finished: Finished): unknown[] {
	const labels = finished.jsonOf(POLL, DONE).map(({ _offpeak }) => Object(_offpeak).label);
	return [...new Set(labels)];
}

/** What Batch Trigger puts out for a job of another program. */
const FOREIGN: IDataObject = {
	id: 'batch_x:completed',
	label: 'Theirs',
	status: 'completed',
	batchId: 'batch_x',
};
const NOT_OURS =
	'Item 0 is a job that another program sent: its answers cannot be joined to your items.';

describe('of several jobs, one that is gone for good', () => {
	async function poll(
		canvas: Partial<Canvas> = {},
		options: HostOptions = {},
	): Promise<{ readonly finished: Finished; readonly host: Host }> {
		const host = await startHost(options);
		const items = [await gone(host), await submitted(host, 'A')];
		if (options.holdAnswers !== true) await host.finishJobs();
		const finished = await run(host.engine, {
			nodes: [pollNode()],
			items,
			onPark: () => host.finishJobs(),
			...canvas,
		});
		return { finished, host };
	}

	const REASON = {
		error: expect.stringMatching(/^"Gone": The provider does not know this address or id \(404\)/),
		details: expect.any(String),
	};

	it('leaves on Failed with its reason, and the results of the others come out', async () => {
		const { finished } = await poll();
		expect(finished.error).toBeUndefined();
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.itemsOf(POLL, FAILED)).toMatchObject([
			{ json: REASON, pairedItem: [{ item: 0 }] },
		]);
		expect(finished.hintsOf(POLL).join()).toContain('1 item failed. Open the output Failed');
	});

	it.each<[string, Partial<Canvas>]>([
		['a wire straight back', { wires: [SELF_LOOP] }],
		[
			'a Wait node',
			{
				nodes: [pollNode(), waitNode()],
				wires: [
					[POLL, WAIT, RUNNING],
					[WAIT, POLL],
				],
			},
		],
	])('comes out once where the others are waited for through %s', async (_, canvas) => {
		const { finished } = await poll(canvas, { holdAnswers: true });
		expect(finished.error).toBeUndefined();
		const runs = Array.from({ length: finished.runsOf(POLL) }, (__, index) => index);
		const failed = runs.flatMap((index) => finished.jsonOf(POLL, FAILED, index));
		expect(failed).toEqual([REASON]);
		expect(labelsOf(finished)).toEqual(['A']);
	});

	it('leaves on the error output where there is one', async () => {
		const { finished } = await poll({ nodes: [pollNode({}, { onError: 'continueErrorOutput' })] });
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.jsonOf(POLL, FAILED + 1)).toMatchObject([REASON]);
	});

	it('fails the node when it is the only one', async () => {
		const host = await startHost();
		const items = [await gone(host)];
		const { error } = await run(host.engine, { nodes: [pollNode()], items });
		expect(error?.message).toMatch(/^The provider does not know this address or id \(404\)/);
	});

	it('is told apart from one whose answers alone cannot be read', async () => {
		const host = await startHost();
		const items = [await submitted(host, 'Torn'), await submitted(host, 'A')];
		await host.finishJobs();
		host.server.faults.add({
			call: { method: 'GET', path: '^/v1/files/.*/content' },
			effect: { kind: 'status', status: 403 },
			// The first is of the kept fields, which cost no answer.
			skip: 1,
		});
		const finished = await run(host.engine, { nodes: [pollNode()], items });
		expect(finished.error).toBeUndefined();
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([
			{ error: expect.stringMatching(/^"Torn": /) },
		]);
	});
});

describe('a job of another account', () => {
	it('leaves on Failed, and asks nobody', async () => {
		const [host, other] = [await startHost(), await startHost()];
		const items = [await submitted(host, 'A'), await submitted(other, 'B')];
		await host.finishJobs();
		const finished = await run(host.engine, { nodes: [pollNode()], items });
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([
			{ details: 'Choose the credential that the job was submitted with.' },
		]);
	});
});

describe('an item without a job', () => {
	it('names itself on Failed, and the others go on', async () => {
		const host = await startHost();
		const items = [await submitted(host, 'A'), {}];
		await host.finishJobs();
		const finished = await run(host.engine, { nodes: [pollNode()], items });
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.itemsOf(POLL, FAILED)).toMatchObject([
			{
				json: { error: 'Item 1 holds no job: its field "handle" is missing.' },
				pairedItem: [{ item: 1 }],
			},
		]);
	});

	it('that another program sent does not stop your own', async () => {
		const host = await startHost();
		const items = [FOREIGN, await submitted(host, 'A')];
		await host.finishJobs();
		const finished = await run(host.engine, { nodes: [pollNode()], items });
		expect(finished.error).toBeUndefined();
		expect(labelsOf(finished)).toEqual(['A']);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ error: NOT_OURS }]);
	});

	it('that another program sent is refused when it comes alone', async () => {
		const host = await startHost();
		const { error } = await run(host.engine, { nodes: [pollNode()], items: [FOREIGN] });
		expect(error).toEqual({ message: NOT_OURS, description: expect.stringContaining('Include') });
	});

	it('but with the error of Submit Batch says what that was', async () => {
		const host = await startHost();
		const { error } = await run(host.engine, {
			nodes: [
				submitNode(
					{ categories: { category: [{ name: 'Only' }] } },
					{ onError: 'continueRegularOutput' },
				),
				pollNode(),
			],
			wires: [[SUBMIT, POLL], SELF_LOOP],
		});
		expect(error?.message).toMatch(/^Item 0 holds no job, but the error of an earlier node: ./);
		expect(error?.message).toMatch(/categor/i);
		expect(error?.description).not.toContain('Wire this node behind Submit Batch');
	});
});

describe('Delete Files', () => {
	const DELETE = [pollNode({ operation: 'deleteFiles' })];

	it('deletes your own beside a job of another program, which leaves on Failed', async () => {
		const host = await startHost();
		const items = [FOREIGN, await submitted(host, 'A')];
		await host.finishJobs();
		const finished = await run(host.engine, { nodes: DELETE, items });
		expect(finished.jsonOf(POLL, DONE)).toMatchObject([{ label: 'A' }]);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ error: NOT_OURS }]);
	});

	it('deletes what it can, and fails for what still runs', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const items = [await submitted(host, 'Stuck'), await submitted(host, 'A')];
		await host.finishJobs();
		const { error } = await run(host.engine, { nodes: DELETE, items });
		expect(error?.message).toBe('"Stuck" still runs, so its files are still needed.');
		const again = await run(host.engine, { nodes: DELETE, items: items.slice(1) });
		expect(again.jsonOf(POLL, DONE)).toMatchObject([{ label: 'A', deleted: 0 }]);
	});
});
