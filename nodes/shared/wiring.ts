import { NodeConnectionTypes, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { readList, readObject } from '../../core';

const OUTPUT = { running: 0, failed: 2 } as const;

export interface Wiring {
	/** How *Still Running* comes back: straight into this node, through others (a Wait), or not at all. */
	readonly loop: 'straight' | 'through' | 'none';
	readonly isFailedWired: boolean;
}

/** Wiring decides how this node waits, so it is read at every run. */
export function readWiring(context: IExecuteFunctions): Wiring {
	const self = context.getNode().name;
	const before = new Set(context.getParentNodes(self).map(({ name }) => name));
	const children = context.getChildNodes(self).map(({ name }) => name);
	const after = [...new Set([self, ...children])];
	const next = after.filter((name) => isWired(context, self, OUTPUT.running, name));
	return {
		loop: next.includes(self)
			? 'straight'
			: next.some((name) => before.has(name))
				? 'through'
				: 'none',
		isFailedWired: after.some((name) => isWired(context, self, OUTPUT.failed, name)),
	};
}

/**
 * `getChildNodes` leaves a direct self-edge out, so the connections themselves are read. The method is on
 * n8n's execution context (2.41.1, `node-execution-context.js`) but not in its types.
 */
interface HasConnections {
	getConnections(destination: Pick<INode, 'name'>, type: string): unknown;
}

function hasConnections(context: object): context is HasConnections {
	return 'getConnections' in context && typeof context.getConnections === 'function';
}

function isWired(
	context: IExecuteFunctions,
	source: string,
	output: number,
	destination: string,
): boolean {
	if (!hasConnections(context)) return false;
	const inputs = readList(context.getConnections({ name: destination }, NodeConnectionTypes.Main));
	return (inputs ?? []).some((wires) =>
		(readList(wires) ?? []).some((wire) => {
			const connection = readObject(wire);
			return connection?.['node'] === source && connection['index'] === output;
		}),
	);
}

/** What a node does whose answers are not there yet. A `hint` tells the user how to wait. */
export type Wait =
	| { readonly how: 'park' }
	/** What leaves on *Still Running* comes round again through other nodes. */
	| { readonly how: 'loop'; readonly mayPark: boolean }
	/** It leaves for good. */
	| { readonly how: 'leave'; readonly hint: string }
	/** It would be back at once, without end: it must not leave at all. */
	| { readonly how: 'refuse'; readonly hint: string };

/**
 * Whether an agent has called this node. n8n 2.41.1 says so itself only where the agent runs it; where its
 * engine does, the node's type, which for an agent ends in *Tool*, is all that tells.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution() || context.getNode().type.endsWith('Tool');
}

/** Parks only where the result cannot be lost. */
export function chooseWait(context: IExecuteFunctions, { loop }: Wiring): Wait {
	if (isTool(context)) {
		return { how: 'leave', hint: 'As a tool it cannot wait: ask again later.' };
	}
	if (loop === 'none') {
		return {
			how: 'leave',
			hint: 'To wait for it here, drag a wire from the output Still Running back into this node’s own input. It then waits by itself, for hours if need be.',
		};
	}
	if (isStepRun(context)) {
		return {
			how: 'leave',
			hint: 'Execute step looks once and cannot wait: use Execute workflow for that.',
		};
	}
	const mayPark = !(Number(context.getWorkflowSettings().executionTimeout ?? 0) > 0);
	if (loop === 'through') return { how: 'loop', mayPark };
	return mayPark
		? { how: 'park' }
		: {
				how: 'refuse',
				hint: 'This workflow has a timeout, which would end the wait and lose the results: remove it in the workflow’s settings, or collect the results in a second workflow.',
			};
}

/**
 * *Always Output Data* puts an empty item on output 0 where nothing leaves there: into the loop, beside
 * results that are there already, and round for ever under *On Error → Continue*. So it is not heeded.
 */
export function ignoreAlwaysOutputData(context: IExecuteFunctions): void {
	context.getExecuteData().node.alwaysOutputData = false;
}

/** Whether the run ends at this node (Execute step). The run's data is on n8n's context, not in its types. */
function isStepRun(context: IExecuteFunctions): boolean {
	const run = 'runExecutionData' in context ? readObject(context.runExecutionData) : undefined;
	const destination = readObject(run?.['startData'])?.['destinationNode'];
	const name = readObject(destination)?.['nodeName'] ?? destination;
	return name === context.getNode().name;
}
