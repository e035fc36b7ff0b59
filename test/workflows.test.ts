import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import { expressionsOf, namedNodes } from './support/evaluated';
import {
	BASE,
	OURS,
	described,
	descriptionOf,
	keptParameters,
	knowsBaseNodes,
	loadOwnNodes,
	takenCredentials,
	wrongChoices,
} from './support/node-descriptions';
import type { NodeJson, WorkflowJson } from '../harness/real-n8n/workflow-json';
import { listWorkflowFiles, readWorkflow } from '../harness/shipped-workflows';
import { isErrorWire, namesInGoodCase, outputCount, wiresOf } from './support/workflow-wires';

/**
 * Every workflow that is shipped must open in n8n without a red mark: held to the nodes as they are. Those of
 * n8n itself are known where an n8n is installed (`node scripts/install-n8n.mjs`); test/e2e/templates-*.test.ts
 * run the same files on it.
 */
const FOLDER = 'workflows';
const NOTE = `${BASE}stickyNote`;
/** n8n remembers what it let through in runs by hand, too: there it must not be the job. */
const ONCE = "={{ $execution.mode === 'test' ? $execution.id : $json.id }}";
const TRIES_AGAIN = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 };
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

const WORKFLOWS = listWorkflowFiles().map((file) => [file, readWorkflow(file)] as const);

let ownTypes: readonly string[];

beforeAll(async () => {
	ownTypes = await loadOwnNodes();
});

function ownNodes({ nodes }: WorkflowJson): readonly NodeJson[] {
	return nodes.filter(({ type }) => type.startsWith(OURS));
}

/** A node is drawn a little above where it stands. */
const MARGIN = 20;

/** What a node or a note covers on the canvas; a node with its name below. */
function boxOf({ name, type, position: [x, y], parameters }: NodeJson) {
	const isNote = type === NOTE;
	const width = isNote ? Number(parameters['width']) : 100;
	const height = isNote ? Number(parameters['height']) : 125;
	const top = isNote ? y : y - MARGIN;
	return { name, isNote, left: x, top, right: x + width, bottom: y + height };
}

function areOverlapping(one: ReturnType<typeof boxOf>, other: ReturnType<typeof boxOf>): boolean {
	const isBeside = one.right <= other.left || other.right <= one.left;
	return !isBeside && one.top < other.bottom && other.top < one.bottom;
}

it('finds every node of this package', () => {
	expect(ownTypes.length).toBeGreaterThanOrEqual(4);
});

describe.each(WORKFLOWS)('%s', (file, workflow) => {
	const real = workflow.nodes.filter(({ type }) => type !== NOTE);

	it('has only nodes of n8n and of this package, each with a name of its own', () => {
		for (const { type } of real) {
			expect(type.startsWith(BASE) || ownTypes.includes(type)).toBe(true);
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
			// With the defaults: a field may hang on one that the file leaves out.
			const filled = { ...node, parameters: keptParameters(node, description) ?? {} };
			const { properties } = description;
			const issues = NodeHelpers.getNodeParametersIssues(properties, filled, description);
			expect([node.name, issues]).toEqual([node.name, null]);
		}
	});

	it('chooses only what its nodes offer', () => {
		for (const [node, description] of described(workflow)) {
			expect([node.name, wrongChoices(node, description)]).toEqual([node.name, []]);
		}
	});

	it('uses nodes that n8n has, each with one credential that it takes, if it takes any', () => {
		if (!knowsBaseNodes) return;
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
			for (const name of namedNodes(expression)) expect(names).toContain(name);
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
			if (source === undefined || isErrorWire(source, output, workflow)) continue;
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

	it('starts once for each job that ends from publishing on, and in a run by hand each time', () => {
		const wires = wiresOf(workflow.connections);
		for (const trigger of real.filter(({ type }) => type === `${OURS}batchTrigger`)) {
			// Or the sample data of every try would be mailed and saved on publishing.
			expect(trigger.parameters['options']).toEqual({ lookBackHours: 0 });
			const next = wires.filter(({ from }) => from === trigger.name).map(({ to }) => to);
			const nodes = real.filter(({ name }) => next.includes(name));
			expect(nodes).toMatchObject([
				{ type: `${BASE}removeDuplicates`, parameters: { dedupeValue: ONCE } },
			]);
		}
	});

	it('outlives a provider that is out of reach for a while', () => {
		const triggered = real.some(({ type }) => type === `${OURS}batchTrigger`);
		const poll = real.find(({ name }) => name === 'Poll Batch');
		const stillRunning = wiresOf(workflow.connections).filter(
			({ from, output }) => from === poll?.name && output === 0,
		);
		// Each Job Once has ticked the job off by then: a failed run would be the end of it.
		if (triggered) expect(stillRunning).toMatchObject([{ to: poll?.name }]);
		const waits = stillRunning.some(({ to }) => to === poll?.name);
		if (poll !== undefined && !waits) expect(poll).toMatchObject(TRIES_AGAIN);
		for (const node of real.filter(({ parameters }) => parameters['operation'] === 'deleteFiles')) {
			expect(node).toMatchObject(TRIES_AGAIN);
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

	it('keeps its notes clear of its nodes and of each other', () => {
		const boxes = workflow.nodes.map(boxOf);
		for (const [index, box] of boxes.entries()) {
			if (!box.isNote) continue;
			const over = boxes.filter((other, at) => at !== index && areOverlapping(box, other));
			expect([box.name, over.map(({ name }) => name)]).toEqual([box.name, []]);
		}
	});

	it('is shown as a picture in the README beside it, under its own name', () => {
		const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
		const heading = `[${workflow.name}](${file})\n`;
		const section = readme.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
		for (const { name } of real) expect(section).toContain(name);
	});
});
