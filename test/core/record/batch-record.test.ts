import fc from 'fast-check';
import { PROVIDERS, type AnswerShape, type ProviderBatch } from '../../../core';
import {
	encodeRecord,
	expiryOf,
	fitsMetadata,
	readRecord,
	type BatchRecord,
} from '../../../core/record/batch-record';
import { without } from '../../support/core/samples';

const RECORD: BatchRecord = {
	jobId: 'op_0123456789abcdef01234567',
	shard: 2,
	shardCount: 3,
	firstRow: 100,
	endRow: 200,
	rowCount: 250,
	label: 'Weekly review',
	attempt: 1,
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
		expect(readRecord(batchWith(encodeRecord(RECORD)))).toEqual(RECORD);
		expect(readRecord(batchWith(encodeRecord(whole)))).toEqual(whole);
	});

	it('gives back every shape that fits, inside 16 pairs of ASCII values of 512 characters', () => {
		fc.assert(
			fc.property(shape, (taskShape) => {
				fc.pre(fitsMetadata(taskShape));
				const record: BatchRecord = {
					...RECORD,
					runKey: 'run',
					keptFileId: 'file-9',
					packed: { rows: 20, requests: 1 },
					again: 1,
					expireAfterSeconds: 3600,
					shape: taskShape,
				};
				const metadata = encodeRecord(record);
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
		expect(fitsMetadata({ ...base, categories })).toBe(false);
		expect(fitsMetadata({ ...base, categories: categories.slice(0, 20) })).toBe(true);
		// Six ASCII characters each: characters of other scripts count as what they are sent as.
		expect(fitsMetadata({ ...base, categories: [{ name: '語'.repeat(500) }] })).toBe(false);
	});
});

describe('readRecord', () => {
	const metadata = encodeRecord(RECORD);

	it.each(['offpeak_job', 'offpeak_shard', 'offpeak_rows'])('reads no record without %s', (key) => {
		expect(readRecord(batchWith(without(metadata, key)))).toBeUndefined();
	});

	it.each([
		{ offpeak_shard: '1' },
		{ offpeak_shard: 'one/two' },
		{ offpeak_rows: '0-5' },
		{ offpeak_rows: 'a-b/c' },
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
			attempt: 1,
		});
		expect(readRecord(batchWith({ ...bare, offpeak_attempt: 'x' }))?.attempt).toBe(1);
		expect(readRecord(batchWith({ ...bare, offpeak_task_1: '{"torn' }))).not.toHaveProperty(
			'shape',
		);
	});
});

describe('expiryOf', () => {
	it('is what the job was sent with, else seven days, or as near as the provider takes', () => {
		const record = readRecord(batchWith(encodeRecord({ ...RECORD, expireAfterSeconds: 3600 })));
		expect(expiryOf(record, PROVIDERS.openai)).toBe(3600);
		expect(expiryOf(undefined, PROVIDERS.openai)).toBe(7 * 86_400);
		expect(expiryOf(undefined, PROVIDERS.azure)).toBe(14 * 86_400);
		expect(expiryOf(undefined, PROVIDERS.groq)).toBe(7 * 86_400);
	});
});
