import { runKeyOf, submit, type Connection, type SubmitOptions } from '../../core';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../support/core/local-connection';
import { errorOf } from '../support/core/refusal';
import { planOf } from '../support/core/samples';

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
