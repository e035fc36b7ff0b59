import type { INode, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { readList, readObject } from '../../../core';
import type { EngineOptions } from '../../../harness/n8n-engine/engine';
import { AGENT, agentNode, passThrough } from './canvas';
import { run, type Finished, type RunRequest } from './run';

/** How an agent calls its tools: in its own run, or by asking n8n's engine to run them (n8n's newer agents). */
export const WAYS = ['in its own run', 'through the engine'] as const;
type Way = (typeof WAYS)[number];

/** An agent without a model: it calls its one tool so often, and puts out what it is told last. */
function agent(way: Way, calls: number): INodeType {
	const description: INodeTypeDescription = {
		...passThrough.description,
		displayName: AGENT,
		name: 'agent',
		inputs: ['main', 'ai_tool'],
	};
	if (way === 'in its own run') {
		return {
			description,
			async execute() {
				const tools = readList(await this.getInputConnectionData('ai_tool', 0));
				const tool = readObject(tools?.[0]);
				const invoke = tool?.['invoke'];
				if (typeof invoke !== 'function') throw new Error('n8n gave the agent no tool.');
				for (let call = 1; call < calls; call += 1) await Reflect.apply(invoke, tool, [{}]);
				const answer: unknown = JSON.parse(String(await Reflect.apply(invoke, tool, [{}])));
				return [(readList(answer) ?? [answer]).map((json) => ({ json: { ...Object(json) } }))];
			},
		};
	}
	return {
		description,
		async execute(response) {
			const [told] = response?.actionResponses ?? [];
			const call = Number(Object(response?.metadata).call ?? 0) + 1;
			if (told !== undefined && call > calls) return [told.data.data?.['ai_tool']?.[0] ?? []];
			const [nodeName = ''] = this.getParentNodes(AGENT, { connectionType: 'ai_tool' }).map(
				({ name }) => name,
			);
			const action = {
				nodeName,
				input: {},
				type: 'ai_tool',
				id: `call_${call}`,
				metadata: {},
			} as const;
			return { actions: [{ actionType: 'ExecutionNodeAction', ...action }], metadata: { call } };
		},
	};
}

/** The nodes as n8n offers them to an agent (2.41.1, `convertNodeToAiTool`): another type, one output. */
function withTools(engine: EngineOptions, way: Way, calls: number): EngineOptions {
	const tools = Object.entries(engine.nodeTypes).flatMap(([name, nodeType]) => {
		if (nodeType.description.usableAsTool !== true) return [];
		const description = { ...nodeType.description, inputs: [], outputs: ['ai_tool'] as const };
		const tool = Object.create(nodeType, { description: { value: description } });
		return [[`${name}Tool`, tool] as const];
	});
	return {
		...engine,
		nodeTypes: { ...engine.nodeTypes, ...Object.fromEntries(tools), agent: agent(way, calls) },
	};
}

/** Lets an agent call this node, once unless told: what the agent is told last leaves on its output. */
export async function callTool(
	engine: EngineOptions,
	way: Way,
	node: INode,
	{ calls = 1, ...request }: Partial<RunRequest> & { readonly calls?: number } = {},
): Promise<Finished> {
	return await run(withTools(engine, way, calls), {
		nodes: [agentNode(), { ...node, type: `${node.type}Tool` }],
		wires: [[node.name, AGENT, 'ai_tool']],
		...request,
	});
}
