import { encodeRecord, type BatchRecord } from '../../../core/record/batch-record';
import { jobsOf, type Moment } from '../../../local-server/src/page/jobs';
import { duration } from '../../../local-server/src/page/jobs-html';
import type { StoredBatch } from '../../../local-server/src/store/batches';
import { METADATA } from '../../support/core/batches';
import { call, clientOf, closeServers, lines, startServer, upload } from '../support';

afterEach(closeServers);

const AT: Moment = { now: 1100, startedAt: 0, doneAtStart: new Map(), waitOf: () => undefined };

function batch(changes: Partial<StoredBatch>): StoredBatch {
	return {
		seq: 1,
		id: 'batch_1',
		endpoint: '/v1/responses',
		inputFileId: 'file-1',
		inputSeq: 1,
		metadata: JSON.stringify({ offpeak_job: 'op_1', offpeak_label: 'Quarter' }),
		outputExpiresSeconds: null,
		status: 'completed',
		model: 'demo',
		answerer: 'demo',
		createdAt: 1000,
		expiresAt: 87_400,
		times: { in_progress_at: 1000 },
		counts: { total: 10, completed: 10, failed: 0 },
		errors: null,
		usage: null,
		outputFileId: null,
		errorFileId: null,
		...changes,
	};
}

/** The metadata that Offpeak gives a batch of a job of 40 rows. */
function record(changes: Partial<BatchRecord> = {}): Record<string, string> {
	const whole: BatchRecord = {
		jobId: 'op_1',
		shard: 1,
		shardCount: 1,
		firstRow: 0,
		endRow: 40,
		rowCount: 40,
		label: 'Weekly review',
		round: 1,
		model: 'demo',
		contentKey: 'k',
		...changes,
	};
	return encodeRecord(whole, METADATA);
}

const recorded = (changes: Partial<BatchRecord>, rest: Partial<StoredBatch>): StoredBatch =>
	batch({ metadata: JSON.stringify(record(changes)), ...rest });

describe('a job of several batches', () => {
	it('is one line with the sums, and open while one of them is', () => {
		const running = batch({
			id: 'batch_2',
			status: 'in_progress',
			createdAt: 990,
			counts: { total: 30, completed: 9, failed: 1 },
		});
		expect(jobsOf([batch({}), running], AT)).toEqual([
			{
				label: 'Quarter',
				state: 'in_progress',
				model: 'demo',
				items: 40,
				answered: 19,
				failed: 1,
				startedAt: 990,
				secondsLeft: 100,
				problem: undefined,
			},
		]);
	});

	it('shows what went wrong with one of them once all have ended', () => {
		const [job] = jobsOf([batch({}), batch({ status: 'expired' })], AT);
		expect(job).toMatchObject({ state: 'expired', secondsLeft: undefined });
	});

	it('is named by its id when nobody named it', () => {
		expect(jobsOf([batch({ metadata: null })], AT)[0]?.label).toBe('batch_1');
		expect(jobsOf([batch({ metadata: '{"label":"Mine"}' })], AT)[0]?.label).toBe('Mine');
	});

	it('says how long it will take in words', () => {
		expect([5, 90, 3600, 9000].map(duration)).toEqual(['5 s', '2 min', '1 h', '2 h 30 min']);
	});
});

describe('the items of a job', () => {
	it('are rows, also where several of them share a call', () => {
		const packed = recorded(
			{ sent: { rows: 40, requests: 4 } },
			{ status: 'in_progress', counts: { total: 4, completed: 2, failed: 1 } },
		);
		expect(jobsOf([packed], AT)).toMatchObject([{ items: 40, answered: 20, failed: 10 }]);
	});

	it('are known before the first is answered', () => {
		const counts = { total: 0, completed: 0, failed: 0 };
		const validating = recorded({}, { status: 'validating', counts });
		expect(jobsOf([validating], AT)).toMatchObject([{ items: 40, answered: 0, failed: 0 }]);
	});

	const first = recorded({}, { counts: { total: 40, completed: 36, failed: 4 } });
	const further: [string, Partial<StoredBatch>, object][] = [
		[
			'while it runs',
			{ status: 'in_progress', counts: { total: 4, completed: 1, failed: 0 } },
			{ state: 'in_progress', items: 40, answered: 37, failed: 0 },
		],
		[
			'at its end',
			{ counts: { total: 4, completed: 3, failed: 1 } },
			{ state: 'completed', items: 40, answered: 39, failed: 1 },
		],
		[
			'about answers that could not be used',
			{ counts: { total: 9, completed: 9, failed: 0 } },
			{ items: 40, answered: 40, failed: 0 },
		],
	];
	it.each(further)('are not counted again by a further round %s', (_, changes, expected) => {
		const second = recorded({ round: 2 }, { id: 'batch_2', ...changes });
		expect(jobsOf([second, first], AT)).toMatchObject([expected]);
	});

	it('are not counted again by a twin that was cancelled', () => {
		const counts = { total: 0, completed: 0, failed: 0 };
		const twin = recorded({}, { id: 'batch_2', createdAt: 1001, status: 'cancelled', counts });
		expect(jobsOf([twin, first], AT)).toMatchObject([
			{ state: 'completed', items: 40, answered: 36, failed: 4 },
		]);
	});

	it('stand on the page as rows', async () => {
		const server = startServer();
		const client = clientOf(server);
		const file = await upload(client, lines(2));
		await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/responses',
			completion_window: '24h',
			metadata: record({ sent: { rows: 40, requests: 2 } }),
		});
		await server.idle();
		const { text } = await call(server, 'GET', '/_jobs');
		expect(text).toMatch(/data-name="Items"[^>]*>40</);
		expect(text).toMatch(/data-name="Answered"[^>]*>40</);
	});
});

describe('the time that is left', () => {
	const running = batch({
		status: 'in_progress',
		times: { in_progress_at: 1000 },
		counts: { total: 100, completed: 60, failed: 0 },
	});

	it('goes by the speed since this start, not by the hours that the server was off', () => {
		const at = { ...AT, startedAt: 40_000, now: 40_020 };
		const doneAtStart = new Map([['batch_1', 50]]);
		expect(jobsOf([running], { ...at, doneAtStart })[0]?.secondsLeft).toBe(80);
	});

	it('is not guessed before this start has answered anything', () => {
		const at = { ...AT, startedAt: 40_000, now: 40_020 };
		const doneAtStart = new Map([['batch_1', 60]]);
		expect(jobsOf([running], { ...at, doneAtStart })[0]?.secondsLeft).toBeUndefined();
	});

	it('of a further round goes by that round alone', () => {
		const first = recorded({}, { counts: { total: 40, completed: 36, failed: 4 } });
		const second = recorded(
			{ round: 2 },
			{
				id: 'batch_2',
				status: 'in_progress',
				times: { in_progress_at: 1090 },
				counts: { total: 4, completed: 1, failed: 0 },
			},
		);
		expect(jobsOf([second, first], AT)[0]?.secondsLeft).toBe(30);
	});
});
