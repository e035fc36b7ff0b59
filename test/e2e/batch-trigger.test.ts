import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import {
	createDemoAnswerer,
	createLocalServer,
	serve,
	type LocalServer,
	type Served,
} from '../../local-server/src';
import { packTarball } from '../../harness/pack-tarball';
import {
	startN8n,
	type N8nExecution,
	type RealN8n,
	type WorkflowJson,
} from '../../harness/real-n8n';
import { localCredential } from '../../harness/local-credential';

/**
 * Batch Trigger on a real n8n 2.41.1: published, polled by n8n's own clock once a minute, restarted. The
 * provider is our local server, whose model answers only when it is let.
 */
const CREDENTIAL = 'Offpeak local server';
const KEY = 'sk-e2e-not-a-secret';
const ROWS = 15;
const TICK_MS = 100_000;
const DURABLE = {
	// For older ones (2.38.7), which keep cursors only with it.
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

let folders: string[] = [];
let n8n: RealN8n;
let server: LocalServer;
let served: Served;
let tarball: string;
let release = (): void => {};

beforeAll(async () => {
	tarball = packTarball();
	const demo = createDemoAnswerer({ seconds: () => Math.floor(Date.now() / 1000) });
	let answers = Promise.resolve();
	server = createLocalServer({
		key: KEY,
		answerer: async (call) => {
			await answers;
			return await demo(call);
		},
	});
	hold = (): void => {
		answers = new Promise((resolve) => {
			release = resolve;
		});
	};
	served = await serve(server, { port: 0, host: '127.0.0.1' });
});

let hold = (): void => {};

afterAll(async () => {
	release();
	await n8n?.stop();
	await served?.close();
	await server?.close();
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
	folders = [];
});

async function install(env: Record<string, string> = {}): Promise<string> {
	const userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	folders.push(userFolder);
	n8n = await startN8n({ userFolder, tarball, env });
	await n8n.importCredentials([
		{ name: 'Gmail', type: 'gmailOAuth2', data: { clientId: 'none', clientSecret: 'none' } },
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, KEY) },
		{
			name: 'Wrong key',
			type: 'offpeakApi',
			data: localCredential(`${served.url}/v1`, 'sk-no'),
		},
	]);
	return userFolder;
}

describe('Weekly review in two lines', () => {
	it('gets every answer when the job is done, also one that finishes while n8n is down', async () => {
		const userFolder = await install();
		const review = await n8n.saveWorkflow(inTwoLines());
		const everything = await n8n.saveWorkflow(listenerTo('', 'Everything'));
		await n8n.publish(review);
		await n8n.publish(everything);

		await sendWeek(review);
		await server.idle();
		const [first] = await triggered(review, 1);
		const [alsoFirst] = await triggered(everything, 1);
		expect(rowsOf(first)).toHaveLength(ROWS);
		expect(eventsOf(alsoFirst)).toEqual(eventsOf(first));
		expect(eventsOf(first)).toEqual([expect.stringMatching(/^op_[0-9a-f]+:completed$/)]);

		hold();
		await sendWeek(review);
		await n8n.kill();
		release();
		await server.idle();
		n8n = await startN8n({ userFolder });
		const [, afterRestart] = await triggered(review, 2);
		// The first job may be told of again, with the same id: then Remove Duplicates takes it out.
		const passedOn = itemsOf(afterRestart, 'Each Job Once').map(({ json }) => json['id']);
		expect(passedOn).toEqual(eventsOf(afterRestart).filter((id) => !eventsOf(first).includes(id)));
		expect(passedOn).toHaveLength(1);
		expect(rowsOf(afterRestart)).toHaveLength(ROWS);
		const told = (await triggered(everything, 2)).flatMap(eventsOf);
		expect(new Set(told)).toEqual(new Set([...eventsOf(first), ...passedOn]));

		const failed = [
			...(await n8n.executions(review)),
			...(await n8n.executions(everything)),
		].filter(({ status }) => status === 'error');
		expect(failed).toEqual([]);
	});

	it('shows a finished job when the trigger is tried in the editor', async () => {
		const workflowId = await n8n.saveWorkflow(listenerTo('Weekly review in two lines', 'Sample'));
		const sample = await n8n.waitFor(
			await n8n.run(workflowId, { triggerToStartFrom: 'Batch Trigger' }),
			'success',
			60_000,
		);
		expect(eventsOf(sample)).toHaveLength(1);
	});

	it('starts for no job that was done before it was published', async () => {
		const workflowId = await n8n.saveWorkflow(inTwoLines());
		const looks = lookCount();
		await n8n.publish(workflowId);
		expect(lookCount()).toBeGreaterThan(looks);
		await pause(3000);
		expect(await n8n.executions(workflowId)).toEqual([]);
		await n8n.unpublish(workflowId);
	});

	it('is not published with a wrong key, and says why', async () => {
		const workflowId = await n8n.saveWorkflow(listenerTo('', 'Wrong', 'Wrong key'));
		const reason = await n8n.publish(workflowId).then(
			() => 'published',
			(error: unknown) => String(error),
		);
		expect(reason).toMatch(/API key was not accepted/);
	});
});

describe('Batch Trigger with durable pollers', () => {
	it('tells of each job once, over a restart too', async () => {
		await n8n.stop();
		const userFolder = await install(DURABLE);
		const review = await n8n.saveWorkflow(inTwoLines({ lookBackHours: 24 }));
		await sendWeek(review);
		await server.idle();
		await n8n.publish(review);
		// Those that the other n8n sent today are told of, too.
		const [first] = await triggered(review, 1);
		expect(eventsOf(first)).toHaveLength(3);
		expect(rowsOf(first)).toHaveLength(3 * ROWS);
		// The tick at which what was told of counts as delivered, and is written down.
		const looks = lookCount();
		await until(() => lookCount() > looks, TICK_MS);
		await pause(2000);

		await n8n.kill();
		n8n = await startN8n({ userFolder, env: DURABLE });
		await sendWeek(review);
		await server.idle();
		const [, second] = await triggered(review, 2);
		expect(eventsOf(second)).toHaveLength(1);
		expect(eventsOf(first)).not.toContain(eventsOf(second)[0]);
		expect(rowsOf(second)).toHaveLength(ROWS);
	});
});

function inTwoLines(options?: INodeParameters): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(
		readFileSync('workflows/weekly-review-in-two-lines.json', 'utf8'),
	);
	// Several workflows, and a second n8n, get the answers of the same jobs here.
	const kept = workflow.nodes.filter(({ name }) => name !== 'Delete What Was Sent');
	const once = workflow.connections['Each Job Once']?.['main']?.[0] ?? [];
	return {
		...workflow,
		nodes: kept.map((node) => ({
			...node,
			...credentialsOf(node),
			...(options !== undefined && node.name === 'Batch Trigger'
				? { parameters: { ...node.parameters, options } }
				: {}),
		})),
		connections: {
			...workflow.connections,
			'Each Job Once': { main: [once.filter(({ node }) => node === 'Poll Batch')] },
		},
	};
}

/** n8n publishes no workflow with a node that lacks its credential; the sample data is pinned all the same. */
function credentialsOf({ type }: WorkflowJson['nodes'][number]): Pick<INode, 'credentials'> {
	if (type === 'n8n-nodes-base.gmail') {
		return { credentials: { gmailOAuth2: { id: null, name: 'Gmail' } } };
	}
	if (!type.startsWith('n8n-nodes-offpeak.')) return {};
	return { credentials: { offpeakApi: { id: null, name: CREDENTIAL } } };
}

function listenerTo(label: string, name: string, credential = CREDENTIAL): WorkflowJson {
	return {
		name,
		nodes: [
			{
				name: 'Batch Trigger',
				type: 'n8n-nodes-offpeak.batchTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, label },
				credentials: { offpeakApi: { id: null, name: credential } },
			},
		],
		connections: {},
	};
}

/** Runs the first line as its button does; it ends at once. */
async function sendWeek(workflowId: string): Promise<void> {
	const id = await n8n.run(workflowId, { triggerToStartFrom: 'Try It Now' });
	await n8n.waitFor(id, 'success', 60_000);
}

/** The executions that the trigger started, oldest first, once there are so many and all have ended. */
async function triggered(workflowId: string, count: number): Promise<N8nExecution[]> {
	const ids = async (): Promise<string[]> =>
		(await n8n.executions(workflowId))
			.filter(({ mode }) => mode === 'trigger')
			.map(({ id }) => id)
			.reverse();
	await until(async () => (await ids()).length >= count, TICK_MS);
	const executions: N8nExecution[] = [];
	for (const id of await ids()) executions.push(await n8n.waitFor(id, 'success', 60_000));
	return executions;
}

function itemsOf(execution: N8nExecution | undefined, node: string, output = 0) {
	return execution?.data[node]?.at(-1)?.outputs[output] ?? [];
}

function eventsOf(execution: N8nExecution | undefined): string[] {
	return itemsOf(execution, 'Batch Trigger').map(({ json }) => String(json['id']));
}

function rowsOf(execution: N8nExecution | undefined): unknown[] {
	return [...itemsOf(execution, 'Poll Batch', 1), ...itemsOf(execution, 'Poll Batch', 2)];
}

function lookCount(): number {
	return server.stats().calls['GET /v1/batches'] ?? 0;
}

async function until(isSo: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`Nothing came.\n${n8n.logs().slice(-2000)}`);
		await pause(500);
	}
}

async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}
