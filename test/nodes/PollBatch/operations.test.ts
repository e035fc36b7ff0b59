import { createServer } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import { closeHosts, engineFor, startHost, type Host } from '../../support/nodes/host';
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
import { run, type Finished } from '../../support/nodes/run';

afterEach(closeHosts);

async function submitted(
	host: Host,
	label: string,
	executionId = '1',
	when = 'batch',
): Promise<IDataObject> {
	const { jsonOf } = await run(host.engine, { nodes: [submitNode({ label, when })], executionId });
	return jsonOf(SUBMIT)[0] ?? {};
}

async function operate(
	host: Host,
	parameters: Parameters<typeof pollNode>[0],
	item: IDataObject = {},
): Promise<Finished> {
	return await run(host.engine, { nodes: [pollNode(parameters)], items: [item] });
}

describe('Get Many', () => {
	it('lists jobs, each with a handle that Get Results takes', async () => {
		const host = await startHost();
		await submitted(host, 'A', '1');
		await submitted(host, 'B', '2');
		await host.finishJobs();
		const listed = await operate(host, { operation: 'getMany' });
		const jobs = listed.jsonOf(POLL, DONE);
		expect(jobs.map(({ label, status, items }) => [label, status, items]).sort()).toEqual([
			['A', 'completed', 3],
			['B', 'completed', 3],
		]);
		const results = await operate(host, {}, jobs[0]);
		expect(results.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('stops at the limit', async () => {
		const host = await startHost();
		await submitted(host, 'A', '1');
		await submitted(host, 'B', '2');
		const limited = await operate(host, { operation: 'getMany', limit: 1 });
		expect(limited.itemsOf(POLL, DONE)).toHaveLength(1);
		const all = await operate(host, { operation: 'getMany', returnAll: true });
		expect(all.itemsOf(POLL, DONE)).toHaveLength(2);
		expect(all.hintsOf(POLL)).toEqual([]);
	});

	it('says so when Return All cannot return all', async () => {
		let pages = 0;
		const server = createServer((request, response) => {
			const isList = request.url?.startsWith('/v1/batches?') === true;
			if (isList) pages += 1;
			const batch = { id: `batch_${pages}`, status: 'completed', created_at: 1_800_000_000 };
			response.writeHead(isList ? 200 : 404, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ object: 'list', data: [batch], has_more: true }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = Object(server.address());
		const listed = await run(engineFor(`http://127.0.0.1:${port}/v1`), {
			nodes: [pollNode({ operation: 'getMany', returnAll: true })],
			items: [{}],
		});
		await new Promise((resolve) => server.close(resolve));
		expect(listed.error).toBeUndefined();
		expect(pages).toBe(20);
		expect(listed.hintsOf(POLL)).toEqual([
			expect.stringMatching(/^These are not all jobs: only the newest 2,000 /),
		]);
	});
});

describe('Cancel', () => {
	it('ends a job and keeps what is answered by then', async () => {
		const host = await startHost({ holdAnswers: true, concurrency: 1 });
		const item = await submitted(host, 'A');
		const cancelled = await operate(host, { operation: 'cancel' }, item);
		expect(cancelled.jsonOf(POLL, DONE)).toMatchObject([{ label: 'A', items: 3 }]);
		await host.finishJobs();
		const { itemsOf, jsonOf } = await run(host.engine, {
			nodes: [pollNode({}, { onError: 'continueRegularOutput' })],
			items: [item],
		});
		const failed = jsonOf(POLL, FAILED);
		// One call at a time: at most one was under way, and what is under way is finished.
		expect(failed.length).toBeGreaterThanOrEqual(2);
		expect(failed.length + itemsOf(POLL, DONE).length).toBe(3);
		for (const { _offpeak } of failed) expect(_offpeak).toMatchObject({ outcome: 'cancelled' });
	});

	it('refuses a job that was answered at once', async () => {
		const host = await startHost();
		const { error } = await operate(
			host,
			{ operation: 'cancel' },
			await submitted(host, 'A', '1', 'now'),
		);
		expect(error?.message).toBe('"A" was not sent as a batch: there is nothing to cancel.');
	});
});

describe('Delete Files', () => {
	it('leaves nothing of a job at the provider', async () => {
		const host = await startHost();
		const item = await submitted(host, 'A');
		await host.finishJobs();
		const { error, jsonOf } = await operate(host, { operation: 'deleteFiles' }, item);
		expect(error).toBeUndefined();
		expect(jsonOf(POLL, DONE)).toMatchObject([{ label: 'A' }]);
		const files = await fetch(`${host.baseUrl}/files`);
		expect(await files.json()).toMatchObject({ data: [] });
	});
});

describe('Results As One Report', () => {
	it('is one item with a subject, HTML and text to mail', async () => {
		const host = await startHost();
		const item = await submitted(host, 'A');
		await host.finishJobs();
		const { jsonOf } = await operate(host, { resultsAs: 'report' }, item);
		expect(jsonOf(POLL, DONE)).toEqual([
			{
				subject: expect.stringContaining('A'),
				html: expect.stringContaining('<'),
				text: expect.stringContaining('Invoice'),
				report: expect.any(Object),
			},
		]);
	});
});

describe('a further try of failed items', () => {
	const RETRY = { options: { retries: 1 } };

	it('sends only those, waits for them in the loop, and joins all results', async () => {
		const host = await startHost();
		const { bought } = host.server.stats();
		expect(bought).toEqual([]);
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } });
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode(RETRY)],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
		expect(finished.itemsOf(POLL, FAILED)).toEqual([]);
		expect(host.server.stats()).toMatchObject({ batchesCreated: 2, linesAccepted: 4 });
	});

	it('is made once, even where parked runs go round', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } }, times: 'always' });
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode(RETRY)],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(2);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ _offpeak: { id: '1', round: 2 } }]);
		expect(host.server.stats().batchesCreated).toBe(2);
	});

	it('is not made unless asked for', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } });
		const item = await submitted(host, 'A');
		await host.finishJobs();
		const finished = await operate(host, {}, item);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
		expect(finished.itemsOf(POLL, FAILED)).toHaveLength(1);
		expect(host.server.stats().batchesCreated).toBe(1);
	});
});
