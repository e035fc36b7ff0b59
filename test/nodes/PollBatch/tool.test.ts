import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AGENT, SUBMIT, pollNode, submitNode } from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { WAYS, callTool } from '../../support/nodes/tool';

afterEach(closeHosts);

async function submitted(host: Host): Promise<IDataObject> {
	const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
	return Object(jsonOf(SUBMIT)[0]?.['handle']);
}

function byId({ id }: IDataObject): INodeParameters {
	return { batch: 'id', batchId: String(id) };
}

describe.each(WAYS)('as a tool of an agent that calls it %s', (way) => {
	it('tells what became of every item, failed ones too', async () => {
		const host = await startHost();
		host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 400 } } });
		const handle = await submitted(host);
		await host.finishJobs();
		const { error, jsonOf } = await callTool(host.engine, way, pollNode(byId(handle)));
		expect(error).toBeUndefined();
		expect(jsonOf(AGENT)).toMatchObject([
			{ id: 'm-1', category: 'Invoice' },
			{ id: 'm-3', category: 'Invoice' },
			{ id: 'm-2', _offpeak: { outcome: 'failed', reason: expect.any(String) } },
		]);
	});

	it('lists jobs', async () => {
		const host = await startHost();
		await submitted(host);
		const { jsonOf } = await callTool(host.engine, way, pollNode({ operation: 'getMany' }));
		expect(jsonOf(AGENT)).toMatchObject([{ label: 'Weekly review', items: 3 }]);
	});

	it('never parks: it says how far the job is, and when to ask again', async () => {
		const host = await startHost({ holdAnswers: true });
		const handle = await submitted(host);
		const { error, parks, jsonOf } = await callTool(host.engine, way, pollNode(byId(handle)));
		expect(error).toBeUndefined();
		expect(parks).toEqual([]);
		expect(jsonOf(AGENT)).toMatchObject([
			{
				label: 'Weekly review',
				status: 'running',
				nextStep: 'Not answered yet. Call this tool again in a minute.',
			},
		]);
	});

	it('says what went wrong', async () => {
		const host = await startHost();
		const node = pollNode(
			{ batch: 'id', batchId: 'op_gone' },
			{ onError: 'continueRegularOutput' },
		);
		const { jsonOf } = await callTool(host.engine, way, node);
		expect(jsonOf(AGENT)).toMatchObject([{ error: expect.stringContaining('op_gone') }]);
	});
});
