import fc from 'fast-check';
import { PROVIDERS, type AnswerShape, type ProviderBatch } from '../../../core';
import {
	carriedRecordOf,
	encodeRecord,
	expiryOf,
	fitsMetadata,
	readRecord,
	toShardRecord,
	type BatchRecord,
} from '../../../core/record/batch-record';
import { jobOf, METADATA } from '../../support/core/batches';
import { without } from '../../support/core/samples';

const RECORD: BatchRecord = {
	jobId: 'op_0123456789abcdef01234567',
	shard: 2,
	shardCount: 3,
	firstRow: 100,
	endRow: 200,
	rowCount: 250,
	label: 'Weekly review',
	round: 1,
	model: 'gpt-6-luna',
	contentKey: 'c0ffee',
};

function batchWith(metadata: Readonly<Record<string, string>>): ProviderBatch {
	return {
		id: 'batch_1',
		phase: 'completed',
		rawStatus: 'completed',
		counts: { total: 0, completed: 0, failed: 0 },
		createdAt: 0,
		inputFileId: 'file-1',
		faults: [],
		metadata,
	};
}

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const shape: fc.Arbitrary<AnswerShape> = fc.oneof(
	fc.record({
		kind: fc.constant('categorize' as const),
		categories: fc.array(fc.oneof(fc.record({ name }), fc.record({ name, value: name })), {
			maxLength: 30,
		}),
		multiple: fc.boolean(),
		noMatch: fc.constantFrom('other' as const, 'fail' as const),
	}),
	fc.record({
		kind: fc.constant('summarize' as const),
		style: fc.constantFrom('text' as const, 'bullets' as const, 'actions' as const),
	}),
	fc.record({
		kind: fc.constant('extract' as const),
		fields: fc.array(
			fc.record({
				name,
				type: fc.constantFrom(
					'text' as const,
					'number' as const,
					'boolean' as const,
					'date' as const,
					'list' as const,
				),
			}),
		),
	}),
	fc.constant({ kind: 'custom' as const }),
	fc.record({ kind: fc.constant('custom' as const), schema: fc.constant({ type: 'object' }) }),
);

describe('encodeRecord', () => {
	it('gives back the whole record', () => {
		const whole = { ...RECORD, runKey: 'run', keptFileId: 'file-9' };
		expect(readRecord(batchWith(encodeRecord(RECORD, METADATA)))).toEqual(RECORD);
		expect(readRecord(batchWith(encodeRecord(whole, METADATA)))).toEqual(whole);
	});

	it('gives back every shape that fits, inside 16 pairs of ASCII values of 512 characters', () => {
		fc.assert(
			fc.property(shape, (taskShape) => {
				fc.pre(fitsMetadata(taskShape, METADATA));
				const record: BatchRecord = {
					...RECORD,
					runKey: 'run',
					keptFileId: 'file-9',
					sent: { rows: 20, requests: 1 },
					again: 1,
					expireAfterSeconds: 3600,
					shape: taskShape,
				};
				const metadata = encodeRecord(record, METADATA);
				expect(Object.keys(metadata).length).toBeLessThanOrEqual(16);
				for (const [key, value] of Object.entries(metadata)) {
					expect(key.length).toBeLessThanOrEqual(64);
					expect(value).toMatch(/^[\0-\x7f]{0,512}$/);
				}
				expect(readRecord(batchWith(metadata))).toEqual(record);
			}),
		);
	});

	it('says of a shape that is too large that it does not fit', () => {
		const categories = Array.from({ length: 250 }, (_, index) => ({ name: `Category ${index}` }));
		const base = { kind: 'categorize', multiple: false, noMatch: 'other' } as const;
		expect(fitsMetadata({ ...base, categories }, METADATA)).toBe(false);
		const few = categories.slice(0, 20);
		expect(fitsMetadata({ ...base, categories: few }, METADATA)).toBe(true);
		expect(fitsMetadata({ ...base, categories: few }, { ...METADATA, pairs: 12 })).toBe(false);
		// Six ASCII characters each: characters of other scripts count as what they are sent as.
		const wide = [{ name: '語'.repeat(500) }];
		expect(fitsMetadata({ ...base, categories: wide }, METADATA)).toBe(false);
	});
});

describe('readRecord', () => {
	const metadata = encodeRecord(RECORD, METADATA);

	it.each(['offpeak_job', 'offpeak_shard', 'offpeak_rows'])('reads no record without %s', (key) => {
		expect(readRecord(batchWith(without(metadata, key)))).toBeUndefined();
	});

	it.each([
		{ offpeak_shard: '1' },
		{ offpeak_shard: 'one/two' },
		{ offpeak_rows: '0-5' },
		{ offpeak_rows: 'a-b/c' },
		{ offpeak_job: 'op_' },
		{ offpeak_job: 'op_1/../2' },
		{ offpeak_shard: '0/3' },
		{ offpeak_shard: '4/3' },
		{ offpeak_shard: '1/10001' },
		{ offpeak_rows: '200-200/250' },
		{ offpeak_rows: '200-100/250' },
		{ offpeak_rows: '100-251/250' },
		{ offpeak_rows: '0-1/1000001' },
		{ offpeak_rows: `0-1/${'9'.repeat(400)}` },
		{ offpeak_round: 'x' },
		{ offpeak_round: '0' },
		{ offpeak_round: '1001' },
	])('reads no record out of %j', (change) => {
		expect(readRecord(batchWith({ ...metadata, ...change }))).toBeUndefined();
	});

	it('does without what a person may have removed', () => {
		const { offpeak_job: job = '', offpeak_shard: shard = '', offpeak_rows: rows = '' } = metadata;
		const bare = { offpeak_job: job, offpeak_shard: shard, offpeak_rows: rows };
		expect(readRecord(batchWith(bare))).toEqual({
			...RECORD,
			label: '',
			contentKey: '',
			model: '',
			round: 1,
		});
		expect(readRecord(batchWith({ ...bare, offpeak_task_1: '{"torn' }))).not.toHaveProperty(
			'shape',
		);
	});
});

describe('what others may have written into metadata', () => {
	const metadata = encodeRecord(RECORD, METADATA);
	const most = '9'.repeat(400);

	it.each(['0/0', '0/1', '1/0', '101/1', '20/21', `${most}/${most}`, 'a/b', '-1/1', '1.5/1'])(
		'takes no count of %.20s rows and requests for what was sent',
		(sent) => {
			expect(readRecord(batchWith({ ...metadata, offpeak_sent: sent }))).toEqual(RECORD);
		},
	);

	it.each(['0', '-1', '1.5', 'soon', '315360001'])(
		'takes no time of %s seconds for when files go',
		(seconds) => {
			const record = readRecord(batchWith({ ...metadata, offpeak_expires: seconds }));
			expect(record).toEqual(RECORD);
		},
	);

	it.each(['0', '-1', '1.5', 'once', '10001', 'Infinity'])(
		'takes no %s for how often the job came to nothing',
		(again) => {
			expect(readRecord(batchWith({ ...metadata, offpeak_again: again }))).toEqual(RECORD);
		},
	);
});

describe('toShardRecord', () => {
	it('is, with what the handle says of all, the whole record', () => {
		const optional = fc.record(
			{
				runKey: fc.string(),
				keptFileId: fc.string(),
				sent: fc.record({ rows: fc.nat(), requests: fc.nat() }),
				again: fc.integer({ min: 1 }),
				expireAfterSeconds: fc.integer({ min: 1 }),
				shape,
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(optional, (more) => {
				const record: BatchRecord = { ...RECORD, ...more };
				const { jobId: id, rowCount, label, shard: index, round } = record;
				const job = jobOf({
					id,
					rowCount,
					label,
					...('shape' in more ? { shape: more.shape } : {}),
				});
				const carried = { batchId: 'batch_1', index, round, record: toShardRecord(record) };
				expect(carriedRecordOf(job, carried)).toEqual(record);
				expect(carriedRecordOf(job, { batchId: 'batch_1', index, round })).toBeUndefined();
			}),
		);
	});

	it('repeats nothing that the handle says itself', () => {
		const own = ['jobId', 'rowCount', 'label', 'shard', 'round', 'shape'];
		const record = toShardRecord({ ...RECORD, shape: { kind: 'custom' } });
		expect(Object.keys(record).filter((field) => own.includes(field))).toEqual([]);
	});
});

describe('expiryOf', () => {
	it('is what the job was sent with, else seven days, or as near as the provider takes', () => {
		const record = readRecord(
			batchWith(encodeRecord({ ...RECORD, expireAfterSeconds: 3600 }, METADATA)),
		);
		expect(expiryOf(record, PROVIDERS.openai)).toBe(3600);
		expect(expiryOf(undefined, PROVIDERS.openai)).toBe(7 * 86_400);
		expect(expiryOf(undefined, PROVIDERS.azure)).toBe(14 * 86_400);
		expect(expiryOf(undefined, PROVIDERS.groq)).toBe(7 * 86_400);
	});
});
