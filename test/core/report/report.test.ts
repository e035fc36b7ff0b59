import fc from 'fast-check';
import {
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type JsonValue,
	type Outcome,
	type OutcomeKind,
} from '../../../core';
import { COST, failureOf, outcomeOf, outcomesOf } from '../../support/core/outcomes';
import { runs } from '../../support/fuzz';

const KINDS: readonly OutcomeKind[] = [
	'succeeded',
	'failed',
	'refused',
	'truncated',
	'invalid',
	'expired',
	'cancelled',
	'missing',
];

const scalar = fc.oneof(
	fc.string(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constantFrom<JsonValue>(null, ['a', 'b'], { name: 'x' }, {}),
);
const dateLike = fc.oneof(
	fc.constantFrom('2026-11-20', 'Fri, 20 Nov 2026 10:00:00 +0100', '1763719200000', '', 'soon'),
	fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
);
const anyOutcome: fc.Arbitrary<Outcome> = fc
	.record({
		kind: fc.constantFrom(...KINDS),
		reason: fc.constantFrom('Try later 1', 'Try later 2', 'Bad', undefined),
		retryable: fc.boolean(),
		category: fc.oneof(fc.constantFrom<JsonValue>('A', 'B', 'Other', '', null), scalar),
		categories: fc.constantFrom<JsonValue>(null, ['A'], ['A', 'B', 'A'], [], 'A'),
		confidence: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), scalar),
		effort: scalar,
		from: scalar,
		date: dateLike,
	})
	.map(({ kind, reason, retryable, from, date, ...answer }) =>
		outcomeOf(0, {
			outcome: kind,
			retryable,
			answer: kind === 'succeeded' ? answer : {},
			kept: { from, date },
			...(reason === undefined || kind === 'succeeded' ? {} : { reason }),
		}),
	);

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

describe('reportOf', () => {
	it('loses no row and counts none twice, in any of its tables', () => {
		fc.assert(
			fc.property(fc.array(fc.array(anyOutcome, { maxLength: 30 }), { maxLength: 3 }), (jobs) => {
				const parts = jobs.map((outcomes, index) => ({ label: `job ${index}`, outcomes }));
				const report = reportOf(parts, { by: ['from'], topValues: 2 });
				const rows = sum(jobs.map(({ length }) => length));
				const { answered, failed, by, trend, categories } = report;

				expect(report.rows).toBe(rows);
				expect(sum(Object.values(report.counts))).toBe(rows);
				expect(answered + failed).toBe(rows);
				expect(report.counts.succeeded).toBe(answered);
				expect(sum(report.jobs.map((job) => job.rows))).toBe(rows);
				expect(sum(report.failures.map(({ count }) => count))).toBe(failed);
				for (const { values, others, without } of by) {
					expect(sum(values.map(({ count }) => count)) + others.count + without.count).toBe(
						answered,
					);
					const inCells = [...values, others, without].flatMap((value) => value.categories);
					for (const { name, count } of categories) {
						expect(sum(inCells.filter((cell) => cell.name === name).map((c) => c.count))).toBe(
							count,
						);
					}
				}
				if (trend !== undefined) {
					expect(sum(trend.rows) + trend.undated).toBe(answered);
					trend.categories.forEach(({ name, counts, undated }, index) => {
						expect({ name, count: sum(counts) + undated }).toEqual({
							name: categories[index]?.name,
							count: categories[index]?.count,
						});
					});
				}
				if (report.span !== undefined) {
					expect(report.span.dated + report.span.undated).toBe(rows);
				}
				for (const { top, others, count } of report.values) {
					expect(sum(top.map((value) => value.count)) + others).toBe(count);
				}
			}),
		);
	});

	it('puts every answered row into exactly one category, or into none', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('A', 'B', null)), (names) => {
				const report = reportOf([
					{
						label: 'x',
						outcomes: outcomesOf(names.length, (i) => ({ category: names[i] ?? null })),
					},
				]);
				const inCategories = sum(report.categories.map(({ count }) => count));
				expect(inCategories + report.uncategorized).toBe(names.length);
			}),
		);
	});

	it('says the same of the same outcomes, and survives JSON', () => {
		fc.assert(
			fc.property(fc.array(anyOutcome), (outcomes) => {
				const report = reportOf([{ label: 'x', outcomes }], { by: ['from'] });
				const again = reportOf([{ label: 'x', outcomes }], { by: ['from'] });
				expect(again).toEqual(report);
				// -0 is 0 in JSON.
				const text = JSON.stringify(report);
				expect(JSON.stringify(JSON.parse(text))).toBe(text);
				expect(renderReportHtml(JSON.parse(text))).toBe(renderReportHtml(report));
				expect(renderReportText(JSON.parse(text))).toBe(renderReportText(report));
			}),
			runs(50),
		);
	});

	it('counts a row in each of its categories', () => {
		const outcomes = outcomesOf(2, (i) => ({
			category: 'A',
			categories: i === 0 ? ['A', 'B', 'A'] : ['A'],
		}));
		const { categories } = reportOf([{ label: 'x', outcomes }]);
		expect(categories.map(({ name, count, share }) => [name, count, share])).toEqual([
			['A', 2, 1],
			['B', 1, 0.5],
		]);
	});

	it('groups by any answer field that is named', () => {
		const outcomes = outcomesOf(3, (i) => ({ mood: i === 0 ? 'sad' : 'glad' }));
		const { categories, values } = reportOf([{ label: 'x', outcomes }], { categoryField: 'mood' });
		expect(categories.map(({ name, count }) => [name, count])).toEqual([
			['glad', 2],
			['sad', 1],
		]);
		expect(values).toEqual([]);
	});

	it('sums numbers overall and per category, without the dust of binary fractions', () => {
		const outcomes = outcomesOf(3, (i) => ({
			category: i < 2 ? 'A' : 'B',
			confidence: 0.9,
			effort: [0.1, 0.2, 6][i] ?? 0,
		}));
		const { numbers, categories } = reportOf([{ label: 'x', outcomes }]);
		expect(numbers).toEqual([
			{ field: 'effort', count: 3, sum: 6.3, average: 2.1, min: 0.1, max: 6 },
		]);
		expect(categories[0]?.numbers).toEqual([
			{ field: 'effort', count: 2, sum: 0.3, average: 0.15, min: 0.1, max: 0.2 },
		]);
		expect(categories[0]?.averageConfidence).toBe(0.9);
	});

	it('lists the commonest values of short fields, and leaves out what never repeats', () => {
		const outcomes = outcomesOf(10, (i) => ({
			mood: i < 7 ? 'glad' : 'sad',
			tags: ['x', `tag ${i % 2}`],
			urgent: i === 0,
			title: `Title ${i}`,
			summary: 'The same for all.',
		}));
		expect(reportOf([{ label: 'x', outcomes }]).values).toEqual([
			{
				field: 'mood',
				count: 10,
				distinct: 2,
				top: [
					{ value: 'glad', count: 7 },
					{ value: 'sad', count: 3 },
				],
				others: 0,
			},
			{
				field: 'tags',
				count: 20,
				distinct: 3,
				top: [
					{ value: 'x', count: 10 },
					{ value: 'tag 0', count: 5 },
					{ value: 'tag 1', count: 5 },
				],
				others: 0,
			},
			{
				field: 'urgent',
				count: 10,
				distinct: 2,
				top: [
					{ value: 'no', count: 9 },
					{ value: 'yes', count: 1 },
				],
				others: 0,
			},
		]);
	});

	it('takes one mail address for one sender, however the name is written', () => {
		const senders = ['Ann <ann@x.example>', '"Ann B." <Ann@X.example>', 'Bo <bo@x.example>'];
		const outcomes = outcomesOf(
			4,
			() => ({}),
			(i): { from?: string } => {
				const from = senders[i];
				return from === undefined ? {} : { from };
			},
		);
		const [by] = reportOf([{ label: 'x', outcomes }], { by: ['from'], topValues: 1 }).by;
		expect(by).toMatchObject({
			field: 'from',
			values: [{ value: 'Ann', count: 2 }],
			others: { distinct: 1, count: 1 },
			without: { count: 1 },
		});
	});

	it('shows the surest row first, then rows unlike it', () => {
		const subjects = ['Invoice 1', 'Invoice 2', 'Rechnung', 'Invoice 3', 'Overdue payment', 'x'];
		const outcomes = outcomesOf(
			6,
			(i) => ({ category: 'A', confidence: [0.9, 0.8, 0.7, 0.8, 0.8, 0.1][i] ?? 0 }),
			(i) => ({ subject: subjects[i] ?? '' }),
		);
		const [category] = reportOf([{ label: 'x', outcomes }]).categories;
		expect(category?.examples.map(({ title }) => title)).toEqual([
			'Invoice 1',
			'Overdue payment',
			'Rechnung',
		]);
	});

	describe('the list of rows that need a look', () => {
		const answers = [
			{ category: 'A', confidence: 0.5, needsReview: false },
			{ category: 'A', confidence: null, needsReview: true },
			{ category: 'A', confidence: 0.3, needsReview: true },
		];

		it('follows the answers’ own mark', () => {
			const { review } = reportOf([
				{ label: 'x', outcomes: outcomesOf(3, (i) => answers[i] ?? {}) },
			]);
			expect(review).toMatchObject({ count: 2, items: [{ id: '1' }, { id: '2' }] });
			expect(review).not.toHaveProperty('below');
		});

		it('follows the threshold that is asked for', () => {
			const outcomes = outcomesOf(3, (i) => answers[i] ?? {});
			const { review } = reportOf([{ label: 'x', outcomes }], { needsReviewBelow: 0.4 });
			expect(review).toMatchObject({ below: 0.4, count: 1, items: [{ id: '2', confidence: 0.3 }] });
		});

		it('begins below 0.6 where nothing else is said', () => {
			const outcomes = outcomesOf(3, (i) => ({
				category: 'A',
				confidence: [0.59, 0.6, 0.2][i] ?? 0,
			}));
			const { review } = reportOf([{ label: 'x', outcomes }]);
			expect(review.items.map(({ id }) => id)).toEqual(['2', '0']);
		});
	});

	it('groups failures that differ only in a number, an id or a quotation', () => {
		const { failures } = reportOf([
			{
				label: 'x',
				outcomes: [
					failureOf(0, 'failed', 'Limit 100 reached for "a"', true),
					failureOf(1, 'failed', 'Limit 200 reached for "b"'),
					failureOf(2, 'expired', 'Too late.', true),
					outcomeOf(3),
				],
			},
		]);
		expect(failures.map(({ kind, count, retryable }) => [kind, count, retryable])).toEqual([
			['failed', 2, 1],
			['expired', 1, 1],
		]);
	});

	it('gathers what lies beyond twenty reasons', () => {
		const outcomes = Array.from({ length: 25 }, (_, i) =>
			failureOf(i, 'failed', `Reason ${'x'.repeat(i)}`),
		);
		const { failures } = reportOf([{ label: 'x', outcomes }]);
		expect(failures).toHaveLength(21);
		expect(failures.at(-1)).toMatchObject({ reason: 'Other reasons', count: 5 });
	});

	it('dates rows without a date by the job that they came with', () => {
		const report = reportOf(
			[45, 46, 47].map((week, index) => ({
				label: 'Weekly review',
				sentAt: `2026-11-${String(6 + index * 7).padStart(2, '0')}T18:00:00Z`,
				outcomes: outcomesOf(week - 44, () => ({ category: 'A' })),
			})),
			{ period: 'week' },
		);
		expect(report.trend?.periods.map(({ key }) => key)).toEqual([
			'2026-W45',
			'2026-W46',
			'2026-W47',
		]);
		expect(report.trend?.rows).toEqual([1, 2, 3]);
		expect(report.span).toEqual({ from: '2026-11-06', to: '2026-11-20', dated: 6, undated: 0 });
	});

	it('passes the cost on', () => {
		expect(reportOf([], { cost: COST }).cost).toEqual(COST);
	});

	it('makes something readable of nothing', () => {
		const report = reportOf([]);
		expect(report).toMatchObject({ rows: 0, highlights: [], categories: [] });
		expect(reportSubject(report)).toBe('Report: 0 items');
		expect(renderReportText(report)).toBe('Report\n0 items: 0 answered, none failed.');
		expect(renderReportHtml(report)).toContain('<h1');
	});
});
