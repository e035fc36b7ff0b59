import type { IDataObject } from 'n8n-workflow';
import {
	DONE,
	FAILED,
	LOOP,
	POLL,
	SELF_LOOP,
	SUBMIT,
	loopNode,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { closeHosts, filesOf, startHost, type Host } from '../../support/nodes/host';
import { run, type Finished } from '../../support/nodes/run';

afterEach(closeHosts);

let executions = 0;

async function submitted(host: Host, label: string, id = label): Promise<string> {
	executions += 1;
	const { jsonOf } = await run(host.engine, {
		nodes: [submitNode({ label })],
		items: [{ id, text: 'an invoice' }],
		executionId: String(executions),
	});
	return String(Object(jsonOf(SUBMIT)[0]?.['handle']).id);
}

function pairsOf(finished: Finished): unknown[] {
	return finished.itemsOf(POLL, DONE).map(({ json, pairedItem }) => [json['id'], pairedItem]);
}

describe('an expression that names another job for each item', () => {
	const BY_ID = { batch: 'id', batchId: '={{ $json.jobId }}' };

	async function twoJobs(): Promise<{ readonly host: Host; readonly items: IDataObject[] }> {
		const host = await startHost();
		const ids = [await submitted(host, 'A'), await submitted(host, 'B')];
		await host.finishJobs();
		return { host, items: ids.map((jobId) => ({ jobId })) };
	}

	it('gives the results of each, linked to the item that named it', async () => {
		const { host, items } = await twoJobs();
		const finished = await run(host.engine, { nodes: [pollNode(BY_ID)], items });
		expect(pairsOf(finished)).toEqual([
			['A', [{ item: 0 }]],
			['B', [{ item: 1 }]],
		]);
	});

	it('gives a job once that is named twice, by its own ID and by that of its batch', async () => {
		const { host, items } = await twoJobs();
		const list: unknown = await (await fetch(`${host.baseUrl}/batches`)).json();
		const batches: { id: string; metadata: { offpeak_label: string } }[] = Object(list).data;
		const jobId = batches.find(({ metadata }) => metadata.offpeak_label === 'A')?.id ?? '';
		const finished = await run(host.engine, {
			nodes: [pollNode(BY_ID)],
			items: [...items, { jobId }],
		});
		expect(pairsOf(finished)).toEqual([
			['A', [{ item: 0 }, { item: 2 }]],
			['B', [{ item: 1 }]],
		]);
	});

	it('deletes what each of them left', async () => {
		const { host, items } = await twoJobs();
		const deleteNode = pollNode({ ...BY_ID, operation: 'deleteFiles' });
		const finished = await run(host.engine, { nodes: [deleteNode], items });
		expect(finished.jsonOf(POLL, DONE).map(({ label }) => label)).toEqual(['A', 'B']);
		expect(await filesOf(host)).toEqual([]);
	});

	it('gives the newest of each label', async () => {
		const { host } = await twoJobs();
		const byLabel = pollNode({ batch: 'latest', label: '={{ $json.name }}' });
		const items = [{ name: 'B' }, { name: 'Nope' }, { name: 'A' }];
		const finished = await run(host.engine, { nodes: [byLabel], items });
		expect(pairsOf(finished)).toEqual([
			['B', [{ item: 0 }]],
			['A', [{ item: 2 }]],
		]);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([
			{ error: expect.stringContaining('Nope') },
		]);
	});
});

describe('Latest With Label, while it waits', () => {
	const LATEST = pollNode({ batch: 'latest', label: 'L' });

	async function ticking(): Promise<Host> {
		let now = 1_800_000_000_000;
		return await startHost({
			holdAnswers: true,
			now: () => {
				now += 2_000;
				return now;
			},
		});
	}

	it('stays with the job that it found first, though a newer one is sent', async () => {
		const host = await ticking();
		await submitted(host, 'L', 'old');
		const finished = await run(host.engine, {
			nodes: [LATEST],
			wires: [SELF_LOOP],
			items: [{}],
			executionId: 'waiting',
			async onPark(park) {
				if (park > 1) return await host.finishJobs();
				await submitted(host, 'L', 'new');
			},
		});
		expect(finished.parks).toHaveLength(2);
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['old']);
	});

	it('takes the newest again once the results are out', async () => {
		const host = await ticking();
		const finished = await run(host.engine, {
			nodes: [loopNode(), submitNode({ label: 'L' }), LATEST],
			wires: [[LOOP, SUBMIT, 1], [SUBMIT, POLL], SELF_LOOP, [POLL, LOOP, DONE]],
			items: ['first', 'second'].map((id) => ({ id, text: 'an invoice' })),
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(LOOP, 0).map(({ id }) => id)).toEqual(['first', 'second']);
	});
});
