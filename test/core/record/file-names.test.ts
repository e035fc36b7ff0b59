import fc from 'fast-check';
import { encodeFileName, encodeMarkName, readFileName } from '../../../core/record/file-names';

const FIRST_OF_TWO = { contentKey: 'ab', shard: 1, shardCount: 2 };

describe('encodeFileName', () => {
	it('is read back, whatever the label', () => {
		const part = fc.constantFrom('input' as const, 'kept' as const);
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.integer({ min: 1, max: 99 }),
				part,
				(label, shard, kind) => {
					const fileName = encodeFileName({
						runKey: '0123',
						contentKey: 'abc',
						shard,
						shardCount: 99,
						label,
						part: kind,
					});
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
		expect(encodeFileName({ ...FIRST_OF_TWO, label: 'Weekly review: März', part: 'input' })).toBe(
			'offpeak.ab.1of2.Weekly-review-M-rz.jsonl',
		);
		expect(encodeFileName({ ...FIRST_OF_TWO, label: '週次', part: 'kept' })).toBe(
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
