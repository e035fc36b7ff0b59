import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type IConnections,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { WorkflowJson } from './support/real-n8n/workflow-json';

/** Every workflow that is shipped must open in n8n without a red mark: held to the nodes as they are. */
const FOLDER = 'workflows';
const OURS = 'n8n-nodes-offpeak.';
const NOTE = 'n8n-nodes-base.stickyNote';
/** Words of the code that must not be on a screen. */
const OUR_WORDS = /\b(shards?|requests?|engines?|outcomes?|transports?|plans?)\b/i;

/** n8n links an imported node to the credential of this name: for accounts, the name that n8n proposes. */
const CREDENTIAL_NAMES: Readonly<Record<string, string>> = {
	gmailOAuth2: 'Gmail account',
	googleDriveOAuth2Api: 'Google Drive account',
	notionApi: 'Notion account',
	offpeakApi: 'Offpeak local server',
	todoistApi: 'Todoist account',
};

const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const WORKFLOWS = FILES.map((file): readonly [string, WorkflowJson] => [
	file,
	JSON.parse(readFileSync(join(FOLDER, file), 'utf8')),
]);

/** The nodes of this package, by their type in a workflow. */
const descriptions = new Map<string, INodeTypeDescription>();

beforeAll(async () => {
	const manifest: { n8n: { nodes: string[] } } = JSON.parse(readFileSync('package.json', 'utf8'));
	for (const path of manifest.n8n.nodes) {
		const source = path.replace(/^dist\//, '../').replace(/\.js$/, '.ts');
		const classes: Record<string, new () => INodeType> = await import(source);
		for (const NodeClass of Object.values(classes)) {
			const { description } = new NodeClass();
			descriptions.set(OURS + description.name, description);
		}
	}
});

function ownNodes({ nodes }: WorkflowJson): readonly INode[] {
	return nodes.filter(({ type }) => type.startsWith(OURS)).map((node) => ({ id: '', ...node }));
}

/** The parameters that n8n keeps: those that the node has, and shows for these very settings. */
function keptParameters(node: INode, description: INodeTypeDescription): INodeParameters | null {
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
function wrongChoices(
	properties: readonly INodeProperties[],
	parameters: Readonly<Record<string, unknown>>,
): readonly string[] {
	return properties.flatMap(({ name, type, options = [] }): readonly string[] => {
		const value = parameters[name];
		if (value === undefined || String(value).startsWith('=')) return [];
		if (type === 'collection') {
			return wrongChoices(options.filter(isProperty), Object(value));
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

function wiresOf(connections: IConnections) {
	return Object.entries(connections).flatMap(([from, types]) =>
		(types['main'] ?? []).flatMap((wires, output) =>
			(wires ?? []).map(({ node, type, index }) => ({ from, output, to: node, type, index })),
		),
	);
}

it('finds every node of this package', () => {
	expect(descriptions.size).toBeGreaterThanOrEqual(4);
});

describe.each(WORKFLOWS)('%s', (file, workflow) => {
	const real = workflow.nodes.filter(({ type }) => type !== NOTE);

	it('has only nodes of n8n and of this package, each with a name of its own', () => {
		for (const { type } of real) {
			expect(type.startsWith('n8n-nodes-base.') || descriptions.has(type)).toBe(true);
		}
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(ownNodes(workflow)).not.toEqual([]);
	});

	it('sets only parameters that its nodes have and show', () => {
		for (const node of ownNodes(workflow)) {
			const description = descriptions.get(node.type);
			if (description === undefined) throw new Error(node.type);
			const { pollTimes, ...parameters } = node.parameters;
			expect(pollTimes === undefined || description.polling === true).toBe(true);
			expect(keptParameters(node, description)).toMatchObject(parameters);
		}
	});

	it('leaves nothing unset that its nodes need', () => {
		for (const node of ownNodes(workflow)) {
			const description = descriptions.get(node.type);
			const { properties = [] } = description ?? {};
			const issues = NodeHelpers.getNodeParametersIssues(properties, node, description ?? null);
			expect([node.name, issues]).toEqual([node.name, null]);
		}
	});

	it('chooses only what its nodes offer', () => {
		for (const node of ownNodes(workflow)) {
			const { properties = [] } = descriptions.get(node.type) ?? {};
			expect(wrongChoices(properties, node.parameters)).toEqual([]);
		}
	});

	it('wires outputs that are there to nodes that are there, and leaves no node alone', () => {
		const byName = new Map(real.map((node) => [node.name, node]));
		const wires = wiresOf(workflow.connections);
		for (const { from, output, to, type, index } of wires) {
			const source = byName.get(from);
			expect([from, to, source !== undefined, byName.has(to)]).toEqual([from, to, true, true]);
			expect(type).toBe('main');
			// Of n8n's own nodes, Merge alone has several inputs, and says how many.
			expect(index).toBeLessThan(Number(byName.get(to)?.parameters['numberInputs'] ?? 1));
			const outputs = descriptions.get(source?.type ?? '')?.outputs;
			if (Array.isArray(outputs)) expect(output).toBeLessThan(outputs.length);
		}
		const wired = new Set(wires.flatMap(({ from, to }) => [from, to]));
		expect(real.map(({ name }) => name).filter((name) => !wired.has(name))).toEqual([]);
	});

	it('runs as it is: sample data for what reads mail, the local server, and no key', () => {
		const pinned = Object.keys(workflow.pinData ?? {});
		expect(pinned.length).toBeGreaterThan(0);
		for (const name of pinned) expect(real.map((node) => node.name)).toContain(name);
		for (const { credentials } of workflow.nodes) {
			if (credentials === undefined) continue;
			for (const [type, { name }] of Object.entries(credentials)) {
				expect([type, name]).toEqual([type, CREDENTIAL_NAMES[type]]);
			}
		}
		expect(ownNodes(workflow).every(({ credentials }) => credentials !== undefined)).toBe(true);
		expect(JSON.stringify(workflow)).not.toMatch(/\bsk-[\w-]{8,}/);
	});

	it('teaches in notes, in words of the screen', () => {
		const notes = workflow.nodes.filter(({ type }) => type === NOTE);
		expect(notes.length).toBeGreaterThan(0);
		for (const { parameters } of notes) {
			const content = String(parameters['content']);
			expect(content).toMatch(/^## .+\n/);
			expect(content).not.toMatch(OUR_WORDS);
		}
	});

	it('is shown as a picture in the README beside it, under its own name', () => {
		const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
		const heading = `[${workflow.name}](${file})\n`;
		const section = readme.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
		for (const { name } of real) expect(section).toContain(name);
	});
});
