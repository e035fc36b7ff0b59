import fc from 'fast-check';
import { readJob } from '../../../core';
import { checkOwner } from '../../../core/calls/connection';
import { jobOf } from '../../support/core/batches';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { without } from '../../support/core/samples';

afterEach(closeLocalConnections);

describe('readJob', () => {
	const job = jobOf();

	it('reads a handle back from an object and from its JSON text', () => {
		const carried: unknown = JSON.parse(JSON.stringify(job));
		expect(readJob(carried)).toEqual(job);
		expect(readJob(JSON.stringify(job))).toEqual(job);
		expect(readJob({ ...job, note: 'added by a person' })).toEqual(job);
	});

	it('stays the same text, however often it is carried', () => {
		const text = JSON.stringify(job);
		expect(JSON.stringify(readJob(text))).toBe(text);
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
