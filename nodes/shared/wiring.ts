import { NodeConnectionTypes, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { readList, readObject } from '../../core';

const OUTPUT = { running: 0, failed: 2 } as const;

export interface Wiring {
	/** How *Still Running* comes back: straight into this node, through others (a Wait), or not at all. */
	readonly loop: 'straight' | 'through' | 'none';
	readonly isFailedWired: boolean;
}

/** n8n's Loop Over Items: what reaches it does not come on from there, the next of its own items does. */
const LOOP_OVER_ITEMS = 'n8n-nodes-base.splitInBatches';

/** Wiring decides how this node waits, so it is read at every run. */
export function readWiring(context: IExecuteFunctions): Wiring {
	const self = context.getNode().name;
	const children = context.getChildNodes(self).map(({ name }) => name);
	const after = [...new Set([self, ...children])];
	const isWired = (output: number) => (name: string) =>
		wiresInto(context, name).some((wire) => wire.source === self && wire.output === output);
	const next = after.filter(isWired(OUTPUT.running));
	const before = leadingTo(context, self);
	return {
		loop: next.includes(self)
			? 'straight'
			: next.some((name) => before.has(name))
				? 'through'
				: 'none',
		isFailedWired: after.some(isWired(OUTPUT.failed)),
	};
}

/** The nodes whose items come on to this one. */
function leadingTo(context: IExecuteFunctions, self: string): ReadonlySet<string> {
	const types = new Map(context.getParentNodes(self).map(({ name, type }) => [name, type]));
	const found = new Set<string>();
	const open = [self];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		for (const { source } of wiresInto(context, name)) {
			if (found.has(source) || types.get(source) === LOOP_OVER_ITEMS) continue;
			found.add(source);
			open.push(source);
		}
	}
	return found;
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

interface IncomingWire {
	readonly source: string;
	readonly output: number;
}

function wiresInto(context: IExecuteFunctions, destination: string): readonly IncomingWire[] {
	if (!hasConnections(context)) return [];
	const inputs = readList(context.getConnections({ name: destination }, NodeConnectionTypes.Main));
	return (inputs ?? []).flatMap((wires) =>
		(readList(wires) ?? []).flatMap((wire): readonly IncomingWire[] => {
			const { node: source, index: output } = readObject(wire) ?? {};
			return typeof source === 'string' && typeof output === 'number' ? [{ source, output }] : [];
		}),
	);
}

/** What a node does whose answers are not there yet. A `hint` tells the user how to wait. */
export type Wait =
	| { readonly how: 'park' }
	/** What leaves on *Still Running* comes back through other nodes. */
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
 * results that are there already, and spin for ever under *On Error → Continue*. So it is not heeded.
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
