import fc from 'fast-check';
import {
	findJob,
	listJobs,
	poll,
	readJob,
	runKeyOf,
	submit,
	watchJobs,
	type Job,
} from '../../core';
import { checkOwner } from '../../core/connection';
import { BatchList } from '../support/core/batch-list';
import { jobOf } from '../support/core/batches';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/core/fake-clock';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../support/core/local-connection';
import { errorOf } from '../support/core/refusal';
import { planOf, rowsOf, without, withRoomFor } from '../support/core/samples';
import { watchSettings } from '../support/core/watching-host';

afterEach(closeLocalConnections);

async function submitted(local: LocalConnection, rows: number): Promise<Job> {
	const plan = planOf({ rows: rowsOf(rows), provider: withRoomFor(2) });
	return (await submit(plan, local.connection, { reuseWindowSeconds: 0 })).job;
}

/** Batches of another tool: they fill a page of the list. */
async function crowd(local: LocalConnection, count: number): Promise<void> {
	for (let made = 0; made < count; made += 1) {
		await local.connection.transport({
			method: 'POST',
			path: '/batches',
			headers: { 'content-type': 'application/json' },
			body: bodyOf({
				input_file_id: await anyFileId(local),
				endpoint: '/v1/responses',
				completion_window: '24h',
			}),
		});
	}
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
			for (const { id } of job.batches) {
				await expect(findJob(id, local.connection)).resolves.toEqual(job);
			}
		}
	});

	it('asks for the batch, and once for the list, where later rounds would be', async () => {
		const local = connectLocally();
		const job = await submitted(local, 1);
		local.calls.length = 0;
		const [batch] = job.batches;
		await findJob(batch?.id ?? '', local.connection);
		expect(local.calls).toEqual([`GET /batches/${batch?.id}`, 'GET /batches']);
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
		expect(job.batches).toHaveLength(2);
		for (const { id } of job.batches) {
			await expect(findJob(id, local.connection)).resolves.toEqual(job);
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
			partCount: 2,
			rowCount: 3,
			batches: [{ part: 1 }],
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
		const { readText } = await import('../../core/http');
		const id = /batch_[0-9a-f]+/.exec(await readText(reply.body))?.[0] ?? '';
		const error = await errorOf(() => findJob(id, local.connection));
		expect(error).toMatchObject({ code: 'invalid_input' });
		expect(error.message).toContain('not submitted by Offpeak');
	});

	it.each([
		'op_000000000000000000000000',
		'batch_00000000000000000000000000000000',
		'nonsense/../x',
	])('says that there is no %s', async (id) => {
		const local = connectLocally();
		await submitted(local, 1);
		const error = await errorOf(() => findJob(id, local.connection));
		expect(error).toMatchObject({ code: 'gone', retryable: false });
		expect(error.details.hint).toMatch(/id/);
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
		const { readText } = await import('../../core/http');
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
		const last = job.batches.at(-1)?.id ?? '';
		await expect(findJob(last, local.connection)).resolves.toEqual(job);
		expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(21);
	});

	it('says which id to give when parts of the job lie above the batch that was named', async () => {
		const { local, job } = await crowded();
		const error = await errorOf(() => findJob(job.batches[0]?.id ?? '', local.connection));
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

describe('listJobs', () => {
	it('gives a job whole whose parts lie on two pages', async () => {
		const local = connectLocally();
		const job = await submitted(local, 3);
		await crowd(local, 99);
		local.calls.length = 0;
		await expect(listJobs(local.connection, 1)).resolves.toMatchObject([{ job, isWhole: true }]);
		expect(local.calls).toEqual(['GET /batches', 'GET /batches']);
	});

	it('reads no further than the newest jobs wanted', async () => {
		const local = connectLocally();
		await submitted(local, 3);
		await crowd(local, 99);
		const newest = await submitted(local, 3);
		local.calls.length = 0;
		await expect(listJobs(local.connection, 1)).resolves.toMatchObject([{ job: newest }]);
		expect(local.calls).toEqual(['GET /batches']);
	});

	it('marks a job of which a part was never sent, and looks no further than it could be', async () => {
		const local = connectLocally();
		await submitted(local, 1);
		await crowd(local, 250);
		local.clock.pass(30 * HOUR_MS);
		local.server.faults.add({
			call: { method: 'POST', path: '^/v1/batches$' },
			effect: { kind: 'status', status: 400 },
			skip: 1,
		});
		await errorOf(() => submitted(local, 3));
		local.calls.length = 0;
		const [listed] = await listJobs(local.connection, 1);
		expect(listed).toMatchObject({ isWhole: false, job: { batches: [{ part: 1 }] } });
		expect(local.calls).toEqual(['GET /batches']);
	});

	it('judges a job by the batches that stand, not by one that was bought twice and cancelled', async () => {
		const list = new BatchList();
		const [older, younger] = [list.add({ jobId: 'op_1' }), list.add({ jobId: 'op_1' })];
		list.end(older);
		list.end(younger, 'cancelled');
		const [listed] = await listJobs(list.connection, 1);
		expect(listed).toMatchObject({
			job: { batches: [{ id: older.id, part: 1 }] },
			status: { state: 'done', phase: 'completed', counts: { total: 3, completed: 3 } },
		});
	});

	it('keeps a job whole until its last part is older than what is asked for', async () => {
		const list = new BatchList(1);
		const since = (): number => list.seconds - 7 * 24 * 3600;
		list.end(list.add({ jobId: 'op_1', shard: 1, shardCount: 2 }), 'failed');
		list.pass(HOUR_MS);
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		list.pass(7 * 24 * HOUR_MS - MINUTE_MS);
		await expect(listJobs(list.connection, 9, since())).resolves.toMatchObject([
			{ isWhole: true, status: { phase: 'failed' }, job: { batches: [{ part: 1 }, { part: 2 }] } },
		]);
		list.pass(2 * MINUTE_MS);
		await expect(listJobs(list.connection, 9, since())).resolves.toEqual([]);
	});

	it('reads no page below what is asked for when all of it is whole', async () => {
		const list = new BatchList(1);
		list.add({ jobId: 'op_1' });
		list.pass(24 * HOUR_MS);
		list.add({ jobId: 'op_2' });
		list.pass(7 * 24 * HOUR_MS);
		list.add({ jobId: 'op_3' });
		await listJobs(list.connection, 9, list.seconds - 3600);
		expect(list.calls).toHaveLength(2);
	});

	it('calls the end of a job whose failed part was bought anew an end of its own', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(2) });
		local.server.faults.add({ batch: { failLines: { every: 1, status: 400 } } });
		const ends: string[] = [];
		for (const times of [1, 2, 3]) {
			const { job } = await submit(plan, local.connection, { reuseWindowSeconds: 3600 });
			await local.server.idle();
			local.clock.pass(5 * SECOND_MS);
			const [listed] = await listJobs(local.connection, 1);
			const { events } = await watchJobs(undefined, local.connection, watchSettings());
			expect(listed).toMatchObject({ job: { id: job.id }, status: { phase: 'completed' } });
			expect(events).toMatchObject([{ status: 'completed', job: { id: job.id } }]);
			ends.push(`${listed?.endId} ${events[0]?.id}`);
			expect(local.server.stats().batchesCreated).toBe(Math.min(times, 2) + 1);
		}
		expect(ends[1]).not.toBe(ends[0]);
		expect(ends[2]).toBe(ends[1]);
	});
});

describe('readJob', () => {
	const job = jobOf();

	it('reads a handle back from an object and from its JSON text', () => {
		const carried: unknown = JSON.parse(JSON.stringify(job));
		expect(readJob(carried)).toEqual(job);
		expect(readJob(JSON.stringify(job))).toEqual(job);
		expect(readJob({ ...job, note: 'added by a person' })).toEqual(job);
	});

	it('does without the label and the time', () => {
		const bare = without(without(job, 'label'), 'createdAt');
		expect(readJob(bare)).toEqual({ ...job, label: '', createdAt: '' });
	});

	it.each(['version', 'id', 'provider', 'baseUrl', 'rowCount', 'partCount', 'batches'])(
		'reads nothing without %s',
		(key) => {
			expect(readJob({ ...job, [key]: undefined })).toBeUndefined();
			expect(readJob({ ...job, [key]: {} })).toBeUndefined();
		},
	);

	it('reads nothing out of a handle of another version, or without a readable batch', () => {
		expect(readJob({ ...job, version: 2 })).toBeUndefined();
		expect(readJob({ ...job, batches: [{ id: 'batch_1' }, 'x', null] })).toBeUndefined();
	});

	it('reads nothing out of a handle whose numbers cannot be right', () => {
		for (const rowCount of [-1, 0, 1.5, 1e12])
			expect(readJob({ ...job, rowCount })).toBeUndefined();
		expect(readJob({ ...job, partCount: 0 })).toBeUndefined();
	});

	it('reads nothing out of a handle that lost one of its batches on the way', () => {
		const batches = [{ id: 'batch_1', part: 1 }, { id: 'batch_2' }];
		expect(readJob({ ...job, partCount: 2, batches })).toBeUndefined();
	});

	it('never throws on garbage, and reads only whole handles', () => {
		const garbage = fc.oneof(
			fc.jsonValue(),
			fc.string(),
			fc.anything(),
			fc.record(
				{
					version: fc.constantFrom(1, 2),
					id: fc.jsonValue(),
					provider: fc.string(),
					baseUrl: fc.jsonValue(),
					rowCount: fc.jsonValue(),
					partCount: fc.nat(),
					batches: fc.jsonValue(),
				},
				{ requiredKeys: [] },
			),
		);
		fc.assert(
			fc.property(garbage, (value) => {
				const read = readJob(value);
				if (read !== undefined) expect(readJob(JSON.stringify(read))).toEqual(read);
			}),
		);
	});
});

describe('checkOwner', () => {
	it('lets a handle pass to the account that it came from only', () => {
		const { connection } = connectLocally();
		const own = jobOf({ provider: connection.provider.id, baseUrl: connection.baseUrl });
		expect(checkOwner(own, connection)).toBeUndefined();
		expect(checkOwner(jobOf(), connection)?.message).toContain('https://api.openai.com/v1');
	});
});

function bodyOf(value: unknown): { chunks: Uint8Array[]; byteLength: number } {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	return { chunks: [bytes], byteLength: bytes.byteLength };
}

async function anyFileId({ connection }: LocalConnection): Promise<string> {
	const { listFiles } = await import('../../core/listing');
	const inputs = (await listFiles(connection, 0)).entries.filter(({ name }) =>
		name.startsWith('offpeak.'),
	);
	return inputs[0]?.id ?? '';
}

async function* chunksOf(value: unknown): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(JSON.stringify(value));
}
