import type { Server } from 'node:http';
import type { INode } from 'n8n-workflow';
import type { EngineOptions } from '../../harness/n8n-engine/engine';
import {
	DONE,
	FAILED,
	POLL,
	SELF_LOOP,
	SUBMIT,
	passThrough,
	pollNode,
	submitNode,
} from '../support/nodes/canvas';
import { closeHosts, startHost } from '../support/nodes/host';
import { run, type Finished, type RunRequest } from '../support/nodes/run';
import { MadeUpApi, PollBatchOfMadeUp, SubmitBatchToMadeUp } from './nodes';
import { MADE_UP_KEY, MadeUpServer } from './server';

const open: Server[] = [];

afterEach(async () => {
	for (const server of open.splice(0)) server.close();
	await closeHosts();
});

interface MadeUpHost {
	readonly server: MadeUpServer;
	readonly engine: EngineOptions;
}

async function startMadeUp(): Promise<MadeUpHost> {
	const server = new MadeUpServer(Date.now);
	const { url, server: socket } = await server.listen();
	open.push(socket);
	return {
		server,
		engine: {
			nodeTypes: {
				passThrough,
				submitBatchToMadeUp: new SubmitBatchToMadeUp(),
				pollBatchOfMadeUp: new PollBatchOfMadeUp(),
			},
			credentialTypes: [new MadeUpApi()],
			credentials: { madeUpApi: { apiKey: MADE_UP_KEY, baseUrl: url } },
		},
	};
}

function ofMadeUp(node: INode, type: string): INode {
	return { ...node, type, credentials: { madeUpApi: { id: '1', name: 'Made-Up' } } };
}

const submitTo = (...parameters: Parameters<typeof submitNode>): INode =>
	ofMadeUp(
		submitNode({ model: { __rl: true, mode: 'list', value: 'small' }, ...parameters[0] }),
		'submitBatchToMadeUp',
	);
const pollOf = (...parameters: Parameters<typeof pollNode>): INode =>
	ofMadeUp(pollNode(...parameters), 'pollBatchOfMadeUp');

async function submitAndPoll(
	{ engine, server }: MadeUpHost,
	poll = pollOf(),
	more: Partial<RunRequest> = {},
): Promise<Finished> {
	return await run(engine, {
		nodes: [submitTo(), poll],
		wires: [[SUBMIT, POLL], SELF_LOOP],
		onPark: () => server.finish(),
		...more,
	});
}

describe('Submit Batch and Poll Batch on a wire that nobody speaks', () => {
	it('bring every item back with its answer and kept fields, through a park', async () => {
		const host = await startMadeUp();
		const done = await submitAndPoll(host);
		expect(done.error).toBeUndefined();
		expect(done.parks).toHaveLength(1);
		expect(
			done.jsonOf(POLL, DONE).map(({ category, subject, unread }) => [category, subject, unread]),
		).toEqual([
			['Invoice', 'Your bill', true],
			['Meeting', 'Thursday', false],
			['Invoice', 'Reminder', true],
		]);
		expect([...host.server.bought.values()]).toEqual([1, 1, 1]);
	});

	it('say what cannot be done there where the job is submitted, and leave it out where it is polled', async () => {
		const host = await startMadeUp();
		host.server.endings.set('r1', 'bad');
		const settings = { options: { retries: 2, deadlineHours: 1 } };
		const done = await submitAndPoll(host, pollOf(settings));
		expect(done.hintsOf(SUBMIT).join(' ')).toContain('its handle is the only way to the answers');
		const hints = done.hintsOf(POLL).join(' ');
		expect(hints).toContain('Failed items are not tried again: Made-Up does not give back');
		expect(hints).toContain('The deadline is not kept');
		expect(
			[done.itemsOf(POLL, DONE), done.itemsOf(POLL, FAILED)].map(({ length }) => length),
		).toEqual([2, 1]);
		expect(host.server.calls.filter((call) => call === 'POST /jobs')).toHaveLength(1);
	});

	it('estimate without a call, with all that a person has to know', async () => {
		const host = await startMadeUp();
		const done = await run(host.engine, { nodes: [submitTo({ run: 'estimate' })] });
		expect(JSON.stringify(done.jsonOf(SUBMIT))).toContain('a run that is repeated buys it again');
		expect(host.server.calls).toEqual([]);
	});

	it.each([
		['cancel', 'cancelled'],
		['deleteFiles', undefined],
	])('know the operation %s', async (operation, status) => {
		const host = await startMadeUp();
		const done = await submitAndPoll(host, pollOf({ operation }), {
			nodes: [submitTo(), pollOf({ operation })],
			wires: [[SUBMIT, POLL]],
		});
		expect(done.error).toBeUndefined();
		expect(done.jsonOf(POLL, DONE)[0]?.['status']).toBe(status);
	});

	it('refuse to look for a job by its label, in words', async () => {
		const host = await startMadeUp();
		const poll = pollOf({ batch: 'latest', label: 'Weekly review' });
		const done = await submitAndPoll(host, poll);
		expect(done.error?.message).toContain('Made-Up keeps no record of a job');
	});
});

describe('a handle of another service', () => {
	it('is refused in words, and the other jobs of the run come out', async () => {
		const [host, other] = [await startMadeUp(), await startHost()];
		const theirs = await run(host.engine, { nodes: [submitTo()] });
		const ours = await run(other.engine, { nodes: [submitNode()] });
		await other.finishJobs();
		const items = [...theirs.jsonOf(SUBMIT), ...ours.jsonOf(SUBMIT)];
		const before = host.server.calls.length;
		const done = await run(other.engine, { items, nodes: [pollNode()] });
		expect(done.jsonOf(POLL, FAILED)[0]?.['error']).toContain(
			'sent through another service ("made-up"), and this one speaks the OpenAI Batch API',
		);
		expect(done.jsonOf(POLL, DONE)).toHaveLength(3);
		expect(host.server.calls).toHaveLength(before);
	});
});
