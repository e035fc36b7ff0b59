import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { localCredential } from '../../harness/local-credential';
import { packTarball } from '../../harness/pack-tarball';
import {
	startN8n,
	type N8nExecution,
	type RealN8n,
	type WorkflowJson,
} from '../../harness/real-n8n';
import { createLocalServer, serve, type LocalServer, type Served } from '../../local-server/src';
import { CREDENTIAL, weeklyReview } from '../support/weekly-review';

/**
 * Submit Batch with its defaults on a real n8n 2.41.1 that is killed while it buys: the provider has taken the job,
 * and its reply is never read. What n8n's own memory says of that run decides what the next one does.
 */
const KEY = 'sk-e2e-not-a-secret';
const SUBMIT = 'Submit Batch';

let userFolder: string;
let n8n: RealN8n;
let server: LocalServer;
let served: Served;
/** Whether the provider keeps its replies to create to itself. */
let isSilent = true;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	server = createLocalServer({ key: KEY });
	const fetch: LocalServer['fetch'] = async (request) => {
		const isCreate = request.method === 'POST' && new URL(request.url).pathname === '/v1/batches';
		const response = await server.fetch(request);
		while (isCreate && isSilent) await wait(100);
		return response;
	};
	served = await serve({ ...server, fetch }, { port: 0, host: '127.0.0.1' });
	n8n = await startN8n({ userFolder, tarball: packTarball() });
	await n8n.importCredentials([
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, KEY) },
	]);
});

afterAll(async () => {
	isSilent = false;
	await n8n?.stop();
	await served?.close();
	await server?.close();
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

/** The weekly review up to its purchase. */
function submitting(): WorkflowJson {
	const workflow = weeklyReview();
	const last = workflow.nodes.findIndex(({ name }) => name === SUBMIT);
	const names = new Set(workflow.nodes.slice(0, last + 1).map(({ name }) => name));
	return {
		...workflow,
		nodes: workflow.nodes.filter(({ name }) => names.has(name)),
		connections: Object.fromEntries(
			Object.entries(workflow.connections).filter(([name]) => names.has(name) && name !== SUBMIT),
		),
	};
}

function submittedBy(execution: N8nExecution): { readonly reused: boolean; readonly job: string } {
	const json = execution.data[SUBMIT]?.at(-1)?.outputs[0]?.[0]?.json;
	return { reused: Object(json).reused, job: Object(Object(json).handle).id };
}

it('buys once when n8n is killed during the purchase, and anew in the run after the one that got it', async () => {
	const workflowId = await n8n.saveWorkflow(submitting());
	const killed = await n8n.run(workflowId);
	while (server.stats().batchesCreated === 0) await wait(50);
	await n8n.kill();
	isSilent = false;
	n8n = await startN8n({ userFolder });
	await n8n.waitFor(killed, 'crashed', 60_000);
	await expect(n8n.retry(killed)).rejects.toThrow();

	const next = submittedBy(await n8n.waitFor(await n8n.run(workflowId), 'success', 120_000));
	expect(next.reused).toBe(true);
	expect(server.stats().batchesCreated).toBe(1);

	const third = submittedBy(await n8n.waitFor(await n8n.run(workflowId), 'success', 120_000));
	expect(third.reused).toBe(false);
	expect(third.job).not.toBe(next.job);
	expect(server.stats().batchesCreated).toBe(2);
});
