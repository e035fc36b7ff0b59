import type { INodeParameters } from 'n8n-workflow';
import {
	CATEGORIZE,
	DONE,
	LOOP,
	MAILS,
	SUBMIT,
	categorizeNode,
	loopNode,
	plainNode,
	submitNode,
} from '../../../support/nodes/canvas';
import { closeHosts, startHost } from '../../../support/nodes/host';
import { run } from '../../../support/nodes/run';
import { speedUpSleeps } from '../../../support/nodes/sleeps';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

const ITEMS = MAILS.map((mail, n) => ({
	...mail,
	customer: ['Ann', 'Ann', 'Bob'][n],
	same: 'Ann',
}));

const DIFFERS: ReadonlyArray<readonly [title: string, parameters: INodeParameters]> = [
	['Prompt', { task: 'custom', prompt: '=Write a reply to {{ $json.customer }}.' }],
	['Language', { task: 'summarize', language: '={{ $json.customer }}' }],
	['When Nothing Fits', { noMatch: '={{ $json.customer === "Bob" ? "fail" : "other" }}' }],
	[
		'Categories',
		{ categoriesFrom: 'expression', categoriesExpression: '=Invoice, {{ $json.customer }}' },
	],
	[
		'Categories',
		{ categories: { category: [{ name: 'Invoice' }, { name: '={{ $json.customer }}' }] } },
	],
	[
		'Fields',
		{ task: 'extract', fields: { field: [{ name: 'x', description: '={{ $json.customer }}' }] } },
	],
	['Model', { model: { __rl: true, mode: 'id', value: '=demo{{ $json.customer }}' } }],
	['Options → Extra Instructions', { options: { instructions: '=For {{ $json.customer }}' } }],
	['Options → Max Output Tokens', { options: { maxOutputTokens: '={{ 100 + $itemIndex }}' } }],
];

describe('a field that holds for all items, with an expression that differs between them', () => {
	it.each([
		...DIFFERS,
		['When Do You Need It?', { when: '={{ $json.customer === "Bob" ? "now" : "batch" }}' }],
		['Label', { label: '={{ $json.customer }}' }],
		['Prompt', { task: 'custom', prompt: '={{ $now }}: reply to {{ $json.customer }}.' }],
	] satisfies typeof DIFFERS)(
		'is refused by Submit Batch before anything is bought: %s',
		async (title, parameters) => {
			const host = await startHost();
			const { error } = await run(host.engine, { nodes: [submitNode(parameters)], items: ITEMS });
			const other = JSON.stringify(parameters).includes('$itemIndex') ? 1 : 2;
			expect(error).toEqual({
				message: `${title} is not the same for Item 0 and Item ${other}, but it holds for all items.`,
				description: expect.stringMatching(
					/^(Put what differs into Text|Give it one value).*sent\.$/,
				),
			});
			expect(host.server.stats().calls).toEqual({});
		},
	);

	it.each(DIFFERS)(
		'is refused by Categorize Async before anything is bought: %s',
		async (title, parameters) => {
			const host = await startHost();
			const nodes = [categorizeNode(parameters)];
			const { error } = await run(host.engine, { nodes, items: ITEMS });
			expect(error?.message).toMatch(`${title} is not the same for Item 0 and Item`);
			expect(host.server.stats().calls).toEqual({});
		},
	);

	it('names the item in the error, so that n8n can link to it, and quotes nothing of it', async () => {
		const host = await startHost();
		const [[, parameters] = ['', {}]] = DIFFERS;
		const { data } = await run(host.engine, { nodes: [submitNode(parameters)], items: ITEMS });
		expect(data.resultData.error).toMatchObject({ context: { itemIndex: 2 } });
		expect(JSON.stringify(data.resultData.error)).not.toContain('Bob');
	});

	it('may differ from run to run of a loop', async () => {
		const host = await startHost();
		const parameters = { task: 'custom', prompt: '=Reply to {{ $json.customer }}.' };
		const { error, jsonOf } = await run(host.engine, {
			nodes: [loopNode(), categorizeNode(parameters), plainNode('Reply')],
			wires: [
				[LOOP, CATEGORIZE, 1],
				[CATEGORIZE, LOOP, DONE],
				[LOOP, 'Reply', 0],
			],
			items: ITEMS,
		});
		expect(error).toBeUndefined();
		expect(jsonOf('Reply').map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
	});
});

describe('a field that holds for all items, with an expression that is the same for them', () => {
	it.each<[string, INodeParameters]>([
		['a value that all items share', { task: 'custom', prompt: '=Reply to {{ $json.same }}.' }],
		[
			'the time',
			{ label: '={{ $now }}', options: { instructions: '={{ $now }} {{ $json.same }}' } },
		],
		['the date', { label: '={{ new Date().toISOString() + $json.same }}' }],
		['a random number', { label: '={{ Math.random() + $json.same }}' }],
		['all items of a step', { label: `={{ $('Start').all().map(({ json }) => json.id).join() }}` }],
		['the first item', { label: '={{ $input.first().json.customer }}' }],
		['a field that the task does not show', { prompt: '={{ $json.customer }}' }],
		[
			'an option that the task does not show',
			{ task: 'summarize', options: { reviewBelow: '={{ $itemIndex + 0.5 }}' } },
		],
		['Row ID, which is of each item', { options: { rowId: '={{ $json.id }}' } }],
	])('is taken: %s', async (_, parameters) => {
		const host = await startHost();
		const { error, jsonOf } = await run(host.engine, {
			nodes: [submitNode(parameters)],
			items: ITEMS,
		});
		expect(error).toBeUndefined();
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted', items: 3 }]);
	});
});
