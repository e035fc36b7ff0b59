import { PROVIDERS, poll, submit, type BatchPhase, type Connection, type Job } from '../../../core';
import { hasEnded, nextLookMs, statusOf } from '../../../core/poll/poll';
import { encodeRecord, toShardRecord, type BatchRecord } from '../../../core/record/batch-record';
import { FakeClock } from '../../../harness/fake-clock';
import { batchOf, boughtOf, jobOf, METADATA, recordOf } from '../../support/core/batches';
import { cannedTransport } from '../../support/core/canned-transport';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, without, withRoomFor } from '../../support/core/samples';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

const CREATED = 1_795_000_000;
const EXPIRES = CREATED + 86_400;

/** OpenAI with one batch, which has this metadata and so many requests. */
function connectToBatch(metadata: Readonly<Record<string, string>> | null, total = 3): Connection {
	const request_counts = { total, completed: total, failed: 0 };
	const body = {
		id: 'batch_1',
		status: 'completed',
		created_at: CREATED,
		request_counts,
		metadata,
	};
	return {
		provider: PROVIDERS.openai,
		baseUrl: 'https://api.openai.com/v1',
		clock: new FakeClock(),
		transport: cannedTransport({ body }).transport,
	};
}

/** A handle that carries this record, for its provider keeps none. */
function carrying(changes: Partial<BatchRecord>): Job {
	const record = toShardRecord(recordOf(changes));
	return jobOf({ shards: [{ batchId: 'batch_1', index: 1, round: 1, record }] });
}

describe('poll', () => {
	it('makes one call for each batch of the job', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(1) });
		const { job } = await submit(plan, local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		local.calls.length = 0;
		const status = await poll(job, local.connection);
		expect(local.calls).toEqual(job.shards.map(({ batchId }) => `GET /batches/${batchId}`));
		expect(status).toMatchObject({
			state: 'done',
			phase: 'completed',
			counts: { total: 3, completed: 3, failed: 0 },
		});
		expect(status).not.toHaveProperty('expiresAt');
	});

	it('is not fooled by counts of 0 while the provider validates', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'validating' } });
		const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
		await expect(poll(job, local.connection)).resolves.toMatchObject({
			state: 'running',
			phase: 'validating',
			counts: { total: 0, completed: 0, failed: 0 },
			nextLookMs: MINUTE_MS,
		});
	});

	it('names the finalizing phase although every row is counted', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'finalizing' } });
		const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		await expect(poll(job, local.connection)).resolves.toMatchObject({
			state: 'running',
			phase: 'finalizing',
			counts: { total: 2, completed: 2 },
		});
	});

	it('runs on while the provider says a word that it does not know', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { rawStatus: 'PROGRESS', stuckAt: 'in_progress' } });
		const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
		await expect(poll(job, local.connection)).resolves.toMatchObject({ state: 'running' });
		local.clock.pass(24.9 * HOUR_MS);
		await expect(poll(job, local.connection)).resolves.toMatchObject({ state: 'running' });
		local.clock.pass(0.2 * HOUR_MS);
		await expect(poll(job, local.connection)).resolves.toMatchObject({ state: 'done' });
	});

	it.each([{ service: 'another' }, { baseUrl: 'http://127.0.0.1:9999/v1' }])(
		'refuses the handle of another account without a call: %j',
		async (changes) => {
			const local = connectLocally();
			const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
			local.calls.length = 0;
			const error = await errorOf(() => poll({ ...job, ...changes }, local.connection));
			expect(error.code).toBe('invalid_input');
			expect(error.message).toContain(job.id);
			expect(error.details.hint).toContain('credential');
			expect(local.calls).toEqual([]);
		},
	);

	it('reads the record where the provider keeps it, and else takes the one that the handle carries', async () => {
		const kept = connectToBatch(encodeRecord(recordOf(), METADATA));
		expect((await poll(jobOf(), kept)).batches.map(({ record }) => record)).toEqual([recordOf()]);
		const sent = { rows: 3, requests: 3 };
		const carried = await poll(carrying({ sent }), connectToBatch(null));
		expect(carried.batches.map(({ record }) => record)).toEqual([
			without(recordOf({ sent }), 'shape'),
		]);
	});

	it('hands on what the handle carries of the job', async () => {
		const job = carrying({ sent: { rows: 3, requests: 3 } });
		expect((await poll(job, connectToBatch(null))).carried).toEqual({});
		const carried = { shape: { kind: 'custom' }, kept: [{ rowIndex: 1, rowId: 'b' }] } as const;
		const status = await poll({ ...job, ...carried }, connectToBatch(null));
		expect(status.carried).toEqual(carried);
		expect(status.batches.map(({ record }) => record.shape)).toEqual([carried.shape]);
	});

	it.each([null, {}, { offpeak_label: 'Weekly review' }])(
		'refuses a batch that was not submitted by Offpeak: %j',
		async (metadata) => {
			const error = await errorOf(() => poll(jobOf(), connectToBatch(metadata)));
			expect(error).toMatchObject({ code: 'invalid_input', retryable: false });
			expect(error.message).toContain('batch_1');
			expect(error.message).toContain('not submitted by Offpeak');
		},
	);

	it.each([{ jobId: 'op_another' }, { rowCount: 4 }])(
		'refuses a batch whose record says another job than the handle: %j',
		async (changes) => {
			const connection = connectToBatch(encodeRecord(recordOf(changes), METADATA));
			const error = await errorOf(() => poll(jobOf(), connection));
			expect(error).toMatchObject({ code: 'invalid_input', retryable: false });
			expect(error.message).toBe(`The handle of job ${jobOf().id} does not fit batch_1.`);
			expect(error.details.hint).toMatch(/\w/);
		},
	);

	it('refuses a handle that carries far more requests than the provider counts', async () => {
		const carried = (requests: number) => carrying({ sent: { rows: requests, requests } });
		const error = await errorOf(() => poll(carried(31), connectToBatch(null)));
		expect(error).toMatchObject({ code: 'invalid_input', retryable: false });
		expect(error.message).toContain('does not fit batch_1');
		// Not all count alike, and none counts before it has read the file.
		for (const [requests, total] of [
			[30, 3],
			[31, 0],
		] as const) {
			const { batches } = await poll(carried(requests), connectToBatch(null, total));
			expect(batches).toHaveLength(1);
		}
	});

	it('says which job it asked about when the answer cannot be read', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
		local.server.faults.add({
			call: { path: '/v1/batches/' },
			effect: { kind: 'status', status: 200, body: {} },
			times: 3,
		});
		const error = await errorOf(() => poll(job, local.connection));
		expect(error).toMatchObject({ code: 'malformed_response' });
		expect(error.message).toContain(job.id);
	});

	it('hands the provider’s error on', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf(), local.connection, { reuseWindowSeconds: 0 });
		local.server.faults.add({ call: {}, effect: { kind: 'status', status: 401 } });
		expect((await errorOf(() => poll(job, local.connection))).code).toBe('unauthorized');
	});
});

describe('statusOf', () => {
	it('is done when all batches have ended, however they did', () => {
		const phases: readonly BatchPhase[] = ['completed', 'failed', 'expired', 'cancelled'];
		const batches = phases.map((phase) => boughtOf({ phase }));
		expect(statusOf(batches, CREATED * 1000)).toMatchObject({ state: 'done', phase: 'failed' });
	});

	it('shows the least advanced batch while one is open, and when the last one gives up', () => {
		const batches = [
			boughtOf(),
			boughtOf({ phase: 'finalizing', expiresAt: EXPIRES }),
			boughtOf({ phase: 'in_progress', expiresAt: EXPIRES + 5 }),
		];
		expect(statusOf(batches, CREATED * 1000)).toMatchObject({
			state: 'running',
			phase: 'in_progress',
			expiresAt: EXPIRES + 5,
			counts: { total: 9, completed: 9, failed: 0 },
		});
	});

	it('leaves the end open where the provider names none', () => {
		const { batch, record } = boughtOf({ phase: 'in_progress' });
		const open = { batch: without(batch, 'expiresAt'), record };
		expect(statusOf([open], CREATED * 1000)).not.toHaveProperty('expiresAt');
	});
});

describe('hasEnded', () => {
	it.each<[BatchPhase, boolean]>([
		['validating', false],
		['in_progress', false],
		['finalizing', false],
		['cancelling', false],
		['completed', true],
		['failed', true],
		['expired', true],
		['cancelled', true],
	])('says of %s: %s', (phase, ended) => {
		expect(
			hasEnded(batchOf({ phase, rawStatus: phase.toUpperCase() }), (EXPIRES + 7200) * 1000),
		).toBe(ended);
	});

	it('gives an unknown status an hour after its expiry, and no end where none is named', () => {
		const unknown = batchOf({ phase: 'in_progress', rawStatus: 'PAUSED' });
		expect(hasEnded(unknown, (EXPIRES + 3600) * 1000)).toBe(false);
		expect(hasEnded(unknown, (EXPIRES + 3601) * 1000)).toBe(true);
		const open = without(unknown, 'expiresAt');
		expect(hasEnded(open, (EXPIRES + 1e6) * 1000)).toBe(false);
	});
});

describe('nextLookMs', () => {
	it.each([
		[-HOUR_MS, 1],
		[0, 1],
		[5 * MINUTE_MS, 1],
		[30 * MINUTE_MS, 6],
		[75 * MINUTE_MS, 15],
		[24 * HOUR_MS, 15],
	])('waits for a job of %i ms: %i minutes', (age, minutes) => {
		expect(nextLookMs(age)).toBe(minutes * MINUTE_MS);
	});
});
