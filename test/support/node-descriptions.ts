import { readFileSync } from 'node:fs';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readBaseDescriptions } from '../../harness/real-n8n/installation';
import type { NodeJson, WorkflowJson } from '../../harness/real-n8n/workflow-json';

/** What n8n knows of the nodes of a workflow: ours as they are, its own where an n8n is installed. */
export const OURS = 'n8n-nodes-offpeak.';
export const BASE = 'n8n-nodes-base.';

/** The nodes of this package, by their type in a workflow. */
const own = new Map<string, INodeTypeDescription>();
const base = readBaseDescriptions();
export const knowsBaseNodes = base.length > 0;

/** Resolves with the types of the nodes of this package. */
export async function loadOwnNodes(): Promise<readonly string[]> {
	const manifest: { n8n: { nodes: string[] } } = JSON.parse(readFileSync('package.json', 'utf8'));
	for (const path of manifest.n8n.nodes) {
		const source = path.replace(/^dist\//, '../../').replace(/\.js$/, '.ts');
		const classes: Record<string, new () => INodeType> = await import(source);
		for (const NodeClass of Object.values(classes)) {
			const { description } = new NodeClass();
			own.set(OURS + description.name, description);
		}
	}
	return [...own.keys()];
}

export function ownDescriptionOf(type: string): INodeTypeDescription | undefined {
	return own.get(type);
}

/** What describes a node in its version; nothing for n8n's own where no n8n is installed. */
export function descriptionOf({ type, typeVersion }: NodeJson): INodeTypeDescription | undefined {
	if (!type.startsWith(BASE)) return own.get(type);
	return base.find(
		({ name, version }) => BASE + name === type && [version].flat().includes(typeVersion),
	);
}

/** The nodes that can be held to a description, each with it. */
export function described({
	nodes,
}: WorkflowJson): readonly (readonly [INode, INodeTypeDescription])[] {
	return nodes.flatMap((node) => {
		const description = descriptionOf(node);
		return description === undefined ? [] : [[{ id: '', ...node }, description] as const];
	});
}

/** The credentials that n8n asks for with these very settings. */
export function takenCredentials(
	node: INode,
	description: INodeTypeDescription,
): readonly string[] {
	const parameters = keptParameters(node, description) ?? {};
	return (description.credentials ?? [])
		.filter((one) => NodeHelpers.displayParameter(parameters, one, node, description))
		.map(({ name }) => name);
}

/** The parameters that n8n keeps: those that the node has, and shows for these very settings. */
export function keptParameters(
	node: INode,
	description: INodeTypeDescription,
): INodeParameters | null {
	return NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
}

/** Fields with a list of choices whose value is none of them, as `noMatch: never`. */
export function wrongChoices(node: INode, description: INodeTypeDescription): readonly string[] {
	const shown = description.properties.filter((property) =>
		NodeHelpers.displayParameter(node.parameters, property, node, description),
	);
	return notOffered(shown, node.parameters);
}

function notOffered(
	properties: readonly INodeProperties[],
	parameters: Readonly<Record<string, unknown>>,
): readonly string[] {
	return properties.flatMap(({ name, type, options = [] }): readonly string[] => {
		const value = parameters[name];
		if (value === undefined || String(value).startsWith('=')) return [];
		if (type === 'collection') {
			return notOffered(options.filter(isProperty), Object(value));
		}
		if (type !== 'options' && type !== 'multiOptions') return [];
		const offered = options.flatMap((option) => ('value' in option ? [option.value] : []));
		return [value]
			.flat()
			.filter((choice) => !offered.some((value) => value === choice))
			.map((choice) => `${name}: ${String(choice)}`);
	});
}

function isProperty(
	option: NonNullable<INodeProperties['options']>[number],
): option is INodeProperties {
	return 'type' in option;
}
