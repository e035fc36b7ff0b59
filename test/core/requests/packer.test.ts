import fc from 'fast-check';
import {
	MAX_SPAN,
	Packer,
	packRules,
	type Block,
	type PackRules,
	type SendableRow,
} from '../../../core/requests/packer';

const RULES: PackRules = { rows: 4, longestText: 10, allTexts: 24 };

function rowOf(index: number, length: number): SendableRow {
	return { index, id: String(index), text: 'x'.repeat(length), kept: undefined };
}

/** The blocks for texts of these lengths; 0 stands for a row that is not sent. */
function blocksOf(lengths: readonly number[], rules = RULES, maxRequests = 100): readonly Block[] {
	const packer = new Packer(rules, maxRequests);
	const blocks = lengths.flatMap((length, index) =>
		length === 0
			? packer.skip({ kept: { rowIndex: index, skipped: 'Empty.' } })
			: packer.add(rowOf(index, length)),
	);
	return [...blocks, ...packer.finish()];
}

function packsOf(lengths: readonly number[], rules = RULES): readonly (readonly number[])[] {
	return blocksOf(lengths, rules).flatMap(({ requests }) =>
		requests.map((rows) => rows.map(({ index }) => index)),
	);
}

describe('Packer', () => {
	it('puts short texts together up to so many', () => {
		expect(packsOf([1, 1, 1, 1, 1])).toEqual([[0, 1, 2, 3], [4]]);
	});

	it('puts short texts together up to so many characters', () => {
		expect(packsOf([10, 10, 4, 1])).toEqual([[0, 1, 2], [3]]);
	});

	it('sends a long text alone, and packs the short ones around it', () => {
		expect(packsOf([1, 11, 1, 99, 1])).toEqual([[0, 2, 4], [1], [3]]);
		expect(packsOf([11, 1, 1])).toEqual([[0], [1, 2]]);
	});

	it('never packs a text that is longer than what may be packed, by one character', () => {
		expect(packsOf([10, 10])).toEqual([[0, 1]]);
		expect(packsOf([11, 11])).toEqual([[0], [1]]);
	});

	it('keeps every row once and in order, within the rules, whatever comes', () => {
		const lengths = fc.array(fc.nat({ max: 14 }), { maxLength: 250 });
		const rules = fc.record({
			rows: fc.integer({ min: 1, max: 20 }),
			longestText: fc.integer({ min: 0, max: 14 }),
			allTexts: fc.integer({ min: 14, max: 120 }),
		});
		fc.assert(
			fc.property(lengths, rules, fc.integer({ min: 1, max: 5 }), (given, rule, most) => {
				const blocks = blocksOf(given, rule, most);
				const rows = blocks.flatMap((block) => block.rows);
				expect(rows.map((row) => ('text' in row ? row.text.length : 0))).toEqual(given);
				for (const { requests, rows: own } of blocks) {
					expect(requests.length).toBeLessThanOrEqual(most);
					const sent = own.flatMap((row) => ('text' in row ? [row.index] : []));
					expect(requests.flatMap((held) => held.map(({ index }) => index)).sort(byNumber)).toEqual(
						sent,
					);
					for (const held of requests.filter(({ length }) => length > 1)) {
						const total = held.reduce((sum, { text }) => sum + text.length, 0);
						const indexes = held.map(({ index }) => index);
						expect(held.length).toBeLessThanOrEqual(rule.rows);
						expect(total).toBeLessThanOrEqual(rule.allTexts);
						expect(held.every(({ text }) => text.length <= rule.longestText)).toBe(true);
						expect((indexes.at(-1) ?? 0) - (indexes[0] ?? 0)).toBeLessThan(MAX_SPAN);
					}
				}
			}),
		);
	});

	function byNumber(a: number, b: number): number {
		return a - b;
	}
});

describe('packRules', () => {
	it('packs up to 20 short texts where the answers are short', () => {
		expect(packRules('automatic', 60)).toEqual({
			rows: 20,
			longestText: 1_500,
			allTexts: 12_000,
		});
	});

	it.each([
		[1_000, 16],
		[5_000, 3],
		[16_000, 1],
		[90_000, 1],
	])('packs no more rows than answers of %i tokens have room: %i', (tokens, rows) => {
		expect(packRules('automatic', tokens).rows).toBe(rows);
	});
});
