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
import { readBaseDescriptions } from './support/real-n8n/installation';
import type { WorkflowJson } from './support/real-n8n/workflow-json';

/**
 * Every workflow that is shipped must open in n8n without a red mark: held to the nodes as they are. Those of
 * n8n itself are known where an n8n is installed (`node scripts/install-n8n.mjs`); test/e2e/templates-*.test.ts
 * run the same files on it.
 */
const FOLDER = 'workflows';
const OURS = 'n8n-nodes-offpeak.';
const BASE = 'n8n-nodes-base.';
const NOTE = `${BASE}stickyNote`;
/** Words of the code that must not be on a screen. */
const OUR_WORDS = /\b(shards?|requests?|engines?|outcomes?|transports?|plans?)\b/i;

/** n8n links an imported node to the credential of this name: for accounts, the name that n8n proposes. */
const CREDENTIAL_NAMES: Readonly<Record<string, string>> = {
	gmailOAuth2: 'Gmail account',
	googleCalendarOAuth2Api: 'Google Calendar account',
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
const baseDescriptions = readBaseDescriptions();

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

type NodeJson = WorkflowJson['nodes'][number];

/** What describes a node in its version; nothing for n8n's own where no n8n is installed. */
function descriptionOf({ type, typeVersion }: NodeJson): INodeTypeDescription | undefined {
	if (!type.startsWith(BASE)) return descriptions.get(type);
	return baseDescriptions.find(
		({ name, version }) => BASE + name === type && [version].flat().includes(typeVersion),
	);
}

/** The nodes that can be held to a description, each with it. */
function described({ nodes }: WorkflowJson): readonly (readonly [INode, INodeTypeDescription])[] {
	return nodes.flatMap((node) => {
		const description = descriptionOf(node);
		return description === undefined ? [] : [[{ id: '', ...node }, description] as const];
	});
}

/** The credentials that n8n asks for with these very settings. */
function takenCredentials(node: INode, description: INodeTypeDescription): readonly string[] {
	const parameters = keptParameters(node, description) ?? {};
	return (description.credentials ?? [])
		.filter((one) => NodeHelpers.displayParameter(parameters, one, node, description))
		.map(({ name }) => name);
}

/** Every `={{ … }}` of a node, however deep. */
function expressionsOf(value: unknown): readonly string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [value] : [];
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap(expressionsOf)
		: [];
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

function isShown(property: INodeProperties, node: INode): boolean {
	return NodeHelpers.displayParameter(node.parameters, property, node, descriptionOf(node) ?? null);
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

/** How many outputs a node has, but for that of errors; unknown where they depend on its settings. */
function outputCount(node: NodeJson): number | undefined {
	const outputs = descriptionOf(node)?.outputs ?? ['main'];
	return Array.isArray(outputs) ? outputs.length : undefined;
}

function isErrorWire(source: NodeJson, output: number): boolean {
	return source.onError === 'continueErrorOutput' && output === outputCount(source);
}

/** What runs as long as nothing fails: all but what hangs on outputs of errors alone. */
function namesInGoodCase({ nodes, connections }: WorkflowJson): ReadonlySet<string> {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const wires = wiresOf(connections).filter(({ from, output }) => {
		const source = byName.get(from);
		return source !== undefined && !isErrorWire(source, output);
	});
	const entered = new Set(wiresOf(connections).map(({ to }) => to));
	const reached = new Set([...byName.keys()].filter((name) => !entered.has(name)));
	// A set is walked to its end, also through what is added on the way.
	for (const name of reached) {
		for (const { from, to } of wires) if (from === name) reached.add(to);
	}
	return reached;
}

it('finds every node of this package', () => {
	expect(descriptions.size).toBeGreaterThanOrEqual(4);
});

describe.each(WORKFLOWS)('%s', (file, workflow) => {
	const real = workflow.nodes.filter(({ type }) => type !== NOTE);

	it('has only nodes of n8n and of this package, each with a name of its own', () => {
		for (const { type } of real) {
			expect(type.startsWith(BASE) || descriptions.has(type)).toBe(true);
		}
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(ownNodes(workflow)).not.toEqual([]);
	});

	it('sets only parameters that its nodes have and show', () => {
		for (const [node, description] of described(workflow)) {
			const { pollTimes, ...parameters } = node.parameters;
			expect(pollTimes === undefined || description.polling === true).toBe(true);
			expect([node.name, keptParameters(node, description)]).toMatchObject([node.name, parameters]);
		}
	});

	it('leaves nothing unset that its nodes need', () => {
		for (const [node, description] of described(workflow)) {
			const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
			expect([node.name, issues]).toEqual([node.name, null]);
		}
	});

	it('chooses only what its nodes offer', () => {
		for (const [node, { properties }] of described(workflow)) {
			const shown = properties.filter((property) => isShown(property, node));
			expect([node.name, wrongChoices(shown, node.parameters)]).toEqual([node.name, []]);
		}
	});

	it('uses nodes that n8n has, each with one credential that it takes, if it takes any', () => {
		if (baseDescriptions.length === 0) return;
		for (const node of workflow.nodes) {
			expect([node.name, descriptionOf(node)?.name]).toEqual([node.name, node.type.split('.')[1]]);
		}
		for (const [node, description] of described(workflow)) {
			const named = Object.keys(node.credentials ?? {});
			expect([node.name, named]).toEqual([node.name, takenCredentials(node, description)]);
		}
	});

	it('names only nodes that are there in its expressions', () => {
		const names = real.map(({ name }) => name);
		for (const expression of real.flatMap(({ parameters }) => expressionsOf(parameters))) {
			expect(expression.split('{{')).toHaveLength(expression.split('}}').length);
			for (const [, quoted = ''] of expression.matchAll(/\$\((?:'|")(.+?)(?:'|")\)/g)) {
				expect(names).toContain(quoted.replaceAll('\\', ''));
			}
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
			if (source === undefined || isErrorWire(source, output)) continue;
			expect(output).toBeLessThan(outputCount(source) ?? Infinity);
		}
		const wired = new Set(wires.flatMap(({ from, to }) => [from, to]));
		expect(real.map(({ name }) => name).filter((name) => !wired.has(name))).toEqual([]);
	});

	it('runs as it is: sample data for what reads mail, the local server, and no key', () => {
		const pinned = Object.keys(workflow.pinData ?? {});
		const runs = namesInGoodCase(workflow);
		const needsAccount = real.filter(
			({ name, credentials, type }) =>
				credentials !== undefined && type.startsWith(BASE) && runs.has(name),
		);
		for (const { name } of needsAccount) expect(pinned).toContain(name);
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

	it('needs no script', () => {
		for (const { type } of real) expect(type).not.toMatch(/\.(code|function|functionItem)$/);
	});

	it('deletes at the provider what it sent, when that is e-mail, as its last step', () => {
		const readsMail = real.some(
			({ type, parameters }) => type === `${BASE}gmail` && parameters['operation'] === 'getAll',
		);
		const last = real.filter(({ name }) => workflow.connections[name] === undefined);
		const deletes = last.filter(({ parameters }) => parameters['operation'] === 'deleteFiles');
		expect(deletes).toHaveLength(readsMail ? 1 : deletes.length);
	});

	it('tells each finished job from its repetition', () => {
		const wires = wiresOf(workflow.connections);
		for (const trigger of real.filter(({ type }) => type === `${OURS}batchTrigger`)) {
			const next = wires.filter(({ from }) => from === trigger.name).map(({ to }) => to);
			const nodes = real.filter(({ name }) => next.includes(name));
			expect(nodes).toMatchObject([
				{ type: `${BASE}removeDuplicates`, parameters: { dedupeValue: '={{ $json.id }}' } },
			]);
		}
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
