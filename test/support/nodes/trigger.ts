import { NOT_HERE, asNodeTypes, type EngineOptions } from '../../../harness/n8n-engine/engine';
import { EngineCredentials } from '../../../harness/n8n-engine/credentials';
import { PollContext } from 'n8n-core';
import {
	UnexpectedError,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IPollFunctions,
} from 'n8n-workflow';

export const TRIGGER = 'Batch Trigger';

export interface TriggerOptions {
	readonly parameters?: INodeParameters;
	readonly workflowId?: string;
	readonly workflowName?: string;
	readonly nodeName?: string;
	/** As n8n's database holds it. */
	readonly staticData?: string;
	/** Where n8n runs with durable pollers: the state is a copy that counts only when it is committed. */
	readonly isDurable?: boolean;
}

/** A trigger node as n8n activates it: one context for all polls, on n8n's own engine. */
export class ActiveTrigger {
	readonly workflow: Workflow;
	readonly #context: IPollFunctions;
	readonly #node: INode;
	#committed: IDataObject = {};
	#staged: IDataObject = {};

	constructor(
		readonly type: INodeType,
		readonly engine: EngineOptions,
		options: TriggerOptions = {},
		mode: 'trigger' | 'manual' = 'trigger',
	) {
		const { parameters = {}, nodeName = TRIGGER, staticData, isDurable = false } = options;
		const stored: IDataObject = staticData === undefined ? {} : JSON.parse(staticData);
		this.#committed = isDurable ? stored : {};
		this.workflow = new Workflow({
			id: options.workflowId ?? 'workflow-1',
			name: options.workflowName ?? 'Weekly review',
			nodes: [
				{
					id: 'trigger-node',
					name: nodeName,
					type: 'batchTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters,
					credentials: { offpeakApi: { id: '1', name: 'Offpeak' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes: asNodeTypes({ ...engine.nodeTypes, batchTrigger: type }),
			...(isDurable ? {} : { staticData: stored }),
		});
		const node = this.workflow.getNode(nodeName);
		if (node === null) throw new UnexpectedError('The trigger is not in its workflow.');
		this.#node = node;
		const additionalData = {
			...NOT_HERE,
			credentialsHelper: new EngineCredentials(engine.credentialTypes, engine.credentials),
		};
		const context: object = new PollContext(
			this.workflow,
			node,
			additionalData,
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			isDurable ? () => this.#staged : undefined,
		);
		if (!isPollFunctions(context)) throw new UnexpectedError('n8n-core has another context.');
		this.#context = context;
	}

	/** One poll; what it returns is what n8n would start an execution with. */
	async poll(): Promise<readonly INodeExecutionData[] | null> {
		this.#staged = structuredClone(this.#committed);
		await this.workflow.expression.acquireIsolate();
		const outputs = await this.type.poll?.call(this.#context);
		await this.workflow.expression.releaseIsolate();
		this.#committed = structuredClone(this.#staged);
		return outputs?.[0] ?? null;
	}

	/** What n8n would write into its database now. */
	store(isDurable = false): string {
		if (isDurable) return JSON.stringify(this.#committed);
		return JSON.stringify(this.workflow.staticData);
	}

	/** Whether n8n sees that there is something to write. */
	get isChanged(): boolean {
		return this.workflow.staticData['__dataChanged'] === true;
	}

	get node(): INode {
		return this.#node;
	}
}

/** It is one; the two packages only differ in what an optional property may hold. */
function isPollFunctions(context: object): context is IPollFunctions {
	return 'getPollBudgetMs' in context;
}

/** The node's code as another process would load it: nothing in memory is left of this one. */
export async function loadAfresh(): Promise<INodeType> {
	let type: INodeType | undefined;
	await jest.isolateModulesAsync(async () => {
		const { BatchTrigger } = await import('../../../nodes/BatchTrigger/BatchTrigger.node.ts');
		type = new BatchTrigger();
	});
	if (type === undefined) throw new UnexpectedError('The node was not loaded.');
	return type;
}
