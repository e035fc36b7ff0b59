import { closeHosts, type Host } from '../../support/nodes/host';
import { DONE, FAILED, POLL } from '../../support/nodes/canvas';
import { submit, submitAndPoll } from '../../support/nodes/submit';

afterEach(closeHosts);

describe('the tasks', () => {
	it('Categorize returns the value of the category that was chosen', async () => {
		const { jsonOf } = await submitAndPoll();
		expect(
			jsonOf(POLL, DONE).map(({ category, categoryValue }) => [category, categoryValue]),
		).toEqual([
			['Invoice', 'Label_1'],
			['Meeting', null],
			['Invoice', 'Label_1'],
		]);
	});

	it('Categorize answers Other when nothing fits', async () => {
		const { jsonOf } = await submitAndPoll({}, { items: [{ text: 'Zebras graze.' }] });
		expect(jsonOf(POLL, DONE)).toMatchObject([{ category: 'Other', categoryValue: null }]);
	});

	it('Categorize fails the item when nothing fits and the setting says so', async () => {
		const { jsonOf } = await submitAndPoll(
			{ noMatch: 'fail' },
			{ items: [{ text: 'Zebras graze.' }, { text: 'pay this bill' }] },
		);
		expect(jsonOf(POLL, FAILED)).toMatchObject([
			{ _offpeak: { id: '0', outcome: 'invalid', reason: 'No category fits this text.' } },
		]);
		expect(jsonOf(POLL, DONE)).toMatchObject([{ category: 'Invoice' }]);
	});

	it('Categorize returns every category that fits when several are allowed', async () => {
		const { jsonOf } = await submitAndPoll(
			{ allowSeveral: true },
			{ items: [{ text: 'An invoice for the meeting' }] },
		);
		expect(jsonOf(POLL, DONE)).toMatchObject([
			{ categories: expect.arrayContaining(['Invoice', 'Meeting']) },
		]);
	});

	it('Summarize returns a summary', async () => {
		const { jsonOf } = await submitAndPoll({ task: 'summarize', style: 'actions' });
		const [json] = jsonOf(POLL, DONE);
		expect(json).toMatchObject({ id: 'm-1', summary: expect.any(String) });
		expect(json).toHaveProperty('actionItems');
	});

	it('Extract Fields returns the fields', async () => {
		const { jsonOf } = await submitAndPoll(
			{
				task: 'extract',
				fields: {
					field: [
						{ name: 'due', type: 'date' },
						{ name: 'amount', type: 'number' },
						{ name: 'who' },
					],
				},
			},
			{ items: [{ text: 'Pay 42 euros by 2026-12-01.' }] },
		);
		const [json] = jsonOf(POLL, DONE);
		expect(Object.keys(json ?? {})).toEqual(['due', 'amount', 'who', '_offpeak']);
		expect(json).toMatchObject({ due: '2026-12-01' });
	});

	it('Custom Prompt returns its answer as text', async () => {
		const { jsonOf } = await submitAndPoll({ task: 'custom', prompt: 'How does the writer feel?' });
		expect(jsonOf(POLL, DONE)[0]).toMatchObject({ id: 'm-1', answer: expect.any(String) });
	});

	it.each([
		['JSON text', '{"type":"object","properties":{"mood":{"type":"string"}}}'],
		[
			'an object from an expression',
			'={{ ({ type: "object", properties: { mood: { type: "string" } } }) }}',
		],
	])('Custom Prompt returns the fields of its answer schema, given as %s', async (_, schema) => {
		const { jsonOf } = await submitAndPoll({
			task: 'custom',
			prompt: 'How does the writer feel?',
			answerAs: 'fields',
			schema,
		});
		expect(jsonOf(POLL, DONE)[0]).toMatchObject({ id: 'm-1', mood: expect.any(String) });
	});
});

describe('what is sent', () => {
	/** The first line of the input file that lies at the provider. */
	async function sentLine({ host }: { host: Host }): Promise<{ body: Record<string, unknown> }> {
		const listed = await fetch(`${host.baseUrl}/files?limit=10`);
		const files: unknown[] = Object(await listed.json()).data;
		const input = files.find((file) => /^offpeak\.\w+\.1of1\.Weekly/.test(Object(file).filename));
		const content = await fetch(`${host.baseUrl}/files/${Object(input).id}/content`);
		const [line = ''] = (await content.text()).split('\n');
		return JSON.parse(line);
	}

	it('carries the options of the panel', async () => {
		const submitted = await submit(
			{
				options: {
					instructions: 'Mails from my family are always a Meeting.',
					maxOutputTokens: 77,
					maxCharacters: 100,
					advanced: '{"reasoning": {"effort": "low"}}',
				},
			},
			{ items: [{ text: `pay ${'this bill '.repeat(50)}` }] },
		);
		const { body } = await sentLine(submitted);
		expect(body).toMatchObject({
			model: 'demo',
			max_output_tokens: 77,
			reasoning: { effort: 'low' },
			store: false,
		});
		const sent = JSON.stringify(body);
		expect(sent).toContain('Mails from my family are always a Meeting.');
		expect(sent).toContain('[… cut]');
	});

	it.each([
		[true, 'pay this bill'],
		[false, '<p>pay this bill</p>'],
	])('is cleaned from markup when Clean Text is %s', async (cleanText, text) => {
		const submitted = await submit(
			{ options: { cleanText } },
			{ items: [{ text: '<p>pay this bill</p>' }] },
		);
		expect(JSON.stringify((await sentLine(submitted)).body)).toContain(
			JSON.stringify(text).slice(1, -1),
		);
	});

	it('expires at the provider after a week unless told', async () => {
		const { host } = await submit();
		const listed = await fetch(`${host.baseUrl}/files?limit=1`);
		const [file] = Object(await listed.json()).data;
		expect(Object(file).expires_at - Object(file).created_at).toBe(7 * 86_400);
	});

	it('shows the model nothing of an item but its text', async () => {
		const submitted = await submit({}, { items: [{ text: 'pay this bill', diary: 'my secret' }] });
		const sent = JSON.stringify(await sentLine(submitted));
		expect(sent).toContain('pay this bill');
		expect(sent).not.toContain('my secret');
	});
});
