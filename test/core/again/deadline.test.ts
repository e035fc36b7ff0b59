import {
	PROVIDERS,
	answerRest,
	cancelJob,
	collect,
	deleteFiles,
	endEarly,
	findLatest,
	join,
	poll,
	rowCost,
	submit,
	type Finish,
	type FinishOptions,
	type Job,
	type Plan,
	type Results,
	type Transport,
} from '../../../core';
import { storeRest } from '../../../core/record/rest-file';
import type { BatchFault } from '../../../local-server/src';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
	type LocalConnectionOptions,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { tryAgain } from '../../support/core/rounds';
import { planOf, rowsOf, textOfBytes, withRoomFor } from '../../support/core/samples';

afterEach(closeLocalConnections);

const NOW_CALL = { method: 'POST', path: '^/v1/responses$' };
const CREATE = { method: 'POST', path: '^/v1/batches$' };
const UPLOAD = { method: 'POST', path: '^/v1/files$' };
const KEPT = rowsOf(5, (index) => ({ index }));
const TWO_ANSWERED: BatchFault = { expireAfter: 2 };
const STUCK: BatchFault = { stuckAt: 'in_progress' };

interface Sent {
	readonly local: LocalConnection;
	readonly job: Job;
}

async function sent(
	fault: BatchFault,
	made: Plan = planOf({ rows: KEPT }),
	options: LocalConnectionOptions = {},
): Promise<Sent> {
	const local = connectLocally(options);
	local.server.faults.add({ batch: fault });
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	await local.server.idle();
	return { local, job };
}

async function read({ local: { server, connection }, job }: Sent): Promise<Results> {
	await server.idle();
	const collected = await collect(await poll(job, connection), connection);
	return { outcomes: join(job, collected), notes: [], collected };
}

async function finish(sent: Sent, options: Partial<FinishOptions> = {}): Promise<Finish> {
	const { job, local } = sent;
	return await answerRest(job, await read(sent), local.connection, {
		concurrency: 4,
		until: Infinity,
		...options,
	});
}

function nowCalls({ server }: LocalConnection): number {
	return server.stats().calls['POST /v1/responses'] ?? 0;
}

function kindsOf({ outcomes }: Pick<Results, 'outcomes'>): readonly string[] {
	return outcomes.map(({ outcome }) => outcome);
}

const ALL = KEPT.map(() => 'succeeded');

describe('a job past its deadline', () => {
	it('is cancelled, and its rest answered now: one outcome for each row, with its own fields', async () => {
		const job = await sent(STUCK);
		await endEarly(job.job, job.local.connection);
		const { results, left } = await finish(job);
		expect(left).toBe(0);
		expect(results.outcomes).toMatchObject(
			KEPT.map(({ kept }, rowIndex) => ({
				rowIndex,
				kept,
				outcome: 'succeeded',
				answer: { category: 'Invoice' },
			})),
		);
		expect(nowCalls(job.local)).toBe(5);
	});

	it('keeps its answers when the files of the batch are gone before they are', async () => {
		const job = await sent(STUCK);
		await endEarly(job.job, job.local.connection);
		await finish(job);
		const [{ batch } = { batch: undefined }] = (await read(job)).collected;
		for (const file of [batch?.inputFileId, batch?.errorFileId]) {
			await job.local.connection.transport({ method: 'DELETE', path: `/files/${file}` });
		}
		expect(kindsOf(await read(job))).toEqual(ALL);
	});

	it('keeps what the batch answered, and buys only the rest', async () => {
		const job = await sent(TWO_ANSWERED);
		const { results } = await finish(job);
		expect(kindsOf(results)).toEqual(ALL);
		expect(results.outcomes.map(({ round }) => round).sort()).toEqual([1, 1, 2, 2, 2]);
		expect(nowCalls(job.local)).toBe(3);
	});

	it('is claimed before it is cancelled, so that a kill in between loses nothing', async () => {
		const { local, job } = await sent(STUCK);
		local.server.faults.add({
			call: { path: '^/v1/batches/.*/cancel' },
			effect: { kind: 'status', status: 500 },
		});
		await errorOf(() => endEarly(job, local.connection));
		await endEarly(job, local.connection);
		expect(kindsOf((await finish({ local, job })).results)).toEqual(ALL);
		// Items, kept fields, the mark, the answers.
		expect(local.calls.filter((call) => call === 'POST /files')).toHaveLength(4);
	});

	it('is left alone when somebody else cancelled it', async () => {
		const job = await sent(STUCK);
		await cancelJob(job.job, job.local.connection);
		const { results, left } = await finish(job);
		expect([kindsOf(results), left]).toEqual([ALL.map(() => 'cancelled'), 0]);
		expect(nowCalls(job.local)).toBe(0);
	});

	it('has that mark, and the answers, kept as long as its own files: not a day longer', async () => {
		const provider = PROVIDERS.openai;
		const model = 'gpt-6-luna';
		const made = planOf({ rows: KEPT, provider, model, expireAfterSeconds: 3 * 86_400 });
		const job = await sent(STUCK, made, { provider, server: { models: [model] } });
		const expiries: (string | undefined)[] = [];
		const { connection } = job.local;
		const transport: Transport = async (request) => {
			if (request.method === 'POST' && request.path === '/files') {
				const form = textOfBytes(request.body);
				expiries.push(/name="expires_after\[seconds\]"\r\n\r\n(\d+)/.exec(form)?.[1]);
			}
			return await connection.transport(request);
		};
		const watched = { ...job, local: { ...job.local, connection: { ...connection, transport } } };
		await endEarly(job.job, watched.local.connection);
		expect(expiries).toEqual(['259200']);
		await finish(watched);
		expect(expiries).toEqual(['259200', '259200']);
	});

	it('gets no answer for rows that would fail the same way again', async () => {
		const job = await sent({ failLines: { ids: ['r1', 'r3'], status: 400 } });
		const { results, left } = await finish(job);
		expect(kindsOf(results)).toEqual(['succeeded', 'failed', 'succeeded', 'failed', 'succeeded']);
		expect([nowCalls(job.local), left]).toEqual([0, 0]);
	});

	it('gives an answer that was cut off more room', async () => {
		const job = await sent(
			{ truncate: { ids: ['r1'] } },
			planOf({ rows: KEPT, maxOutputTokens: 50 }),
		);
		const bodies: string[] = [];
		const { connection } = job.local;
		const { results } = await answerRest(
			job.job,
			await read(job),
			{
				...connection,
				transport: async (request) => {
					bodies.push(Buffer.concat(request.body?.chunks ?? []).toString('utf8'));
					return await connection.transport(request);
				},
			},
			{ concurrency: 1, until: Infinity },
		);
		expect(kindsOf(results)).toEqual(ALL);
		expect(bodies.find((body) => body.includes('Row 1'))).toContain('"max_output_tokens":200');
	});

	it('answers only what was sent where a file of the job never was, and is then done', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{ batch: { expireAfter: 0 } },
			{ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 },
		);
		const made = planOf({ rows: KEPT, provider: withRoomFor(2) });
		await errorOf(() => submit(made, local.connection, { reuseWindowSeconds: 0 }));
		const job = await findLatest(made.label, local.connection);
		const { results, left } = await finish({ local, job });
		expect(kindsOf(results)).toEqual(['succeeded', 'succeeded', 'missing', 'missing', 'missing']);
		expect([left, nowCalls(local)]).toEqual([0, 2]);
	});

	it('has its rows told apart in several files, with the shape that only the kept file has', async () => {
		const categories = Array.from({ length: 200 }, (_, index) => ({
			name: index === 7 ? 'Invoice' : `Category ${index}`,
			...(index === 7 ? { description: 'bills, payments', value: 'Label_7' } : {}),
		}));
		const made = planOf({
			rows: KEPT,
			provider: withRoomFor(2),
			task: { kind: 'categorize', categories, multiple: false, noMatch: 'other' },
		});
		const local = connectLocally();
		local.server.faults.add({ batch: { expireAfter: 0 }, times: 3 });
		const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		const { results } = await finish({ local, job });
		expect(results.outcomes.map(({ rowId, kept, answer }) => [rowId, kept, answer])).toEqual(
			KEPT.map(({ kept }, index) => [
				String(index),
				kept,
				expect.objectContaining({ category: 'Invoice', categoryValue: 'Label_7' }),
			]),
		);
	});
});

describe('the rest of a job', () => {
	it('is bought once, however often it is asked for, by whomever', async () => {
		const job = await sent(TWO_ANSWERED);
		await finish(job);
		const again = await finish(job);
		expect([kindsOf(again.results), again.left]).toEqual([ALL, 0]);
		expect(nowCalls(job.local)).toBe(3);
		// A step without a deadline sees the same.
		const seen = await read(job);
		expect(seen.outcomes).toEqual(again.results.outcomes);
		await expect(tryAgain(job.local, job.job)).resolves.toBeUndefined();
	});

	it('is answered as far as the time allows, and the next call goes on from there', async () => {
		const job = await sent({ expireAfter: 0 }, planOf({ rows: rowsOf(120) }));
		const { clock, connection } = job.local;
		const slow: LocalConnection = {
			...job.local,
			connection: {
				...connection,
				transport: async (request) => {
					if (request.path === '/responses') clock.pass(1_000);
					return await connection.transport(request);
				},
			},
		};
		const lefts: number[] = [];
		for (let call = 0; call < 9 && lefts.at(-1) !== 0; call += 1) {
			const until = clock.now() + 40_000;
			lefts.push((await finish({ local: slow, job: job.job }, { until, concurrency: 1 })).left);
		}
		expect(lefts).toEqual([80, 40, 0]);
		expect(nowCalls(job.local)).toBe(120);
		expect(kindsOf(await read(job)).every((kind) => kind === 'succeeded')).toBe(true);
	});

	it('is kept by the caller where it could not be stored, and then bought no second time', async () => {
		const job = await sent(TWO_ANSWERED);
		job.local.server.faults.add({
			call: UPLOAD,
			effect: { kind: 'status', status: 503 },
			times: 3,
		});
		const first = await finish(job);
		expect(first.unsaved).toHaveLength(3);
		expect(kindsOf(first.results)).toEqual(ALL);
		const second = await finish(job, { unsaved: JSON.parse(JSON.stringify(first.unsaved)) });
		expect([second.unsaved, kindsOf(second.results)]).toEqual([[], ALL]);
		expect(nowCalls(job.local)).toBe(3);
		expect(kindsOf(await read(job))).toEqual(ALL);
	});

	it('is not bought any further while nothing can be stored', async () => {
		const job = await sent({ expireAfter: 0 }, planOf({ rows: rowsOf(70) }));
		job.local.server.faults.add({
			call: UPLOAD,
			effect: { kind: 'status', status: 503 },
			times: 'always',
		});
		const { unsaved, left } = await finish(job);
		expect([unsaved.length, left, nowCalls(job.local)]).toEqual([50, 20, 50]);
		const again = await finish(job, { unsaved });
		expect([again.unsaved.length, again.left, nowCalls(job.local)]).toEqual([50, 20, 50]);
		job.local.server.faults.clear();
		const last = await finish(job, { unsaved });
		expect([last.unsaved.length, last.left, nowCalls(job.local)]).toEqual([0, 0, 70]);
	});

	it('keeps the reason of a row that fails now as well, and is not tried for ever', async () => {
		const job = await sent(TWO_ANSWERED);
		job.local.server.faults.add({
			call: NOW_CALL,
			effect: { kind: 'status', status: 400, message: 'No.' },
			times: 'always',
		});
		const { results, left } = await finish(job);
		expect([...kindsOf(results)].sort()).toEqual([
			'failed',
			'failed',
			'failed',
			'succeeded',
			'succeeded',
		]);
		expect([left, (await finish(job)).left, nowCalls(job.local)]).toEqual([0, 0, 3]);
	});

	it('stops at an empty account with what it has, and says why', async () => {
		const job = await sent(TWO_ANSWERED);
		job.local.server.faults.add({
			call: NOW_CALL,
			effect: { kind: 'status', status: 429, code: 'insufficient_quota' },
			times: 'always',
			skip: 1,
		});
		const { results, left, caveats } = await finish(job, { concurrency: 1 });
		expect([...kindsOf(results)].sort()).toEqual([
			'expired',
			'expired',
			'succeeded',
			'succeeded',
			'succeeded',
		]);
		expect([left, caveats]).toEqual([0, [expect.stringContaining('no credit left')]]);
		// Once there is credit, only what was not bought is.
		job.local.server.faults.clear();
		expect(kindsOf((await finish(job)).results)).toEqual(ALL);
	});

	it('is charged at the full price, the batch at half of it', async () => {
		const provider = PROVIDERS.openai;
		const model = 'gpt-6-luna';
		const job = await sent(TWO_ANSWERED, planOf({ rows: KEPT, provider, model }), {
			provider,
			server: { models: [model] },
		});
		const { results } = await finish(job);
		const [half = 0, full = 0] = [1, 2].map((round) => {
			const row = results.outcomes.find((outcome) => outcome.round === round);
			return rowCost(row ?? {}, model, provider) ?? 0;
		});
		expect(full / half).toBeCloseTo(2, 0);
	});

	it('is written into few files, however many rows it has', async () => {
		const job = await sent({ expireAfter: 0 }, planOf({ rows: rowsOf(400) }));
		await finish(job);
		expect(nowCalls(job.local)).toBe(400);
		// Items, then the answers: 50, 50, 100 and 200.
		expect(job.local.calls.filter((call) => call === 'POST /files')).toHaveLength(1 + 4);
	});

	describe('in an account with many younger files', () => {
		/** Lists show one file a page. */
		function behindPages({ local, job }: Sent): Sent {
			const { connection } = local;
			const transport: Transport = async (request) => {
				const isList = request.method === 'GET' && request.path === '/files';
				const query = isList ? { query: { ...request.query, limit: '1' } } : {};
				return await connection.transport({ ...request, ...query });
			};
			return { job, local: { ...local, connection: { ...connection, transport } } };
		}

		async function addFiles({ connection }: LocalConnection, count: number): Promise<void> {
			for (let file = 0; file < count; file += 1) {
				await storeRest(
					{ jobId: `op_other${file}`, model: 'demo', outcomes: [], expireAfterSeconds: 3600 },
					connection,
				);
			}
		}

		it('is found behind 30 pages of them', async () => {
			const job = behindPages(await sent(STUCK));
			await endEarly(job.job, job.local.connection);
			await finish(job);
			await addFiles(job.local, 30);
			expect([kindsOf(await read(job)), nowCalls(job.local)]).toEqual([ALL, 5]);
		});

		it('is neither called unanswered nor bought again when it is behind more than 100', async () => {
			const job = behindPages(await sent(TWO_ANSWERED));
			await finish(job);
			await addFiles(job.local, 101);
			const error = await errorOf(() => finish(job));
			expect(error).toMatchObject({ code: 'unavailable', retryable: true });
			expect(error.details.hint).toContain('Delete files');
			expect(nowCalls(job.local)).toBe(3);
		});

		it('is not begun: a job is not cancelled whose rest could not be found again', async () => {
			const job = behindPages(await sent(STUCK));
			await addFiles(job.local, 101);
			await errorOf(() => endEarly(job.job, job.local.connection));
			expect(job.local.calls.filter((call) => call.endsWith('/cancel'))).toEqual([]);
		});
	});

	it('goes with the files of its job', async () => {
		const job = await sent(TWO_ANSWERED);
		await finish(job);
		await expect(deleteFiles(job.job, job.local.connection)).resolves.toEqual({
			deleted: 5,
			goneBefore: 0,
		});
	});
});

describe('the limit on extra cost', () => {
	async function sentToOpenAi(): Promise<Sent> {
		const provider = PROVIDERS.openai;
		const model = 'gpt-6-luna';
		return await sent(
			{ expireAfter: 0 },
			planOf({ rows: KEPT, provider, model, maxOutputTokens: 100 }),
			{
				provider,
				server: { models: [model] },
			},
		);
	}

	it('leaves what goes beyond it as it is, and says how many', async () => {
		const job = await sentToOpenAi();
		const { results, left, caveats } = await finish(job, { maxExtraUsd: 0.000_2 });
		const answered = kindsOf(results).filter((kind) => kind === 'succeeded').length;
		expect(answered).toBeGreaterThan(0);
		expect(answered).toBeLessThan(5);
		expect(nowCalls(job.local)).toBe(answered);
		expect(left).toBe(0);
		expect(caveats).toEqual([expect.stringContaining(`${5 - answered} items were not answered`)]);
	});

	it('buys nothing where it allows nothing', async () => {
		const job = await sentToOpenAi();
		const { results } = await finish(job, { maxExtraUsd: 0.000_000_1 });
		expect(kindsOf(results)).toEqual(ALL.map(() => 'expired'));
		expect(nowCalls(job.local)).toBe(0);
	});

	it('counts what the rest has cost so far', async () => {
		const job = await sentToOpenAi();
		const limits = { maxExtraUsd: 0.000_2 };
		const before = kindsOf((await finish(job, limits)).results);
		for (let call = 0; call < 5; call += 1) await finish(job, limits);
		const after = (await finish(job, limits)).results;
		const spent = after.outcomes.reduce(
			(sum, row) => sum + (rowCost(row, 'gpt-6-luna', PROVIDERS.openai) ?? 0),
			0,
		);
		expect(spent).toBeLessThanOrEqual(0.000_2);
		expect(before).toContain('expired');
	});
});
