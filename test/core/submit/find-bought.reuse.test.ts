import { submit, type Connection, type Transport } from '../../../core';
import { readText } from '../../../core/calls/send';
import { bytesOfText } from '../../support/core/canned-transport';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf } from '../../support/core/samples';
import {
	CREATE,
	LIST,
	NO_KEYS,
	RUN,
	NEXT_RUN,
	REUSE,
	SPLIT,
	isCreate,
	through,
	purchasesOf,
} from '../../support/core/purchases';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

/** The list as a server would give it that calls an expired batch by another name, or tells no counts. */
function rewriting(from: RegExp, to: string): (inner: Transport) => Transport {
	return (inner) => async (request) => {
		const response = await inner(request);
		if (request.path !== '/batches' || request.method !== 'GET') return response;
		const text = (await readText(response.body)).replaceAll(from, to);
		return { ...response, body: bytesOfText(text) };
	};
}

const sayingCancelled = rewriting(/"status":"expired"/g, '"status":"cancelled"');
const withoutCounts = rewriting(/"request_counts":\{[^}]*\}/g, '"request_counts":null');

async function* jsonBytes(value: unknown): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(JSON.stringify(value));
}

describe('submit', () => {
	describe('the reuse window', () => {
		it('returns a job of the same content', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, REUSE);
			local.clock.pass(30 * MINUTE_MS);
			const second = await submit(planOf(), local.connection, REUSE);
			expect(second).toEqual({ ...first, reused: true });
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('holds for a run of its own too', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, RUN);
			const second = await submit(planOf(), local.connection, { ...NEXT_RUN, ...REUSE });
			expect(second).toMatchObject({ reused: true, job: first.job });
		});

		it('buys anew outside the window, and for other content', async () => {
			const local = connectLocally();
			await submit(planOf(), local.connection, REUSE);
			await submit(planOf({ label: 'Another' }), local.connection, REUSE);
			local.clock.pass(61 * MINUTE_MS);
			const third = await submit(planOf(), local.connection, REUSE);
			expect(third.reused).toBe(false);
			expect(local.server.stats().batchesCreated).toBe(3);
		});

		it('is off when it is zero: the same content is bought again', async () => {
			const local = connectLocally();
			await submit(planOf(), local.connection, NO_KEYS);
			await submit(planOf(), local.connection, NO_KEYS);
			expect(local.server.stats().batchesCreated).toBe(2);
		});

		it.each([
			['failed', { failBatch: { code: 'x', message: 'no' } }],
			['completed without a success', { failLines: { every: 1, status: 400 } }],
			['expired without a success', { expireAfter: 0 }],
		])('buys anew when the job %s', async (_, batch) => {
			const local = connectLocally();
			local.server.faults.add({ batch });
			await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const second = await submit(planOf(), local.connection, REUSE);
			expect(second.reused).toBe(false);
		});

		it.each([
			['expired', { expireAfter: 1 }],
			['was cancelled', { expireAfter: 1 }],
		])('returns a job that %s with paid answers', async (how, batch) => {
			const local = connectLocally();
			local.server.faults.add({ batch });
			const first = await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const connection = how === 'expired' ? local.connection : through(local, sayingCancelled);
			const second = await submit(planOf(), connection, REUSE);
			expect([second.job.id, second.reused]).toEqual([first.job.id, true]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('returns a job that ended early whose provider tells no counts, but has a file of answers', async () => {
			const local = connectLocally();
			local.server.faults.add({ batch: { expireAfter: 1 } });
			const first = await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const second = await submit(planOf(), through(local, withoutCounts), REUSE);
			expect([second.job.id, second.reused]).toEqual([first.job.id, true]);
		});

		it('buys a job anew that was left half bought and then cancelled: it was given up', async () => {
			const local = connectLocally();
			local.server.faults.add(
				{ batch: { expireAfter: 1 } },
				{ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 },
			);
			await errorOf(() => submit(planOf(SPLIT), local.connection, RUN));
			await local.server.idle();
			const second = await submit(planOf(SPLIT), local.connection, NEXT_RUN);
			expect(second.reused).toBe(false);
			expect(second.job.shards).toHaveLength(2);
		});
	});

	describe('a file that was bought twice', () => {
		async function buyTwice(local: LocalConnection): Promise<void> {
			local.server.faults.add({ batch: { stuckAt: 'in_progress' }, times: 2 });
			const twice: (inner: Transport) => Transport = (inner) => async (request) => {
				if (!isCreate(request)) return await inner(request);
				await inner(request);
				local.clock.pass(SECOND_MS);
				return await inner(request);
			};
			await submit(planOf(), through(local, twice), RUN);
			await local.server.idle();
		}

		it('is found again: the oldest stays, the younger is cancelled and reported', async () => {
			const local = connectLocally();
			await buyTwice(local);
			const { job, cancelled, reused } = await submit(planOf(), local.connection, RUN);
			expect(reused).toBe(true);
			expect(cancelled).toHaveLength(1);
			expect(cancelled).not.toContain(job.shards[0]?.batchId);
			await local.server.idle();
			const [younger, oldest] = (
				await (await import('../../../core/calls/lists')).listBatches(local.connection, 0)
			).entries;
			expect(oldest).toMatchObject({ id: job.shards[0]?.batchId, phase: 'in_progress' });
			expect(younger).toMatchObject({ id: cancelled[0], phase: 'cancelled' });
			// What was cancelled is left alone by the next look.
			expect((await submit(planOf(), local.connection, RUN)).cancelled).toEqual([]);
		});

		it('is not called cancelled when the cancel fails', async () => {
			const local = connectLocally();
			await buyTwice(local);
			local.server.faults.add({
				call: { path: '^/v1/batches/.*/cancel' },
				effect: { kind: 'status', status: 500 },
			});
			expect((await submit(planOf(), local.connection, RUN)).cancelled).toEqual([]);
		});
	});

	describe('the look at the list', () => {
		/** An account with more jobs than anybody can page through: each page leads to another. */
		function endless(local: LocalConnection, cursor: (page: number) => string): Connection {
			let page = 0;
			return through(local, (inner) => async (request) => {
				if (request.method !== 'GET' || request.path !== '/batches') return await inner(request);
				page += 1;
				local.calls.push('GET /batches');
				const created = Math.floor(local.clock.now() / 1000);
				const body = {
					data: [{ id: `batch_${page}`, status: 'completed', created_at: created, metadata: null }],
					has_more: true,
					last_id: cursor(page),
				};
				return { status: 200, headers: {}, body: jsonBytes(body) };
			});
		}

		it('stops at 20 pages, and says so', async () => {
			const local = connectLocally();
			const { caveats } = await submit(planOf(), endless(local, String), RUN);
			expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(20);
			expect(caveats).toEqual([expect.stringContaining('2,000')]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('stops when the server repeats its cursor', async () => {
			const local = connectLocally();
			const { caveats } = await submit(
				planOf(),
				endless(local, () => 'same'),
				RUN,
			);
			expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(2);
			expect(caveats).toEqual([]);
		});

		it('stops at the start of the window', async () => {
			const local = connectLocally();
			for (let count = 0; count < 3; count += 1) {
				await submit(planOf({ label: `Old ${count}` }), local.connection, NO_KEYS);
			}
			local.clock.pass(30 * HOUR_MS);
			local.calls.length = 0;
			await submit(planOf(), local.connection, RUN);
			expect(local.calls.slice(0, 2)).toEqual(['GET /batches', 'GET /files']);
		});

		it('buys nothing when the list cannot be read', async () => {
			const local = connectLocally();
			local.server.faults.add({
				call: LIST,
				effect: { kind: 'status', status: 200, body: { data: 7 } },
			});
			const error = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(error.code).toBe('malformed_response');
			expect(error.message).toContain('the list of jobs');
			expect(local.server.stats().batchesCreated).toBe(0);
		});
	});
});
