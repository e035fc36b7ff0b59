import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { findJob, submit, type Job } from '../../../core';
import { FakeClock } from '../../../harness/fake-clock';
import { fetchTransport } from '../../../harness/fetch-transport';
import { CREATE } from '../../support/core/purchases';
import { planOf, withRoomFor } from '../../support/core/samples';
import {
	DONE,
	FAILED,
	MAILS,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	WAIT,
	pollNode,
	submitNode,
	waitNode,
	type Wire,
} from '../../support/nodes/canvas';
import {
	KEY,
	closeHosts,
	filesOf,
	startHost,
	type Host,
	type HostOptions,
} from '../../support/nodes/host';
import { chargeForLocalModels } from '../../support/nodes/prices';
import { run, type Finished } from '../../support/nodes/run';

afterEach(closeHosts);
afterEach(() => jest.restoreAllMocks());

const STUCK = { batch: { stuckAt: 'in_progress' } };
/** Over as soon as it is looked at. */
const NOW = 0.000_000_1;
const LOOP: readonly Wire[] = [[SUBMIT, POLL], SELF_LOOP];
const UPLOAD = { method: 'POST', path: '^/v1/files$' };

function deadlineNode(options: INodeParameters = {}): ReturnType<typeof pollNode> {
	return pollNode({ options: { deadlineHours: NOW, retries: 2, ...options } });
}

async function startStuck(options: HostOptions = {}): Promise<Host> {
	const host = await startHost(options);
	host.server.faults.add(STUCK);
	return host;
}

/** The handle of a job that will never end by itself. */
async function submitStuck(host: Host): Promise<IDataObject[]> {
	const { jsonOf } = await run(host.engine, { nodes: [submitNode()], executionId: '1' });
	await host.finishJobs();
	return [jsonOf(SUBMIT)[0] ?? {}];
}

/** A job of two files, three items and two, of which the second one was refused. */
async function submitHalf({ server, baseUrl }: Host): Promise<Job> {
	const provider = withRoomFor(3);
	const transport = fetchTransport(() => baseUrl, KEY);
	const connection = { provider, baseUrl, transport, clock: new FakeClock(Date.now()) };
	server.faults.add({ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 });
	const rows = MAILS.concat(MAILS.slice(0, 2)).map(({ text }) => ({ text: String(text) }));
	const refusal: unknown = await submit(planOf({ rows, provider, baseUrl }), connection, {
		reuseWindowSeconds: 0,
	}).catch((error: unknown) => error);
	return await findJob(String(Object(refusal).details.jobId), connection);
}

async function runLoop(host: Host, options: INodeParameters = {}): Promise<Finished> {
	return await run(host.engine, {
		nodes: [submitNode(), deadlineNode(options)],
		wires: LOOP,
		onPark: () => host.finishJobs(),
	});
}

function answeredNow({ server }: Host): number {
	return server.stats().calls['POST /v1/responses'] ?? 0;
}

describe('Finish by Deadline, with Still Running wired straight back', () => {
	it('cancels the job and gives every item its answer, with its own fields', async () => {
		const host = await startStuck();
		const finished = await runLoop(host);
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE)).toMatchObject([
			{ id: 'm-1', category: 'Invoice', _offpeak: { outcome: 'succeeded' } },
			{ id: 'm-2', category: 'Meeting' },
			{ id: 'm-3', category: 'Invoice' },
		]);
		expect(finished.hintsOf(POLL).join()).toContain('3 items had no answer at the deadline');
		expect([answeredNow(host), host.server.stats().batchesCreated]).toEqual([3, 1]);
	});

	it('leaves a job alone that is done in time, and looks in time at one that is not', async () => {
		const host = await startHost({ holdAnswers: true });
		const finished = await run(host.engine, {
			nodes: [submitNode(), deadlineNode({ deadlineHours: 0.01 })],
			wires: LOOP,
			onPark: () => host.finishJobs(),
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(answeredNow(host)).toBe(0);
		expect(host.server.stats().calls['POST /v1/batches/:id/cancel']).toBeUndefined();
		expect(Math.max(...finished.parks.map(({ wait }) => wait))).toBeLessThan(70_000);
	});

	it('cancels a further round that runs past it, and sends no other', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } }, STUCK);
		let hours = 5;
		const node = deadlineNode({ deadlineHours: 5 });
		const finished = await run(host.engine, {
			nodes: [submitNode(), node],
			wires: LOOP,
			async onPark(park) {
				await host.finishJobs();
				// The deadline comes while the further round is stuck.
				if (park === 2) hours = NOW;
				node.parameters['options'] = { deadlineHours: hours, retries: 2 };
			},
		});
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
		expect([answeredNow(host), host.server.stats().batchesCreated]).toEqual([1, 2]);
	});

	it('leaves a job alone that somebody cancelled', async () => {
		const host = await startStuck();
		const items = await submitStuck(host);
		await run(host.engine, { nodes: [pollNode({ operation: 'cancel' })], items });
		await host.finishJobs();
		const finished = await run(host.engine, {
			nodes: [{ ...deadlineNode(), onError: 'continueRegularOutput' }],
			wires: [SELF_LOOP],
			items,
			executionId: '2',
		});
		expect(finished.itemsOf(POLL, FAILED)).toHaveLength(3);
		expect(answeredNow(host)).toBe(0);
	});
});

describe('Finish by Deadline, when it is asked for again', () => {
	it('buys nothing a second time: another execution finds the answers at the provider', async () => {
		const host = await startStuck();
		const items = await submitStuck(host);
		const poll = async (executionId: string): Promise<Finished> =>
			await run(host.engine, {
				nodes: [deadlineNode()],
				wires: [SELF_LOOP],
				items,
				executionId,
				onPark: () => host.finishJobs(),
			});
		const first = (await poll('2')).jsonOf(POLL, DONE);
		expect(first).toHaveLength(3);
		expect((await poll('3')).jsonOf(POLL, DONE)).toEqual(first);
		expect(answeredNow(host)).toBe(3);
	});

	it('keeps paid answers through a park where the provider would not store them', async () => {
		const host = await startStuck();
		const many = Array.from({ length: 60 }, (_, index) => ({ ...MAILS[0], id: `m-${index}` }));
		const submitted = await run(host.engine, { nodes: [submitNode()], items: many });
		await host.finishJobs();
		// The mark is stored; the first answers are not, at none of three tries.
		const refusal = { kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } } as const;
		host.server.faults.add({ call: UPLOAD, effect: refusal, skip: 1, times: 3 });
		const finished = await run(host.engine, {
			nodes: [deadlineNode()],
			wires: [SELF_LOOP],
			items: submitted.jsonOf(SUBMIT),
			executionId: '2',
			onPark: () => host.finishJobs(),
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(60);
		expect(finished.parks.at(-1)?.stored).toContain('unsaved');
		expect(answeredNow(host)).toBe(60);
	});
});

describe('Finish by Deadline, wired otherwise', () => {
	it('without a loop: answers all in the run that finds the job ended', async () => {
		const host = await startStuck();
		const items = await submitStuck(host);
		const look = async (executionId: string): Promise<Finished> =>
			await run(host.engine, { nodes: [deadlineNode()], items, executionId });
		const first = await look('2');
		await host.finishJobs();
		const done = first.itemsOf(POLL, DONE).length > 0 ? first : await look('3');
		expect(done.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(done.parks).toEqual([]);
		expect(answeredNow(host)).toBe(3);
	});

	it('ends although a file of the job was never sent', async () => {
		const host = await startStuck();
		const handle = structuredClone(await submitHalf(host));
		const look = async (executionId: string): Promise<Finished> =>
			await run(host.engine, { nodes: [deadlineNode()], items: [{ handle }], executionId });
		await look('2');
		await host.finishJobs();
		const finished = await look('3');
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([
			{ _offpeak: { outcome: 'missing' } },
			{ _offpeak: { outcome: 'missing' } },
		]);
	});

	it('through a Wait node', async () => {
		const host = await startStuck();
		const items = await submitStuck(host);
		const finished = await run(host.engine, {
			nodes: [deadlineNode(), waitNode()],
			wires: [
				[POLL, WAIT, RUNNING],
				[WAIT, POLL],
			],
			items,
			executionId: '2',
			onPark: () => host.finishJobs(),
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(answeredNow(host)).toBe(3);
	});
});

describe('Finish by Deadline and Stop if Extra Cost Exceeds', () => {
	it('leaves what goes beyond the limit cancelled, and says so', async () => {
		chargeForLocalModels();
		const host = await startStuck();
		const items = await submitStuck(host);
		const finished = await run(host.engine, {
			nodes: [{ ...deadlineNode({ extraBudget: 0.000_001 }), onError: 'continueRegularOutput' }],
			wires: [SELF_LOOP],
			items,
			executionId: '2',
			onPark: () => host.finishJobs(),
		});
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject(
			MAILS.map(() => ({ _offpeak: { outcome: 'cancelled' } })),
		);
		expect(finished.hintsOf(POLL).join()).toContain('3 items were not answered at the deadline');
		expect(answeredNow(host)).toBe(0);
	});

	it('gives the results that are there when the items cannot be read back', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { expireAfter: 2 } });
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()], executionId: '1' });
		const items = [jsonOf(SUBMIT)[0] ?? {}];
		await host.finishJobs();
		for (const { id, name } of await filesOf(host)) {
			if (!name.includes('.kept.')) {
				await fetch(`${host.baseUrl}/files/${id}`, { method: 'DELETE' });
			}
		}
		const finished = await run(host.engine, {
			nodes: [deadlineNode()],
			wires: [SELF_LOOP],
			items,
			executionId: '2',
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(2);
		expect(finished.hintsOf(POLL).join()).toContain('cannot be sent again');
	});
});
