import { resolve } from 'node:path';
import type { ExecutionStatus, INode } from 'n8n-workflow';
import { environment, OWNER } from './environment';
import { type ExecutionRecord, hasEnded, type N8nExecution, readExecution } from './execution';
import { installPackage } from './installation';
import { freePort, N8nProcess } from './process';
import { RestClient } from './rest-client';
import type { CredentialJson, WorkflowJson } from './workflow-json';

export type { N8nExecution } from './execution';
export type { CredentialJson, WorkflowJson } from './workflow-json';

export interface StartOptions {
	/** n8n's database and settings live here; start again with the same folder to restart. */
	userFolder: string;
	/** A package to install first, under its real type names. */
	tarball?: string;
	port?: number;
	env?: Record<string, string>;
}

export interface RunOptions {
	/** The trigger's name; by default the workflow's Manual Trigger. */
	triggerToStartFrom?: string;
}

type Until = ExecutionStatus | ExecutionStatus[] | ((execution: N8nExecution) => boolean);

/** Starts the pinned n8n on 127.0.0.1 and resolves when it is ready and its owner logged in. */
export async function startN8n(options: StartOptions): Promise<RealN8n> {
	const userFolder = resolve(options.userFolder);
	if (options.tarball) installPackage(userFolder, options.tarball);
	const port = options.port ?? (await freePort());
	const env = environment(userFolder, port, await freePort());
	const started = new N8nProcess(userFolder, { ...env, ...options.env });
	const n8n = new RealN8n(`http://127.0.0.1:${port}`, started);
	await n8n.ready();
	return n8n;
}

export class RealN8n {
	readonly rest: RestClient;

	constructor(
		readonly url: string,
		readonly process: N8nProcess,
	) {
		this.rest = new RestClient(url);
	}

	/** Takes 5 s as a rule, and a minute when the disk has never read n8n before. */
	async ready(timeoutMs = 240_000): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const problem = await this.#tryLogin();
			if (!problem) return;
			if (!this.process.running || Date.now() > deadline) {
				await this.kill();
				throw new Error(`n8n did not start: ${problem}\n${this.logs().slice(-4000)}`);
			}
			await pause(100);
		}
	}

	/** Another session of the owner, for requests that this class has no method for. */
	async login(): Promise<RestClient> {
		const client = new RestClient(this.url);
		await client.login(OWNER.email, OWNER.password);
		return client;
	}

	/** Stores credentials; n8n gives them new ids, and workflows find them by name. */
	async importCredentials(
		credentials: CredentialJson[],
	): Promise<Array<{ id: string; name: string }>> {
		const stored: Array<{ id: string; name: string }> = [];
		for (const { name, type, data } of credentials) {
			const body = { name, type, data };
			const { id } = await this.rest.post<{ id: string }>('/rest/credentials', body);
			stored.push({ id, name });
		}
		return stored;
	}

	/** Returns the ids of the stored workflows, in the same order. */
	async importWorkflows(workflows: WorkflowJson[]): Promise<string[]> {
		const ids: string[] = [];
		for (const workflow of workflows) ids.push(await this.saveWorkflow(workflow));
		return ids;
	}

	/** Stores a new workflow as the editor's "Import from file" does. */
	async saveWorkflow({
		id,
		name,
		nodes,
		connections,
		settings,
		pinData,
	}: WorkflowJson): Promise<string> {
		const saved = await this.rest.post<{ id: string }>('/rest/workflows', {
			...(id === undefined ? {} : { id }),
			...{ name, connections, settings: settings ?? { executionOrder: 'v1' }, pinData },
			nodes: nodes.map((node, index) => ({ id: `node-${index}`, ...node })),
		});
		return saved.id;
	}

	/** Makes the stored version the one that triggers run; resolves when its triggers listen. */
	async publish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = await this.rest.get<{ versionId: string }>(path);
		await this.rest.post(`${path}/activate`, { versionId });
		const state = async () =>
			await this.rest.find<{ status: string; triggers: unknown }>(`${path}/publication-status`);
		let now = await state();
		for (; now?.status === 'in_progress'; now = await state()) await pause(50);
		if (now === undefined) {
			// An older n8n (2.38.7) has no such status: its triggers listen once /activate has answered.
			const { active } = await this.rest.get<{ active: boolean }>(path);
			if (!active) throw new Error(`Not published: ${workflowId}`);
		} else if (now.status !== 'published') {
			throw new Error(`Not published: ${JSON.stringify(now)}`);
		}
	}

	/** Its triggers listen no more. */
	async unpublish(workflowId: string): Promise<void> {
		await this.rest.post(`/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** Runs a workflow as "Execute workflow" in the editor does, and returns the execution's id. */
	async run(workflowId: string, { triggerToStartFrom }: RunOptions = {}): Promise<string> {
		const name = triggerToStartFrom ?? (await this.#manualTrigger(workflowId));
		const path = `/rest/workflows/${workflowId}/run`;
		const run = { triggerToStartFrom: { name } };
		return (await this.rest.post<{ executionId: string }>(path, run)).executionId;
	}

	/** Goes on with a failed execution at the node that failed, as *Retry* in its list does; returns the new one's id. */
	async retry(executionId: string): Promise<string> {
		const path = `/rest/executions/${executionId}/retry`;
		return (await this.rest.post<{ id: string }>(path, { loadWorkflow: true })).id;
	}

	async execution(id: string): Promise<N8nExecution> {
		return readExecution(await this.rest.get<ExecutionRecord>(`/rest/executions/${id}`));
	}

	/** A workflow's executions, newest first, without their data. */
	async executions(workflowId: string): Promise<Array<Omit<ExecutionRecord, 'data'>>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const path = `/rest/executions?limit=100&filter=${filter}`;
		const { results } = await this.rest.get<{ results: Array<Omit<ExecutionRecord, 'data'>> }>(
			path,
		);
		return results;
	}

	/**
	 * Waits for a status or a condition; throws as soon as the execution ends without it. "crashed"
	 * is no end: n8n shows it for a while when it resumes an execution as it starts.
	 */
	async waitFor(id: string, until: Until, timeoutMs: number): Promise<N8nExecution> {
		const reached =
			typeof until === 'function'
				? until
				: ({ status }: N8nExecution) => [until].flat().includes(status);
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.execution(id);
			if (reached(execution)) return execution;
			if (hasEnded(execution) || Date.now() > deadline) {
				const error = execution.error ? `: ${JSON.stringify(execution.error)}` : '';
				throw new Error(
					`Execution ${id} is "${execution.status}"${error}\n${this.logs().slice(-2000)}`,
				);
			}
			await pause(250);
		}
	}

	logs(): string {
		return this.process.logs();
	}

	/** SIGKILL for n8n and its task runners. Start again with the same user folder. */
	async kill(): Promise<void> {
		await this.process.kill();
	}

	async stop(): Promise<void> {
		await this.process.stop();
	}

	async #tryLogin(): Promise<string | undefined> {
		try {
			const ready = await fetch(`${this.url}/healthz/readiness`);
			if (!ready.ok) return `readiness ${ready.status}`;
			await this.rest.login(OWNER.email, OWNER.password);
			return undefined;
		} catch (error) {
			return String(error);
		}
	}

	async #manualTrigger(workflowId: string): Promise<string> {
		const { nodes } = await this.rest.get<{ nodes: INode[] }>(`/rest/workflows/${workflowId}`);
		const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
		if (!trigger) throw new Error(`Workflow ${workflowId} has no Manual Trigger; name a trigger`);
		return trigger.name;
	}
}

async function pause(ms: number): Promise<void> {
	await new Promise((done) => setTimeout(done, ms));
}
