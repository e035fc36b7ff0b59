import { runKeyOf, submit, type Connection, type SubmitOptions } from '../../../core';
import { readText } from '../../../core/calls/send';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf } from '../../support/core/samples';
import { MINUTE_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

function run(execution: string, reuseWindowSeconds = 0): SubmitOptions {
	return { runKey: runKeyOf(execution, 'Submit Batch', '0'), reuseWindowSeconds };
}

/** A run that has uploaded its file, and whose create is held until the other run waits. */
async function meeting(local: LocalConnection): Promise<{
	readonly first: ReturnType<typeof submit>;
	readonly other: Connection;
}> {
	const { connection } = local;
	let letThrough = (): void => {};
	const gate = new Promise<void>((resolve) => (letThrough = resolve));
	let uploaded = (): void => {};
	const isUploaded = new Promise<void>((resolve) => (uploaded = resolve));
	const held: Connection = {
		...connection,
		transport: async (request) => {
			if (request.method === 'POST' && request.path === '/batches') {
				uploaded();
				await gate;
			}
			return await connection.transport(request);
		},
	};
	const first = submit(planOf(), held, run('one'));
	await isUploaded;
	const sleep = async (ms: number): Promise<void> => {
		letThrough();
		await first;
		await connection.clock.sleep(ms);
	};
	return { first, other: { ...connection, clock: { now: connection.clock.now, sleep } } };
}

describe('two runs of the same content at the same moment', () => {
	it('buy their own, the second as soon as the first is in the list', async () => {
		const local = connectLocally();
		const { first, other } = await meeting(local);
		const second = await submit(planOf(), other, run('two'));
		expect(second.reused).toBe(false);
		expect(second.job.id).not.toBe((await first).job.id);
		expect(local.server.stats().batchesCreated).toBe(2);
		expect(local.clock.sleeps).toEqual([1_000]);
	});

	it('share one job inside the reuse window', async () => {
		const local = connectLocally();
		const { first, other } = await meeting(local);
		const second = await submit(planOf(), other, run('two', 3600));
		expect(second).toMatchObject({ reused: true, job: (await first).job });
		expect(local.server.stats().batchesCreated).toBe(1);
	});

	it('are one job when they are tries of one run on two workers', async () => {
		const local = connectLocally();
		const { first, other } = await meeting(local);
		const second = await submit(planOf(), other, run('one'));
		expect(second).toMatchObject({ reused: true, job: (await first).job });
		expect(local.server.stats().batchesCreated).toBe(1);
	});

	it('are told to wait when the first one never gets through', async () => {
		const local = connectLocally();
		local.server.faults.add({
			call: { method: 'POST', path: '^/v1/batches$' },
			effect: { kind: 'drop-before' },
		});
		await errorOf(() => submit(planOf(), local.connection, run('one')));
		local.clock.sleeps.length = 0;
		const error = await errorOf(() => submit(planOf(), local.connection, run('two')));
		expect(error).toMatchObject({ code: 'unknown_outcome', retryable: true });
		expect(local.clock.sleeps).toEqual([1_000, 3_000, 8_000]);
		expect(local.server.stats().batchesCreated).toBe(0);
	});
});

/** A host whose clock differs from the provider's, which says its own time with every reply. */
function withClockOff({ connection, clock }: LocalConnection, ms: number): Connection {
	return {
		...connection,
		clock: { now: () => clock.now() + ms, sleep: clock.sleep },
		transport: async (request) => {
			const response = await connection.transport(request);
			const date = new Date(clock.now()).toUTCString();
			return { ...response, headers: { ...response.headers, date } };
		},
	};
}

const DROPPED = {
	call: { method: 'POST', path: '^/v1/batches$' },
	effect: { kind: 'drop-before' },
} as const;

describe.each([
	['15 minutes ahead', 15 * MINUTE_MS],
	['15 minutes behind', -15 * MINUTE_MS],
])('a host whose clock is %s of the provider', (_, ms) => {
	it('sends a lost create again after ten minutes, no sooner and no later', async () => {
		const local = connectLocally();
		const connection = withClockOff(local, ms);
		local.server.faults.add(DROPPED);
		await errorOf(() => submit(planOf(), connection, run('one')));
		local.clock.pass(5 * MINUTE_MS);
		const error = await errorOf(() => submit(planOf(), connection, run('one')));
		expect(error).toMatchObject({
			code: 'unknown_outcome',
			details: { retryAfterMs: 5 * MINUTE_MS },
		});
		local.clock.pass(5 * MINUTE_MS);
		await submit(planOf(), connection, run('one'));
		expect(local.server.stats().batchesCreated).toBe(1);
	});

	it('waits for another run of the same content that is about to buy', async () => {
		const local = connectLocally();
		local.server.faults.add(DROPPED);
		await errorOf(() => submit(planOf(), local.connection, run('one')));
		local.clock.sleeps.length = 0;
		await errorOf(() => submit(planOf(), withClockOff(local, ms), run('two')));
		expect(local.clock.sleeps).toEqual([1_000, 3_000, 8_000]);
	});

	it('keeps to the reuse window', async () => {
		const local = connectLocally();
		const connection = withClockOff(local, ms);
		const tenMinutes = { reuseWindowSeconds: 600 };
		await submit(planOf(), connection, tenMinutes);
		local.clock.pass(5 * MINUTE_MS);
		expect(await submit(planOf(), connection, tenMinutes)).toMatchObject({ reused: true });
		local.clock.pass(6 * MINUTE_MS);
		expect(await submit(planOf(), connection, tenMinutes)).toMatchObject({ reused: false });
	});
});

describe('the kept fields of another run that is still uploading', () => {
	it('are left to it: a file of one job is never that of another', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const { connection } = local;
		const uploads: string[] = [];
		let second: ReturnType<typeof submit> | undefined;
		const first = await submit(
			plan,
			{
				...connection,
				transport: async (request) => {
					// The other run goes the whole way between this one's two uploads.
					if (request.path === '/files' && request.method === 'POST' && uploads.push('') === 2) {
						second = submit(plan, connection, run('two'));
						await second;
					}
					return await connection.transport(request);
				},
			},
			run('one'),
		);
		const keptFiles = await Promise.all(
			[first, await second].map(async (submission) => {
				const id = submission?.job.shards[0]?.batchId ?? '';
				const { body } = await connection.transport({ method: 'GET', path: `/batches/${id}` });
				return /"offpeak_kept":"([^"]+)"/.exec(await readText(body))?.[1];
			}),
		);
		expect(keptFiles).toEqual([expect.any(String), expect.any(String)]);
		expect(new Set(keptFiles).size).toBe(2);
	});
});
