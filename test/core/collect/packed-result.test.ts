import fc from 'fast-check';
import type { Result, Usage } from '../../../core';
import { readPackedResult } from '../../../core/collect/packed-result';
import { markOf, type Pack } from '../../../core/requests/ids';
import { shapeOf } from '../../../core';
import { CATEGORIZE } from '../../support/core/samples';

const SHAPE = shapeOf(CATEGORIZE);
const PACK: Pack = { rowIndexes: [3, 4, 9], seed: 'abcdefghijklmnop' };
const ALONE: Pack = { rowIndexes: [4], seed: 'abcdefghijklmnop' };

function entryOf(rowIndex: number, category = 'Invoice') {
	return { row: markOf(PACK, rowIndex), category, confidence: 0.9, reason: 'It says so.' };
}

function resultOf(answers: unknown, usage?: Usage): Result {
	const text = typeof answers === 'string' ? answers : JSON.stringify({ answers });
	return { requestId: 'p', outcome: 'succeeded', text, ...(usage === undefined ? {} : { usage }) };
}

function read(answers: unknown, pack = PACK) {
	const { verdicts, ...counted } = readPackedResult(resultOf(answers), pack, SHAPE);
	const kinds = [...verdicts].map(([row, { outcome, retryable }]) => [row, outcome, retryable]);
	return { kinds, ...counted };
}

describe('readPackedResult', () => {
	it('gives each row its own answer, in whatever order the answers come', () => {
		const { verdicts } = readPackedResult(
			resultOf([entryOf(9, 'Meeting'), entryOf(3), entryOf(4, 'Other')]),
			PACK,
			SHAPE,
		);
		expect([...verdicts].map(([row, { answer }]) => [row, answer['category']])).toEqual([
			[3, 'Invoice'],
			[4, 'Other'],
			[9, 'Meeting'],
		]);
		expect(verdicts.get(3)?.answer).not.toHaveProperty('row');
	});

	it('takes a row that is left out as missing, and sees whose answer came instead', () => {
		expect(read([entryOf(3), { ...entryOf(9), row: '000000' }, entryOf(9)])).toEqual({
			kinds: [
				[3, 'succeeded', false],
				[4, 'missing', true],
				[9, 'succeeded', false],
			],
			duplicates: 0,
			unknownIds: 1,
		});
	});

	it('takes a row that is answered twice as invalid, even where both say the same', () => {
		expect(read([entryOf(3), entryOf(4), entryOf(4), entryOf(9)])).toEqual({
			kinds: [
				[3, 'succeeded', false],
				[4, 'invalid', true],
				[9, 'succeeded', false],
			],
			duplicates: 1,
			unknownIds: 0,
		});
	});

	it('takes one answer that does not fit for that row’s fault alone', () => {
		expect(read([entryOf(3), entryOf(4, 'Spam'), 'nonsense', entryOf(9)]).kinds).toEqual([
			[3, 'succeeded', false],
			[4, 'invalid', true],
			[9, 'succeeded', false],
		]);
	});

	it('does not ask again where the model says that no category fits', () => {
		const shape = shapeOf({ ...CATEGORIZE, noMatch: 'fail' });
		const answers = resultOf([3, 4, 9].map((row) => entryOf(row, '(no match)')));
		const { verdicts } = readPackedResult(answers, PACK, shape);
		expect([...verdicts.values()].map(({ outcome, retryable }) => [outcome, retryable])).toEqual(
			PACK.rowIndexes.map(() => ['invalid', false]),
		);
	});

	it.each([
		['no JSON', true],
		['{"answers":{}}', false],
		['{}', false],
	])(
		'takes the answer %s for nobody’s, worth a try alone, and more of them: %s',
		(text, isWorthMore) => {
			expect(read(text).kinds).toEqual(PACK.rowIndexes.map((row) => [row, 'invalid', true]));
			expect(read(text, ALONE).kinds).toEqual([[4, 'invalid', isWorthMore]]);
		},
	);

	it.each([
		['a bare list', JSON.stringify(PACK.rowIndexes.map((row) => entryOf(row)))],
		[
			'a list that is written as a text',
			JSON.stringify({ answers: JSON.stringify(PACK.rowIndexes.map((row) => entryOf(row))) }),
		],
		[
			'a list in a fence',
			`Here:\n\`\`\`json\n${JSON.stringify(PACK.rowIndexes.map((row) => entryOf(row)))}\n\`\`\``,
		],
		[
			'the object in another',
			JSON.stringify({ response: { answers: PACK.rowIndexes.map((row) => entryOf(row)) } }),
		],
	])('gives each row its own answer out of %s (datachain-ai/datachain#1930)', (_, text) => {
		expect(read(text).kinds).toEqual(PACK.rowIndexes.map((row) => [row, 'succeeded', false]));
	});

	it('looks for no answers inside what another answer quotes', () => {
		const quoted = JSON.stringify({ answers: PACK.rowIndexes.map((row) => entryOf(row)) });
		const text = JSON.stringify({ note: 'none', quoted });
		expect(read(text).kinds).toEqual(PACK.rowIndexes.map((row) => [row, 'invalid', true]));
	});

	it('takes a bare list of nothing for rows that were left out', () => {
		expect(read('[]').kinds).toEqual(PACK.rowIndexes.map((row) => [row, 'missing', true]));
	});

	it.each(['failed', 'refused', 'truncated'] as const)(
		'gives every row what became of the whole (%s), and each may be tried alone',
		(outcome) => {
			const result: Result = { requestId: 'p', outcome, reason: 'No.', retryable: false };
			const { verdicts } = readPackedResult(result, PACK, SHAPE);
			expect([...verdicts.values()]).toEqual(
				PACK.rowIndexes.map(() => ({
					outcome,
					reason: 'No. It was asked together with 2 other rows.',
					retryable: true,
					answer: {},
				})),
			);
			const alone = readPackedResult(result, ALONE, SHAPE);
			expect(alone.verdicts.get(4)).toMatchObject({ reason: 'No.', retryable: false });
		},
	);

	it('hands an answer over as it came when nobody knows its shape any more', () => {
		const { verdicts } = readPackedResult(resultOf([entryOf(3)]), PACK, undefined);
		expect(verdicts.get(3)).toMatchObject({
			outcome: 'succeeded',
			answer: { answer: '{"category":"Invoice","confidence":0.9,"reason":"It says so."}' },
		});
	});

	it('gives every row exactly one outcome, its own, whatever comes back', () => {
		const rows = fc.uniqueArray(fc.integer({ min: 1, max: 95 }), { maxLength: 19 });
		const times = fc.array(fc.constantFrom(0, 1, 1, 1, 2, 3), { minLength: 20, maxLength: 20 });
		const foreign = fc.array(fc.integer({ min: 1, max: 99_999 }), { maxLength: 4 });
		fc.assert(
			fc.property(
				rows,
				times,
				foreign,
				fc.infiniteStream(fc.nat()),
				(more, often, strange, keys) => {
					const pack = { ...PACK, rowIndexes: [0, ...more].sort((a, b) => a - b) };
					const entries = pack.rowIndexes.flatMap((row, place) =>
						Array.from({ length: often[place] ?? 1 }, () => ({
							...entryOf(row, row % 2 === 0 ? 'Invoice' : 'Meeting'),
						})),
					);
					const shuffled = [...entries, ...strange.map((row) => ({ ...entryOf(0), row }))]
						.map((entry) => [keys.next().value, entry] as const)
						.sort(([a], [b]) => a - b)
						.map(([, entry]) => entry);
					const { verdicts, unknownIds } = readPackedResult(resultOf(shuffled), pack, SHAPE);
					expect([...verdicts.keys()]).toEqual(pack.rowIndexes);
					expect(unknownIds).toBe(strange.length);
					for (const [place, row] of pack.rowIndexes.entries()) {
						const verdict = verdicts.get(row);
						const count = often[place] ?? 1;
						const expected = count === 0 ? 'missing' : count === 1 ? 'succeeded' : 'invalid';
						expect(verdict?.outcome).toBe(expected);
						expect(verdict?.retryable).toBe(
							count !== 1 && (count === 0 || pack.rowIndexes.length > 1),
						);
						if (count === 1) {
							expect(verdict?.answer['category']).toBe(row % 2 === 0 ? 'Invoice' : 'Meeting');
						}
					}
				},
			),
		);
	});

	it('shares the use of one request out to the last token', () => {
		const tokens = fc.nat({ max: 5_000 });
		fc.assert(
			fc.property(
				fc.tuple(tokens, tokens, tokens, tokens),
				fc.integer({ min: 1, max: 20 }),
				([fresh, cached, written, out], count) => {
					const pack = { ...PACK, rowIndexes: Array.from({ length: count }, (_, row) => row) };
					const usage = {
						inputTokens: fresh + cached + written,
						cachedTokens: cached,
						cacheWriteTokens: written,
						outputTokens: out,
						tier: 'flex',
					};
					const shares = [
						...readPackedResult(resultOf([], usage), pack, SHAPE).verdicts.values(),
					].flatMap((verdict) => verdict.usage ?? []);
					const sum = (pick: (share: Usage) => number): number =>
						shares.reduce((total, share) => total + pick(share), 0);
					expect(shares).toHaveLength(count);
					expect(sum(({ inputTokens }) => inputTokens)).toBe(fresh + cached + written);
					expect(sum(({ cacheWriteTokens = 0 }) => cacheWriteTokens)).toBe(written);
					expect(sum(({ cachedTokens }) => cachedTokens)).toBe(cached);
					expect(sum(({ outputTokens }) => outputTokens)).toBe(out);
					for (const { inputTokens, cachedTokens, tier } of shares) {
						expect(cachedTokens).toBeLessThanOrEqual(inputTokens);
						expect(tier).toBe('flex');
					}
				},
			),
		);
	});
});
