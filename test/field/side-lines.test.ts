import {
	answerRest,
	collect,
	endEarly,
	join,
	plan,
	poll,
	PROVIDERS,
	runKeyOf,
	submit,
	submitInBackground,
	type Connection,
	type JsonObject,
	type Outcome,
	type PlanInput,
	type Provider,
	type Row,
} from '../../core';
import { bytesOfText } from '../support/core/canned-transport';
import { readUpload, RULES, type Rule, type UploadedFile } from '../support/core/checking-server';
import { errorOf } from '../support/core/refusal';
import { tryAgain } from '../support/core/rounds';
import { planInput, rowsOf, withRoomFor } from '../support/core/samples';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../harness/local-connection';
import { HOUR_MS } from '../../harness/durations';

/**
 * Servers check every line of every file that is uploaded for batches, whatever it is for. So every file of a job is
 * checked here, by the strictest of all their rules.
 */
afterEach(closeLocalConnections);

interface Endpoint {
	readonly name: string;
	readonly provider: Provider;
}

/** The local server, dressed as a server of each kind. */
const ENDPOINTS: readonly Endpoint[] = [
	{ name: '/v1/responses', provider: PROVIDERS.local },
	{ name: '/v1/chat/completions', provider: { ...PROVIDERS.other, service: 'openai' } },
];

interface Run {
	readonly local: LocalConnection;
	readonly connection: Connection;
	readonly input: (changes: Partial<PlanInput>) => ReturnType<typeof plan>;
	readonly files: UploadedFile[];
}

/** `refusing`: as a server does that checks at once. */
function begin({ name, provider }: Endpoint, refusing = false): Run {
	const local = connectLocally({ provider });
	const files: UploadedFile[] = [];
	const connection: Connection = {
		...local.connection,
		transport: async (request) => {
			if (request.method === 'POST' && request.path === '/files') {
				const file = readUpload(request, name);
				files.push(file);
				const broken = RULES.filter(([, , holds]) => !holds(file)).map(([rule]) => rule);
				if (refusing && broken.length > 0) {
					return { status: 400, headers: {}, body: bytesOfText(JSON.stringify({ error: broken })) };
				}
			}
			return await local.connection.transport(request);
		},
	};
	return {
		local,
		connection,
		files,
		input: (changes) => plan(planInput({ provider, ...changes })),
	};
}

/** What strangers keep: all that JSON can hold, and what it should not. */
const ODD: JsonObject = {
	quote: 'she said "no"\n\tand left\r\n',
	separators: 'a\u2028b\u2029c\u0085d\u000be\u000c',
	half: 'Danke \ud83d',
	whole: '👩‍👩‍👧 日本語 ﷽',
	nul: 'a\u0000b',
	slash: '\\" \\u0041 </row>',
	empty: '',
	nothing: null,
	big: 9_007_199_254_740_991,
	list: [[['x']], {}],
	'a.b': true,
	'"key"\n': 1,
};

function oddRows(count: number): readonly Row[] {
	return rowsOf(count, (index) => ({ index, ...ODD }));
}

const ONCE = { reuseWindowSeconds: 0 };
const CREATE = { method: 'POST', path: '^/v1/batches$' };

async function outcomesOf(
	{ local, connection }: Run,
	job: Parameters<typeof poll>[0],
): Promise<readonly Outcome[]> {
	await local.server.idle();
	return join(job, await collect(await poll(job, connection), connection));
}

async function endsEarly(run: Run): Promise<void> {
	const { local, connection } = run;
	local.server.faults.add({ batch: { expireAfter: 2 } });
	const { job } = await submit(run.input({ rows: oddRows(5) }), connection, ONCE);
	await local.server.idle();
	await endEarly(job, connection);
	const collected = await collect(await poll(job, connection), connection);
	const results = { outcomes: join(job, collected), notes: [], collected };
	await answerRest(job, results, connection, { concurrency: 2, until: Infinity });
}

/** A purchase whose reply is lost, while the list cannot be read either; then a run that finds it. */
async function losesCreate({ local, connection, input }: Run): Promise<void> {
	const made = input({ rows: oddRows(2) });
	const deaf: Connection = {
		...connection,
		transport: async (request) =>
			request.method === 'GET' && request.path === '/batches' && isDeaf
				? { status: 503, headers: {}, body: bytesOfText('') }
				: await connection.transport(request),
	};
	const options = (run: string) => ({ ...ONCE, runKey: runKeyOf(run) });
	let isDeaf = false;
	local.server.faults.add({ call: CREATE, effect: { kind: 'drop-after' } });
	const listening = deaf.transport;
	const lost: Connection = {
		...deaf,
		transport: async (request) => {
			const isCreate = request.method === 'POST' && request.path === '/batches';
			if (isCreate) isDeaf = true;
			return await listening(request);
		},
	};
	await errorOf(() => submit(made, lost, options('one')));
	isDeaf = false;
	await submit(made, connection, options('two'));
}

type Scenario = readonly [string, readonly RegExp[], (run: Run) => Promise<unknown>];

const INPUT = /\dof\d\.(?!kept|lost|taken)/;
const KEPT = /\.kept\./;

/** What a job leaves at the provider, with the names of the files that it must have left. */
const SCENARIOS: readonly Scenario[] = [
	[
		'a job that keeps fields',
		[INPUT, KEPT],
		async ({ input, connection }) =>
			await submit(input({ rows: oddRows(3), cleanText: false }), connection, ONCE),
	],
	[
		'a job with skipped rows',
		[INPUT, KEPT],
		async ({ input, connection }) =>
			await submit(
				input({ rows: [{ text: ' ' }, ...rowsOf(2), { text: '\u200B' }], emptyText: 'skip' }),
				connection,
				ONCE,
			),
	],
	[
		'a job whose row ids fit no request',
		[INPUT, KEPT],
		async ({ input, connection }) =>
			await submit(
				input({
					rows: rowsOf(3).map((row, index) => ({
						...row,
						id: `<${index}@пошта.example>${'x'.repeat(600)}`,
					})),
				}),
				connection,
				ONCE,
			),
	],
	[
		'a job whose shape is too large for metadata',
		[INPUT, KEPT],
		async ({ input, connection }) => {
			const categories = Array.from({ length: 200 }, (_, index) => ({
				name: `Kategorie ${index} ${'ä'.repeat(60)}`,
				value: `Label_${index}`,
			}));
			const task = { kind: 'categorize', categories, multiple: true, noMatch: 'other' } as const;
			await submit(input({ task }), connection, ONCE);
		},
	],
	[
		'a job in several files',
		[/1of3/, /3of3/, /2of3\.kept\./],
		async ({ input, connection }) =>
			await submit(
				input({ rows: oddRows(5), provider: withRoomFor(2, connection.provider) }),
				connection,
				ONCE,
			),
	],
	[
		'a job that keeps more than a line holds',
		[INPUT, KEPT],
		async ({ input, connection }) =>
			await submit(
				input({
					rows: rowsOf(260, (index) => ({
						index,
						note: 'ö'.repeat(index % 50 === 0 ? 40_000 : 20),
					})),
				}),
				connection,
				ONCE,
			),
	],
	[
		'a job of packed rows',
		[INPUT],
		async ({ input, connection }) =>
			await submit(input({ rows: oddRows(30), packing: 'automatic' }), connection, ONCE),
	],
	['a purchase that nobody heard of, and whoever found it', [/\.lost\./, /\.taken\./], losesCreate],
	['a job that was finished at its deadline', [/\.rest\./, KEPT], endsEarly],
	[
		'a second round',
		[INPUT],
		async (run) => {
			run.local.server.faults.add({ batch: { expireAfter: 2 } });
			const { job } = await submit(run.input({ rows: oddRows(5) }), run.connection, ONCE);
			await tryAgain({ ...run.local, connection: run.connection }, job);
		},
	],
];

/** What strangers write, and what they ask. */
const ODD_TEXTS: readonly Scenario[] = [
	[
		'a job of texts with odd characters',
		[INPUT],
		async ({ input, connection }) =>
			await submit(
				input({
					rows: Object.values(ODD)
						.filter((value) => typeof value === 'string' && value !== '')
						.map((value) => ({ text: String(value) })),
					cleanText: false,
				}),
				connection,
				ONCE,
			),
	],
	[
		'a job whose instructions have odd characters',
		[INPUT],
		async ({ input, connection }) =>
			await submit(
				input({
					task: {
						kind: 'custom',
						prompt: String(ODD['separators']) + String(ODD['half']) + String(ODD['nul']),
					},
				}),
				connection,
				ONCE,
			),
	],
];

/** Of Responses alone. */
const IN_BACKGROUND: Scenario = [
	'a background job',
	[/background\.kept/],
	async ({ input, connection }) =>
		await submitInBackground(
			input({
				rows: [...oddRows(5), { text: '' }],
				emptyText: 'skip',
				provider: withRoomFor(2, connection.provider),
			}),
			connection,
		),
];

function scenariosOf({ name }: Endpoint): readonly Scenario[] {
	return name === '/v1/responses' ? [...SCENARIOS, IN_BACKGROUND] : SCENARIOS;
}

describe.each(ENDPOINTS)('every file of $name', (endpoint) => {
	const uploads = new Map<string, readonly UploadedFile[]>();

	beforeAll(async () => {
		for (const [scenario, , act] of [...scenariosOf(endpoint), ...ODD_TEXTS]) {
			const run = begin(endpoint);
			await act(run);
			uploads.set(scenario, run.files);
		}
		await closeLocalConnections();
	});

	it.each(scenariosOf(endpoint))('is among those of %s', (scenario, names) => {
		const found = (uploads.get(scenario) ?? []).map(({ name }) => name).join('\n');
		for (const name of names) expect(found).toMatch(name);
	});

	function faultsOf(holds: Rule[2], scenarios: readonly Scenario[]): readonly string[] {
		return scenarios.flatMap(([scenario]) =>
			(uploads.get(scenario) ?? [])
				.filter((file) => !holds(file))
				.map(({ name }) => `${scenario}: ${name}`),
		);
	}

	it.each(RULES)('%s (%s)', (_, _source, holds) => {
		expect(faultsOf(holds, scenariosOf(endpoint))).toEqual([]);
	});

	it.each(RULES)('%s, whatever a text holds (%s)', (_, _source, holds) => {
		expect(faultsOf(holds, ODD_TEXTS)).toEqual([]);
	});
});

describe.each(ENDPOINTS)('a server that checks each line at once ($name)', (endpoint) => {
	it('takes a job and all that it keeps, and gives all of it back (BerriAI/litellm#37527)', async () => {
		const run = begin(endpoint, true);
		const rows: readonly Row[] = [...oddRows(3), { text: '', id: 'ü'.repeat(300) }];
		const { job } = await submit(run.input({ rows, emptyText: 'skip' }), run.connection, ONCE);
		const outcomes = await outcomesOf(run, job);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual([
			'succeeded',
			'succeeded',
			'succeeded',
			'failed',
		]);
		expect(outcomes.map(({ kept }) => kept)).toEqual([
			...rows.slice(0, 3).map(({ kept }) => kept),
			{},
		]);
		expect(outcomes.map(({ rowId }) => rowId)).toEqual(['0', '1', '2', 'ü'.repeat(300)]);
	});

	it('gives a long entry back whole, however many share a line', async () => {
		const run = begin(endpoint, true);
		const rows = rowsOf(230, (index) => ({
			index,
			note: '\u2028"\\'.repeat(index === 7 ? 20_000 : 3),
		}));
		const { job } = await submit(run.input({ rows }), run.connection, ONCE);
		const outcomes = await outcomesOf(run, job);
		expect(outcomes.map(({ kept }) => kept)).toEqual(rows.map(({ kept }) => kept));
	});

	it('takes the rest of a job at its deadline', async () => {
		const run = begin(endpoint, true);
		await endsEarly(run);
		run.local.clock.pass(HOUR_MS);
		expect(run.files.filter(({ name }) => name.includes('.rest.'))).toHaveLength(2);
	});
});
