import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTarball } from '../../harness/pack-tarball';
import {
	startN8n,
	type N8nExecution,
	type RealN8n,
	type WorkflowJson,
} from '../../harness/real-n8n';
import { isJsonObject, parseJson, readObject, type JsonObject } from '../../core';
import { createLocalServer, serve, type LocalServer } from '../../local-server/src';
import { dressed } from '../support/dressed-server';
import { checking, completedTooEarly, dripping, type Upload } from '../support/untimely-server';

/**
 * Servers of the same shape that do not do as OpenAI's does, each in front of a local server that counts what was
 * bought, on one real n8n 2.41.1 with our package installed from its own tarball.
 */
const KEY = 'sk-e2e-not-a-secret';

interface Scene {
	readonly server: LocalServer;
	/** The name of the credential for it. */
	readonly credential: string;
}

let userFolder: string;
let n8n: RealN8n;
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	n8n = await startN8n({ userFolder, tarball: packTarball() });
});

afterAll(async () => {
	await n8n?.stop();
	for (const close of closing) await close();
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

type Fetch = LocalServer['fetch'];

/** A local server behind what makes another of it. */
async function startServer(clad: (fetch: Fetch) => Fetch): Promise<Scene> {
	const server = createLocalServer({ key: KEY });
	const other = clad(async (request) => await server.fetch(request));
	const served = await serve(
		{
			// None of these is ours, and says so.
			fetch: async (request) =>
				request.url.endsWith('/v1/offpeak')
					? new Response('Not found', { status: 404 })
					: await other(request),
		},
		{ port: 0, host: '127.0.0.1' },
	);
	closing.push(served.close, async () => await server.close());
	const credential = `Server ${closing.length}`;
	const baseUrl = `${served.url}/v1`;
	const data = { provider: 'other', ownNetwork: true, apiKey: KEY, baseUrl };
	await n8n.importCredentials([{ name: credential, type: 'offpeakApi', data }]);
	return { server, credential };
}

const TEXTS = ['Please pay invoice 7 by Friday.', 'Shall we meet on Monday at ten?', 'Thank you!'];

const MAILS: readonly JsonObject[] = TEXTS.map((text, index) => ({ text, name: `mail ${index}` }));

/** One of our nodes behind a trigger, with a text in each item. */
function alone(
	name: string,
	type: 'submitBatch' | 'pollBatch',
	{ credential }: Scene,
	parameters: object,
	items = MAILS,
): WorkflowJson {
	const position: [number, number] = [0, 0];
	return {
		name,
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position,
				parameters: {},
			},
			{
				name,
				type: `n8n-nodes-offpeak.${type}`,
				typeVersion: 1,
				position,
				parameters: { ...parameters },
				credentials: { offpeakApi: { id: null, name: credential } },
			},
		],
		connections: { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		pinData: { Start: items.map((json) => ({ json })) },
	};
}

/** Buys the job and lets the model answer; the item that is put out. */
async function submit(scene: Scene, options: object = {}): Promise<JsonObject> {
	const workflow = alone('Submit Batch', 'submitBatch', scene, {
		model: { __rl: true, mode: 'id', value: 'demo' },
		task: 'categorize',
		categories: { category: [{ name: 'Invoice' }, { name: 'Meeting' }, { name: 'Other' }] },
		options,
	});
	const submitted = await n8n.waitFor(
		await n8n.run(await n8n.saveWorkflow(workflow)),
		'success',
		60_000,
	);
	await scene.server.idle();
	const put: unknown = submitted.data['Submit Batch']?.[0]?.outputs[0]?.[0]?.json;
	return isJsonObject(put) ? put : {};
}

/** A workflow that polls the job of this item. */
async function pollFor(scene: Scene, submitted: JsonObject): Promise<string> {
	return await n8n.saveWorkflow(
		alone('Poll Batch', 'pollBatch', scene, { batch: 'previous' }, [submitted]),
	);
}

/** How often each item was bought. */
function purchases({ server }: Scene): readonly number[] {
	return server.stats().bought.map(({ times }) => times);
}

/** The names of the items that came back, each with an answer. */
function answered({ data }: N8nExecution): unknown[] {
	const done = data['Poll Batch']?.[0]?.outputs[1] ?? [];
	return done.flatMap(({ json }) => (typeof json['category'] === 'string' ? [json['name']] : []));
}

describe('A results file that drips, a blank every two seconds', () => {
	it('is given up in words after half a minute, and read whole by the next look', async () => {
		const scene = await startServer((fetch) =>
			dripping(fetch, [{ method: 'GET', path: /^\/v1\/files\/[^/]+\/content$/ }]),
		);
		const poll = await pollFor(scene, await submit(scene));

		const started = Date.now();
		const first = await n8n.waitFor(await n8n.run(poll), 'error', 50_000);
		expect(JSON.stringify(first.error)).toContain('then went silent or became too slow');
		expect(Date.now() - started).toBeGreaterThan(25_000);

		const second = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
		expect(answered(second)).toEqual(['mail 0', 'mail 1', 'mail 2']);
		expect(purchases(scene)).toEqual([1, 1, 1]);
	});
});

describe('A job that is called done before it names its file', () => {
	it('is still running for two looks, comes whole with the third, and is bought once', async () => {
		const scene = await startServer((fetch) => dressed(fetch, { batch: completedTooEarly(2) }));
		const poll = await pollFor(scene, await submit(scene));
		for (const look of ['first', 'second']) {
			const seen = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
			const [running = [], done = []] = seen.data['Poll Batch']?.[0]?.outputs ?? [];
			expect([look, running.length, done.length]).toEqual([look, 1, 0]);
			expect(running[0]?.json).toMatchObject({ status: 'running', answered: 3, items: 3 });
		}
		const last = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
		expect(answered(last)).toEqual(['mail 0', 'mail 1', 'mail 2']);
		expect(purchases(scene)).toEqual([1, 1, 1]);
	});
});

/** As LiteLLM looks at each line of each file (litellm#37527). */
function faultOf({ name, bytes }: Upload): string | undefined {
	const isRequest = (line: string): boolean => {
		const { custom_id: id, method, url, body } = readObject(parseJson(line)) ?? {};
		const asked = readObject(body) ?? {};
		const isAsked = typeof asked['model'] === 'string' && Array.isArray(asked['messages']);
		return typeof id === 'string' && method === 'POST' && typeof url === 'string' && isAsked;
	};
	const lines = bytes.toString('utf8').trimEnd().split('\n');
	return lines.every(isRequest) ? undefined : `Invalid line in ${name}`;
}

describe('A server that checks each line of each file', () => {
	it('takes all of ours: every item comes back with its own fields', async () => {
		const seen: string[] = [];
		const scene = await startServer((fetch) =>
			checking(fetch, (upload) => {
				seen.push(upload.name);
				return faultOf(upload);
			}),
		);
		const poll = await pollFor(scene, await submit(scene));
		expect(seen.length).toBeGreaterThan(1);
		const polled = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
		expect(answered(polled)).toEqual(['mail 0', 'mail 1', 'mail 2']);
		expect(purchases(scene)).toEqual([1, 1, 1]);
	});

	it('may refuse what is kept beside the job: the fields travel in the handle', async () => {
		const scene = await startServer((fetch) =>
			checking(fetch, ({ name }) => (name.includes('kept') ? 'No request.' : undefined)),
		);
		const poll = await pollFor(scene, await submit(scene));
		const polled = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
		expect(answered(polled)).toEqual(['mail 0', 'mail 1', 'mail 2']);
		expect(purchases(scene)).toEqual([1, 1, 1]);
	});
});

describe('A server that keeps no metadata', () => {
	it('is asked by the names of our files: a second run within the window buys nothing', async () => {
		const scene = await startServer((fetch) => dressed(fetch, { metadata: 'null' }));
		const first = await submit(scene, { reuseWindowMinutes: 60 });
		const second = await submit(scene, { reuseWindowMinutes: 60 });
		expect(readObject(second['handle'])?.['shards']).toMatchObject([
			{ batchId: readObject(Object(first['handle']).shards?.[0])?.['batchId'] },
		]);
		const poll = await pollFor(scene, second);
		const polled = await n8n.waitFor(await n8n.run(poll), 'success', 20_000);
		expect(answered(polled)).toEqual(['mail 0', 'mail 1', 'mail 2']);
		expect(purchases(scene)).toEqual([1, 1, 1]);
	});
});
