import fc from 'fast-check';
import { runs } from '../../support/fuzz';
import {
	PROVIDERS,
	checkBaseUrl,
	findHandleFault,
	readHandle,
	submit,
	submitInBackground,
	submitNow,
	type Handle,
} from '../../../core';
import { toJob } from '../../../core/jobs/members';
import { boughtOf, jobOf } from '../../support/core/batches';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { planOf, rowsOf, without } from '../../support/core/samples';

afterEach(closeLocalConnections);

async function handles(): Promise<Handle[]> {
	const { connection } = connectLocally();
	const plain = planOf();
	const kept = planOf({ rows: rowsOf(2, (index) => ({ index })), emptyText: 'skip' });
	return [
		(await submit(kept, connection, { reuseWindowSeconds: 0 })).job,
		await submitInBackground(plain, connection),
		await submitInBackground(kept, connection),
		await submitNow(kept, connection, { concurrency: 2, flex: false }),
	];
}

describe('readHandle', () => {
	it('reads every kind of handle back, from an object and from its JSON text', async () => {
		for (const handle of await handles()) {
			const carried: unknown = JSON.parse(JSON.stringify(handle));
			expect(readHandle(carried)).toEqual(handle);
			expect(readHandle(JSON.stringify(handle))).toEqual(handle);
		}
	});

	it.each([
		'https://api.example.com/v1',
		'https://API.EXAMPLE.COM/v1',
		'https:\\\\api.example.com\\v1',
		'http://[::1]:8787/v1',
		'https://bücher.example/v1',
		'https://api.example.com/v1/~team/(eu)',
	])('reads a handle of every Base URL that a credential may hold: %s', (baseUrl) => {
		expect(checkBaseUrl(baseUrl, { ownNetwork: true })).toEqual({ baseUrl });
		expect(readHandle(jobOf({ baseUrl }))).toEqual(jobOf({ baseUrl }));
	});

	it('reads a handle that was put together from rounds of one second, whichever is listed first', () => {
		const placeOf = (shard: number, shardCount: number, round: number) =>
			boughtOf({ id: `batch_${round}_${shard}` }, { shard, shardCount, round });
		const members = [placeOf(1, 1, 2), placeOf(1, 2, 1), placeOf(2, 2, 1)];
		const connection = { provider: PROVIDERS.openai, baseUrl: 'https://api.openai.com/v1' };
		const job = toJob(members, connection);
		expect(job).toMatchObject({ shardCount: 2, round: 2 });
		expect(readHandle(job)).toEqual(job);
	});

	it('reads nothing out of a handle that lacks what it cannot do without', async () => {
		for (const handle of await handles()) {
			for (const key of [
				'version',
				'id',
				'service',
				'baseUrl',
				'rowCount',
				'createdAt',
				'kind',
			] as const) {
				expect(readHandle(without(handle, key))).toBeUndefined();
			}
		}
		expect(readHandle({ ...jobOf(), kind: 'unheard of' })).toBeUndefined();
	});

	it('holds no word that only a programmer knows: people open it on their screen', async () => {
		const technical = /request|engine|outcomes|transport|plan/i;
		for (const handle of await handles()) {
			const keys: string[] = [];
			JSON.stringify(handle, (key, value: unknown) => {
				keys.push(key);
				return value;
			});
			expect(keys.filter((key) => technical.test(key))).toEqual([]);
		}
	});

	it('never throws on garbage, and reads what it has read once the same again', async () => {
		const known = (await handles()).flatMap((handle) => Object.entries(handle));
		const kinds = fc.constantFrom('batch', 'background', 'now');
		const part = fc.oneof(fc.jsonValue(), kinds, fc.constantFrom(...known.map(([, part]) => part)));
		const key = fc.constantFrom(...new Set(known.map(([key]) => key)));
		const damaged = fc
			.tuple(fc.constantFrom(...(await handles())), fc.dictionary(key, part, { maxKeys: 3 }))
			.map(([handle, changes]) => ({ ...handle, ...changes }));
		const garbage = fc.oneof(fc.anything(), fc.dictionary(key, part), damaged);
		let whole = 0;
		fc.assert(
			fc.property(garbage, (value) => {
				const read = readHandle(value);
				expect(findHandleFault(value) === undefined).toBe(read !== undefined);
				if (read === undefined) return;
				whole += 1;
				expect(readHandle(JSON.stringify(read))).toEqual(read);
			}),
			runs(150),
		);
		expect(whole).toBeGreaterThan(0);
	});
});
