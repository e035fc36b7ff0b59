import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IWorkflowSettings,
} from 'n8n-workflow';
import type { EngineWorkflow } from '../../../harness/n8n-engine/engine';

/** Puts out what comes in: stands for every node of n8n's own whose work does not matter here. */
export const passThrough: INodeType = {
	description: {
		displayName: 'Pass Through',
		name: 'passThrough',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** Parks the execution for a minute and a half, as n8n's Wait node does. */
export const wait: INodeType = {
	description: { ...passThrough.description, displayName: 'Wait', name: 'wait' },
	async execute() {
		await this.putExecutionToWait(new Date(Date.now() + 90_000));
		return [this.getInputData()];
	},
};

/** Puts its items out one by one, as n8n's Loop Over Items does: output 0 when done, output 1 to the loop. */
export const loopOverItems: INodeType = {
	description: {
		...passThrough.description,
		displayName: 'Loop Over Items',
		name: 'loopOverItems',
		outputs: ['main', 'main'],
	},
	async execute() {
		const memory = this.getContext('node');
		const items = this.getInputData();
		const isFirst = memory['rest'] === undefined;
		const [next, ...rest]: INodeExecutionData[] = isFirst ? items : memory['rest'];
		const finished: INodeExecutionData[] = isFirst ? [] : [...memory['finished'], ...items];
		memory['rest'] = rest;
		memory['finished'] = finished;
		return next === undefined ? [finished, []] : [[], [next]];
	},
};

export const WAIT = 'Wait';
export const LOOP = 'Loop Over Items';
/** As n8n calls it. */
export const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';
export const CATEGORIZE = 'Categorize Async';
export const SUBMIT = 'Submit Batch';
export const POLL = 'Poll Batch';
export const START = 'Start';
export const AGENT = 'Agent';
export const RUNNING = 0;
export const DONE = 1;
export const FAILED = 2;

type NodeSettings = Partial<
	Pick<
		INode,
		'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'alwaysOutputData' | 'executeOnce'
	>
>;

function node(
	name: string,
	type: string,
	parameters: INodeParameters,
	more: NodeSettings = {},
): INode {
	return {
		id: `id of ${name}`,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { offpeakApi: { id: '1', name: 'Offpeak' } },
		...more,
	};
}

export const LABELS: INodeParameters = {
	category: [
		{ name: 'Invoice', description: 'bills, payment reminders', value: 'Label_1' },
		{ name: 'Meeting', description: 'appointments, calendar', value: '' },
	],
};

/** As a person leaves the panel: two categories, a model picked from the list, the rest untouched. */
export function submitNode(parameters: INodeParameters = {}, settings: NodeSettings = {}): INode {
	return node(
		SUBMIT,
		'submitBatch',
		{
			categories: LABELS,
			model: { __rl: true, mode: 'list', value: 'demo' },
			text: '={{ $json.text }}',
			...parameters,
		},
		settings,
	);
}

export function pollNode(parameters: INodeParameters = {}, settings: NodeSettings = {}): INode {
	return node(POLL, 'pollBatch', parameters, settings);
}

export function categorizeNode(
	parameters: INodeParameters = {},
	settings: NodeSettings = {},
): INode {
	return { ...submitNode(parameters, settings), name: CATEGORIZE, type: 'categorizeAsync' };
}

export function loopNode(): INode {
	return node(LOOP, LOOP_TYPE, {});
}

export function plainNode(name: string): INode {
	return node(name, 'passThrough', {});
}

export function agentNode(): INode {
	return node(AGENT, 'agent', {});
}

export function probeNode(): INode {
	return node('Probe', 'probe', {});
}

export function waitNode(): INode {
	return node(WAIT, 'wait', {});
}

/** From a node's output (0 unless told) to a node; from a tool to its agent. */
export type Wire = readonly [from: string, to: string, output?: number | 'ai_tool'];

export const SELF_LOOP: Wire = [POLL, POLL, RUNNING];

export function wire(...wires: readonly Wire[]): IConnections {
	const connections: IConnections = {};
	for (const [from, to, output = 0] of wires) {
		const [type, index] =
			output === 'ai_tool' ? ([output, 0] as const) : (['main', output] as const);
		const outputs = (connections[from] ??= { [type]: [] })[type] ?? [];
		for (let empty = outputs.length; empty <= index; empty += 1) outputs.push([]);
		outputs[index]?.push({ node: to, type, index: 0 });
	}
	return connections;
}

export interface Canvas {
	readonly nodes: readonly INode[];
	readonly wires?: readonly Wire[];
	readonly settings?: IWorkflowSettings;
}

/** *Start* holds the items; whatever node stands first is wired behind it. */
export function draw({ nodes, wires = [], settings = {} }: Canvas): EngineWorkflow {
	const [first] = nodes;
	return {
		name: 'Weekly review',
		nodes: [plainNode(START), ...nodes],
		connections: wire(...(first === undefined ? [] : [[START, first.name] as const]), ...wires),
		settings: { executionOrder: 'v1', ...settings },
	};
}

export function asItems(records: readonly IDataObject[]): INodeExecutionData[] {
	return records.map((json, item) => ({ json, pairedItem: { item } }));
}

/** Three e-mails of which the demo model can tell what they are. */
export const MAILS: readonly IDataObject[] = [
	{
		id: 'm-1',
		subject: 'Your bill',
		unread: true,
		text: 'An invoice: please pay the bill by Friday.',
	},
	{
		id: 'm-2',
		subject: 'Thursday',
		unread: false,
		text: 'Can we have a meeting? Put it in the calendar.',
	},
	{
		id: 'm-3',
		subject: 'Reminder',
		unread: true,
		text: 'This is a payment reminder for your invoice.',
	},
];
