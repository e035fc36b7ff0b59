import { findJob, poll, runKeyOf, submit, type Job } from '../../../core';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { jobOf } from '../../support/core/batches';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, withRoomFor } from '../../support/core/samples';
import { anyFileId, bodyOf, crowd, submitted } from '../../support/core/crowd';
import { HOUR_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

async function* chunksOf(value: unknown): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(JSON.stringify(value));
}

describe('findJob', () => {
	it('rebuilds the handle from the job id', async () => {
		const local = connectLocally();
		const [one, several] = [await submitted(local, 1), await submitted(local, 5)];
		await submitted(local, 2);
		await expect(findJob(one.id, local.connection)).resolves.toEqual(one);
		await expect(findJob(` ${several.id}\n`, local.connection)).resolves.toEqual(several);
		await expect(findJob(`${several.id}:again-1:2`, local.connection)).resolves.toEqual(several);
	});

	it('rebuilds the handle from the id of any batch', async () => {
		const local = connectLocally();
		const [one, several] = [await submitted(local, 1), await submitted(local, 5)];
		for (const job of [one, several]) {
			for (const { batchId } of job.shards) {
				await expect(findJob(batchId, local.connection)).resolves.toEqual(job);
			}
		}
	});

	it('asks for the batch, and once for the list, where later rounds would be', async () => {
		const local = connectLocally();
		const job = await submitted(local, 1);
		local.calls.length = 0;
		const [batch] = job.shards;
		await findJob(batch?.batchId ?? '', local.connection);
		expect(local.calls).toEqual([`GET /batches/${batch?.batchId}`, 'GET /batches']);
	});

	it('finds all files of a job that was continued hours later', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(2) });
		const run = { runKey: runKeyOf('a'), reuseWindowSeconds: 0 };
		local.server.faults.add({
			call: { method: 'POST', path: '^/v1/batches$' },
			effect: { kind: 'status', status: 400 },
			skip: 1,
		});
		await errorOf(() => submit(plan, local.connection, run));
		local.clock.pass(20 * HOUR_MS);
		const { job } = await submit(plan, local.connection, run);
		expect(job.shards).toHaveLength(2);
		for (const { batchId } of job.shards) {
			await expect(findJob(batchId, local.connection)).resolves.toEqual(job);
		}
	});

	it('gives a handle of what is there when a file of the job never came', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(2) });
		local.server.faults.add({
			call: { method: 'POST', path: '^/v1/batches$' },
			effect: { kind: 'status', status: 400 },
			skip: 1,
		});
		const error = await errorOf(() => submit(plan, local.connection, { reuseWindowSeconds: 0 }));
		await expect(findJob(error.details.jobId ?? '', local.connection)).resolves.toMatchObject({
			shardCount: 2,
			rowCount: 3,
			shards: [{ index: 1 }],
		});
	});

	it('reads no further page once the job is complete', async () => {
		const local = connectLocally();
		const job = await submitted(local, 3);
		await crowd(local, 100);
		local.calls.length = 0;
		await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
		expect(local.calls).toEqual(['GET /batches', 'GET /batches']);
	});

	it('refuses a batch that was not submitted by Offpeak', async () => {
		const local = connectLocally();
		await submitted(local, 1);
		const reply = await local.connection.transport({
			method: 'POST',
			path: '/batches',
			headers: { 'content-type': 'application/json' },
			body: bodyOf({
				input_file_id: await anyFileId(local),
				endpoint: '/v1/responses',
				completion_window: '24h',
			}),
		});
		const { readText } = await import('../../../core/calls/send');
		const id = /batch_[0-9a-f]+/.exec(await readText(reply.body))?.[0] ?? '';
		const error = await errorOf(() => findJob(id, local.connection));
		expect(error).toMatchObject({ code: 'invalid_input' });
		expect(error.message).toContain('not submitted by Offpeak');
	});

	it.each(['op_000000000000000000000000', 'batch_00000000000000000000000000000000', 'nonsense'])(
		'says that there is no %s',
		async (id) => {
			const local = connectLocally();
			await submitted(local, 1);
			const error = await errorOf(() => findJob(id, local.connection));
			expect(error).toMatchObject({ code: 'gone', retryable: false });
			expect(error.details.hint).toMatch(/id/);
		},
	);

	it.each([
		['leads out of its path', 'nonsense/../x', 'is no ID of a job'],
		['is a text', 'my last job', 'is no ID of a job'],
		['is empty', ' ', 'is no ID of a job'],
		['is half a handle', JSON.stringify(jobOf()).slice(0, 60), 'The handle is damaged'],
	])('refuses what is no id without a call: it %s', async (_, id, words) => {
		const local = connectLocally();
		const error = await errorOf(() => findJob(id, local.connection));
		expect(error).toMatchObject({ code: 'invalid_input', retryable: false });
		expect(error.message).toContain(words);
		expect(error.details.hint).toContain('ID');
		expect(local.calls).toEqual([]);
	});

	it('says that only the newest jobs were searched when there are too many', async () => {
		const local = connectLocally();
		let page = 0;
		const transport: typeof local.connection.transport = async () => {
			page += 1;
			await Promise.resolve();
			const body = {
				data: [{ id: `batch_${page}`, status: 'completed', created_at: 1 }],
				has_more: true,
			};
			return { status: 200, headers: {}, body: chunksOf(body) };
		};
		const error = await errorOf(() => findJob('op_1', { ...local.connection, transport }));
		expect(page).toBe(20);
		expect(error.details.hint).toContain('2,000');
	});
});

describe('a list of 5,000 batches, with ours on page 40', () => {
	/** Our two batches, with batches of another tool before and behind them, as the provider would list them. */
	async function crowded(): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
		const local = connectLocally();
		const job = await submitted(local, 3);
		const { readText } = await import('../../../core/calls/send');
		const reply = await local.connection.transport({ method: 'GET', path: '/batches' });
		const ours: unknown[] = JSON.parse(await readText(reply.body)).data;
		const other = (index: number): unknown => ({
			...Object(ours[0]),
			id: `batch_other${index}`,
			metadata: null,
		});
		const all = Array.from({ length: 5_000 }, (_, index) => other(index));
		all.splice(3_950, 2, ...ours);
		const transport: typeof local.connection.transport = async (request) => {
			if (request.method !== 'GET' || request.path !== '/batches') {
				return await local.connection.transport(request);
			}
			local.calls.push('GET /batches');
			const ids = all.map((entry) => String(Object(entry).id));
			const from = ids.indexOf(request.query?.['after'] ?? '') + 1;
			const data = all.slice(from, from + 100);
			const body = { object: 'list', data, has_more: from + 100 < all.length };
			return { status: 200, headers: {}, body: chunksOf(body) };
		};
		local.calls.length = 0;
		return { local: { ...local, connection: { ...local.connection, transport } }, job };
	}

	it('rebuilds the handle from the id of the batch that was sent last', async () => {
		const { local, job } = await crowded();
		const last = job.shards.at(-1)?.batchId ?? '';
		await expect(findJob(last, local.connection)).resolves.toEqual(job);
		expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(21);
	});

	it('says which id to give when parts of the job lie above the batch that was named', async () => {
		const { local, job } = await crowded();
		const error = await errorOf(() => findJob(job.shards[0]?.batchId ?? '', local.connection));
		expect(error.code).toBe('gone');
		expect(error.details.hint).toContain('Give the id of the batch that was sent last');
	});

	it('needs no list at all where the handle is there', async () => {
		const { local, job } = await crowded();
		await local.server.idle();
		await expect(poll(job, local.connection)).resolves.toMatchObject({ state: 'done' });
		expect(local.calls.filter((call) => call === 'GET /batches')).toEqual([]);
	});
});
