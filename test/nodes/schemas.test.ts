import { readFileSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { isJsonObject, readList, readObject } from '../../core';
import { BatchTrigger } from '../../nodes/BatchTrigger/BatchTrigger.node.ts';
import {
	CATEGORIZE,
	DONE,
	FAILED,
	MAILS,
	POLL,
	RUNNING,
	SUBMIT,
	categorizeNode,
	pollNode,
	submitNode,
} from '../support/nodes/canvas';
import { sendForeignBatch } from '../support/nodes/foreign';
import { closeHosts, startHost } from '../support/nodes/host';
import { chargeForLocalModels } from '../support/nodes/prices';
import { run } from '../support/nodes/run';
import { speedUpSleeps } from '../support/nodes/sleeps';
import { submitAndPoll } from '../support/nodes/submit';
import { ActiveTrigger } from '../support/nodes/trigger';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
	chargeForLocalModels();
});
afterEach(async () => {
	time.restore();
	jest.restoreAllMocks();
	await closeHosts();
});

/** No field of the item's own comes along. */
const BARE = [...MAILS.map(({ text }) => ({ text })), { text: 'Zebras graze.' }];
const NO_KEPT = { keepFields: 'none' };

/** One of each kind of answer whose fields the user does not name. */
const TASKS: readonly INodeParameters[] = [
	{ options: { ...NO_KEPT, reviewBelow: 0.6 } },
	{ allowSeveral: true, options: NO_KEPT },
	{ task: 'summarize', style: 'actions', options: NO_KEPT },
	{ task: 'custom', prompt: 'Who writes?', options: NO_KEPT },
	{ noMatch: 'fail', options: { ...NO_KEPT, emptyText: 'skip' } },
];

const SUBMITS: readonly INodeParameters[] = [
	{},
	{ when: 'background' },
	{ run: 'estimate' },
	...TASKS.map((task) => ({ ...task, when: 'now' })),
];

async function submitAll(): Promise<readonly IDataObject[]> {
	const host = await startHost();
	const all: IDataObject[] = [];
	for (const [index, parameters] of SUBMITS.entries()) {
		const { jsonOf } = await run(host.engine, {
			nodes: [submitNode(parameters)],
			items: BARE,
			executionId: String(index),
		});
		all.push(...jsonOf(SUBMIT));
	}
	return all;
}

async function categorizeAll(): Promise<readonly IDataObject[]> {
	const host = await startHost();
	const all: IDataObject[] = [];
	for (const task of TASKS) {
		const { jsonOf } = await run(host.engine, { nodes: [categorizeNode(task)], items: BARE });
		for (const json of [...jsonOf(CATEGORIZE, DONE), ...jsonOf(CATEGORIZE, FAILED)]) {
			// The item's own field, which stays beside the answer.
			delete json['text'];
			all.push(json);
		}
	}
	return all;
}

async function trigger(): Promise<readonly IDataObject[]> {
	const host = await startHost();
	await run(host.engine, { nodes: [submitNode()] });
	await sendForeignBatch(host);
	await host.finishJobs();
	const parameters = { options: { includeOthers: true } };
	const items = await new ActiveTrigger(new BatchTrigger(), host.engine, { parameters }).poll();
	return (items ?? []).map(({ json }) => json);
}

/** What leaves Poll Batch on an output, a minute after the job was sent. */
async function poll(parameters: INodeParameters, output = DONE): Promise<readonly IDataObject[]> {
	const host = await startHost({ holdAnswers: output === RUNNING });
	const submitted = await run(host.engine, { nodes: [submitNode()], items: BARE });
	if (output !== RUNNING) await host.finishJobs();
	const { jsonOf } = await run(host.engine, {
		nodes: [pollNode(parameters)],
		items: submitted.jsonOf(SUBMIT),
		executionId: '2',
	});
	return jsonOf(POLL, output);
}

async function getResults(): Promise<readonly IDataObject[]> {
	const all: IDataObject[] = [];
	for (const task of TASKS) {
		const { jsonOf } = await submitAndPoll(task, { items: BARE });
		all.push(...jsonOf(POLL, DONE), ...jsonOf(POLL, FAILED));
	}
	const failing = { noMatch: 'fail', options: { reviewBelow: 1 } };
	const report = await submitAndPoll(failing, {
		nodes: [submitNode(failing), pollNode({ resultsAs: 'report' })],
		items: BARE,
	});
	return [
		...all,
		...report.jsonOf(POLL, DONE),
		...(await poll({ resultsAs: 'file' })),
		...(await poll({}, RUNNING)),
	];
}

/** The fields of a schema as `a.b`, with their type; what is in a list as `a[].b`. */
function fieldsOf(schema: unknown, path = ''): readonly (readonly [path: string, type: string])[] {
	const { type, properties, items } = readObject(schema) ?? {};
	const own = path === '' ? [] : [[path, String(type)] as const];
	const inside = Object.entries(readObject(properties) ?? {}).flatMap(([name, field]) =>
		fieldsOf(field, path === '' ? name : `${path}.${name}`),
	);
	return [...own, ...inside, ...(items === undefined ? [] : fieldsOf(items, `${path}[]`))];
}

/** The fields of an output, written alike. */
function fieldsIn(value: unknown, path = ''): readonly (readonly [path: string, type: string])[] {
	const list = readList(value);
	const type = list === undefined ? typeof value : 'array';
	const own = path === '' || value === null ? [] : [[path, type] as const];
	if (list !== undefined) return [...own, ...list.flatMap((entry) => fieldsIn(entry, `${path}[]`))];
	if (!isJsonObject(value)) return own;
	const inside = Object.entries(value).flatMap(([name, field]) =>
		fieldsIn(field, path === '' ? name : `${path}.${name}`),
	);
	return [...own, ...inside];
}

/** The local server has no dashboard: the field is `null`. */
const NOT_HERE = 'dashboardUrl: string';

const NODES: ReadonlyArray<
	readonly [file: string, outputs: () => Promise<readonly IDataObject[]>]
> = [
	['SubmitBatch/__schema__/v1.0.0.json', submitAll],
	['CategorizeAsync/__schema__/v1.0.0.json', categorizeAll],
	['BatchTrigger/__schema__/v1.0.0.json', trigger],
	['PollBatch/__schema__/v1.0.0/getResults.json', getResults],
	['PollBatch/__schema__/v1.0.0/getMany.json', () => poll({ operation: 'getMany' })],
	['PollBatch/__schema__/v1.0.0/cancel.json', () => poll({ operation: 'cancel' })],
	['PollBatch/__schema__/v1.0.0/deleteFiles.json', () => poll({ operation: 'deleteFiles' })],
];

describe('the fields that n8n offers before a node has run', () => {
	it.each(NODES)(
		'are those that leave it, with their types: %s',
		async (file, outputs) => {
			const fields = fieldsOf(JSON.parse(readFileSync(`nodes/${file}`, 'utf8')));
			const jsons = await outputs();
			const seen = new Set(
				jsons.flatMap((json) => fieldsIn(json)).map((field) => field.join(': ')),
			);
			const promised = fields
				.map((field) => field.join(': '))
				.filter((field) => field !== NOT_HERE);
			expect(promised.filter((field) => !seen.has(field))).toEqual([]);
			const offered = new Set(fields.map(([path]) => path));
			const names = new Set(jsons.flatMap((json) => Object.keys(json)));
			expect([...names].filter((name) => !offered.has(name))).toEqual([]);
		},
		30_000,
	);
});
