import type { IDataObject } from 'n8n-workflow';
import { closeHosts, engineFor, startHost, type Host } from '../../support/nodes/host';
import {
	DONE,
	MAILS,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { run, type Finished } from '../../support/nodes/run';

afterEach(closeHosts);

let executions = 0;

/** Submits a job of its own and gives the item that Submit Batch put out. */
async function submitted(host: Host, label: string, items = MAILS): Promise<IDataObject> {
	executions += 1;
	const { jsonOf } = await run(host.engine, {
		nodes: [submitNode({ label })],
		items,
		executionId: String(executions),
	});
	return jsonOf(SUBMIT)[0] ?? {};
}

async function poll(
	host: Pick<Host, 'engine'>,
	items: readonly IDataObject[],
	parameters: Parameters<typeof pollNode>[0] = {},
): Promise<Finished> {
	return await run(host.engine, { nodes: [pollNode(parameters)], items });
}

const NO_JOB = {
	message: 'Item 0 holds no job: its field "handle" is missing.',
	description: 'Wire this node behind Submit Batch, or set Batch to By ID or Latest With Label.',
};

describe('From Previous Node', () => {
	it.each<[string, (json: IDataObject) => IDataObject]>([
		['as Submit Batch put it out', (json) => json],
		['as the handle alone', (json) => Object(json['handle'])],
		['as JSON text', (json) => ({ handle: JSON.stringify(json['handle']) })],
		['beside other fields', (json) => ({ row: 7, handle: json['handle'] })],
		[
			'from a table that keeps text only',
			(json) => ({ label: 'x', handle: JSON.stringify(json['handle'], null, 2) }),
		],
	])('reads the handle %s', async (_, change) => {
		const host = await startHost();
		const json = await submitted(host, 'A');
		await host.finishJobs();
		const { jsonOf } = await poll(host, [change(json)]);
		expect(jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
	});

	it.each<[string, IDataObject]>([
		['nothing', {}],
		['another record', { id: 'op_1', label: 'A' }],
		['null', { handle: null }],
		['an empty text', { handle: '' }],
	])('refuses an item that holds %s, and says what to do', async (_, json) => {
		const host = await startHost();
		const { error } = await poll(host, [json]);
		expect(error).toEqual(NO_JOB);
		expect(host.server.stats().calls).toEqual({});
	});
	it.each<[string, IDataObject, string]>([
		['a broken handle', { version: 2, id: 'op_1' }, 'its "service" is missing'],
		['a handle of a later version', { version: 3, id: 'op_1' }, 'its "version" is not 2'],
	])('refuses %s, and says what is wrong with it', async (_, handle, fault) => {
		const host = await startHost();
		const { error } = await poll(host, [{ handle }]);
		expect(error?.message).toBe(`Item 0 holds a handle that is damaged: ${fault}.`);
		expect(error?.description).toContain('Take it anew from Submit Batch');
	});

	it.each(['{"version": 2,', []])('refuses %j, for it is no handle at all', async (handle) => {
		const host = await startHost();
		const { error } = await poll(host, [{ handle }]);
		expect(error?.message).toContain('holds a handle that is damaged');
	});

	it('refuses a handle from another Base URL, and asks nobody', async () => {
		const [first, second] = [await startHost(), await startHost()];
		const json = await submitted(first, 'A');
		const { error } = await poll(second, [json]);
		expect(error).toEqual({
			message: `Job ${Object(json['handle']).id} was submitted to ${first.baseUrl}, but the credential chosen here is for ${second.baseUrl}.`,
			description: 'Choose the credential that the job was submitted with.',
		});
		expect(second.server.stats().calls).toEqual({});
	});
});

describe('several handles', () => {
	it('are done when all of them are', async () => {
		const host = await startHost();
		const first = await submitted(host, 'A');
		await host.finishJobs();
		host.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const stuck = await submitted(host, 'B');
		const { itemsOf, jsonOf } = await poll(host, [first, stuck]);
		expect(itemsOf(POLL, DONE)).toEqual([]);
		expect(jsonOf(POLL, RUNNING)).toMatchObject([
			{ label: 'A', status: 'done', progress: '3 of 3 answered, completed', answered: 3 },
			{ label: 'B', status: 'running', progress: '0 of 3 answered, being worked on', answered: 0 },
		]);
	});

	it('come out one after the other, each linked to the item that named it', async () => {
		const host = await startHost();
		const items = [await submitted(host, 'A'), await submitted(host, 'B')];
		await host.finishJobs();
		const { itemsOf } = await poll(host, items);
		expect(
			itemsOf(POLL, DONE).map(({ json, pairedItem }) => [
				Object(json['_offpeak']).label,
				pairedItem,
			]),
		).toEqual([
			...['A', 'A', 'A'].map((label) => [label, [{ item: 0 }]]),
			...['B', 'B', 'B'].map((label) => [label, [{ item: 1 }]]),
		]);
	});

	it('of one job count once', async () => {
		const host = await startHost();
		const json = await submitted(host, 'A');
		await host.finishJobs();
		const { itemsOf } = await poll(host, [json, json]);
		expect(itemsOf(POLL, DONE)).toHaveLength(3);
		expect(itemsOf(POLL, DONE)[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('all survive the park', async () => {
		const host = await startHost({ holdAnswers: true });
		const items = [await submitted(host, 'A'), await submitted(host, 'B')];
		const { parks, itemsOf } = await run(host.engine, {
			nodes: [pollNode()],
			wires: [SELF_LOOP],
			items,
			onPark: () => host.finishJobs(),
		});
		expect(parks).toHaveLength(1);
		expect(itemsOf(POLL, DONE)).toHaveLength(6);
	});
});

describe('By ID', () => {
	const byId = (batchId: string) => ({ batch: 'id', batchId });

	it.each([
		['of the job', (handle: { id: string }) => handle.id],
		['of the job with blanks around it', (handle: { id: string }) => ` ${handle.id}\n`],
		[
			'of one of its batches',
			(handle: { shards: { batchId: string }[] }) => handle.shards[0]?.batchId ?? '',
		],
	])('finds the job by the id %s', async (_, idOf) => {
		const host = await startHost();
		await submitted(host, 'B');
		const { handle } = await submitted(host, 'A');
		await host.finishJobs();
		const { jsonOf } = await poll(host, [{}], byId(idOf(Object(handle))));
		expect(jsonOf(POLL, DONE).map(({ id, _offpeak }) => [id, Object(_offpeak).label])).toEqual([
			['m-1', 'A'],
			['m-2', 'A'],
			['m-3', 'A'],
		]);
	});

	it('puts out a handle that Poll Batch understands while the job runs', async () => {
		const host = await startHost({ holdAnswers: true });
		const { handle } = await submitted(host, 'A');
		const { jsonOf } = await poll(host, [{}], byId(Object(handle).id));
		expect(jsonOf(POLL, RUNNING)).toMatchObject([{ label: 'A', handle: Object(handle) }]);
	});

	it('waits in a loop as well', async () => {
		const host = await startHost({ holdAnswers: true });
		const { handle } = await submitted(host, 'A');
		const { parks, itemsOf } = await run(host.engine, {
			nodes: [pollNode(byId(Object(handle).id))],
			wires: [SELF_LOOP],
			items: [{}],
			onPark: () => host.finishJobs(),
		});
		expect(parks).toHaveLength(1);
		expect(itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('says that an unknown job is not there', async () => {
		const host = await startHost();
		const { error } = await poll(host, [{}], byId('op_000000000000000000000000'));
		expect(error).toEqual({
			message: 'There is no job op_000000000000000000000000 under this credential.',
			description:
				'Check the id, and that the credential is the one that the job was submitted with.',
		});
	});

	it('says that an unknown batch is not there', async () => {
		const host = await startHost();
		const { error } = await poll(host, [{}], byId('batch_nope'));
		expect(error?.message).toMatch(/^The provider does not know this address or id \(404\)\./);
		expect(error?.description).toMatch(/it may belong to another key or project, or have expired/);
	});

	it('refuses a batch that another program made', async () => {
		const host = await startHost();
		const form = new FormData();
		form.set('purpose', 'batch');
		const line = {
			custom_id: 'x',
			method: 'POST',
			url: '/v1/responses',
			body: { model: 'demo', input: 'x' },
		};
		form.set('file', new Blob([`${JSON.stringify(line)}\n`]), 'mine.jsonl');
		const file = await fetch(`${host.baseUrl}/files`, { method: 'POST', body: form });
		const created = await fetch(`${host.baseUrl}/batches`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				input_file_id: Object(await file.json()).id,
				endpoint: '/v1/responses',
				completion_window: '24h',
			}),
		});
		const { id } = Object(await created.json());
		await host.finishJobs();
		const { error } = await poll(host, [{}], byId(id));
		expect(error).toEqual({
			message: `${id} was not submitted by Offpeak.`,
			description:
				'Its answers cannot be joined to your items. Give the id of a job that Submit Batch put out.',
		});
	});

	it('refuses an empty id', async () => {
		const host = await startHost();
		const { error } = await poll(host, [{}], byId('  '));
		expect(error).toEqual({
			message: 'No job is named.',
			description:
				'Choose one from the list, or give the ID of a job (op_…) or of one of its batches (batch_…).',
		});
	});
});

describe('Latest With Label', () => {
	it('takes the newest job of that label', async () => {
		let now = 1_800_000_000_000;
		const host = await startHost({ now: () => now });
		for (const [label, text] of [
			['A', 'pay this bill'],
			['A', 'a calendar meeting'],
			['B', 'x'],
		] as const) {
			now += 60_000;
			await submitted(host, label, [{ text }]);
		}
		await host.finishJobs();
		const { jsonOf } = await poll(host, [{}], { batch: 'latest', label: 'A' });
		expect(jsonOf(POLL, DONE).map(({ category }) => category)).toEqual(['Meeting']);
	});

	it('says that there is none', async () => {
		const host = await startHost();
		await submitted(host, 'A');
		const { error } = await poll(host, [{}], { batch: 'latest', label: 'Nope' });
		expect(error?.message).toMatch(/Nope/);
		expect(error?.description).not.toBe('');
	});
});

it('names no job of a Base URL that is not allowed', async () => {
	const { error } = await run(engineFor('http://api.example.com/v1'), {
		nodes: [pollNode({ batch: 'id', batchId: 'op_1' })],
		items: [{}],
	});
	expect(error?.message).toMatch(/^The Base URL must start with https/);
});
