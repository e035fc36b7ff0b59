import fc from 'fast-check';
import { readHandle, submit, submitInBackground, submitNow, type Handle } from '../../../core';
import { jobOf } from '../../support/core/batches';
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

	it('reads nothing out of a handle that lacks what it cannot do without', async () => {
		for (const handle of await handles()) {
			for (const key of ['version', 'id', 'provider', 'baseUrl', 'rowCount'] as const) {
				expect(readHandle(without(handle, key))).toBeUndefined();
			}
		}
		expect(readHandle({ ...jobOf(), when: 'unheard of', batches: [] })).toBeUndefined();
	});

	it('holds no word that only a programmer knows: people open it on their screen', async () => {
		const technical = /shard|request|engine|outcomes|transport|plan/i;
		for (const handle of await handles()) {
			const keys: string[] = [];
			JSON.stringify(handle, (key, value: unknown) => {
				keys.push(key);
				return value;
			});
			expect(keys.filter((key) => technical.test(key))).toEqual([]);
		}
	});

	it('never throws on garbage, and reads what it has read once the same again', () => {
		const part = fc.oneof(fc.jsonValue(), fc.constantFrom('background', 'now'));
		const keys = [
			'id',
			'provider',
			'baseUrl',
			'rowCount',
			'createdAt',
			'calls',
			'answers',
			'shape',
		];
		const garbage = fc.oneof(
			fc.anything(),
			fc.record({
				version: fc.constant(1),
				when: fc.constantFrom('background', 'now', undefined),
				id: fc.string(),
				provider: fc.string(),
				baseUrl: fc.string(),
				rowCount: fc.nat(),
				createdAt: fc.string(),
				calls: fc.array(fc.dictionary(fc.constantFrom('row', 'id', 'response', 'refused'), part)),
				answers: fc.array(
					fc.dictionary(fc.constantFrom('rowIndex', 'outcome', 'usage', 'answer', 'kept'), part),
				),
			}),
			fc.dictionary(fc.constantFrom(...keys), part),
		);
		fc.assert(
			fc.property(garbage, (value) => {
				const read = readHandle(value);
				if (read !== undefined) expect(readHandle(JSON.stringify(read))).toEqual(read);
			}),
		);
	});
});
