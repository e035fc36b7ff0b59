import type { IConnections } from 'n8n-workflow';
import { descriptionOf } from './node-descriptions';
import type { NodeJson, WorkflowJson } from '../../harness/real-n8n/workflow-json';

/** Every wire of a workflow. */
export function wiresOf(connections: IConnections) {
	return Object.entries(connections).flatMap(([from, types]) =>
		(types['main'] ?? []).flatMap((wires, output) =>
			(wires ?? []).map(({ node, type, index }) => ({ from, output, to: node, type, index })),
		),
	);
}

/** How many outputs a node has, but for that of errors; unknown where settings decide or no n8n is installed. */
export function outputCount(node: NodeJson): number | undefined {
	const outputs = descriptionOf(node)?.outputs;
	return Array.isArray(outputs) ? outputs.length : undefined;
}

/** The output of errors comes last. */
export function isErrorWire(
	source: NodeJson,
	output: number,
	{ connections }: WorkflowJson,
): boolean {
	const wired = connections[source.name]?.['main']?.length ?? 0;
	const last = outputCount(source) ?? wired - 1;
	return source.onError === 'continueErrorOutput' && output === last;
}

/** What runs as long as nothing fails: all but what hangs on outputs of errors alone. */
export function namesInGoodCase(workflow: WorkflowJson): ReadonlySet<string> {
	const { nodes, connections } = workflow;
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const wires = wiresOf(connections).filter(({ from, output }) => {
		const source = byName.get(from);
		return source !== undefined && !isErrorWire(source, output, workflow);
	});
	const entered = new Set(wiresOf(connections).map(({ to }) => to));
	const reached = new Set([...byName.keys()].filter((name) => !entered.has(name)));
	// A set is walked to its end, also through what is added on the way.
	for (const name of reached) {
		for (const { from, to } of wires) if (from === name) reached.add(to);
	}
	return reached;
}
