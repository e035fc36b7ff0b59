import type { IDataObject } from 'n8n-workflow';
import { failureOf } from '../../harness/zap-runner/platform';
import {
	CATEGORIZE as SORTING,
	closeScenes,
	startScene,
	submitInput,
	type Input,
} from '../../harness/zap-runner/scene';
import {
	CATEGORIZE,
	FAILED,
	MAILS,
	POLL,
	SUBMIT,
	categorizeNode,
	submitNode,
} from '../support/nodes/canvas';
import { createDemoAnswerer } from '../../local-server/src';
import { NOTHING_BOUGHT, boughtAt, closeHosts, startHost } from '../support/nodes/host';
import { run } from '../support/nodes/run';
import { speedUpSleeps } from '../support/nodes/sleeps';
import { submitAndPoll } from '../support/nodes/submit';

/**
 * How people map a field wrongly, and what reaches *Text* then. Either the text is there, and it is sent as it is; or
 * what came in its place is refused before anything is bought, with the item and what to do. What strangers wrote of
 * such things is theirs, and is sent.
 */
let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeScenes();
	await closeHosts();
});

interface Mapped {
	readonly how: string;
	readonly source: string;
	readonly items: readonly IDataObject[];
	readonly text: string;
}

interface Refused extends Mapped {
	readonly message: RegExp;
	readonly advice: RegExp;
}

/** As Outlook's node puts it out, *Simplified*: 255 characters of the e-mail and nothing else of it. */
const PREVIEW =
	'Dear Ms Kowalski,\r\n\r\nthank you for the offer of last week. We went through it with the workshop and have three questions before we can order: who brings the parts to the second floor, does the price hold if we take only forty of them, and when could you ';
const OUTLOOK: IDataObject = {
	id: 'AAMkAGI1',
	conversationId: 'AAQkAGI1',
	subject: 'Your offer',
	bodyPreview: PREVIEW,
	from: 'buying@plant.example',
	to: ['sales@maker.example'],
	categories: [],
	hasAttachments: false,
};
const BODY = {
	contentType: 'html',
	content:
		'<html><body><p>Dear Ms Kowalski,</p><p>please send the invoice again.</p></body></html>',
};
const SNIPPET =
	'Hello Mira, the caterer wants to know by tomorrow noon how many of us there will be on Saturday, and whether anybody must not eat nuts. I have told them that we';
const GMAIL: IDataObject = {
	id: '18f2a7',
	threadId: '18f2a7',
	labels: [{ id: 'INBOX', name: 'INBOX' }],
	historyId: '90210',
	snippet: SNIPPET,
	Subject: 'Saturday',
	From: 'Jo <jo@mail.example>',
};

const ONLY_PREVIEW = /^Item \d+ holds only the preview of an e-mail, not its text\.$/;
const RAW = /set Output to Raw; then Text is \{\{ \$json\.body\.content \}\}\. Nothing was sent\.$/;
const FULL = /turn Simplify off; then Text is \{\{ \$json\.text \}\}\. Nothing was sent\.$/;
const AN_OBJECT = /"\[object Object\]".*: the name of an object, not what is in it\.$/;
const INSIDE = /a field inside the object.*Nothing was sent\.$/;
const A_NAME = /the name of a field/;
const AS_EXPRESSION = /^Set Text from Fixed to Expression/;

const REFUSED: readonly Refused[] = [
	{
		how: 'Outlook’s preview is taken for the e-mail',
		source: 'dust-tt/dust#26873',
		items: [...MAILS, OUTLOOK],
		text: '={{ $json.text || $json.bodyPreview }}',
		message: /^Item 3 holds only the preview/,
		advice: RAW,
	},
	{
		how: 'an Outlook item has no body, and Text is as preset',
		source: 'gptscript-ai/desktop#361',
		items: [OUTLOOK],
		text: '={{ $json.text || $json.html }}',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'the subject stands above Outlook’s preview',
		source: 'demisto/content#19852',
		items: [OUTLOOK],
		text: '=Subject: {{ $json.subject }}\n\n{{ $json.bodyPreview }}',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'the fields were picked, and the body is not among them',
		source: 'microsoftgraph/msgraph-sdk-javascript#117',
		items: [
			{ id: 'a', subject: 'Your offer', receivedDateTime: '2026-03-02', bodyPreview: PREVIEW },
		],
		text: '=<mail>{{ $json.bodyPreview }}</mail>',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'the whole Outlook item is dropped into Text',
		source: 'open-assistant-org/open-assistant#48',
		items: [OUTLOOK],
		text: '={{ $json }}',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'the preview of a short e-mail comes first: the next one may be long',
		source: 'gptscript-ai/desktop#361',
		items: [{ ...OUTLOOK, bodyPreview: 'Thanks, that works for us.' }],
		text: '={{ $json.bodyPreview }}',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'an Edit Fields node calls Outlook’s preview "text"',
		source: 'our own fuzzing',
		items: [{ ...OUTLOOK, text: PREVIEW }],
		text: '={{ $json.text }}',
		message: ONLY_PREVIEW,
		advice: RAW,
	},
	{
		how: 'Gmail was asked with Simplify, and there is no body',
		source: 'n8n-io/n8n#11637',
		items: [GMAIL],
		text: '={{ $json.text || $json.html }}',
		message: ONLY_PREVIEW,
		advice: FULL,
	},
	{
		how: 'Gmail’s snippet stands below the sender',
		source: 'n8n-io/n8n#16742',
		items: [GMAIL],
		text: '=From: {{ $json.From }}\nMail: {{ $json.snippet }}…',
		message: ONLY_PREVIEW,
		advice: FULL,
	},
	{
		how: 'the body is empty where an e-mail is HTML only, and the snippet stands in for it',
		source: 'withoneai/knowledge#26',
		items: [{ ...GMAIL, body: '' }],
		text: '={{ $json.body || $json.snippet }}',
		message: ONLY_PREVIEW,
		advice: FULL,
	},
	{
		how: 'a thread has the snippets of its e-mails inside',
		source: 'google/mcp#41',
		items: [{ id: 't-1', historyId: '90210', messages: [GMAIL] }],
		text: '={{ $json.messages[0].snippet }}',
		message: ONLY_PREVIEW,
		advice: FULL,
	},
	{
		how: 'a blank behind the braces makes a text of an object',
		source: 'n8n-io/n8n#15828',
		items: [...MAILS, { id: 'm-4', body: BODY }],
		text: '={{ $json.text || $json.body }} ',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'an object stands behind a label, and a text below it',
		source: 'google/adk-js#494',
		items: [{ from: { value: [{ address: 'a@mail.example' }] }, text: 'Please pay the bill.' }],
		text: '=From: {{ $json.from }}\n\n{{ $json.text }}',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'a list of objects is put into a sentence',
		source: 'n8n-io/n8n#10180',
		items: [{ messages: [{ body: 'pay' }, { body: 'the bill' }] }],
		text: '=The messages: {{ $json.messages }}',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'a step before has made the object a text already',
		source: 'n8n-io/n8n#15828',
		items: [{ text: '[object Object]\n' }, ...MAILS],
		text: '={{ $json.text }}',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'a template of the step before has objects in two places',
		source: 'objectstack-ai/objectstack#3470',
		items: [{ text: 'Subject: [object Object]\nBody: [object Object],[object Object]' }],
		text: '={{ $json.text }}',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'each e-mail of a step before has its subject and an object for its body',
		source: 'PostHog/posthog-js#2468',
		items: [1, 2, 3].map((n) => ({
			text: `Subject: Order ${n} of the workshop\n\n[object Object]\n\n${'Sent from the shop. '.repeat(20)}`,
		})),
		text: '={{ $json.text }}',
		message: AN_OBJECT,
		advice: INSIDE,
	},
	{
		how: 'the braces are typed into a fixed Text',
		source: 'n8n-io/n8n#18181',
		items: MAILS,
		text: '{{ $json.text }}',
		message: /^Text holds the words of an expression/,
		advice: AS_EXPRESSION,
	},
	{
		how: 'a fixed Text has braces between its words',
		source: 'n8n-io/n8n#18181',
		items: MAILS,
		text: 'Please read this e-mail of {{ $json.from }} with care: {{ $("Gmail").item.json.text }}',
		message: /^Text holds the words of an expression/,
		advice: AS_EXPRESSION,
	},
	{
		how: 'the braces are left out',
		source: 'czlonkowski/n8n-mcp#677',
		items: MAILS,
		text: '$json.text',
		message: /^Text holds the words of an expression/,
		advice: AS_EXPRESSION,
	},
	{
		how: 'the answer of another workflow holds expressions in place of values',
		source: 'n8n-io/n8n#38497',
		items: [...MAILS, { text: '={{ $json.message.body }}' }],
		text: '={{ $json.text }}',
		message: A_NAME,
		advice: AS_EXPRESSION,
	},
	{
		how: 'an expression came through without its braces',
		source: 'czlonkowski/n8n-mcp#677',
		items: [{ text: "$node['Webhook'].json.body" }],
		text: '={{ $json.text }}',
		message: A_NAME,
		advice: AS_EXPRESSION,
	},
	{
		how: 'a field is missing in every item, and comes as the word for it',
		source: 'chhoumann/quickadd#209',
		items: [{}, {}],
		text: '={{ String($json.body) + String($json.html) }}',
		message: /^Every text is empty/,
		advice: /^Check the expression in Text/,
	},
];

describe('what is no text is refused before anything is bought', () => {
	it.each(REFUSED)('when $how ($source)', async ({ items, text, message, advice }) => {
		const host = await startHost();
		const { status, error } = await run(host.engine, { nodes: [submitNode({ text })], items });

		expect([status, error?.message]).toEqual(['error', expect.stringMatching(message)]);
		expect(error?.description).toMatch(advice);
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it.each(REFUSED)('in Categorize Async, too: when $how', async ({ items, text, message }) => {
		const host = await startHost();
		const { status, error } = await run(host.engine, { nodes: [categorizeNode({ text })], items });

		expect([status, error?.message]).toEqual(['error', expect.stringMatching(message)]);
		expect(host.server.stats().calls).toEqual({});
	});
});

interface Sent extends Mapped {
	/** What is sent of the first item. */
	readonly has: string;
}

const SENT: readonly Sent[] = [
	{
		how: 'Outlook’s body, which is beside its preview',
		source: 'dust-tt/dust#26873',
		items: [{ ...OUTLOOK, body: BODY }],
		text: '={{ $json.body.content }}',
		has: 'please send the invoice again.',
	},
	{
		how: 'Outlook’s body, mapped as the object that it is',
		source: 'n8n-io/n8n#15828',
		items: [{ ...OUTLOOK, body: BODY }],
		text: '={{ $json.body }}',
		has: 'please send the invoice again.',
	},
	{
		how: 'a plain e-mail that is as short as its preview',
		source: 'our own fuzzing',
		items: [
			{
				...OUTLOOK,
				bodyPreview: 'Please pay.',
				body: { contentType: 'text', content: 'Please pay.' },
			},
		],
		text: '={{ $json.body.content }}',
		has: 'Please pay.',
	},
	{
		how: 'the subject alone, where the e-mail says no more',
		source: 'our own fuzzing',
		items: [{ ...OUTLOOK, subject: 'RE: please pay', bodyPreview: 'please pay' }],
		text: '={{ $json.subject }}',
		has: 'RE: please pay',
	},
	{
		how: 'the whole e-mail that another step fetched',
		source: 'gptscript-ai/desktop#361',
		items: [OUTLOOK],
		text: `={{ $('Start').item.json.bodyPreview + 'deliver?' }}`,
		has: 'deliver?',
	},
	{
		how: 'the snippet of a search result',
		source: 'our own fuzzing',
		items: [{ title: 'Parts', link: 'https://shop.example', snippet: 'Parts for pumps.' }],
		text: '={{ $json.snippet }}',
		has: 'Parts for pumps.',
	},
	{
		how: 'the report of a bug that shows an object',
		source: 'stagewise-io/stagewise#1012',
		items: [{ text: 'The account page says [object Object] in place of the error.' }],
		text: '={{ $json.text }}',
		has: '[object Object] in place of the error.',
	},
	{
		how: 'a report with the object on a line of its own',
		source: 'cp2004/OctoPrint-OneDrive-Backup#107',
		items: [
			{
				text: `In the print queue I see this and nothing else since the update of last week:\n\n[object Object]\n\n${'It was fine before. '.repeat(10)}`,
			},
			...MAILS,
		],
		text: '={{ $json.text }}',
		has: '[object Object]',
	},
	{
		how: 'a newsletter whose sender forgot a merge tag',
		source: 'feinoujc/Mandrill.net#115',
		items: [{ text: 'First name: {{profile.firstname}}\nYour invoice is ready.' }, ...MAILS],
		text: '={{ $json.text }}',
		has: '{{profile.firstname}}',
	},
	{
		how: 'a question about expressions',
		source: 'n8n-io/n8n#18181',
		items: [{ text: 'Why is {{ $json.request }} sent as it stands? $json.text works.' }],
		text: '={{ $json.text }}',
		has: '{{ $json.request }}',
	},
	{
		how: 'a line of a log that has no number',
		source: 'our own fuzzing',
		items: [{ text: 'total: NaN' }, { text: 'nullable field' }],
		text: '={{ $json.text }}',
		has: 'total: NaN',
	},
	{
		how: 'an object that is mapped as a whole, as JSON',
		source: 'promptfoo/promptfoo#3896',
		items: [{ order: { id: 7, note: 'deliver to the back door' } }],
		text: '={{ $json.order }}',
		has: 'deliver to the back door',
	},
];

describe('what was written is sent as it is', () => {
	it.each(SENT)('$how ($source)', async ({ items, text, has }) => {
		const read: string[] = [];
		const demo = createDemoAnswerer({ seconds: () => 0 });
		const host = await startHost({
			answerer: async (call) => {
				read.push(...textsIn(call.body));
				return await demo(call);
			},
		});
		const { error, jsonOf } = await run(host.engine, {
			nodes: [submitNode({ text, when: 'now' })],
			items,
		});

		expect(error).toBeUndefined();
		expect(jsonOf(SUBMIT)).toMatchObject([{ items: items.length, skipped: 0 }]);
		expect(read.filter((words) => words.includes(has))).toHaveLength(1);
	});
});

function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const TEN_SAME = Array.from({ length: 10 }, (_, n) => ({ n, body: `Mail no. ${n}` }));
const SAME: ReadonlyArray<readonly [how: string, source: string, text: string]> = [
	['the first item is named in Text', 'n8n-io/n8n#18859', '={{ $input.first().json.body }}'],
	[
		'all items are put together in Text',
		'n8n-io/n8n#6662',
		'={{ $input.all().map((item) => item.json.body).join() }}',
	],
	[
		'another node’s first item is named in Text',
		'lysander.bond/en/blog/n8n-node-execution-strategy',
		`={{ $('Start').first().json.body }}`,
	],
	['Text is fixed', 'our own fuzzing', 'Mail no. 1'],
	['only the labels of a template are left', 'our own fuzzing', '=Subject: {{ $json.subject }}'],
];

describe('the same text ten times is told before it is bought', () => {
	const WORDS = 'All 10 texts are the same. Is Text an expression?';

	it.each(SAME)('when %s (%s)', async (_, __, text) => {
		const host = await startHost();
		const { jsonOf, hintsOf } = await run(host.engine, {
			nodes: [submitNode({ text, run: 'estimate' })],
			items: TEN_SAME,
		});

		expect(jsonOf(SUBMIT)).toMatchObject([{ goodToKnow: expect.arrayContaining([WORDS]) }]);
		expect(hintsOf(SUBMIT)).toContain(WORDS);
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it.each([
		['All Items', { run: 'all' }, 10],
		['Try First 5 Now', { run: 'try' }, 5],
	])('as the first hint of %s', async (_, parameters, count) => {
		const host = await startHost();
		const { hintsOf } = await run(host.engine, {
			nodes: [submitNode({ ...parameters, text: 'Mail no. 1' })],
			items: TEN_SAME,
		});
		expect(hintsOf(SUBMIT)[0]).toBe(`All ${count} texts are the same. Is Text an expression?`);
	});

	it('in Categorize Async, for several items of one run', async () => {
		const host = await startHost();
		const { hintsOf } = await run(host.engine, {
			nodes: [categorizeNode({ text: '={{ $input.first().json.body }}' })],
			items: TEN_SAME,
		});
		expect(hintsOf(CATEGORIZE)).toContain(WORDS);
	});

	it.each([
		['two may be the same', [{ body: 'Thanks!' }, { body: 'Thanks!' }]],
		['one differs', [...TEN_SAME.map(() => ({ body: 'Thanks!' })), { body: 'Thanks.' }]],
	])('and not where %s', async (_, items) => {
		const host = await startHost();
		const { hintsOf } = await run(host.engine, {
			nodes: [submitNode({ text: '={{ $json.body }}' })],
			items,
		});
		expect(hintsOf(SUBMIT).join()).not.toContain('the same');
	});
});

it('tells of objects in some of the texts, which somebody may have written', async () => {
	const host = await startHost();
	const { hintsOf } = await run(host.engine, {
		nodes: [submitNode()],
		items: [...MAILS, { text: 'The page says [object Object].' }],
	});
	expect(hintsOf(SUBMIT)[0]).toMatch(
		/^"\[object Object\]" stands in 1 of 4 texts, first in that of Item 3\./,
	);
});

const EMPTY: ReadonlyArray<readonly [how: string, source: string, item: IDataObject]> = [
	['is empty once its pictures are gone', 'i-dot-ai/lex#5', { text: '<p><img src="a.png"></p>' }],
	['is blank', 'kenn-io/msgvault#293', { text: ' \n\t ' }],
	['is missing', 'Azure-Samples/azure-search-openai-demo#1415', {}],
	['is the word "undefined"', 'chhoumann/quickadd#209', { text: 'undefined' }],
	['is the word "null", as a spreadsheet has it', 'evanplaice/jquery-csv#63', { text: ' null ' }],
];

describe('one text that is not there costs no other', () => {
	it.each(EMPTY)('when it %s (%s)', async (_, __, item) => {
		const { jsonOf, host } = await submitAndPoll({}, { items: [...MAILS, item] });

		expect(jsonOf(SUBMIT)).toMatchObject([{ items: 4, skipped: 1 }]);
		expect(host.server.stats().linesAccepted).toBe(3);
		expect(jsonOf(POLL, FAILED)).toMatchObject([
			{ _offpeak: { id: '3', reason: expect.stringMatching(/^The text is empty/) } },
		]);
	});
});

describe('Estimate Only tells what cleaning takes away', () => {
	it('in characters, and warns where it is more than half', async () => {
		const host = await startHost();
		const text = `<div style="${'x'.repeat(60)}">Please pay.</div>`;
		const { jsonOf, hintsOf } = await run(host.engine, {
			nodes: [submitNode({ run: 'estimate' })],
			items: [{ text }, { text: 'An invoice.' }],
		});
		const of = text.length + 11;
		expect(jsonOf(SUBMIT)).toMatchObject([
			{
				cleaned: { characters: of - 22, of },
				summary: expect.stringContaining(
					`Clean Text takes away ${of - 22} of ${of} characters (78 %).`,
				),
			},
		]);
		expect(hintsOf(SUBMIT).join()).toContain('more than half of all characters');
	});

	it('and nothing where nothing goes', async () => {
		const host = await startHost();
		const { jsonOf, hintsOf } = await run(host.engine, {
			nodes: [submitNode({ run: 'estimate' })],
		});
		expect(jsonOf(SUBMIT)).toMatchObject([{ cleaned: { characters: 0 } }]);
		expect(hintsOf(SUBMIT).join()).not.toContain('Clean Text');
	});
});

function zapRows(...texts: readonly string[]): Input {
	return { rows: texts.map((text, index) => ({ row_id: `r-${index}`, row_text: text })) };
}

const IN_ZAPIER: ReadonlyArray<
	readonly [how: string, source: string, input: Input, message: RegExp]
> = [
	[
		'the name of a field came in place of its value',
		'zapier/zapier-platform#336',
		zapRows('Please pay.', '{{114648603__body_plain}}'),
		/^The text of Row 2 is the name of a field, not its value\. Choose the field for Text again/,
	],
	[
		'the names of two fields stand on a line',
		'zapier/zapier-platform#336',
		zapRows('Subject: {{114648603__subject}} Body: {{114648603__body_plain}}'),
		/^The text of Row 1 is the name of a field/,
	],
	[
		'every row has a subject, and an object for its body',
		'apify/apify-zapier-integration#48',
		zapRows(...['Bolts', 'Nuts', 'Pipes'].map((name) => `Subject: ${name}\nBody: [object Object]`)),
		/^In each of the 3 texts "\[object Object\]" stands where a value should/,
	],
	[
		'the object itself came',
		'apify/apify-zapier-integration#48',
		zapRows('[object Object]', 'Please pay.'),
		/^The text of Row 1 is "\[object Object\]".*Nothing was sent\.$/,
	],
	[
		'the editor’s word for a field without a value was typed off',
		'our own fuzzing',
		zapRows('No data', 'No data'),
		/^Every text is empty: there is nothing to send\. Check the field Text/,
	],
];

describe('in Zapier', () => {
	it.each(IN_ZAPIER)('is refused when %s (%s)', async (_, __, input, message) => {
		const scene = await startScene();
		const error = await failureOf(scene.create('submit_batch', submitInput(input)));

		expect(error.message).toMatch(message);
		expect(scene.server.stats().calls).toEqual({});
	});

	it.each([
		['{{114648603__body_plain}}', /is the name of a field/],
		['Subject: Bolts\n\n[object Object]', /"\[object Object\]" stands where a value should/],
		['undefined', /^Every text is empty/],
	])('Categorize Async refuses %j', async (text, message) => {
		const scene = await startScene();
		const error = await failureOf(scene.create('categorize_async', { ...SORTING, text }));

		expect(error.message).toMatch(message);
		expect(scene.server.stats().calls).toEqual({});
	});

	it('tells in the note that all rows are the same', async () => {
		const scene = await startScene();
		const input = submitInput({ ...zapRows('Pay.', 'Pay.', 'Pay.'), run: 'estimate' });
		expect(await scene.create('submit_batch', input)).toMatchObject({
			note: expect.stringContaining(
				'All 3 texts are the same. Is a field of each row mapped into Text?',
			),
		});
	});

	it('tells in the estimate what cleaning takes away', async () => {
		const scene = await startScene();
		const input = submitInput({
			...zapRows(`<p class="${'x'.repeat(40)}">Pay.</p>`, 'The bill.'),
			run: 'estimate',
		});
		expect(await scene.create('submit_batch', input)).toMatchObject({
			estimate: expect.stringMatching(/Clean Text takes away \d+ of \d+ characters \(\d\d %\)\.$/),
			good_to_know: expect.stringMatching(/^Clean Text takes away more than half/),
		});
	});
});
