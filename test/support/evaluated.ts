import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runWorkflow } from '../../harness/n8n-engine/engine';

/** What an expression comes to for one item, or what n8n says instead. */
export type Evaluated = { readonly value: unknown } | { readonly thrown: string };

const START = 'Start';
const END = 'End';

/** Every `={{ … }}` of a node's parameters, however deep. */
export function expressionsOf(value: unknown): readonly string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [value] : [];
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap(expressionsOf)
		: [];
}

/** The nodes that an expression names, as in `$('Get Pages').item`. */
export function namedNodes(expression: string): readonly string[] {
	const quoted = [...expression.matchAll(/\$\((?:'|")(.+?)(?:'|")\)/g)];
	return [...new Set(quoted.map(([, name = '']) => name.replaceAll('\\', '')))];
}

/** An expression on n8n's own engine, for each item; the nodes that it names put the same items out. */
export async function evaluateOver(
	expression: string,
	items: readonly IDataObject[],
): Promise<readonly Evaluated[]> {
	const evaluated: Evaluated[] = [];
	const nodeTypes = {
		'test.start': stub(() => items.map((json) => ({ json }))),
		'test.pass': stub((context) => context.getInputData()),
		'test.end': stub((context) => {
			for (const index of items.keys()) evaluated.push(evaluate(context, expression, index));
			return [];
		}),
	};
	const names = [START, ...namedNodes(expression), END];
	const typeOf = (name: string): string =>
		name === START ? 'test.start' : name === END ? 'test.end' : 'test.pass';
	await runWorkflow(
		{
			name: 'A template',
			nodes: names.map((name) => ({
				id: name,
				name,
				type: typeOf(name),
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			})),
			connections: Object.fromEntries(
				names.slice(1).map((node, index) => {
					const wire = { node, type: NodeConnectionTypes.Main, index: 0 };
					return [names[index] ?? START, { main: [[wire]] }];
				}),
			),
		},
		{ nodeTypes, credentialTypes: [], credentials: {} },
		{ startNode: START },
	);
	return evaluated;
}

function evaluate(context: IExecuteFunctions, expression: string, index: number): Evaluated {
	try {
		return { value: context.evaluateExpression(expression.slice(1), index) };
	} catch (error) {
		return { thrown: String(error) };
	}
}

function stub(run: (context: IExecuteFunctions) => INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Stub',
			name: 'stub',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			return [run(this).map((item, index) => ({ ...item, pairedItem: { item: index } }))];
		},
	};
}
