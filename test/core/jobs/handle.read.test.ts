import { findHandleFault, readHandle, type AnsweredJob, type BackgroundJob } from '../../../core';
import { checkOwner } from '../../../core/calls/connection';
import { jobOf } from '../../support/core/batches';
import { outcomeOf } from '../../support/core/outcomes';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { without } from '../../support/core/samples';

afterEach(closeLocalConnections);

const JOB = jobOf();
const { version, id, service, baseUrl, label, rowCount, createdAt } = JOB;
const HEAD = { version, id, service, baseUrl, label, rowCount, createdAt };
const IN_BACKGROUND: BackgroundJob = {
	...HEAD,
	kind: 'background',
	calls: [
		{ row: 0, id: 'r0', response: 'resp_1' },
		{ row: 1, id: 'r1-mail', refused: 'No text.' },
		{ row: 2, id: 'r2', response: 'resp_2' },
	],
	shape: { kind: 'custom' },
};
const ANSWERED: AnsweredJob = {
	...HEAD,
	kind: 'now',
	answers: [0, 1, 2].map((row) => outcomeOf(row)),
};
const SHARD = { batchId: 'batch_1', index: 1, round: 1 };
const RECORD = {
	shardCount: 1,
	firstRow: 0,
	endRow: 3,
	model: 'gpt-6-luna',
	contentKey: 'c0ffee',
	sent: { rows: 3, requests: 1 },
};

/** A handle in which the one shard carries this record. */
function carrying(record: object): object {
	return { ...JOB, shards: [{ ...SHARD, record }], shape: { kind: 'custom' } };
}

describe('readHandle', () => {
	it.each([JOB, IN_BACKGROUND, ANSWERED])(
		'reads a handle back from an object and from its JSON text: $kind',
		(handle) => {
			const carried: unknown = JSON.parse(JSON.stringify(handle));
			expect(readHandle(carried)).toEqual(handle);
			expect(readHandle(JSON.stringify(handle))).toEqual(handle);
			expect(readHandle({ ...handle, note: 'added by a person' })).toEqual(handle);
			expect(findHandleFault(handle)).toBeUndefined();
		},
	);

	it.each([JOB, IN_BACKGROUND, ANSWERED])(
		'gives the same text, however often it is carried: $kind',
		(handle) => {
			const text = JSON.stringify(handle);
			expect(JSON.stringify(readHandle(text))).toBe(text);
		},
	);

	it('reads what the handle carries where the provider keeps nothing of a job', () => {
		const kept = [{ rowIndex: 0, rowId: 'ü', fields: { a: [1, null] } }];
		const whole = {
			...JOB,
			kept,
			shape: { kind: 'custom' },
			shards: [{ ...SHARD, record: RECORD }],
		};
		expect(readHandle(whole)).toEqual(whole);
		const more = {
			...RECORD,
			runKey: 'run',
			keptFileId: 'file-1',
			again: 1,
			expireAfterSeconds: 7,
		};
		expect(readHandle(carrying(more))).toEqual(carrying(more));
	});

	it('does without the label', () => {
		expect(readHandle(without(JOB, 'label'))).toEqual({ ...JOB, label: '' });
	});

	it.each(['round', 'shardCount', 'shards'])(
		'reads nothing without %s, and says what is wrong',
		(key) => {
			for (const value of [undefined, {}, null, '']) {
				expect(readHandle({ ...JOB, [key]: value })).toBeUndefined();
				expect(findHandleFault({ ...JOB, [key]: value })).toContain(`"${key}"`);
			}
		},
	);

	it('reads nothing out of a handle of another version', () => {
		expect(readHandle({ ...JOB, version: 1 })).toBeUndefined();
		expect(findHandleFault({ ...JOB, version: 1 })).toBe('its "version" is not 2');
	});

	it.each<[string, object]>([
		['an id that is none of a job', { id: 'job_1' }],
		['an id that leads elsewhere', { id: 'op_../x' }],
		['an address that is none', { baseUrl: 'ftp://x' }],
		['an address with a query', { baseUrl: 'https://x.example/v1?key=1' }],
		['a time before there was any job', { createdAt: '1999-01-01T00:00:00.000Z' }],
		['a time that is none', { createdAt: '2026-13-45T00:00:00.000Z' }],
		['a time in words', { createdAt: 'yesterday' }],
		['a label that is endless', { label: 'x'.repeat(513) }],
	])('reads nothing out of a handle with %s', (_, changes) => {
		expect(readHandle({ ...JOB, ...changes })).toBeUndefined();
	});

	it('reads nothing out of a handle whose numbers cannot be right', () => {
		for (const rowCount of [-1, 0, 1.5, 1e12, NaN])
			expect(readHandle({ ...JOB, rowCount })).toBeUndefined();
		for (const shardCount of [0, -1, 1.5, 4, 1e9])
			expect(readHandle({ ...JOB, shardCount })).toBeUndefined();
		for (const round of [0, 2, 1.5]) expect(readHandle({ ...JOB, round })).toBeUndefined();
	});

	it.each<[string, readonly unknown[], object?]>([
		['none is left', []],
		['one cannot be read', [SHARD, { batchId: 'batch_2' }], { shardCount: 2 }],
		['one is no object', [SHARD, 'x'], { shardCount: 2 }],
		['one is gone as null', [SHARD, null], { shardCount: 2 }],
		['two have one place', [SHARD, { ...SHARD, batchId: 'batch_2' }], { shardCount: 2 }],
		['there are more than were bought', [{ ...SHARD, index: 2 }]],
		['a round of theirs is not the job’s', [{ ...SHARD, round: 2 }]],
		['an id has a space', [{ ...SHARD, batchId: 'batch 1' }]],
		['an id leads out of its path', [{ ...SHARD, batchId: 'a/../b' }]],
	])('reads nothing out of a handle of whose batches %s', (_, shards, changes = {}) => {
		expect(readHandle({ ...JOB, ...changes, shards })).toBeUndefined();
	});

	it.each<[string, object]>([
		['rows that the job does not have', { endRow: 4, sent: { rows: 4, requests: 1 } }],
		['no rows', { firstRow: 3 }],
		['fewer rows than it holds, of which none was skipped', { sent: { rows: 2, requests: 1 } }],
		['more rows than it holds', { sent: { rows: 4, requests: 1 } }],
		['more requests than rows', { sent: { rows: 3, requests: 4 } }],
		['nothing that was sent', { sent: undefined }],
		['no place', { shardCount: 0 }],
	])('reads nothing out of a handle whose record says %s', (_, changes) => {
		expect(readHandle(carrying({ ...RECORD, ...changes }))).toBeUndefined();
	});

	it('counts rows that were skipped as told by the kept fields', () => {
		const sent = { ...RECORD, sent: { rows: 2, requests: 1 } };
		const kept = [{ rowIndex: 1, skipped: 'No text.' }];
		expect(readHandle({ ...carrying(sent), kept })).toMatchObject({ kept });
	});

	it.each<[string, readonly unknown[]]>([
		['that belong to no row', [{ rowIndex: 3 }]],
		['of one row twice', [{ rowIndex: 1 }, { rowIndex: 1 }]],
		['that cannot be read', [{ rowIndex: 1 }, 'x']],
		['of more than 1 MB', [{ rowIndex: 1, fields: { a: 'ü'.repeat(500_000) } }]],
	])('reads nothing out of a handle with kept fields %s', (_, kept) => {
		expect(readHandle({ ...JOB, kept })).toBeUndefined();
		expect(findHandleFault({ ...JOB, kept })).toContain('"kept"');
	});

	it.each<[string, readonly unknown[]]>([
		['one row is missing', IN_BACKGROUND.calls.slice(1)],
		['one row is there twice', [...IN_BACKGROUND.calls, IN_BACKGROUND.calls[0]]],
		['one takes the place of another', [...IN_BACKGROUND.calls.slice(1), IN_BACKGROUND.calls[1]]],
		[
			'one is of no row of the job',
			[...IN_BACKGROUND.calls.slice(1), { row: 3, id: 'r3', response: 'x' }],
		],
		[
			'an id is of another row',
			[...IN_BACKGROUND.calls.slice(1), { row: 0, id: 'r1', response: 'x' }],
		],
		['one says nothing', [...IN_BACKGROUND.calls.slice(1), { row: 0, id: 'r0' }]],
	])('reads nothing out of calls in the background where %s', (_, calls) => {
		expect(readHandle({ ...IN_BACKGROUND, calls })).toBeUndefined();
		expect(findHandleFault({ ...IN_BACKGROUND, calls })).toContain('"calls"');
	});

	it('reads nothing out of answers that are not one for each row', () => {
		const [first, ...others] = ANSWERED.answers;
		for (const answers of [others, [...others, ...others], [...ANSWERED.answers, first]]) {
			expect(readHandle({ ...ANSWERED, answers })).toBeUndefined();
			expect(findHandleFault({ ...ANSWERED, answers })).toContain('"answers"');
		}
	});
});

describe('checkOwner', () => {
	it('lets a handle pass to the account that it came from only', () => {
		const { connection } = connectLocally();
		const own = jobOf({ service: connection.provider.service, baseUrl: connection.baseUrl });
		expect(checkOwner(own, connection)).toBeUndefined();
		expect(checkOwner(jobOf(), connection)?.message).toContain('https://api.openai.com/v1');
	});

	it('lets a handle pass to no other service, though the address were the same', () => {
		const { connection } = connectLocally();
		const foreign = jobOf({ service: 'claude', baseUrl: connection.baseUrl });
		expect(checkOwner(foreign, connection)?.message).toContain('another service ("claude")');
	});
});
