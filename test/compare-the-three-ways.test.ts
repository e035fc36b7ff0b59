import type { IDataObject, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';
import { runWorkflow } from '../harness/n8n-engine/engine';
import { passThrough } from './support/nodes/canvas';
import { closeHosts, engineFor, startHost, type Host } from './support/nodes/host';
import { readWorkflow } from '../harness/shipped-workflows';

/** The shipped workflow as it is, on n8n's engine; only n8n's own nodes are stood in for. */
const FILE = 'compare-the-three-ways.json';
const WAYS = ['Now', 'In Minutes', 'Within 24 Hours'];

/** As n8n's Edit Fields: one field for each assignment, its expression evaluated by the engine. */
const editFields: INodeType = {
	description: {
		...passThrough.description,
		displayName: 'Edit Fields',
		name: 'set',
		properties: [
			{
				displayName: 'Fields to Set',
				name: 'assignments',
				type: 'assignmentCollection',
				default: {},
			},
		],
	},
	async execute() {
		const items = this.getInputData().map((_, item): INodeExecutionData => {
			const assignments: unknown = this.getNodeParameter('assignments.assignments', item);
			const fields = [assignments].flat().map((entry) => {
				const { name, value } = Object(entry);
				return [String(name), value];
			});
			return { json: Object.fromEntries(fields), pairedItem: { item } };
		});
		return [items];
	},
};

/** As n8n's Merge in the mode Append, with three inputs. */
const merge: INodeType = {
	description: {
		...passThrough.description,
		displayName: 'Merge',
		name: 'merge',
		inputs: ['main', 'main', 'main'],
	},
	async execute() {
		return [[0, 1, 2].flatMap((input) => this.getInputData(input))];
	},
};

afterEach(closeHosts);

async function runIt(host: Host): Promise<{ readonly run: IRun; readonly parks: number }> {
	const { nodeTypes, ...rest } = engineFor(host.baseUrl);
	const workflow = readWorkflow(FILE);
	const pinned: Readonly<Record<string, INodeExecutionData[]>> = Object(workflow.pinData);
	let parks = 0;
	const run = await runWorkflow(
		{
			...workflow,
			nodes: workflow.nodes.map((node, index) => ({ id: String(index), ...node })),
		},
		{
			...rest,
			nodeTypes: {
				'n8n-nodes-offpeak.submitBatch': typeOf(nodeTypes, 'submitBatch'),
				'n8n-nodes-offpeak.pollBatch': typeOf(nodeTypes, 'pollBatch'),
				'n8n-nodes-base.manualTrigger': passThrough,
				'n8n-nodes-base.gmail': passThrough,
				'n8n-nodes-base.noOp': passThrough,
				'n8n-nodes-base.stickyNote': passThrough,
				'n8n-nodes-base.set': editFields,
				'n8n-nodes-base.merge': merge,
			},
		},
		{
			startNode: 'Try It Now',
			pinData: pinned,
			onPark: async () => {
				parks += 1;
				await host.finishJobs();
			},
		},
	);
	return { run, parks };
}

function typeOf(nodeTypes: Readonly<Record<string, INodeType>>, name: string): INodeType {
	const type = nodeTypes[name];
	if (type === undefined) throw new Error(`There is no node ${name}`);
	return type;
}

function jsonOf({ data }: IRun, node: string, output = 0): readonly IDataObject[] {
	const runs = data.resultData.runData[node] ?? [];
	return (runs.at(-1)?.data?.['main']?.[output] ?? []).map(({ json }) => json);
}

describe('Compare the three ways', () => {
	it('ends in one table: each way with its answers, seconds and cost', async () => {
		const host = await startHost({ latencyMs: 50, concurrency: 1 });
		const { run, parks } = await runIt(host);

		expect(run.data.resultData.error).toBeUndefined();
		const table = jsonOf(run, 'The Three Ways');
		expect(table.map(({ way }) => way)).toEqual(WAYS);
		for (const line of table) {
			expect(line).toMatchObject({ answered: 20, failed: 0, costUsd: 0, estimatedUsd: 0 });
			expect(Number(line['seconds'])).toBeGreaterThanOrEqual(0);
		}
		// Both that are not answered at once sleep once, and no worker waits.
		expect(parks).toBe(2);
	});

	it('asks the same of the same e-mails in each way', async () => {
		const host = await startHost();
		await runIt(host);
		const { bought, batchesCreated } = host.server.stats();

		expect(batchesCreated).toBe(1);
		expect(bought.reduce((sum, { times }) => sum + times, 0)).toBe(60);
	});

	it('takes away at the end what it left at the provider', async () => {
		const host = await startHost();
		const { run } = await runIt(host);

		expect(jsonOf(run, 'Delete What Was Sent', 1)).toHaveLength(3);
		const files: unknown = await (await fetch(`${host.baseUrl}/files`)).json();
		expect(Object(files).data).toEqual([]);
	});
});
