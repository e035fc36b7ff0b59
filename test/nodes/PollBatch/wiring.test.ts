import { closeHosts, startHost } from '../../support/nodes/host';
import {
	DONE,
	FAILED,
	LOOP,
	MAILS,
	POLL,
	RUNNING,
	SELF_LOOP,
	START,
	SUBMIT,
	WAIT,
	loopNode,
	plainNode,
	pollNode,
	submitNode,
	waitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { runHeld } from '../../support/nodes/held';
import { run, type RunRequest } from '../../support/nodes/run';
import { Time } from '../../../harness/time';

afterEach(closeHosts);

const LOOPED: Canvas = {
	nodes: [submitNode(), pollNode()],
	wires: [[SUBMIT, POLL], SELF_LOOP],
};
const UNLOOPED: Canvas = { nodes: [submitNode(), pollNode()], wires: [[SUBMIT, POLL]] };

describe('Still Running wired straight back', () => {
	it('parks the execution and finishes when the job is done', async () => {
		const { finished } = await runHeld(LOOPED);
		expect(finished.error).toBeUndefined();
		expect(finished.parks).toHaveLength(1);
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
	});

	it('does not park when the job is done at the first look', async () => {
		const host = await startHost();
		const finished = await run(host.engine, {
			nodes: [submitNode(), waitNode(), pollNode()],
			wires: [[SUBMIT, WAIT], [WAIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		expect(finished.order).toEqual([START, SUBMIT, WAIT, WAIT, POLL]);
		expect(finished.parks).toHaveLength(1);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('never parks for less than 65 seconds, which n8n would hold a worker for', async () => {
		const { finished } = await runHeld(LOOPED, 4);
		expect(finished.parks).toHaveLength(4);
		for (const { wait } of finished.parks) expect(wait).toBeGreaterThan(64_000);
	});

	it('makes one call for each look, and reads the results once', async () => {
		const { host } = await runHeld(LOOPED, 3);
		expect(host.server.stats().calls).toMatchObject({
			'GET /v1/batches/:id': 4,
			'GET /v1/files/:id/content': 2,
			'POST /v1/batches': 1,
		});
	});

	it('lets nothing else run while it is parked', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), pollNode(), plainNode('Sheet'), plainNode('Alert')],
			wires: [[SUBMIT, POLL], SELF_LOOP, [POLL, 'Sheet', DONE], [POLL, 'Alert', FAILED]],
		});
		expect(finished.order).toEqual([START, SUBMIT, POLL, POLL, POLL, 'Sheet']);
		expect(finished.itemsOf('Sheet')).toHaveLength(3);
		expect(finished.runsOf('Alert')).toBe(0);
	});

	it('may have other nodes on Still Running beside the loop', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), pollNode(), plainNode('Log')],
			wires: [[SUBMIT, POLL], SELF_LOOP, [POLL, 'Log', RUNNING]],
		});
		expect(finished.parks).toHaveLength(1);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.runsOf('Log')).toBe(1);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'waits in the same way with On Error: %s',
		async (onError) => {
			const { finished } = await runHeld(
				{ ...LOOPED, nodes: [submitNode(), pollNode({}, { onError })] },
				3,
			);
			expect(finished.parks).toHaveLength(3);
			expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		},
	);

	it('links the results to the item that came in, after any number of parks', async () => {
		const { finished } = await runHeld(LOOPED, 3);
		expect(finished.itemsOf(POLL, DONE).map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }],
			[{ item: 0 }],
			[{ item: 0 }],
		]);
	});
});

describe('Still Running wired back through a Wait node', () => {
	const canvas: Canvas = {
		nodes: [submitNode(), pollNode(), waitNode(), plainNode('Sheet')],
		wires: [
			[SUBMIT, POLL],
			[POLL, WAIT, RUNNING],
			[WAIT, POLL],
			[POLL, 'Sheet', DONE],
		],
	};

	it('leaves the waiting to that node and finishes', async () => {
		const time = new Time();
		const { finished } = await runHeld({ ...canvas, onPark: () => time.pass(90_000) }, 2);
		time.restore();
		expect(finished.order).toEqual([
			...[START, SUBMIT],
			...[POLL, WAIT, WAIT],
			...[POLL, WAIT, WAIT],
			...[POLL, 'Sheet'],
		]);
		expect(finished.parks.map(({ wait }) => Math.round(wait / 1000))).toEqual([90, 90]);
		expect(finished.itemsOf('Sheet')).toHaveLength(3);
	});

	it('hands the handle on with how far the job is', async () => {
		const { finished } = await runHeld(canvas);
		expect(finished.jsonOf(POLL, RUNNING, 0)).toEqual([
			{
				label: 'Weekly review',
				status: 'running',
				progress: expect.stringMatching(
					/^(0 of 3 answered, being worked on|3 items, being checked by the provider)$/,
				),
				answered: 0,
				items: 3,
				nextLook: expect.any(String),
				handle: expect.objectContaining({ version: 2, rowCount: 3 }),
			},
		]);
		expect(finished.hintsOf(POLL, 0)).toEqual([]);
	});

	it('looks again when the provider cannot be asked, and says so', async () => {
		const host = await startHost({ holdAnswers: true });
		host.server.faults.add({
			call: { method: 'GET', path: '/v1/batches/' },
			effect: { kind: 'status', status: 503, message: 'Overloaded.' },
		});
		const finished = await run(host.engine, { ...canvas, onPark: () => host.finishJobs() });
		expect(finished.error).toBeUndefined();
		expect(finished.hintsOf(POLL, 0)).toEqual([
			'The server has a problem (503). The provider says: Overloaded. The loop looks again.',
		]);
		expect(finished.itemsOf('Sheet')).toHaveLength(3);
	});

	it('works through any number of nodes', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), pollNode(), plainNode('Log'), waitNode()],
			wires: [
				[SUBMIT, POLL],
				[POLL, 'Log', RUNNING],
				['Log', WAIT],
				[WAIT, POLL],
			],
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('may stand in a workflow with a timeout', async () => {
		const { finished } = await runHeld({ ...canvas, settings: { executionTimeout: 3600 } });
		expect(finished.itemsOf('Sheet')).toHaveLength(3);
	});
});

describe('Still Running not wired back', () => {
	const HOW =
		'To wait for it here, drag a wire from the output Still Running back into this node’s own input. It then waits by itself, for hours if need be.';

	it('puts the handle of a job that still runs on output 0 and never an error', async () => {
		const { finished } = await runHeld(UNLOOPED);
		expect(finished.status).toBe('success');
		expect(finished.parks).toEqual([]);
		expect(finished.jsonOf(POLL, RUNNING)).toMatchObject([
			{ status: 'running', handle: Object(finished.jsonOf(SUBMIT)[0]).handle },
		]);
		expect([...finished.itemsOf(POLL, DONE), ...finished.itemsOf(POLL, FAILED)]).toEqual([]);
	});

	it('says how far the job is and how to wait', async () => {
		const { finished } = await runHeld(UNLOOPED);
		const [hint = '', ...more] = finished.hintsOf(POLL);
		expect(more).toEqual([]);
		expect(hint).toMatch(/^Still running: (0 of 3 answered|3 items), being /);
		expect(hint.endsWith(`. ${HOW}`)).toBe(true);
	});

	it('is not taken for a loop when only Done leads back', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), pollNode()],
			wires: [
				[SUBMIT, POLL],
				[POLL, POLL, DONE],
			],
		});
		expect(finished.parks).toEqual([]);
		expect(finished.hintsOf(POLL)[0]).toContain(HOW);
	});

	it('is not taken for a loop when it leads on to other nodes', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), pollNode(), plainNode('Log')],
			wires: [
				[SUBMIT, POLL],
				[POLL, 'Log', RUNNING],
			],
		});
		expect(finished.parks).toEqual([]);
		expect(finished.runsOf('Log')).toBe(1);
		expect(finished.hintsOf(POLL)[0]).toContain(HOW);
	});

	it('is not taken for a loop when it leads to Loop Over Items, which brings other items', async () => {
		const host = await startHost({ holdAnswers: true });
		const finished = await run(host.engine, {
			nodes: [loopNode(), submitNode(), pollNode(), plainNode('Alert')],
			wires: [
				[LOOP, SUBMIT, 1],
				[SUBMIT, POLL],
				[POLL, 'Alert', RUNNING],
				['Alert', LOOP],
				[POLL, LOOP, DONE],
			],
			items: MAILS.slice(0, 2),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.runsOf(POLL)).toBe(2);
		expect(finished.hintsOf(POLL)).toEqual([
			expect.stringContaining('drag a wire from the output Still Running back'),
		]);
	});

	it('gives an item that a later Poll Batch understands', async () => {
		const { finished, host } = await runHeld(UNLOOPED);
		await host.finishJobs();
		const later = await run(host.engine, {
			nodes: [pollNode()],
			items: finished.jsonOf(POLL, RUNNING),
		});
		expect(later.itemsOf(POLL, DONE)).toHaveLength(3);
	});
});

describe('a workflow with a timeout', () => {
	const TIMED: RunRequest = { ...LOOPED, settings: { executionTimeout: 3600 } };

	it('is never parked, for n8n would end the wait and lose the results: the node says so instead', async () => {
		const { finished, host } = await runHeld(TIMED);
		expect(finished.parks).toEqual([]);
		expect(finished.error?.message).toMatch(/^Still running: /);
		expect(finished.error?.description).toBe(
			'This workflow has a timeout, which would end the wait and lose the results: remove it in the workflow’s settings, or collect the results in a second workflow.',
		);
		expect(host.server.stats().calls['GET /v1/batches/:id']).toBe(1);
	});

	it('gets the results of a job that is done all the same', async () => {
		const { finished } = await runHeld({
			nodes: [submitNode(), waitNode(), pollNode()],
			wires: [[SUBMIT, WAIT], [WAIT, POLL], SELF_LOOP],
			settings: { executionTimeout: 3600 },
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('of -1 has none', async () => {
		const { finished } = await runHeld({ ...LOOPED, settings: { executionTimeout: -1 } });
		expect(finished.parks).toHaveLength(1);
	});
});

describe('Always Output Data', () => {
	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'sends no empty item round the loop (On Error: %s)',
		async (onError) => {
			const { finished } = await runHeld({
				...LOOPED,
				nodes: [submitNode(), pollNode({}, { alwaysOutputData: true, onError })],
			});
			expect(finished.error).toBeUndefined();
			expect(finished.order).toEqual([START, SUBMIT, POLL, POLL, POLL]);
			expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
			expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		},
	);
});
