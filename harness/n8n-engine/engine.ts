import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeType,
	INodeTypes,
	IPinData,
	IRun,
	IRunExecutionData,
	IVersionedNodeType,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

// n8n-core writes a `config` file into its user folder the moment it is loaded.
process.env['N8N_USER_FOLDER'] ??= mkdtempSync(join(tmpdir(), 'offpeak-n8n-'));
process.env['N8N_DIAGNOSTICS_ENABLED'] ??= 'false';
process.env['N8N_ENCRYPTION_KEY'] ??= 'nothing is stored here';
// An error is shown by whoever runs the workflow, once.
process.env['N8N_LOG_LEVEL'] ??= 'silent';

import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import { UnexpectedError, Workflow, createRunExecutionData } from 'n8n-workflow';
import { EngineCredentials } from './credentials';

export interface EngineOptions {
	/** By full type name, e.g. `n8n-nodes-offpeak.submitBatch`. */
	readonly nodeTypes: Readonly<Record<string, INodeType>>;
	readonly credentialTypes: readonly ICredentialType[];
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
}

export interface RunOptions {
	readonly startNode: string;
	readonly pinData?: IPinData;
	readonly executionId?: string;
	/** The failed execution that this one retries, as n8n's button Retry does. */
	readonly retryOf?: IRunExecutionData;
	/** Runs up to this node and no further, as *Execute step* on it does. */
	readonly lastNode?: string;
	/** The most often that it may park, 200 unless told: a loop that never ends is a bug, not a wait. */
	readonly mostParks?: number;
	/** Called whenever the execution parks, with the time until which it waits. */
	readonly onPark?: (waitTill: Date, data: IRunExecutionData) => Promise<void>;
	/** Called after each node's run. */
	readonly onNode?: (nodeName: string, data: IRunExecutionData) => void;
}

export type EngineWorkflow = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'>;

/**
 * Runs a workflow on n8n's own engine, in this process. A parked execution is written to JSON and read
 * back before it goes on, as n8n's database does; the waiting itself is left to `onPark`.
 */
export async function runWorkflow(
	definition: EngineWorkflow,
	{ nodeTypes, credentialTypes, credentials }: EngineOptions,
	options: RunOptions,
): Promise<IRun> {
	const workflow = new Workflow({
		id: 'offpeak',
		name: definition.name,
		nodes: definition.nodes,
		connections: definition.connections,
		active: false,
		nodeTypes: asNodeTypes(nodeTypes),
		settings: definition.settings ?? {},
	});
	const executionId = options.executionId ?? '1';
	const hooks = new ExecutionLifecycleHooks('manual', executionId, {
		id: 'offpeak',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		...definition,
	});
	hooks.addHandler('nodeExecuteAfter', (nodeName, _task, data) => options.onNode?.(nodeName, data));
	const additionalData = {
		...NOT_HERE,
		credentialsHelper: new EngineCredentials(credentialTypes, credentials),
		hooks,
		executionId,
	};

	const startNode = workflow.getNode(options.startNode);
	if (startNode === null) throw new UnexpectedError(`There is no node "${options.startNode}".`);
	let run: IRun =
		options.retryOf === undefined
			? await new WorkflowExecute(additionalData, 'manual').run({
					workflow,
					startNode,
					...(options.pinData === undefined ? {} : { pinData: options.pinData }),
					...(options.lastNode === undefined
						? {}
						: { destinationNode: { nodeName: options.lastNode, mode: 'inclusive' } }),
				})
			: await new WorkflowExecute(
					additionalData,
					'retry',
					withoutFailure(options.retryOf, workflow),
				).processRunExecutionData(workflow);
	for (let parks = 0; run.waitTill !== null && run.waitTill !== undefined; parks += 1) {
		if (parks >= (options.mostParks ?? 200))
			throw new UnexpectedError('The workflow parks for ever.');
		await options.onPark?.(new Date(run.waitTill), run.data);
		const stored = createRunExecutionData(JSON.parse(JSON.stringify(run.data)));
		run = await new WorkflowExecute(additionalData, 'manual', stored).processRunExecutionData(
			workflow,
		);
	}
	return run;
}

/** As n8n's own `ExecutionService.retry` does it (2.41.1), with the workflow as it is saved now. */
function withoutFailure(failed: IRunExecutionData, workflow: Workflow): IRunExecutionData {
	const stored = createRunExecutionData(JSON.parse(JSON.stringify(failed)));
	const { lastNodeExecuted, runData } = stored.resultData;
	delete stored.resultData.error;
	const runs = runData[lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	for (const entry of stored.executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	return stored;
}

export function asNodeTypes(nodeTypes: EngineOptions['nodeTypes']): INodeTypes {
	const find = (name: string): INodeType => {
		const nodeType = nodeTypes[name];
		if (nodeType === undefined)
			throw new UnexpectedError(`The node type ${name} is not known here.`);
		return nodeType;
	};
	return {
		getByName: (name): INodeType | IVersionedNodeType => find(name),
		getByNameAndVersion: (name) => find(name),
		getKnownTypes: () => ({}),
	};
}

async function notHere(): Promise<never> {
	throw new UnexpectedError('This part of n8n does not run in this process.');
}

export const NOT_HERE: Omit<IWorkflowExecuteAdditionalData, 'credentialsHelper'> = {
	executeWorkflow: notHere,
	getRunExecutionData: notHere,
	getRuntimeCredential: async () => undefined,
	startRunnerTask: notHere,
	logAiEvent: () => {},
	externalSecretsProxy: new ExternalSecretsProxy(),
	currentNodeExecutionIndex: 0,
	variables: {},
	restApiUrl: '',
	instanceBaseUrl: '',
	formBaseUrl: '',
	formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
	formTestBaseUrl: '',
	webhookBaseUrl: '',
	webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
	webhookTestBaseUrl: '',
	mcpBaseUrl: '',
	mcpTestBaseUrl: '',
};
