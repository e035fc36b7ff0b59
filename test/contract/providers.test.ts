import {
	checkBaseUrl,
	collect,
	describeDamage,
	inferProvider,
	join,
	plan,
	poll,
	PROVIDERS,
	submit,
	type Connection,
	type OutcomeKind,
	type Provider,
} from '../../core';
import type { Keeps } from '../../core/providers/provider';
import type { BatchFault } from '../../local-server/src';
import { closeLocalConnections, connectLocally } from '../../harness/local-connection';
import { isCreate, NEXT_RUN, purchasesOf, RUN } from '../support/core/purchases';
import { errorOf } from '../support/core/refusal';
import { linesOf, planInput, rowsOf, textOfBytes, withRoomFor } from '../support/core/samples';
import { connectDressed, type Dress } from '../support/dressed-server';

afterEach(closeLocalConnections);

/** Whoever else speaks the Batch API knows Chat Completions alone. */
const RESPONSES: ReadonlySet<Provider> = new Set([
	PROVIDERS.openai,
	PROVIDERS.openaiRegion,
	PROVIDERS.local,
]);

function baseUrlOf({ hosts }: Provider): string {
	const host = (hosts[0] ?? 'llm.example.com').replace('*', 'name');
	return `https://${host}/v1`;
}

/** The local server, dressed as the provider: its row and address, but a local transport. */
function connectAs(provider: Provider) {
	const baseUrl = baseUrlOf(provider);
	return connectLocally({ baseUrl, provider });
}

function inputFor(provider: Provider) {
	const rows = rowsOf(5, (index) => ({ index })).map((row, index) => ({
		...row,
		id: `mail/${index}`,
	}));
	return planInput({ rows, provider, baseUrl: baseUrlOf(provider) });
}

const NOT_ALLOWED = { status: 405, body: { detail: 'Method Not Allowed' } };

/** Servers as the row says that they are, and each that it does not rule out. */
function dressesOf({ keeps }: Provider): readonly (readonly [string, Dress])[] {
	const lacks: readonly (readonly [keyof Keeps, string, Dress])[] = [
		['metadata', 'drops the metadata', { metadata: 'null' }],
		['jobList', 'gives no list of jobs', { jobList: NOT_ALLOWED }],
		['fileList', 'gives no list of files', { fileList: NOT_ALLOWED }],
		['inputContent', 'gives no uploaded file back', { inputContent: { status: 403 } }],
	];
	const known = lacks.filter(([what]) => keeps[what] === 'no').map(([, , dress]) => dress);
	const always = known.reduce<Dress>((all, dress) => ({ ...all, ...dress }), {});
	const may = lacks.filter(([what]) => keeps[what] === 'unknown');
	return [
		['does what its row says', always],
		...may.map(([, words, dress]) => [words, { ...always, ...dress }] as const),
	];
}

/** The reply to its first create is lost; the purchase was made. */
function losingOneReply(connection: Connection): Connection {
	let isLost = false;
	return {
		...connection,
		transport: async (request) => {
			const response = await connection.transport(request);
			if (isLost || !isCreate(request)) return response;
			isLost = true;
			throw new TypeError('fetch failed');
		},
	};
}

const ENDS: readonly [string, BatchFault, Partial<Record<OutcomeKind, number>>][] = [
	['completes', {}, { succeeded: 5 }],
	['completes with an empty error file', { emptyErrorFile: true }, { succeeded: 5 }],
	[
		'completes with failures',
		{ failLines: { every: 2, status: 400 } },
		{ succeeded: 3, failed: 2 },
	],
	['completes with nothing but failures', { failLines: { every: 1, status: 500 } }, { failed: 5 }],
	['expires halfway', { expireAfter: 2 }, { succeeded: 2, expired: 3 }],
	['expires before it began', { expireAfter: 0 }, { expired: 5 }],
	[
		'is refused',
		{ failBatch: { code: 'model_not_found', message: 'No such model.' } },
		{ failed: 5 },
	],
	['loses lines', { dropLines: { every: 2 }, tornLastLine: true }, { succeeded: 2, missing: 3 }],
	['doubles lines', { duplicateLines: { every: 1 }, unknownLines: 2 }, { succeeded: 5 }],
];

describe.each(Object.values(PROVIDERS).map((provider) => [provider.name, provider] as const))(
	'%s',
	(_, provider) => {
		it('is found by its address, and only by one that is acceptable', () => {
			// Nobody is taken for our local server by an address: it says itself who it is.
			const found = provider === PROVIDERS.local ? PROVIDERS.other : provider;
			expect(inferProvider(baseUrlOf(provider))).toBe(found);
			expect(checkBaseUrl(baseUrlOf(provider))).toEqual({ baseUrl: baseUrlOf(provider) });
		});

		it('says where its row comes from and when that was read', () => {
			expect(provider.source).toMatch(/^https:\/\/\S+$|^local-server\/\S+$/);
			expect(provider.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
			expect(Number.isNaN(Date.parse(provider.checked))).toBe(false);
			expect(
				(provider.discount.source === 'published') === (provider.discount.factor !== undefined),
			).toBe(true);
		});

		it('says of everything that a purchase is found by whether it is there', () => {
			expect(Object.keys(provider.keeps).sort()).toEqual([
				'fileList',
				'inputContent',
				'jobList',
				'metadata',
			]);
		});

		it('tells the user what changes, and keeps where we know it from for maintainers', () => {
			for (const caveat of provider.caveats) {
				expect(caveat).toMatch(/^[A-Z].*\.$/);
				expect(caveat).not.toMatch(/https?:|SDK|documented|\bissue\b|#\d|\d{4}-\d{2}-\d{2}|`/i);
			}
		});

		it('has limits that a plan keeps', () => {
			const { requests, fileBytes, lineBytes } = provider.limits;
			expect(lineBytes).toBeLessThanOrEqual(fileBytes);
			const limits = { requests: 3, fileBytes: 12_000, lineBytes: 6_000 };
			const { shards } = plan({ ...inputFor({ ...provider, limits }), rows: rowsOf(8) });
			expect(shards.map(({ requestCount }) => requestCount)).toEqual([3, 3, 2]);
			for (const { input } of shards)
				expect(input.byteLength).toBeLessThanOrEqual(limits.fileBytes);
			expect(requests).toBeGreaterThan(1000);
		});

		it('refuses bad input without a call', async () => {
			const { calls } = connectAs(provider);
			const bad = [
				{ rows: [] },
				{ model: ' ' },
				{ rows: [{ text: '' }] },
				{ rows: [{ text: 'x'.repeat(provider.limits.lineBytes) }] },
				{ extra: { stream: true } },
			];
			for (const changes of bad) {
				const error = await errorOf(() => plan({ ...inputFor(provider), ...changes }));
				expect(error.code).toBe('invalid_input');
			}
			expect(calls).toEqual([]);
		});

		it('gets lines for its own endpoint: the one that its batches and single answers are for', () => {
			const { protocol } = provider;
			const [shard] = plan(inputFor(provider)).shards;
			const url = RESPONSES.has(provider) ? '/v1/responses' : '/v1/chat/completions';
			for (const line of linesOf(shard?.input)) {
				expect(line).toMatchObject({ method: 'POST', url });
				const request = protocol.readRequest(line);
				if (request === undefined) throw new Error('Cannot be read back');
				expect(`/v1${protocol.answer(request, 'standard').path}`).toBe(url);
			}
			if (protocol.files === undefined) throw new Error('Keeps no files');
			const { body } = protocol.create({ inputFileId: 'file-1' });
			expect(JSON.parse(textOfBytes(body))).toHaveProperty('endpoint', url);
		});

		it('can cancel', () => {
			expect(provider.protocol.cancel?.('batch_1')).toMatchObject({ method: 'POST' });
		});

		it.each(ENDS)('ends every row once when the job %s', async (__, fault, expected) => {
			const local = connectAs(provider);
			local.server.faults.add({ batch: fault });
			const { job } = await submit(plan(inputFor(provider)), local.connection, {
				reuseWindowSeconds: 0,
			});
			expect(job).toMatchObject({ service: provider.service, baseUrl: baseUrlOf(provider) });
			await local.server.idle();
			const collected = await collect(await poll(job, local.connection), local.connection);
			const outcomes = join(job, collected);
			expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual([0, 1, 2, 3, 4]);
			expect(outcomes.map(({ rowId, kept }) => [rowId, kept])).toEqual(
				outcomes.map(({ rowIndex }) => [`mail/${rowIndex}`, { index: rowIndex }]),
			);
			const tally: Partial<Record<OutcomeKind, number>> = {};
			for (const { outcome } of outcomes) tally[outcome] = (tally[outcome] ?? 0) + 1;
			expect(tally).toEqual(expected);
			const isWhole = !('dropLines' in fault) && !('duplicateLines' in fault);
			expect(describeDamage(collected).length === 0).toBe(isWhole);
			expect(local.server.stats().bought.every(({ times }) => times === 1)).toBe(true);
		});

		it.each(dressesOf(provider))('sells each file once at a server that %s', async (__, dress) => {
			const local = connectDressed(dress, { baseUrl: baseUrlOf(provider), provider });
			const { connection } = local;
			const room = withRoomFor(3, provider);
			const order = plan(inputFor(room));
			expect(order.shards).toHaveLength(2);
			// Where nothing lists jobs, a lost reply is no purchase that can be found: it is told, and not sent again.
			const isFound = dress.jobList === undefined;
			const first = await submit(order, isFound ? losingOneReply(connection) : connection, RUN);
			const again = await submit(order, connection, RUN);
			const other = await submit(order, connection, { ...NEXT_RUN, reuseWindowSeconds: 3600 });
			expect([again, other].map(({ reused, job }) => [reused, job.id])).toEqual([
				[true, first.job.id],
				[true, first.job.id],
			]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1, 1, 1]);
			for (const { job } of [first, again, other]) {
				const outcomes = join(job, await collect(await poll(job, connection), connection));
				// Long and strange ids lie in an uploaded file: where that cannot be read, places tell the rows apart.
				const name = dress.inputContent === undefined ? 'mail/' : '';
				expect(outcomes.map(({ outcome, rowId }) => [outcome, rowId])).toEqual(
					[0, 1, 2, 3, 4].map((index) => ['succeeded', `${name}${index}`]),
				);
			}
		});

		it('ends every row once when the job is cancelled', async () => {
			const local = connectAs(provider);
			local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
			const { job } = await submit(plan(inputFor(provider)), local.connection, {
				reuseWindowSeconds: 0,
			});
			await local.server.idle();
			const cancel = provider.protocol.cancel?.(job.shards[0]?.batchId ?? '');
			if (cancel === undefined) throw new Error('Cannot cancel');
			await local.connection.transport(cancel);
			await local.server.idle();
			const outcomes = join(
				job,
				await collect(await poll(job, local.connection), local.connection),
			);
			expect(outcomes.map(({ outcome }) => outcome)).toEqual(
				Array.from({ length: 5 }, () => 'cancelled'),
			);
			expect(outcomes.map(({ rowId }) => rowId)).toEqual(
				[0, 1, 2, 3, 4].map((index) => `mail/${index}`),
			);
		});
	},
);

/** What a row may say that no row says yet. */
const KNOWN_LACKS: readonly (readonly [string, Partial<Keeps>, RegExp])[] = [
	['keeps no metadata', { metadata: 'no' }, /keeps no record of a job.*by the names of its files/],
	['lists no jobs', { jobList: 'no' }, /gives no list of jobs.*store it/],
	['lists no files', { fileList: 'no' }, /gives no list of files.*wait ten minutes/],
	[
		'lists neither jobs nor files',
		{ jobList: 'no', fileList: 'no' },
		/no list of jobs or files.*buys the job again.*leave retries of this step off/,
	],
	['gives no uploaded file back', { inputContent: 'no' }, /does not give back what was sent/],
];

describe.each(KNOWN_LACKS)('a row that says that its server %s', (_, lacks, told) => {
	const provider: Provider = { ...PROVIDERS.other, keeps: { ...PROVIDERS.openai.keeps, ...lacks } };

	it('has the user told before anything is bought, and not once more after it', async () => {
		const [[, dress] = ['', {}]] = dressesOf(provider);
		const local = connectDressed(dress, { provider });
		const order = plan(planInput({ provider, baseUrl: local.connection.baseUrl }));
		expect(order.caveats.filter((caveat) => told.test(caveat))).toHaveLength(1);
		expect(local.calls).toEqual([]);
		const { caveats } = await submit(order, local.connection, RUN);
		expect(caveats).toEqual([]);
	});

	it('is not asked for what it has not', async () => {
		const [[, dress] = ['', {}]] = dressesOf(provider);
		const local = connectDressed(dress, { provider });
		const order = plan(planInput({ provider, baseUrl: local.connection.baseUrl }));
		await submit(order, local.connection, RUN);
		expect(local.calls.includes('GET /batches')).toBe(provider.keeps.jobList !== 'no');
		expect(local.calls.includes('GET /files')).toBe(provider.keeps.fileList !== 'no');
	});
});
