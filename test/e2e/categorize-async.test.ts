import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
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
 * Two shipped workflows on a real n8n 2.41.1, with our package installed from its own tarball, against
 * the local server over a real socket. Nodes that write to Gmail are stood in for: nothing leaves here.
 */
const CREDENTIAL = 'Offpeak local server';
const KEY = 'sk-e2e-not-a-secret';
const GMAIL = 'n8n-nodes-base.gmail';
/** The answer to what holds this is not made before a test lets it go. */
const SLOW = 'No more events';

let userFolder: string;
let n8n: RealN8n;
let server: LocalServer;
let served: Served;
let release: () => void;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	const demo = createDemoAnswerer({ seconds: () => Math.floor(Date.now() / 1000) });
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	server = createLocalServer({
		key: KEY,
		latencyMs: 300,
		answerer: async (call) => {
			if (call.body['background'] === true && JSON.stringify(call.body).includes(SLOW)) {
				await released;
			}
			return await demo(call);
		},
	});
	served = await serve(server, { port: 0, host: '127.0.0.1' });
	n8n = await startN8n({ userFolder, tarball: packTarball() });
	await n8n.importCredentials([
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, KEY) },
	]);
});

afterAll(async () => {
	release();
	await n8n?.stop();
	await served?.close();
	await server?.close();
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

describe('Tag new e-mail as it arrives', () => {
	const FILE = 'tag-new-email-as-it-arrives.json';
	const TRIGGER = { triggerToStartFrom: 'New E-Mail' };

	it('has its labels in the same pass, with no park and no batch', async () => {
		const workflow = readWorkflow(FILE);
		const mails = pinnedOf(workflow, 'New E-Mail').filter(({ text }) => !isSlow(text));
		const id = await n8n.saveWorkflow({ ...workflow, pinData: pin('New E-Mail', mails) });
		const finished = await n8n.waitFor(await n8n.run(id, TRIGGER), 'success', 60_000);

		expect(finished.data['Categorize Async']).toHaveLength(1);
		const done = jsonOf(finished, 'Categorize Async', 1);
		expect(done).toMatchObject(mails);
		for (const { category } of done) expect(category).toEqual(expect.any(String));
		const labelled = jsonOf(finished, 'Add the Label');
		expect(labelled.length).toBeGreaterThan(0);
		for (const { categoryValue } of labelled) expect(categoryValue).toMatch(/^Label_\d$/);
		expect(server.stats().batchesCreated).toBe(0);
	});

	it('parks for a slow one, survives kill -9, resumes by itself, and buys each row once', async () => {
		const before = boughtSoFar();
		const workflow = readWorkflow(FILE);
		const mails = pinnedOf(workflow, 'New E-Mail');
		expect(mails.some(({ text }) => isSlow(text))).toBe(true);
		const id = await n8n.saveWorkflow(workflow);
		const executionId = await n8n.run(id, TRIGGER);
		const parked = await n8n.waitFor(executionId, 'waiting', 60_000);
		expect(parked.waitTill).not.toBeNull();

		await n8n.kill();
		release();
		n8n = await startN8n({ userFolder });
		const finished = await n8n.waitFor(executionId, 'success', 150_000);

		expect(finished.data['Add the Label']).toHaveLength(1);
		const done = jsonOf(finished, 'Categorize Async', 1);
		expect(done.map((json) => json['id'])).toEqual(mails.map((json) => json['id']));
		expect(boughtSoFar() - before).toBe(mails.length);
	});
});

describe('Friday evening in, Monday morning out', () => {
	it('says on Monday that it still runs, reports when it is done, and leaves nothing behind', async () => {
		const id = await n8n.saveWorkflow(readWorkflow('friday-evening-in-monday-morning-out.json'));
		const run = async (triggerToStartFrom: string): Promise<N8nExecution> =>
			await n8n.waitFor(await n8n.run(id, { triggerToStartFrom }), 'success', 60_000);
		server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const friday = await run('Friday 18:00');
		expect(jsonOf(friday, 'Submit Batch')).toMatchObject([{ label: 'Inbox of the week' }]);

		const early = await run('Monday 7:30');
		expect(jsonOf(early, 'Mail That It Still Runs')).toMatchObject([
			{ label: 'Inbox of the week', status: 'running', progress: expect.any(String) },
		]);
		expect(early.data['Mail the Report']).toBeUndefined();

		await run('Friday 18:00');
		await server.idle();
		const monday = await run('Monday 7:30');
		expect(jsonOf(monday, 'Mail the Report')).toMatchObject([
			{ subject: expect.stringContaining('Inbox of the week'), html: expect.stringMatching(/^</) },
		]);
		expect(monday.data['Mail That It Still Runs']).toBeUndefined();
		expect(jsonOf(monday, 'Delete What Was Sent', 1)).toMatchObject([
			{ label: 'Inbox of the week', deleted: 3, goneBefore: 0 },
		]);
	});
});

/** The shipped file, with what would write to Gmail replaced by a node that does nothing. */
function readWorkflow(file: string): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(readFileSync(join('workflows', file), 'utf8'));
	const pinned = Object.entries(workflow.pinData ?? {});
	return {
		...workflow,
		pinData: Object.fromEntries(pinned.filter(([name]) => !/^(Add|Mail) /.test(name))),
		nodes: workflow.nodes.map((node) => {
			if (node.credentials?.['offpeakApi'] !== undefined) {
				return { ...node, credentials: { offpeakApi: { id: null, name: CREDENTIAL } } };
			}
			const writes = ['addLabels', 'send'].includes(String(node.parameters['operation']));
			return node.type === GMAIL && writes
				? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }
				: node;
		}),
	};
}

function pinnedOf({ pinData = {} }: WorkflowJson, node: string): readonly IDataObject[] {
	const items: readonly { json: IDataObject }[] = Object(pinData)[node];
	return items.map(({ json }) => json);
}

function pin(node: string, records: readonly IDataObject[]): object {
	return { [node]: records.map((json) => ({ json })) };
}

function isSlow(text: unknown): boolean {
	return String(text).includes(SLOW);
}

function jsonOf(execution: N8nExecution, node: string, output = 0): readonly IDataObject[] {
	return (execution.data[node]?.at(-1)?.outputs[output] ?? []).map(({ json }) => json);
}

function boughtSoFar(): number {
	return server.stats().bought.reduce((sum, { times }) => sum + times, 0);
}
