import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeCredentials } from 'n8n-workflow';
import {
	createLocalServer,
	serve,
	type LocalServer,
	type LocalServerOptions,
} from '../../local-server/src';
import { localCredential } from '../local-credential';
import { packTarball } from '../pack-tarball';
import {
	startN8n,
	type CredentialJson,
	type N8nExecution,
	type RealN8n,
	type WorkflowJson,
} from '../real-n8n';
import { readWorkflow } from '../shipped-workflows';
import { startStandIns, type StandIn, type StandIns } from '.';

const KEY = 'sk-e2e-not-a-secret';
const RUN_MS = 120_000;
/** n8n looks for new things once a minute. */
const TRIGGER_MS = 100_000;

export interface SceneOptions {
	readonly standIns: readonly StandIn[];
	/** Under the names that the templates give them; the one of the local server is there already. */
	readonly credentials?: readonly CredentialJson[];
	readonly server?: LocalServerOptions;
}

/** A real n8n with our tarball, the local server, and stand-ins for everything else that a template reaches. */
export interface Scene {
	readonly n8n: RealN8n;
	readonly server: LocalServer;
	readonly standIns: StandIns;
	/** Runs a line of a stored workflow to its end, as *Execute workflow* from that trigger does. */
	run(workflowId: string, triggerToStartFrom: string): Promise<N8nExecution>;
	/** The first execution that a trigger of a published workflow starts by itself, when it has ended. */
	triggered(workflowId: string): Promise<N8nExecution>;
	close(): Promise<void>;
}

export async function openScene(options: SceneOptions): Promise<Scene> {
	const opened: (() => void | Promise<void>)[] = [];
	const close = async (): Promise<void> => {
		for (const one of opened.splice(0).reverse()) await one();
	};
	try {
		return await open(options, opened, close);
	} catch (error) {
		// What stays open keeps jest, and so the whole run, from ending.
		await close();
		throw error;
	}
}

async function open(
	options: SceneOptions,
	opened: (() => void | Promise<void>)[],
	close: () => Promise<void>,
): Promise<Scene> {
	const userFolder = mkdtempSync(join(tmpdir(), 'offpeak-e2e-'));
	opened.push(() => rmSync(userFolder, { recursive: true, force: true }));
	const server = createLocalServer({ key: KEY, ...options.server });
	opened.push(() => server.close());
	const served = await serve(server, { port: 0, host: '127.0.0.1' });
	opened.push(() => served.close());
	const standIns = await startStandIns(options.standIns);
	opened.push(() => standIns.close());
	const n8n = await startN8n({ userFolder, tarball: packTarball(), env: standIns.env });
	opened.push(() => n8n.stop());
	await n8n.importCredentials([
		{
			name: 'Offpeak local server',
			type: 'offpeakApi',
			data: localCredential(`${served.url}/v1`, KEY),
		},
		...(options.credentials ?? []),
	]);
	return {
		n8n,
		server,
		standIns,
		async run(workflowId, triggerToStartFrom) {
			const id = await n8n.run(workflowId, { triggerToStartFrom });
			return await n8n.waitFor(id, 'success', RUN_MS);
		},
		async triggered(workflowId) {
			const deadline = Date.now() + TRIGGER_MS;
			for (;;) {
				const executions = await n8n.executions(workflowId);
				const first = executions.filter(({ mode }) => mode === 'trigger').at(-1);
				if (first !== undefined) return await n8n.waitFor(first.id, 'success', RUN_MS);
				if (Date.now() > deadline) {
					throw new Error(`Nothing was triggered.\n${n8n.logs().slice(-2000)}`);
				}
				await new Promise((resolve) => setTimeout(resolve, 500));
			}
		},
		close,
	};
}

/** The shipped file as somebody has it who connected their accounts and took the sample data out. */
export function readTemplate(file: string): WorkflowJson {
	const workflow = readWorkflow(file);
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.credentials === undefined ? node : { ...node, credentials: byName(node.credentials) },
		),
		pinData: {},
	};
}

/** What the shipped file has pinned to a node: the sample data to fill a stand-in with. */
export function samplesOf(file: string, node: string): readonly IDataObject[] {
	const { pinData = {} } = readWorkflow(file);
	const items: readonly { json: IDataObject }[] = Object(pinData)[node] ?? [];
	return items.map(({ json }) => json);
}

/** What a node put out in its last run. */
export function jsonOf(execution: N8nExecution, node: string, output = 0): readonly IDataObject[] {
	return (execution.data[node]?.at(-1)?.outputs[output] ?? []).map(({ json }) => json);
}

/** Ids differ from n8n to n8n; it finds credentials by their names. */
function byName(credentials: INodeCredentials): INodeCredentials {
	return Object.fromEntries(
		Object.entries(credentials).map(([type, { name }]) => [type, { id: null, name }]),
	);
}
