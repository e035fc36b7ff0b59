import { ExecuteContext } from 'n8n-core';
import type { INodeProperties, INodeType } from 'n8n-workflow';
import { runWorkflow, type EngineOptions } from '../../../harness/n8n-engine/engine';
import { START, asItems, draw, passThrough, probeNode } from './canvas';

/**
 * Does `work` in a running node, with the context that n8n gives it: from there the other contexts of n8n
 * (of a list, of a credential test) can be made as n8n makes them.
 */
export async function runInside<T>(
	engine: EngineOptions,
	work: (context: ExecuteContext) => Promise<T>,
	properties: INodeProperties[] = [],
): Promise<T> {
	const runs: Promise<T>[] = [];
	const probe: INodeType = {
		description: {
			...passThrough.description,
			credentials: [{ name: 'offpeakApi', required: true }],
			properties,
		},
		async execute() {
			if (!(this instanceof ExecuteContext)) throw new Error('n8n gave another context.');
			const running = work(this);
			runs.push(running);
			await running.catch(() => undefined);
			return [[]];
		},
	};
	await runWorkflow(
		draw({ nodes: [probeNode()] }),
		{ ...engine, nodeTypes: { ...engine.nodeTypes, probe } },
		{ startNode: START, pinData: { [START]: asItems([{}]) } },
	);
	const [running] = runs;
	if (running === undefined) throw new Error('The probe did not run.');
	return await running;
}
