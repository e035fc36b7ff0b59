import type { IDataObject } from 'n8n-workflow';
import {
	NOTHING_BOUGHT,
	boughtAt,
	closeHosts,
	engineFor,
	startHost,
} from '../../support/nodes/host';
import { MAILS, START, SUBMIT, submitNode } from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';

afterEach(closeHosts);

interface Refusal {
	readonly because: string;
	readonly items?: readonly IDataObject[];
	readonly parameters?: Parameters<typeof submitNode>[0];
	readonly message: string | RegExp;
	readonly description: string | RegExp;
}

function named(count: number): { category: { name: string }[] } {
	return { category: Array.from({ length: count }, (_, n) => ({ name: `Category no. ${n}` })) };
}

const REFUSALS: readonly Refusal[] = [
	{
		because: 'a text is empty and that stops',
		items: [...MAILS, { text: ' ' }],
		parameters: { options: { emptyText: 'refuse' } },
		message: 'The text of Item 3 is empty.',
		description:
			'Check the expression in Text, or set Options → When the Text Is Empty to Skip and Report.',
	},
	{
		because: 'several texts are empty and that stops',
		items: [{ text: null }, { text: 'pay' }, {}, { text: '<div></div>' }],
		parameters: { options: { emptyText: 'refuse' } },
		message: 'The text of Item 0 and of 2 more is empty.',
		description: /^Check the expression in Text/,
	},
	{
		because: 'an e-mail has attachments only, so that its field html is false',
		items: [...MAILS, { id: 'm-4', html: false, attachments: 1 }],
		parameters: {
			text: '={{ $json.text || $json.html }}',
			options: { emptyText: 'refuse' },
		},
		message: 'The text of Item 3 is empty.',
		description: /^Check the expression in Text/,
	},
	{
		because: 'every text is empty, although empty ones are skipped',
		items: [{}, {}],
		message: 'Every text is empty: there is nothing to send.',
		description: 'Check the expression in Text, and what the step before this one puts out.',
	},
	{
		because: 'only certain fields are to be kept, and none is named',
		parameters: { options: { keepFields: 'these', keepFieldNames: ' , ' } },
		message: 'Keep Fields is Only These, and no field is named.',
		description: /^Add the option Keep Fields: Only These and name them/,
	},
	{
		because: 'Gmail gave only previews of the e-mails',
		items: [{ id: '1', threadId: '1', snippet: 'Can we have a …', Subject: 'Hi' }],
		parameters: { text: '={{ $json.text || $json.html }}' },
		message: 'Item 0 holds only the preview of an e-mail, not its text.',
		description:
			'In the Gmail node, turn Simplify off; then Text is {{ $json.text }}. Nothing was sent.',
	},
	{
		because: 'the preview itself was taken for the text',
		items: [{ id: '1', labelIds: ['INBOX'], snippet: 'Can we have a …' }],
		parameters: { text: '={{ $json.snippet }}' },
		message: 'Item 0 holds only the preview of an e-mail, not its text.',
		description: /Simplify off/,
	},
	{
		because: 'two items have the same Row ID',
		items: [MAILS[0] ?? {}, MAILS[1] ?? {}, MAILS[0] ?? {}],
		parameters: { options: { rowId: '={{ $json.id }}' } },
		message: 'Item 0 and Item 2 have the same Row ID "m-1".',
		description:
			'Row IDs must differ, or the answers could not be told apart. Choose another field, or remove duplicates first.',
	},
	{
		because: 'an item is larger than the provider accepts',
		items: [{ text: 'pay' }, { text: 'x'.repeat(10_000_001) }],
		parameters: { options: { maxCharacters: 20_000_000 } },
		message: 'Item 1 takes 10.0 MB, more than the 10.0 MB that Local server accepts for one.',
		description: 'Shorten its text, e.g. with Options → Shorten Texts To.',
	},
	{
		because: 'no category is given',
		parameters: { categories: {} },
		message: 'Give at least two categories: with fewer there is nothing to choose.',
		description: 'Nothing was sent.',
	},
	{
		because: 'there is one category only',
		parameters: { categories: named(1) },
		message: 'Give at least two categories: with fewer there is nothing to choose.',
		description: 'Nothing was sent.',
	},
	{
		because: 'a category has no name',
		parameters: { categories: { category: [{ name: 'Invoice' }, { name: ' ' }] } },
		message: 'Category 2 has no name. Name it or remove it.',
		description: 'Nothing was sent.',
	},
	{
		because: 'the panel is as it opens',
		parameters: { categories: { category: [{ name: '' }, { name: '' }] } },
		message: 'Category 1 has no name. Name it or remove it.',
		description: 'Nothing was sent.',
	},
	{
		because: 'two categories have the same name but for case',
		parameters: {
			categories: { category: [{ name: 'Invoice' }, { name: 'x' }, { name: ' invoice ' }] },
		},
		message: 'Categories 1 and 3 are both called "invoice". Rename one.',
		description: 'Nothing was sent.',
	},
	{
		because: 'there are more categories than the provider accepts',
		parameters: { categories: named(251) },
		message: '251 categories are too many: the provider accepts 250.',
		description: 'Nothing was sent.',
	},
	{
		because: 'the answer schema is not JSON',
		parameters: { task: 'custom', prompt: 'x', answerAs: 'fields', schema: '{"type": "object",' },
		message: 'Answer Schema is not a JSON object.',
		description:
			'It should look like {"name": "value"}: check for a missing quote, comma or bracket.',
	},
	{
		because: 'the answer schema is a list',
		parameters: { task: 'custom', prompt: 'x', answerAs: 'fields', schema: '[]' },
		message: 'Answer Schema is not a JSON object.',
		description: /^It should look like/,
	},
	{
		because: 'the answer schema is no schema of an object',
		parameters: { task: 'custom', prompt: 'x', answerAs: 'fields', schema: '{"mood": "string"}' },
		message: 'The answer schema must be an object: {"type": "object", "properties": {…}}.',
		description: 'Nothing was sent.',
	},
	{
		because: 'the prompt is empty',
		parameters: { task: 'custom', prompt: '  ' },
		message: 'Write what should be done with each text.',
		description: 'Nothing was sent.',
	},
	{
		because: 'no field is to be extracted',
		parameters: { task: 'extract', fields: {} },
		message: 'Add at least one field to extract.',
		description: 'Nothing was sent.',
	},
	{
		because: 'the task comes from an expression and does not exist',
		parameters: { task: 'translate' },
		message: 'There is no task "translate".',
		description: 'Choose a task from the list.',
	},
	{
		because: 'a typed model is blank',
		parameters: { model: { __rl: true, mode: 'id', value: '  ' } },
		message: 'No model is chosen.',
		description: 'Choose a model in the field Model.',
	},
	{
		because: 'a typed model is not known to the provider',
		parameters: { model: { __rl: true, mode: 'id', value: 'demoo' } },
		message: 'Local server does not know the model "demoo".',
		description: 'Choose a model from the list, or check the spelling. Nothing was sent.',
	},
	{
		because: 'the label is empty',
		parameters: { label: ' ' },
		message: 'The label is empty.',
		description: 'Give the job a label, e.g. "Weekly review".',
	},
	{
		because: 'the advanced settings are not JSON',
		parameters: { options: { advanced: 'effort: low' } },
		message: 'Options → Advanced (JSON) is not a JSON object.',
		description: /^It should look like/,
	},
	{
		because: 'the advanced settings set what the node sets',
		parameters: { options: { advanced: '{"model": "another"}' } },
		message: 'The advanced settings must not set "model": the node sets it.',
		description: 'Remove it there.',
	},
	...[
		['maxOutputTokens', 'Max Output Tokens', -1],
		['maxCharacters', 'Shorten Texts To', '={{ "many" }}'],
		['expireAfterDays', 'Results Expire After', 0],
	].map(
		([option, title, value]): Refusal => ({
			because: `${title} is ${value}`,
			parameters: { options: { [String(option)]: value ?? null } },
			message: `${title} is not a positive number.`,
			description: `Correct Options → ${title}.`,
		}),
	),
	...[
		['budget', 'Stop if Estimate Exceeds', '={{ "1 USD" }}'],
		['budget', 'Stop if Estimate Exceeds', '={{ $json.nope }}'],
		['budget', 'Stop if Estimate Exceeds', ' '],
		['budget', 'Stop if Estimate Exceeds', -1],
		['reuseWindowMinutes', 'Reuse Window', '={{ "an hour" }}'],
	].map(
		([option, title, value]): Refusal => ({
			because: `${title} is ${value}`,
			parameters: { options: { [String(option)]: value ?? null } },
			message: `${title} is no number from 0 up.`,
			description: `Correct Options → ${title}. An expression there must give a number, e.g. 5.`,
		}),
	),
	{
		because: 'Reuse Window is longer than a job can be continued',
		parameters: { options: { reuseWindowMinutes: 20_000 } },
		message: 'Reuse Window is more than 10080 minutes (a week).',
		description: 'Set Options → Reuse Window to 10080 or less.',
	},
	{
		because: 'Needs Review Below is negative',
		parameters: { options: { reviewBelow: -0.1 } },
		message: 'Needs Review Below is no number from 0 up.',
		description: 'Correct Options → Needs Review Below.',
	},
];

describe('bad input is refused before anything is bought', () => {
	it.each(REFUSALS)('when $because', async ({ items, parameters, message, description }) => {
		const host = await startHost();
		const { error, status } = await run(host.engine, {
			nodes: [submitNode(parameters)],
			...(items === undefined ? {} : { items }),
		});
		expect(status).toBe('error');
		expect(error).toEqual({
			message: typeof message === 'string' ? message : expect.stringMatching(message),
			description:
				typeof description === 'string' ? description : expect.stringMatching(description),
		});
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it('never quotes the text of an item', async () => {
		const host = await startHost();
		const { error } = await run(host.engine, {
			nodes: [submitNode({ options: { maxCharacters: 20_000_000 } })],
			items: [{ text: `my diary ${'x'.repeat(10_000_001)}` }],
		});
		expect(JSON.stringify(error)).not.toContain('my diary');
	});

	it('names the item in the error, so that n8n can link to it', async () => {
		const host = await startHost();
		const { data } = await run(host.engine, {
			nodes: [submitNode({ options: { emptyText: 'refuse' } })],
			items: [...MAILS, { text: '' }],
		});
		expect(data.resultData.error).toMatchObject({ context: { itemIndex: 3 } });
	});
});

it('is refused by n8n itself when no model is chosen', async () => {
	const host = await startHost();
	const model = { __rl: true, mode: 'list', value: '' };
	await expect(run(host.engine, { nodes: [submitNode({ model })] })).rejects.toThrow(
		'Parameter "Model" is required.',
	);
	expect(host.server.stats().calls).toEqual({});
});

it('is not run by n8n when no item comes in', async () => {
	const host = await startHost();
	const { order, status } = await run(host.engine, { nodes: [submitNode()], items: [] });
	expect([status, order]).toEqual(['success', [START]]);
	expect(host.server.stats().calls).toEqual({});
});

it('buys when a typed model is known to the provider', async () => {
	const host = await startHost();
	const { jsonOf } = await run(host.engine, {
		nodes: [submitNode({ model: { __rl: true, mode: 'id', value: ' demo-mini ' } })],
	});
	expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted' }]);
});

describe('the Base URL of the credential', () => {
	it.each([
		[
			'is no address',
			'api.openai.com',
			'The Base URL "api.openai.com" is not an address. It should look like https://api.openai.com/v1.',
		],
		['is empty', '', 'The Base URL is empty. It should look like https://YOUR-SERVER/v1.'],
		[
			'would send the key in the clear',
			'http://api.example.com/v1',
			'The Base URL must start with https://: only a server in a network of your own may do without.',
		],
		[
			'holds a user name',
			'https://me:secret@api.example.com/v1',
			'The Base URL must not hold a user name, a key or anything behind a question mark.',
		],
		[
			'holds a query',
			'https://api.example.com/v1?key=secret',
			'The Base URL must not hold a user name, a key or anything behind a question mark.',
		],
	])('is refused when it %s', async (_, baseUrl, message) => {
		const { error } = await run(engineFor(baseUrl), { nodes: [submitNode()] });
		expect(error).toEqual({ message, description: 'Correct the credential.' });
	});

	it('may end in slashes and be surrounded by blanks', async () => {
		const host = await startHost();
		const { jsonOf } = await run(engineFor(` ${host.baseUrl}// `), { nodes: [submitNode()] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ handle: { baseUrl: host.baseUrl } }]);
	});
});
