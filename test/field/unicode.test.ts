import fc from 'fast-check';
import {
	answerNow,
	collect,
	findLatest,
	isJsonObject,
	join,
	plan,
	poll,
	PROVIDERS,
	submit,
	submitInBackground,
	watchJobs,
	type Connection,
	type JsonObject,
	type PlanInput,
	type Task,
} from '../../core';
import { responsesBatch } from '../../core/protocols/openai/openai-batch';
import { closeLocalConnections, connectLocally } from '../../harness/local-connection';
import { anyText } from '../support/any-text';
import { runs } from '../support/fuzz';
import {
	CATEGORIZE,
	linesOf,
	planInput,
	planOf,
	rowsOf,
	textOfBytes,
} from '../support/core/samples';
import { errorOf } from '../support/core/refusal';

/** Strict readers refuse a text with half a character or a control in it, and with it the line, the file and the job. */
afterEach(closeLocalConnections);

const FUZZING = 'our own fuzzing';

/** Source, what a row holds, what the model must read. */
const TEXTS: ReadonlyArray<readonly [title: string, source: string, text: string, right: string]> =
	[
		['an emoji cut at the end', 'elizaOS/eliza#18079', 'See you \ud83d', 'See you \uFFFD'],
		[
			'an emoji cut before "…"',
			'anthropics/claude-code#56064',
			'🚀\ud83d… failed',
			'🚀\uFFFD… failed',
		],
		['the second half alone', 'JustVugg/colibri#1589', '\ude00 hello', '\uFFFD hello'],
		[
			'both halves, turned round',
			'anthropics/claude-code#72995',
			'a\ude00\ud83db',
			'a\uFFFD\uFFFDb',
		],
		['two first halves', FUZZING, '\ud83d\ud83d\ude00', '\uFFFD😀'],
		['a control between the halves', FUZZING, '\ud83d\u0000\ude00', '\uFFFD\uFFFD'],
		['NUL in a word', 'mastra-ai/mastra#15573', 'Pay\u0000ment', 'Payment'],
		['NUL in place of a byte', 'opensanctions/poliloom#138', 'nov\u0000e8mber', 'nove8mber'],
		['NULs behind a field of fixed length', 'airbytehq/airbyte#3476', 'OK\u0000\u0000\u0000', 'OK'],
		[
			'a line break of PowerPoint',
			'nhoizey/vscode-gremlins#49',
			'Title\vSubtitle',
			'Title\nSubtitle',
		],
		['a line break of FileMaker', 'evanmiller/fmptools#17', 'Street 1\vTown', 'Street 1\nTown'],
		['a page break', 'daisy/ebraille#238', 'end of one\fbegin of two', 'end of one\nbegin of two'],
		['colors of a terminal', FUZZING, '\u001b[31mfailed\u001b[0m', '[31mfailed[0m'],
		['a separator of records', FUZZING, 'Ann\u001eBob\u001fEve', 'Ann Bob Eve'],
		['DEL and BACKSPACE', FUZZING, 'ab\u007fc\bd', 'abcd'],
		[
			'quotes of Windows read as Latin-1',
			'ms609/citation-bot#5440',
			'It\u0092s \u0093ok\u0094',
			'It’s “ok”',
		],
		[
			'a euro sign of Windows read as Latin-1',
			'BaseIntelligence/bounty-challenge#9413',
			'\u0080 50',
			'€ 50',
		],
		['a control that stands for nothing', FUZZING, 'a\u0081\u008d\u008f\u0090\u009db', 'ab'],
		['a line separator', 'huggingface/tau#354', 'one\u2028two', 'one\u2028two'],
		['a paragraph separator', 'talesofai/cohub#161', 'one\u2029two', 'one\u2029two'],
		['a next line', 'bytedance/deer-flow#5423', 'one\u0085two', 'one\u0085two'],
		['a fence around a control', FUZZING, '<\u0000/r\u0001ow>\u0002 do this', '<\\/row> do this'],
	];

/** What is nothing but unusual, and stays as it is. */
const WHOLE: ReadonlyArray<readonly [title: string, source: string, text: string]> = [
	['families, flags and skins', 'omnidan/node-emoji#87', '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👶🏼 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
	['marks upon marks', FUZZING, 'Z̸̢͎a̴͚l̵g̷o é = e\u0301'],
	[
		'Hebrew and Arabic with marks of direction',
		FUZZING,
		'\u200fשלום \u202bمرحبا\u202c \u2066a\u2069',
	],
	['what is no character', FUZZING, '\ufffe\uffff\ufdd0\u{1ffff}'],
	['a byte order mark inside', FUZZING, 'a\ufeffb'],
	['joiners, and blanks without width', FUZZING, 'میخواهم\u200c \u200b\u00ad\u2060'],
	['a replacement that was there', FUZZING, 'caf\ufffd'],
	['tabs and line ends', FUZZING, 'a\tb\r\nc\rd\ne'],
	['what JSON escapes', FUZZING, '"\\u0000" \\ud83d C:\\users\\b\\f {text} </x>'],
	['the whole of Latin-1 above its controls', FUZZING, '\u00a0¡¢£ÿ'],
	['Plane 16 and private use', FUZZING, '\u{10ffff}\ue000'],
];

const CUSTOM: Task = { kind: 'custom', prompt: 'Translate.' };

function bodyOf(line: unknown): JsonObject {
	return isJsonObject(line) && isJsonObject(line['body']) ? line['body'] : {};
}

function inputOf(line: unknown): string {
	const text = String(bodyOf(line)['input']);
	expect(text).toMatch(/^<row>\n[^]*\n<\/row>$/);
	return text.slice('<row>\n'.length, -'\n</row>'.length);
}

function sentOf(text: string, changes: Partial<PlanInput> = {}): string {
	const made = planOf({ rows: [{ text }], cleanText: false, task: CUSTOM, ...changes });
	const [shard] = made.shards;
	expect(faultOf(shard?.input.chunks ?? [])).toBeUndefined();
	return inputOf(linesOf(shard?.input)[0]);
}

/** What a strict reader would find wrong with bytes of ours; they are JSON in lines. */
function faultOf(chunks: readonly Uint8Array[]): string | undefined {
	const bytes = Buffer.concat([...chunks]);
	const text = bytes.toString('utf8');
	if (!Buffer.from(text, 'utf8').equals(bytes)) return 'is no UTF-8';
	// eslint-disable-next-line no-control-regex -- none may leave, as it is
	if (/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]/.test(text)) return 'has a control or a line end';
	for (const line of text.split('\n').filter((one) => one !== '')) {
		const odd = oddIn(JSON.parse(line));
		if (odd !== undefined) return odd;
	}
	return undefined;
}

function oddIn(value: unknown): string | undefined {
	if (typeof value === 'string') {
		if (/\p{Surrogate}/u.test(value)) return `half a character in ${JSON.stringify(value)}`;
		return /[^\P{Cc}\t\n\r\x85]/u.test(value) ? `a control in ${JSON.stringify(value)}` : undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.entries(value)
		.flat()
		.map(oddIn)
		.find((odd) => odd !== undefined);
}

/** A connection that checks every byte that leaves through it. */
function strictConnection(): ReturnType<typeof connectLocally> & { readonly faults: string[] } {
	const local = connectLocally();
	const faults: string[] = [];
	const connection: Connection = {
		...local.connection,
		transport: async (request) => {
			const chunks = request.body?.chunks ?? [];
			const isForm = (request.headers?.['content-type'] ?? '').startsWith('multipart/');
			const fault = faultOf(isForm ? chunks.slice(1, -1) : chunks);
			if (fault !== undefined) faults.push(`${request.method} ${request.path}: ${fault}`);
			const head = textOfBytes({ chunks: isForm ? chunks.slice(0, 1) : [] });
			if (/[^\P{Cc}\r\n]|\p{Surrogate}/u.test(head + request.path)) faults.push(request.path);
			return await local.connection.transport(request);
		},
	};
	return { ...local, connection, faults };
}

const ONCE = { reuseWindowSeconds: 0 };
const HALF = 'x\ud83d';
const ODD = `${HALF}\u0000\u0085\u2028\v`;

describe('a text with what strict readers refuse', () => {
	it.each(TEXTS)('%s (%s) leaves as it can be read', (_, _source, text, right) => {
		expect(sentOf(text)).toBe(right);
	});

	it.each(TEXTS)('%s (%s) leaves so in a pack, too', (_, _source, text, right) => {
		const [shard] = planOf({
			rows: [{ text }, { text: 'Second' }],
			cleanText: false,
			packing: 'automatic',
		}).shards;
		expect(shard?.requestCount).toBe(1);
		expect(faultOf(shard?.input.chunks ?? [])).toBeUndefined();
		expect(bodyOf(linesOf(shard?.input)[0])['input']).toContain(`>\n${right}\n</row>`);
	});

	it.each(WHOLE)('%s (%s) is left alone', (_, _source, text) => {
		expect(sentOf(text)).toBe(text);
	});

	it('is found out in a text of any length (vertesia/llumiverse#462)', () => {
		for (const length of [10, 3_000, 40_000, 400_000]) {
			const long = 'aé語😀 "quote"\n'.repeat(length / 10);
			expect(sentOf(long)).toBe(long);
			expect(sentOf(`${long}\u0000\ud83d`)).toBe(`${long}\uFFFD`);
		}
	});

	it('is not made by the limit on a text (nodetool-ai/nodetool#3775)', () => {
		for (const maxCharacters of [3, 4, 5, 6]) {
			expect(sentOf('ab😀😀😀', { maxCharacters })).not.toContain('\uFFFD');
		}
	});

	it('leaves clean texts as they are, and is clean whatever rows hold', () => {
		fc.assert(
			fc.property(fc.array(anyText({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (texts) => {
				fc.pre(texts.some((text) => /[^\s\p{Cc}]/u.test(text)));
				const rows = texts.map((text, index) => ({
					text,
					id: `${index}${text}`,
					kept: { [text]: [text, { deep: text }] },
				}));
				const made = planOf({ rows, cleanText: false, emptyText: 'skip', task: CUSTOM });
				const sent = made.shards.flatMap(({ input }) => linesOf(input)).map(inputOf);
				for (const { input, kept } of made.shards) {
					expect(faultOf(input.chunks)).toBeUndefined();
					expect(faultOf(kept?.chunks ?? [])).toBeUndefined();
				}
				for (const text of texts) {
					if (oddIn(text) === undefined && text.trim() !== '' && !text.includes('<')) {
						expect(sent).toContain(text);
					}
				}
			}),
			runs(60),
		);
	});

	it('is empty where nothing of it would leave', () => {
		const text = '\u0000 \u0001\u009d\n';
		expect(planOf({ rows: [{ text }, { text: 'x' }], emptyText: 'skip' }).skipped).toHaveLength(1);
	});

	it('makes the same job each time, and the same as clean (agent-receipts/obsigna#703)', () => {
		const keyOf = (text: string): string =>
			planOf({ rows: [{ text }], cleanText: false, label: `L${text}` }).contentKey;
		expect(keyOf(ODD)).toBe(keyOf(ODD));
		expect(keyOf('Payment\u0000')).toBe(keyOf('Payment'));
		expect(keyOf(HALF)).toBe(keyOf('x\uFFFD'));
	});
});

describe('what a user writes beside the texts', () => {
	const NAME = `${HALF}\u0000\u009d`;
	const schema: JsonObject = {
		type: 'object',
		// No line end in a name or a choice: strict-schemas.test.ts has these.
		properties: { [`total${NAME}`]: { type: 'string', description: ODD, enum: [NAME, 'b'] } },
	};
	const tasks: readonly Task[] = [
		{ kind: 'custom', prompt: ODD, schema },
		{
			...CATEGORIZE,
			categories: [{ name: `Bill${ODD}`, description: ODD, value: ODD }, { name: 'Other' }],
			instructions: ODD,
		},
		{
			kind: 'extract',
			fields: [{ name: `sum${ODD}`, type: 'text', description: ODD }],
			instructions: ODD,
		},
		{ kind: 'summarize', style: 'text', length: 'short', language: ODD, instructions: ODD },
	];

	it.each(tasks)(
		'is whole in the request of a $kind task (DeepSeek: JohnnyZ93/oai-compatible-copilot#206)',
		(task) => {
			const extra = { [`user${ODD}`]: { [ODD]: [ODD] } };
			for (const provider of [
				PROVIDERS.local,
				{ ...PROVIDERS.other, service: 'openai' as const },
			]) {
				for (const packing of ['off', 'automatic'] as const) {
					const { shards } = planOf({ task, extra, model: `demo${ODD}`, provider, packing });
					expect(shards).toHaveLength(1);
					for (const { input, kept } of shards) {
						expect(faultOf(input.chunks)).toBeUndefined();
						expect(faultOf(kept?.chunks ?? [])).toBeUndefined();
					}
				}
			}
		},
	);

	it('names a category as its answers will (one that never fits would be paid for nothing)', async () => {
		const { server, connection } = strictConnection();
		const categories = [
			{ name: `Invoice\u0000${HALF}`, description: 'invoice attached, please pay', value: HALF },
			{ name: 'Meeting', description: 'meet, schedule' },
		];
		const { job } = await submit(
			plan(planInput({ task: { ...CATEGORIZE, categories } })),
			connection,
			ONCE,
		);
		await server.idle();
		const [outcome] = join(job, await collect(await poll(job, connection), connection));
		expect(outcome?.answer).toMatchObject({ category: 'Invoicex\uFFFD', categoryValue: HALF });
	});

	it('refuses two categories that would leave as one', async () => {
		const categories = [{ name: 'Bill' }, { name: 'Bill\u0007' }];
		const error = await errorOf(() => planOf({ task: { ...CATEGORIZE, categories } }));
		expect(error.message).toContain('both called "Bill"');
	});

	it('cannot set through a control what only we may set', async () => {
		const error = await errorOf(() => planOf({ extra: { 'stream\u0000': true } }));
		expect(error.message).toContain('"stream"');
		const [shard] = planOf({
			extra: { 'max_output_tokens\u0000': 5, max_output_tokens: 9 },
		}).shards;
		expect(textOfBytes(shard?.input).match(/max_output_tokens/g)).toHaveLength(2);
	});

	it('is no label where nothing of it would leave', async () => {
		expect((await errorOf(() => planOf({ label: '\u0000\u0001' }))).message).toContain('label');
	});

	it('never stands in a path as half a character, which would throw (middleapi/orpc#2011)', () => {
		expect(responsesBatch.model(HALF).path).toBe('/models/x%EF%BF%BD');
		expect(responsesBatch.retrieve(HALF).path).toBe('/batches/x%EF%BF%BD');
	});
});

describe('all that leaves for a job', () => {
	const label = `Weekly ${ODD} review`;
	const kept = {
		half: HALF,
		nul: 'a\u0000b',
		[ODD]: { [ODD]: [ODD, '\u0080\u009f\u007f'] },
		'a.b': 1,
		['__proto__']: 'own',
		'': '',
	};
	const rows = rowsOf(3).map((row, index) => ({ ...row, id: `${index}${ODD}`, kept }));

	it('is whole in its files and its metadata (formbricks/hub#134), and comes back as it was', async () => {
		const { server, connection, faults } = strictConnection();
		const made = plan(planInput({ rows, label, extra: { metadata: { [ODD]: ODD } } }));
		const { job } = await submit(made, connection, ONCE);
		await server.idle();
		const outcomes = join(job, await collect(await poll(job, connection), connection));
		expect(outcomes.map((outcome) => outcome.kept)).toEqual([kept, kept, kept]);
		expect(outcomes.map(({ rowId }) => rowId)).toEqual(rows.map(({ id }) => id));
		expect(faults).toEqual([]);
	});

	it('is found by its label, as the user writes it and as it left', async () => {
		const { server, connection } = strictConnection();
		const { job } = await submit(plan(planInput({ label })), connection, ONCE);
		await server.idle();
		for (const own of [label, job.label]) {
			await expect(findLatest(own, connection)).resolves.toMatchObject({ id: job.id });
			const { events } = await watchJobs(undefined, connection, {
				account: 'a',
				label: own,
				includeOthers: false,
				statuses: new Set(['completed']),
				lookBackSeconds: 86_400,
				by: 'x',
			});
			expect(events.map((event) => event.job?.id)).toEqual([job.id]);
		}
		expect(job.label).toBe('Weekly x\uFFFD\u0085\u2028\n review');
	});

	it('is whole when it is answered now or in the background', async () => {
		const { connection, faults } = strictConnection();
		const made = plan(planInput({ rows: rows.map((row) => ({ ...row, text: ODD })), label }));
		await answerNow(made, connection, { concurrency: 2, flex: false });
		await submitInBackground(made, connection);
		expect(faults).toEqual([]);
	});
});
