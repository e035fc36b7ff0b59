import fc from 'fast-check';
import {
	claimedBy,
	encodeBoughtName,
	encodeClaimName,
	encodeFileName,
	readBoughtName,
	readFileName,
} from '../../../core/record/file-names';

const FIRST_OF_TWO = { contentKey: 'ab', shard: 1, shardCount: 2 };

describe('encodeFileName', () => {
	it('is read back, whatever the label', () => {
		const roles = fc.constantFrom('input' as const, 'kept' as const);
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.integer({ min: 1, max: 99 }),
				roles,
				(label, shard, role) => {
					const fileName = encodeFileName({
						runKey: '0123',
						contentKey: 'abc',
						shard,
						shardCount: 99,
						label,
						role,
					});
					expect(fileName).toMatch(/^[A-Za-z0-9._-]{1,120}\.jsonl$/);
					expect(readFileName(fileName)).toEqual({
						runKey: '0123',
						contentKey: 'abc',
						shard,
						shardCount: 99,
						role,
						label: expect.any(String),
					});
				},
			),
		);
	});

	it('names a claim after the input file that it is about', () => {
		const keys = { runKey: '0123', contentKey: 'abc' };
		for (const role of ['lost', 'taken'] as const) {
			const name = encodeClaimName(keys, role, 'file-Ab_9');
			expect(readFileName(name)).toEqual({
				...keys,
				shard: 1,
				shardCount: 1,
				role,
				label: 'file-Ab_9',
			});
			expect(claimedBy(name)).toBe('file-Ab_9');
		}
		for (const role of ['input', 'kept'] as const) {
			const name = encodeFileName({ ...FIRST_OF_TWO, label: 'file-Ab_9', role });
			expect(claimedBy(name)).toBeUndefined();
		}
	});

	it('names a claim of a purchase after its job and its batch', () => {
		const bought = { ...FIRST_OF_TWO, runKey: '01', jobId: 'op_1f', batchId: 'batch_A-b_9' };
		const name = encodeBoughtName(bought);
		expect(name).toBe('offpeak.01_ab.1of2.bought.op_1f-batch_A-b_9.jsonl');
		expect(readBoughtName(name)).toEqual(bought);
		expect(claimedBy(name)).toBe('batch_A-b_9');
		expect(readBoughtName('offpeak.ab.1of2.bought.jsonl')).toBeUndefined();
		expect(readBoughtName('offpeak.ab.1of2.bought.batch_1.jsonl')).toBeUndefined();
	});

	it('shows the label to whoever looks at the files of the account', () => {
		expect(encodeFileName({ ...FIRST_OF_TWO, label: 'Weekly review: März', role: 'input' })).toBe(
			'offpeak.ab.1of2.Weekly-review-M-rz.jsonl',
		);
		expect(encodeFileName({ ...FIRST_OF_TWO, label: '週次', role: 'kept' })).toBe(
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
