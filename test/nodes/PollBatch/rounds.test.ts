import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { BatchFault } from '../../../local-server/src';
import { closeHosts, filesOf, startHost, type Host } from '../../support/nodes/host';
import {
	DONE,
	FAILED,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	WAIT,
	plainNode,
	pollNode,
	submitNode,
	waitNode,
	type Canvas,
	type Wire,
} from '../../support/nodes/canvas';
import { chargeForLocalModels } from '../../support/nodes/prices';
import { run, type Finished } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

afterEach(closeHosts);
afterEach(() => jest.restoreAllMocks());

const CREATE = { method: 'POST', path: '^/v1/batches$' };
const SECOND_FAILS: BatchFault = { failLines: { ids: ['r1'], status: 500 } };
const LOOP: readonly Wire[] = [[SUBMIT, POLL], SELF_LOOP];

function retrying(retries: number, more: INodeParameters = {}): ReturnType<typeof pollNode> {
	return pollNode({ options: { retries }, ...more });
}

async function runLoop(host: Host, retries: number): Promise<Finished> {
	return await run(host.engine, {
		nodes: [submitNode(), retrying(retries)],
		wires: LOOP,
		onPark: () => host.finishJobs(),
	});
}

/** The handles of jobs with these labels, all done. */
async function submitAll(host: Host, ...labels: readonly string[]): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for (const [index, label] of labels.entries()) {
		const { jsonOf } = await run(host.engine, {
			nodes: [submitNode({ label })],
			executionId: String(index + 1),
		});
		items.push(jsonOf(SUBMIT)[0] ?? {});
		await host.finishJobs();
	}
	return items;
}

describe('Try Failed Items Again, with Still Running wired straight back', () => {
	it('gives each item once, with its own fields, whichever round answered it', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const finished = await runLoop(host, 2);
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE)).toMatchObject([
			{ id: 'm-1', category: 'Invoice', _offpeak: { round: 1 } },
			{ id: 'm-2', category: 'Meeting', _offpeak: { round: 2 } },
			{ id: 'm-3', category: 'Invoice', _offpeak: { round: 1 } },
		]);
		expect(finished.itemsOf(POLL, FAILED)).toEqual([]);
	});

	it.each([1, 2, 3])('sends them %i times again at most', async (retries) => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS, times: 'always' });
		const finished = await runLoop(host, retries);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ _offpeak: { round: retries + 1 } }]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(2);
		expect(host.server.stats()).toMatchObject({
			batchesCreated: retries + 1,
			linesAccepted: 3 + retries,
		});
	});

	it('puts nothing out before the last round is done', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS }, { batch: SECOND_FAILS });
		const finished = await runLoop(host, 2);
		const rounds = Array.from({ length: finished.runsOf(POLL) }, (_, index) =>
			[DONE, FAILED].map((output) => finished.itemsOf(POLL, output, index).length),
		);
		expect(rounds.at(-1)).toEqual([3, 0]);
		expect(rounds.slice(0, -1).flat()).toEqual(rounds.slice(0, -1).flatMap(() => [0, 0]));
	});

	it('buys a round once although the reply to its purchase was lost', async () => {
		const host = await startHost();
		host.server.faults.add(
			{ batch: SECOND_FAILS },
			{ call: CREATE, effect: { kind: 'drop-after' }, skip: 1 },
		);
		const time = speedUpSleeps();
		const finished = await run(host.engine, {
			nodes: [submitNode(), retrying(1)],
			wires: LOOP,
			onPark: () => host.finishJobs(),
		}).finally(time.restore);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(host.server.stats()).toMatchObject({ batchesCreated: 2, linesAccepted: 4 });
	});

	it('finds the round of an execution that came before, and buys nothing', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const items = await submitAll(host, 'A');
		const poll = async (executionId: string): Promise<Finished> =>
			await run(host.engine, {
				nodes: [retrying(1)],
				wires: [SELF_LOOP],
				items,
				executionId,
				onPark: () => host.finishJobs(),
			});
		expect((await poll('10')).itemsOf(POLL, DONE)).toHaveLength(3);
		expect((await poll('11')).itemsOf(POLL, DONE)).toHaveLength(3);
		expect(host.server.stats().batchesCreated).toBe(2);
	});

	it('waits for the job with a further round, and gives the results of all jobs', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: {} }, { batch: SECOND_FAILS });
		const items = await submitAll(host, 'A', 'B');
		const finished = await run(host.engine, {
			nodes: [retrying(1)],
			wires: [SELF_LOOP],
			items,
			onPark: () => host.finishJobs(),
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(6);
		expect(host.server.stats().batchesCreated).toBe(3);
	});
});

describe('Try Failed Items Again, when somebody would not want it', () => {
	async function pollCancelled(options: INodeParameters): Promise<[Host, Finished]> {
		const host = await startHost();
		host.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const items = await submitAll(host, 'A');
		await run(host.engine, { nodes: [pollNode({ operation: 'cancel' })], items });
		await host.finishJobs();
		const finished = await run(host.engine, {
			nodes: [
				pollNode({ options: { retries: 2, ...options } }, { onError: 'continueRegularOutput' }),
			],
			wires: [SELF_LOOP],
			items,
			onPark: () => host.finishJobs(),
		});
		return [host, finished];
	}

	it('leaves a job alone that was cancelled', async () => {
		const [host, finished] = await pollCancelled({});
		expect(finished.jsonOf(POLL, FAILED)).toHaveLength(3);
		expect(host.server.stats().batchesCreated).toBe(1);
	});

	it('sends its rest again where Try Again After Cancel says so', async () => {
		const [host, finished] = await pollCancelled({ retryCancelled: true });
		expect(finished.jsonOf(POLL, DONE)).toHaveLength(3);
		expect(host.server.stats().batchesCreated).toBe(2);
	});

	describe('of a job that counts answers an hour after its end that its files do not hold', () => {
		async function pollShort(
			options: IDataObject,
		): Promise<{ readonly host: Host; readonly finished: Finished }> {
			speedUpSleeps();
			const host = await startHost();
			const items = await submitAll(host, 'A');
			const id = String(Object(items[0]?.['handle']).shards[0].batchId);
			const completedAt = Math.floor(Date.now() / 1000) - 3_700;
			host.server.faults.add({
				call: { method: 'GET', path: `^/v1/batches/${id}$` },
				effect: {
					kind: 'changed',
					fields: { output_file_id: null, completed_at: completedAt },
				},
				times: 'always',
			});
			const poll = pollNode(
				{ options: { retries: 2, ...options } },
				{ onError: 'continueRegularOutput' },
			);
			const onPark = async (): Promise<void> => await host.finishJobs();
			const finished = await run(host.engine, { nodes: [poll], wires: [SELF_LOOP], items, onPark });
			return { host, finished };
		}

		it('leaves its items alone, and tells both counts', async () => {
			const { host, finished } = await pollShort({});
			const reason = expect.stringMatching(/says that it answered 3, and its files hold 0 answers/);
			expect(finished.jsonOf(POLL, FAILED)).toMatchObject(
				Array.from({ length: 3 }, () => ({ _offpeak: { outcome: 'missing', reason } })),
			);
			expect(host.server.stats().batchesCreated).toBe(1);
		});

		it('sends them again where Also Buy Again What the Provider Says It Answered is on', async () => {
			const { host, finished } = await pollShort({ retryCounted: true });
			expect(finished.jsonOf(POLL, DONE)).toHaveLength(3);
			expect(host.server.stats().batchesCreated).toBe(2);
		});
	});

	it.each([
		['stops at the limit on extra cost, with a hint; what is there comes out', 0.000_001, 1],
		['never stops at a limit of 0', 0, 2],
	])('%s', async (_, extraBudget, batches) => {
		chargeForLocalModels();
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode({ options: { retries: 2, extraBudget } })],
			wires: LOOP,
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(host.server.stats().batchesCreated).toBe(batches);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(batches + 1);
		if (batches === 1) expect(finished.hintsOf(POLL).join()).toContain('1 item was not sent again');
	});
});

describe('Try Failed Items Again, through a Wait node', () => {
	it('carries the further round round, and the jobs that are done as well', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: {} }, { batch: SECOND_FAILS });
		const items = await submitAll(host, 'A', 'B');
		const finished = await run(host.engine, {
			nodes: [retrying(1), waitNode()],
			wires: [
				[POLL, WAIT, RUNNING],
				[WAIT, POLL],
			],
			items,
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, RUNNING, 0).map(({ label }) => label)).toEqual(['A', 'B']);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(6);
		expect(host.server.stats().batchesCreated).toBe(3);
	});
});

describe('Try Failed Items Again, where nothing waits for it', () => {
	async function pollOnce(
		more: Pick<Canvas, 'wires' | 'settings'> = {},
		options: INodeParameters = {},
	): Promise<[Host, Finished]> {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const items = await submitAll(host, 'A');
		const nodes = [pollNode({ options: { retries: 2, ...options } })];
		return [host, await run(host.engine, { nodes, items, ...more })];
	}

	it.each([
		['Still Running is not wired', {}, 'drag a wire from the output Still Running back'],
		[
			'the workflow has a timeout',
			{ wires: [SELF_LOOP], settings: { executionTimeout: 60 } },
			'This workflow has a timeout',
		],
	])('because %s: buys nothing, and the results come out with a hint', async (_, more, words) => {
		const [host, finished] = await pollOnce(more);
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ id: 'm-2' }]);
		const hints = finished.hintsOf(POLL).join();
		expect(hints).toContain('1 failed item was not sent again, because this node does not wait');
		expect(hints).toContain(words);
		expect(host.server.stats().batchesCreated).toBe(1);
	});

	it('says nothing of items that another try would not mend', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 400 } } });
		const items = await submitAll(host, 'A');
		const finished = await run(host.engine, { nodes: [retrying(2)], items });
		expect(finished.hintsOf(POLL).join()).not.toContain('not sent again');
	});
});

describe('Delete Files behind further tries', () => {
	const DELETE = 'Delete';
	const deleteNode = (): ReturnType<typeof pollNode> => ({
		...pollNode({ operation: 'deleteFiles' }),
		name: DELETE,
		position: [0, 400],
	});

	/** Two lines as the templates draw them: first the results, then what was sent is deleted. */
	async function collectAndDelete(
		host: Host,
		items: readonly IDataObject[],
		wires: readonly Wire[],
	): Promise<Finished> {
		return await run(host.engine, {
			nodes: [plainNode('Once'), retrying(1), deleteNode()],
			wires: [['Once', POLL], ['Once', DELETE], ...wires],
			items,
			executionId: '10',
			onPark: () => host.finishJobs(),
		});
	}

	it.each([
		['with Still Running wired back', [SELF_LOOP], 3, 6],
		['with Still Running left alone', [], 2, 4],
	] as const)('removes everything after the results, %s', async (_, wires, results, files) => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const items = await submitAll(host, 'A');
		const finished = await collectAndDelete(host, items, wires);
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(results);
		expect(finished.jsonOf(DELETE, DONE)).toMatchObject([{ deleted: files, goneBefore: 0 }]);
		expect(await (await fetch(`${host.baseUrl}/files`)).json()).toMatchObject({ data: [] });
	});

	it('deletes nothing while a further try runs that the item does not know of', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS }, { batch: { stuckAt: 'in_progress' } });
		const items = await submitAll(host, 'A');
		const refused: Finished[] = [];
		const finished = await run(host.engine, {
			nodes: [retrying(1)],
			wires: [SELF_LOOP],
			items,
			executionId: '10',
			async onPark() {
				refused.push(await run(host.engine, { nodes: [deleteNode()], items }));
				const ended = pollNode({ operation: 'cancel', batch: 'latest', label: 'A' });
				await run(host.engine, { nodes: [ended], items });
				await host.finishJobs();
			},
		});
		expect(refused.map(({ error }) => error)).toEqual([
			{
				message:
					'The failed items of "A" were sent again and still run, so its files are still needed.',
				description: expect.stringContaining('Nothing was deleted.'),
			},
		]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(2);
	});
});

describe('Try Failed Items Again, when that cannot be', () => {
	it.each([
		['the items are gone', 'cannot be sent again'],
		['the account is empty', 'no credit left'],
	])('because %s: the results that are there come out, with a hint', async (why, words) => {
		const host = await startHost();
		host.server.faults.add({ batch: SECOND_FAILS });
		const items = await submitAll(host, 'A');
		if (why === 'the items are gone') {
			for (const { id, name } of await filesOf(host)) {
				if (!name.includes('.kept.'))
					await fetch(`${host.baseUrl}/files/${id}`, { method: 'DELETE' });
			}
		} else {
			const effect = { kind: 'status', status: 429, code: 'insufficient_quota' } as const;
			host.server.faults.add({ call: CREATE, effect, times: 'always' });
		}
		const finished = await run(host.engine, { nodes: [retrying(2)], wires: [SELF_LOOP], items });
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([{ id: 'm-2' }]);
		expect(finished.hintsOf(POLL).join()).toContain(words);
		expect(host.server.stats().batchesCreated).toBe(1);
	});
});
