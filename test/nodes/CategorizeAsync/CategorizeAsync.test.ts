import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../../../harness/n8n-engine/engine';
import {
	CATEGORIZE,
	DONE,
	FAILED,
	MAILS,
	START,
	categorizeNode,
	draw,
	plainNode,
	type Wire,
} from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run, type Finished } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

const ALERT: Wire = [CATEGORIZE, 'Alert', FAILED];

async function categorize(
	parameters: INodeParameters = {},
	items = MAILS,
): Promise<Finished & { host: Host }> {
	const host = await startHost();
	const nodes = [categorizeNode(parameters), plainNode('Alert')];
	return { ...(await run(host.engine, { nodes, wires: [ALERT], items })), host };
}

describe('items that are answered within 20 seconds', () => {
	it('leave on Done in the same pass, with nothing to wire', async () => {
		const host = await startHost();
		const finished = await run(host.engine, {
			nodes: [categorizeNode()],
			items: MAILS.slice(0, 1),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.parks).toEqual([]);
		expect(finished.order).toEqual([START, CATEGORIZE]);
		expect(finished.itemsOf(CATEGORIZE, DONE)).toHaveLength(1);
	});

	it('come back as they were, with category, value, confidence and reason', async () => {
		const { jsonOf } = await categorize();
		const answered = (mail: object | undefined, category: string, categoryValue: unknown) => ({
			...mail,
			category,
			categoryValue,
			confidence: expect.any(Number),
			reason: expect.any(String),
			_offpeak: expect.objectContaining({ outcome: 'succeeded', round: 1, cost: 0 }),
		});
		expect(jsonOf(CATEGORIZE, DONE)).toEqual([
			answered(MAILS[0], 'Invoice', 'Label_1'),
			answered(MAILS[1], 'Meeting', null),
			answered(MAILS[2], 'Invoice', 'Label_1'),
		]);
	});

	it('keep their files and their place', async () => {
		const host = await startHost();
		const file = { data: Buffer.from('x').toString('base64'), mimeType: 'image/png' };
		const items: INodeExecutionData[] = MAILS.map((json, item) => ({
			json,
			pairedItem: { item },
			binary: { [`picture_${item}`]: file },
		}));
		const { data } = await runWorkflow(draw({ nodes: [categorizeNode()] }), host.engine, {
			startNode: START,
			pinData: { [START]: items },
		});
		const done = data.resultData.runData[CATEGORIZE]?.[0]?.data?.['main']?.[DONE] ?? [];
		expect(done.map(({ binary, pairedItem }) => ({ binary, pairedItem }))).toEqual(
			items.map(({ binary, pairedItem }) => ({ binary, pairedItem })),
		);
	});

	it('keep a field of their own that is named like an answer', async () => {
		const { jsonOf } = await categorize({}, [{ text: 'pay this bill', category: 'mine' }]);
		expect(jsonOf(CATEGORIZE, DONE)).toMatchObject([
			{ category: 'Invoice', original_category: 'mine' },
		]);
	});

	it('are sent as one call each, and as no batch', async () => {
		const { host } = await categorize();
		expect(host.server.stats()).toMatchObject({
			batchesCreated: 0,
			calls: { 'POST /v1/responses': 3 },
		});
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});

	it('cost two calls each: one to send and one to fetch', async () => {
		const { host } = await categorize();
		expect(host.server.stats().calls).toEqual({
			'POST /v1/responses': 3,
			'GET /v1/responses/:id': 3,
		});
	});
});

describe('the settings', () => {
	it.each<[string, INodeParameters, object]>([
		['Summarize', { task: 'summarize' }, { summary: expect.any(String) }],
		[
			'Extract Fields',
			{ task: 'extract', fields: { field: [{ name: 'amount', type: 'number' }] } },
			{ amount: 42 },
		],
		['Custom Prompt', { task: 'custom', prompt: 'Who writes?' }, { answer: expect.any(String) }],
		['Needs Review Below', { options: { reviewBelow: 1 } }, { needsReview: true }],
		['Allow Several Categories', { allowSeveral: true }, { categories: ['Invoice'] }],
		[
			'Categories From an expression',
			{
				categoriesFrom: 'expression',
				categoriesExpression:
					'={{ [{ id: "L1", name: "Invoice" }, { id: "L2", name: "Meeting" }] }}',
			},
			{ category: 'Invoice', categoryValue: 'L1' },
		],
	])('are those of Submit Batch: %s', async (_, parameters, answer) => {
		const { jsonOf, error } = await categorize(parameters, [
			{ text: 'Please pay 42 euros, see this invoice.' },
		]);
		expect(error).toBeUndefined();
		expect(jsonOf(CATEGORIZE, DONE)).toMatchObject([answer]);
	});

	it('know what is in no category', async () => {
		const { jsonOf } = await categorize({ noMatch: 'fail' }, [{ text: 'Zebras graze.' }]);
		expect(jsonOf('Alert')).toMatchObject([
			{ text: 'Zebras graze.', _offpeak: { reason: 'No category fits this text.' } },
		]);
	});
});

describe('an empty text', () => {
	it('leaves on Failed with the reason, and is not sent', async () => {
		const { jsonOf, host } = await categorize({}, [...MAILS, { id: 'm-4', text: ' ' }]);
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(3);
		expect(jsonOf('Alert')).toMatchObject([
			{
				id: 'm-4',
				_offpeak: { outcome: 'failed', reason: 'The text is empty, so it was not sent.' },
			},
		]);
		expect(host.server.stats().bought).toHaveLength(3);
	});
});
