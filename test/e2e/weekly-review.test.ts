import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalServer, serve, type LocalServer, type Served } from '../../local-server/src';
import { packTarball } from '../../harness/pack-tarball';
import {
	startN8n,
	type N8nExecution,
	type RealN8n,
	type WorkflowJson,
} from '../../harness/real-n8n';
import { CREDENTIAL, expectEveryRowOnce, outputsOf, weeklyReview } from '../support/weekly-review';
import { localCredential } from '../../harness/local-credential';

/**
 * The shipped workflow on a real n8n 2.41.1, with our package installed from its own tarball. The
 * provider is our local server over a real socket, slow enough for the first look to come too early.
 */
const KEY = 'sk-e2e-not-a-secret';

let userFolder: string;
let n8n: RealN8n;
let server: LocalServer;
let served: Served;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	server = createLocalServer({ key: KEY, latencyMs: 120, concurrency: 1 });
	served = await serve(server, { port: 0, host: '127.0.0.1' });
	n8n = await startN8n({ userFolder, tarball: packTarball() });
	await n8n.importCredentials([
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, KEY) },
	]);
});

afterAll(async () => {
	await n8n?.stop();
	await served?.close();
	await server?.close();
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

describe('Weekly e-mail review', () => {
	it('parks, survives kill -9, resumes by itself and brings every e-mail back once', async () => {
		const workflowId = await n8n.saveWorkflow(weeklyReview());
		const executionId = await n8n.run(workflowId);
		const parked = await n8n.waitFor(executionId, 'waiting', 60_000);
		expect(parked.waitTill).not.toBeNull();

		await n8n.kill();
		n8n = await startN8n({ userFolder });
		const finished = await n8n.waitFor(executionId, 'success', 240_000);

		expectEveryRowOnce(finished);
		expect(server.stats().batchesCreated).toBe(1);
	});

	it('keeps the job recoverable by its id when n8n was down past the time to look', async () => {
		const workflowId = await n8n.saveWorkflow(withoutDelete(weeklyReview()));
		const executionId = await n8n.run(workflowId);
		const parked = await n8n.waitFor(executionId, 'waiting', 60_000);
		const jobId = handleOf(parked);

		await n8n.kill();
		await pause(Date.parse(parked.waitTill ?? '') - Date.now() + 5_000);
		n8n = await startN8n({ userFolder });
		// n8n itself may leave an execution that was overdue at boot "crashed" for good.
		await n8n
			.waitFor(executionId, 'success', 60_000)
			.then((finished) => expectEveryRowOnce(finished))
			.catch(async () => {
				expect((await n8n.execution(executionId)).status).toBe('crashed');
			});

		const recovery = await n8n.saveWorkflow(pollById(jobId));
		const recovered = await n8n.waitFor(await n8n.run(recovery), 'success', 60_000);
		expectEveryRowOnce(recovered);
		expect(server.stats().batchesCreated).toBe(2);
	});

	it("waits in n8n's own Wait node when that stands in the loop", async () => {
		const workflowId = await n8n.saveWorkflow(withWaitNode(weeklyReview(6)));
		const finished = await n8n.waitFor(await n8n.run(workflowId), 'success', 120_000);

		expect(finished.data['Wait']?.length).toBeGreaterThan(0);
		expect(outputsOf(finished).done).toHaveLength(6);
	});
});

describe('The credential', () => {
	const test = async (data: object): Promise<{ status: string; message: string }> =>
		await n8n.rest.post('/rest/credentials/test', {
			credentials: { id: '', name: 'test', type: 'offpeakApi', data },
		});

	it('is accepted with the right key', async () => {
		expect(await test(localCredential(`${served.url}/v1`, KEY))).toMatchObject({
			status: 'OK',
		});
	});

	it('names a wrong key, a wrong base URL and an unreachable server each in its own words', async () => {
		const wrongKey = await test(localCredential(`${served.url}/v1`, 'sk-wrong'));
		const wrongUrl = await test(localCredential(`${served.url}/api`, KEY));
		const unreachable = await test(localCredential('http://127.0.0.1:9/v1', KEY));

		expect(wrongKey.message).toMatch(/API key was not accepted/);
		expect(wrongUrl.message).toMatch(/no such API at this address/);
		expect(new Set([wrongKey.message, wrongUrl.message, unreachable.message]).size).toBe(3);
		for (const { status, message } of [wrongKey, wrongUrl, unreachable]) {
			expect(status).toBe('Error');
			expect(message).not.toContain(KEY);
		}
		expect(unreachable.message).toMatch(/ECONNREFUSED|refused|reach/i);
	});

	it('keeps the key from http where that is not wanted, and is not content with a page', async () => {
		const page = await serve(
			{ fetch: async () => new Response('<title>Log in</title>') },
			{ port: 0, host: '127.0.0.1' },
		);
		const here = localCredential(`${served.url}/v1`, KEY);
		const asked = server.stats().calls['GET /v1/models'];

		const answered = await test({ ...here, baseUrl: page.url });
		const inTheClear = await test({ ...here, ownNetwork: false });
		const away = await test({ ...here, baseUrl: 'http://llm.example.com/v1' });
		await page.close();

		expect(answered).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^The server answered, but not with a list of models/),
		});
		expect(inTheClear).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('switch on My Own Network'),
		});
		expect(away).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('only a server in a network of your own'),
		});
		expect(server.stats().calls['GET /v1/models']).toBe(asked);
	});
});

/** What is deleted cannot be got a second time. */
function withoutDelete(workflow: WorkflowJson): WorkflowJson {
	return {
		...workflow,
		nodes: workflow.nodes.filter(({ name }) => name !== 'Delete What Was Sent'),
		connections: { ...workflow.connections, 'Answered E-Mails': {} },
	};
}

function withWaitNode(workflow: WorkflowJson): WorkflowJson {
	const poll = workflow.connections['Poll Batch']?.['main'] ?? [];
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			{
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: [900, 300],
				parameters: { amount: 1, unit: 'seconds' },
			},
		],
		connections: {
			...workflow.connections,
			'Poll Batch': { main: [[{ node: 'Wait', type: 'main', index: 0 }], ...poll.slice(1)] },
			Wait: { main: [[{ node: 'Poll Batch', type: 'main', index: 0 }]] },
		},
	};
}

function pollById(jobId: string): WorkflowJson {
	return {
		name: 'Recover by id',
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: 'Poll Batch',
				type: 'n8n-nodes-offpeak.pollBatch',
				typeVersion: 1,
				position: [200, 0],
				parameters: { batch: 'id', batchId: jobId },
				credentials: { offpeakApi: { id: null, name: CREDENTIAL } },
			},
		],
		connections: { Start: { main: [[{ node: 'Poll Batch', type: 'main', index: 0 }]] } },
	};
}

function handleOf(execution: N8nExecution): string {
	const handle: unknown = execution.data['Submit Batch']?.[0]?.outputs[0]?.[0]?.json['handle'];
	return String(Object(handle).id);
}

async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
