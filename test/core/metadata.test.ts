import fc from 'fast-check';
import { PROVIDERS, type AnswerShape, type ProviderBatch } from '../../core';
import {
	encodeFileName,
	encodeMarkName,
	encodeRecord,
	expiryOf,
	fitsMetadata,
	readFileName,
	readRecord,
	readShape,
	type BatchRecord,
} from '../../core/metadata';
import { without } from '../support/core/samples';

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

describe('readShape', () => {
	it('never throws, and answers a shape of ours or nothing', () => {
		const kind = fc.constantFrom('categorize', 'summarize', 'extract', 'custom', 'x');
		const value = fc.oneof(
			fc.jsonValue(),
			fc.record({
				kind,
				categories: fc.jsonValue(),
				fields: fc.jsonValue(),
				style: fc.jsonValue(),
				schema: fc.jsonValue(),
			}),
		);
		fc.assert(
			fc.property(value, (given) => {
				const read = readShape(given);
				if (read !== undefined) expect(readShape(JSON.parse(JSON.stringify(read)))).toEqual(read);
			}),
		);
	});

	it('leaves out categories and fields that cannot be read', () => {
		expect(
			readShape({ kind: 'categorize', categories: [{ name: 'A', value: 1 }, { value: 'B' }, 7] }),
		).toEqual({
			kind: 'categorize',
			categories: [{ name: 'A' }],
			multiple: false,
			noMatch: 'other',
		});
		expect(
			readShape({
				kind: 'extract',
				fields: [{ name: 'a', type: 'blob' }, { type: 'text' }, { name: 'b', type: 'text' }],
			}),
		).toEqual({
			kind: 'extract',
			fields: [{ name: 'b', type: 'text' }],
		});
		expect(readShape({ kind: 'extract' })).toEqual({ kind: 'extract', fields: [] });
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

describe('encodeFileName', () => {
	it('is read back, whatever the label', () => {
		const part = fc.constantFrom('input' as const, 'kept' as const);
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.integer({ min: 1, max: 99 }),
				part,
				(label, shard, kind) => {
					const fileName = encodeFileName(
						{ runKey: '0123', contentKey: 'abc' },
						shard,
						99,
						label,
						kind,
					);
					expect(fileName).toMatch(/^[A-Za-z0-9._-]{1,120}\.jsonl$/);
					expect(readFileName(fileName)).toEqual({
						runKey: '0123',
						contentKey: 'abc',
						shard,
						part: kind,
						label: expect.any(String),
					});
				},
			),
		);
	});

	it('names a mark after the input file that it is about', () => {
		const keys = { runKey: '0123', contentKey: 'abc' };
		for (const part of ['lost', 'taken'] as const) {
			const mark = readFileName(encodeMarkName(keys, part, 'file-Ab_9'));
			expect(mark).toEqual({ ...keys, shard: 1, part, label: 'file-Ab_9' });
		}
	});

	it('shows the label to whoever looks at the files of the account', () => {
		expect(encodeFileName({ contentKey: 'ab' }, 1, 2, 'Weekly review: März', 'input')).toBe(
			'offpeak.ab.1of2.Weekly-review-M-rz.jsonl',
		);
		expect(encodeFileName({ contentKey: 'ab' }, 1, 2, '週次', 'kept')).toBe(
			'offpeak.ab.1of2.kept.job.jsonl',
		);
	});

	it.each([
		'',
		'input.jsonl',
		'offpeak.ab.jsonl',
		'offpeak.ab.1of2.x.txt',
		'offpeak.ab.1of2.a b.jsonl',
	])('knows that %j is not ours', (fileName) => {
		expect(readFileName(fileName)).toBeUndefined();
	});
});
