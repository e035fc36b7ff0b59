import type { CallEffect } from '../../../local-server/src';
import {
	closeHosts,
	engineFor,
	startHost,
	type Host,
	type HostOptions,
} from '../../support/nodes/host';
import {
	DONE,
	FAILED,
	POLL,
	RUNNING,
	SELF_LOOP,
	START,
	SUBMIT,
	plainNode,
	pollNode,
	submitNode,
	type Canvas,
	type Wire,
} from '../../support/nodes/canvas';
import { run, type Finished } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

afterEach(closeHosts);
afterEach(() => jest.restoreAllMocks());

const LOOK = { method: 'GET', path: '/v1/batches/' };
const READ = { method: 'GET', path: '^/v1/files/.*/content' };
const UNAVAILABLE: CallEffect = { kind: 'status', status: 503, message: 'Overloaded.' };
const UNAUTHORIZED: CallEffect = { kind: 'status', status: 401, message: 'No.' };

const LOOPED: Canvas = { nodes: [submitNode(), pollNode()], wires: [[SUBMIT, POLL], SELF_LOOP] };
const UNLOOPED: Canvas = { nodes: [submitNode(), pollNode()], wires: [[SUBMIT, POLL]] };

/** With On Error → Continue, everything wired that a person may wire. */
const CONTINUED: readonly Wire[] = [
	[SUBMIT, POLL],
	SELF_LOOP,
	[POLL, 'Sheet', DONE],
	[POLL, 'Alert', FAILED],
];

function continued(onError: 'continueRegularOutput' | 'continueErrorOutput'): Canvas {
	return {
		nodes: [submitNode(), pollNode({}, { onError }), plainNode('Sheet'), plainNode('Alert')],
		wires: CONTINUED,
	};
}

/** Runs a canvas whose provider fails at some call; the job is done at the first park. */
async function runWith(
	canvas: Canvas,
	fault: { call: { method: string; path: string }; effect: CallEffect; times?: number | 'always' },
	options: HostOptions = {},
): Promise<{ readonly finished: Finished; readonly host: Host }> {
	const host = await startHost({ holdAnswers: true, ...options });
	host.server.faults.add(fault);
	const finished = await run(host.engine, { ...canvas, onPark: () => host.finishJobs() });
	return { finished, host };
}

function seconds({ parks }: Finished): number[] {
	return parks.map(({ wait }) => Math.round(wait / 1000));
}

describe('a passing fault of a look, while Still Running is wired back', () => {
	it.each<[string, CallEffect]>([
		['a 503', UNAVAILABLE],
		['a 429', { kind: 'status', status: 429 }],
		['a 408', { kind: 'status', status: 408 }],
		['a gateway’s page', { kind: 'html', status: 502 }],
		['a job that is not known yet', { kind: 'status', status: 404 }],
		['a connection that breaks', { kind: 'drop-before' }],
		['an answer that breaks off', { kind: 'torn', bytes: 9 }],
	])('is waited out: %s', async (_, effect) => {
		const { finished } = await runWith(LOOPED, { call: LOOK, effect });
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.itemsOf(POLL, FAILED)).toEqual([]);
	});

	it('is waited for twice as long each time, up to a quarter of an hour', async () => {
		const { finished } = await runWith(LOOPED, { call: LOOK, effect: UNAVAILABLE, times: 7 });
		expect(seconds(finished)).toEqual([65, 130, 260, 520, 900, 900, 900]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('is waited for as long as the provider asks', async () => {
		const effect: CallEffect = { kind: 'status', status: 429, headers: { 'retry-after': '700' } };
		const { finished } = await runWith(LOOPED, { call: LOOK, effect });
		expect(seconds(finished)).toEqual([700]);
	});

	it('is waited out as well where the job is named by its id', async () => {
		const host = await startHost({ holdAnswers: true });
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		const { id } = Object(jsonOf(SUBMIT)[0]).handle;
		host.server.faults.add({ call: { method: 'GET', path: '^/v1/batches$' }, effect: UNAVAILABLE });
		const finished = await run(host.engine, {
			nodes: [pollNode({ batch: 'id', batchId: id })],
			wires: [SELF_LOOP],
			items: [{}],
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('is forgotten after a look that went well', async () => {
		const host = await startHost({ holdAnswers: true });
		host.server.faults.add({ call: LOOK, effect: UNAVAILABLE, times: 2 });
		const finished = await run(host.engine, {
			...LOOPED,
			async onPark(park) {
				if (park === 3) host.server.faults.add({ call: LOOK, effect: UNAVAILABLE });
				if (park === 4) await host.finishJobs();
			},
		});
		expect(seconds(finished)).toEqual([65, 130, 65, 65]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('is counted in what is stored with the execution', async () => {
		const { finished } = await runWith(LOOPED, { call: LOOK, effect: UNAVAILABLE, times: 2 });
		const counts = finished.parks.map(
			({ stored }) => JSON.parse(stored).executionData.contextData[`node:${POLL}`].failedLooks,
		);
		expect(counts).toEqual([1, 2]);
	});

	it('that does not pass in two days ends the wait', async () => {
		const { finished } = await runWith(LOOPED, {
			call: LOOK,
			effect: UNAVAILABLE,
			times: 'always',
		});
		expect(finished.parks).toHaveLength(200);
		expect(finished.error?.message).toBe(
			'The server has a problem (503). The provider says: Overloaded.',
		);
	}, 20_000);

	it('that is a page in place of data is asked for again at once', async () => {
		speedUpSleeps();
		const effect: CallEffect = { kind: 'html', status: 200 };
		const { finished } = await runWith(LOOPED, { call: LOOK, effect, times: 2 });
		expect(seconds(finished)).toEqual([65]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('that is a page in place of data is a wrong address once it has come at six looks in a row', async () => {
		speedUpSleeps();
		const { finished } = await runWith(LOOPED, {
			call: LOOK,
			effect: { kind: 'html', status: 200 },
			times: 'always',
		});
		expect(seconds(finished)).toEqual([65, 130, 260, 520, 900]);
		expect(finished.error?.message).toMatch(/^The server answered with a web page/);
	});

	it('with On Error → Continue is waited out just the same', async () => {
		const { finished } = await runWith(continued('continueRegularOutput'), {
			call: LOOK,
			effect: UNAVAILABLE,
			times: 2,
		});
		expect(seconds(finished)).toEqual([65, 130]);
		expect(finished.itemsOf('Sheet')).toHaveLength(3);
		expect(finished.runsOf('Alert')).toBe(0);
	});
});

describe('a passing fault of a look, without a loop', () => {
	it('fails the node, so that Retry On Fail or an error workflow acts', async () => {
		const { finished } = await runWith(UNLOOPED, { call: LOOK, effect: UNAVAILABLE });
		expect(finished.parks).toEqual([]);
		expect(finished.error).toEqual({
			message: 'The server has a problem (503). The provider says: Overloaded.',
			description: 'Try again in a few minutes.',
		});
	});

	it('is mended by Retry On Fail', async () => {
		const { finished } = await runWith(
			{
				...UNLOOPED,
				nodes: [submitNode(), pollNode({}, { retryOnFail: true, waitBetweenTries: 1 })],
			},
			{ call: LOOK, effect: UNAVAILABLE, times: 2 },
		);
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, RUNNING)).toHaveLength(1);
	});
});

describe('a fault that lasts', () => {
	it('fails the node at once, even while Still Running is wired back', async () => {
		const { finished } = await runWith(LOOPED, {
			call: LOOK,
			effect: UNAUTHORIZED,
			times: 'always',
		});
		expect(finished.parks).toEqual([]);
		expect(finished.error).toEqual({
			message: 'The API key was not accepted. The provider says: No.',
			description: 'Check the key in the credential: it may be mistyped, expired or revoked.',
		});
	});

	it('with On Error → Continue leaves on Failed, never on the loop, and the workflow ends', async () => {
		const { finished, host } = await runWith(continued('continueRegularOutput'), {
			call: LOOK,
			effect: UNAUTHORIZED,
			times: 'always',
		});
		expect(finished.status).toBe('success');
		expect(finished.order).toEqual([START, SUBMIT, POLL, 'Alert']);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
		expect(finished.itemsOf(POLL, DONE)).toEqual([]);
		expect(finished.itemsOf(POLL, FAILED)).toEqual([
			{
				json: {
					error: 'The API key was not accepted. The provider says: No.',
					details: 'Check the key in the credential: it may be mistyped, expired or revoked.',
				},
				pairedItem: [{ item: 0 }],
			},
		]);
		expect(host.server.stats().calls['GET /v1/batches/:id']).toBe(1);
	});

	it('with On Error → Continue (using error output) leaves there, never on the loop', async () => {
		const { finished } = await runWith(continued('continueErrorOutput'), {
			call: LOOK,
			effect: UNAUTHORIZED,
			times: 'always',
		});
		expect(finished.order).toEqual([START, SUBMIT, POLL]);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
		expect(finished.itemsOf(POLL, 3)).toMatchObject([
			{ json: { error: 'The API key was not accepted. The provider says: No.' } },
		]);
	});

	it('after parks ends the loop as well', async () => {
		const host = await startHost({ holdAnswers: true });
		const finished = await run(host.engine, {
			...continued('continueRegularOutput'),
			onPark(park) {
				if (park === 2)
					host.server.faults.add({ call: LOOK, effect: UNAUTHORIZED, times: 'always' });
			},
		});
		expect(finished.parks).toHaveLength(2);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
		expect(finished.itemsOf('Alert')).toHaveLength(1);
	});

	it.each([
		[
			'a request that the provider refuses',
			LOOK,
			{ kind: 'status', status: 400 } as const,
			/^The provider refused what was sent/,
		],
		[
			'a key that may not read files',
			READ,
			{ kind: 'status', status: 403 } as const,
			/^This API key may not do that\./,
		],
	])('is not waited for: %s', async (_, call, effect, message) => {
		speedUpSleeps();
		const { finished } = await runWith(LOOPED, { call, effect, times: 'always' });
		expect(finished.parks.length).toBeLessThan(2);
		expect(finished.error?.message).toMatch(message);
	});
});

describe('a fault while the results are read', () => {
	it.each<[string, CallEffect]>([
		['a 503', UNAVAILABLE],
		['a connection that breaks', { kind: 'drop-before' }],
		['an answer that breaks off', { kind: 'torn', bytes: 40 }],
	])('loses no row: %s', async (_, effect) => {
		const { finished } = await runWith(
			{
				...LOOPED,
				nodes: [submitNode(), pollNode({}, { retryOnFail: true, waitBetweenTries: 1 })],
			},
			{ call: READ, effect },
		);
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('that passes is waited out while Still Running is wired back, longer each time', async () => {
		const { finished } = await runWith(LOOPED, { call: READ, effect: UNAVAILABLE, times: 3 });
		expect(finished.error).toBeUndefined();
		// The first park is for the job itself.
		expect(seconds(finished)).toEqual([65, 65, 130, 260]);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('that passes fails the node where there is no loop', async () => {
		const host = await startHost();
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		await host.finishJobs();
		host.server.faults.add({ call: READ, effect: UNAVAILABLE });
		const { error } = await run(host.engine, { nodes: [pollNode()], items: jsonOf(SUBMIT) });
		expect(error?.message).toBe('The server has a problem (503). The provider says: Overloaded.');
	});
});

it('has no key in any message, hint or stored state', async () => {
	const host = await startHost({ key: 'right-key', holdAnswers: true });
	const wrong = await run(engineFor(host.baseUrl, 'wrong-key-1234'), LOOPED);
	expect(wrong.error?.message).toMatch(/^The API key was not accepted/);
	expect(JSON.stringify(wrong.data)).not.toContain('wrong-key-1234');
	const right = await run(engineFor(host.baseUrl, 'right-key'), {
		...LOOPED,
		onPark: () => host.finishJobs(),
	});
	expect(right.itemsOf(POLL, DONE)).toHaveLength(3);
	expect(right.parks[0]?.stored).not.toContain('right-key');
});
