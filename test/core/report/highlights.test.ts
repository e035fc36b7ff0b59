import { reportOf, type JsonObject, type ReportOptions } from '../../../core';
import { COST, failureOf, outcomeOf, outcomesOf } from '../../support/core/outcomes';

/** So many rows of each category on a day. */
function rowsOn(counts: Readonly<Record<string, Readonly<Record<string, number>>>>) {
	const rows = Object.entries(counts).flatMap(([date, categories]) =>
		Object.entries(categories).flatMap(([category, count]) =>
			Array.from({ length: count }, () => ({ date, category })),
		),
	);
	return rows.map(({ date, category }, index) =>
		outcomeOf(index, { answer: { category, confidence: 0.9 }, kept: { date } }),
	);
}

function highlightsOf(outcomes: ReturnType<typeof rowsOn>, options: ReportOptions = {}) {
	return reportOf([{ label: 'x', outcomes }], options).highlights;
}

function categorized(counts: Readonly<Record<string, number>>, more: JsonObject = {}) {
	const names = Object.entries(counts).flatMap(([name, count]) => Array<string>(count).fill(name));
	return outcomesOf(names.length, (i) => ({
		category: names[i] ?? null,
		confidence: 0.9,
		...more,
	}));
}

describe('highlights', () => {
	it('tell which category leads, and how clearly', () => {
		const lead = (counts: Readonly<Record<string, number>>) => highlightsOf(categorized(counts))[0];
		expect(lead({ Spam: 4 })).toBe('All items are Spam.');
		expect(lead({ Spam: 97, A: 3 })).toBe('Nearly all items are Spam (97 of 100).');
		expect(lead({ Spam: 7, A: 3 })).toBe('Most items are Spam (7 of 10).');
		expect(lead({ Newsletter: 5, A: 3, B: 2 })).toBe(
			'About half of all items are Newsletter (5 of 10).',
		);
		expect(lead({ A: 4, B: 3, C: 3 })).toBe('A is the largest group: 4 of 10 items (40%).');
		expect(lead({ A: 3, B: 3, C: 2 })).toBe('A and B are the largest groups, with 3 items each.');
		expect(lead({ A: 1, B: 1 })).toBeUndefined();
	});

	it('hint at a missing category when much is Other', () => {
		expect(highlightsOf(categorized({ Other: 6, A: 4, B: 3 })).slice(0, 2)).toEqual([
			'Apart from Other, A is the largest group: 4 of 13 items (31%).',
			'6 of 13 items are Other: one more category may fit them.',
		]);
	});

	it('tell what grew and what fell between the first whole week and the last', () => {
		const outcomes = rowsOn({
			'2026-11-02': { Invoice: 3, Support: 14 },
			'2026-11-10': { Invoice: 5, Support: 9 },
			'2026-11-16': { Invoice: 14, Support: 3 },
			'2026-11-20': { Team: 1 },
		});
		const sentences = highlightsOf(outcomes, {
			generatedAt: '2026-11-23T06:00:00Z',
			period: 'week',
		});
		expect(sentences).toContain('Invoice grew from 3 to 14 between week 45 and week 47.');
		expect(sentences).toContain('Support fell from 14 to 3 between week 45 and week 47.');
	});

	it('compare no week that still runs', () => {
		const outcomes = rowsOn({
			'2026-11-02': { Invoice: 14 },
			'2026-11-09': { Invoice: 14 },
			'2026-11-16': { Invoice: 1 },
		});
		const sentences = highlightsOf(outcomes, {
			generatedAt: '2026-11-16T20:00:00Z',
			period: 'week',
		});
		expect(sentences.filter((sentence) => sentence.includes(' fell '))).toEqual([]);
	});

	it('call no chance a trend', () => {
		const outcomes = rowsOn({
			'2026-11-02': { A: 8 },
			'2026-11-09': { A: 8 },
			'2026-11-20': { A: 11 },
		});
		expect(highlightsOf(outcomes, { period: 'week' }).join()).not.toContain('grew');
	});

	it('tell no trend by two days', () => {
		const outcomes = rowsOn({
			'2026-11-16': { A: 2 },
			'2026-11-17': { A: 9 },
			'2026-11-18': { A: 20 },
		});
		expect(highlightsOf(outcomes).join()).not.toContain('grew');
	});

	it('tell the busiest day when one stands out', () => {
		const outcomes = rowsOn({
			'2026-11-16': { A: 2 },
			'2026-11-17': { A: 9 },
			'2026-11-18': { A: 2 },
		});
		expect(highlightsOf(outcomes)).toContain(
			'The busiest day was Tuesday 17 November, with 9 items.',
		);
	});

	it('tell sums, and who has most of them', () => {
		const outcomes = [
			...categorized({ A: 2 }, { effortHours: 4 }),
			...categorized({ B: 3 }, { effortHours: 1 }),
		];
		expect(highlightsOf(outcomes)).toContain(
			'Effort hours: 11 in all, 2.2 per item on average; A has 73% of it.',
		);
	});

	it('say what an average is of, and give no share of what is partly below zero', () => {
		const outcomes = [
			...categorized({ A: 2 }, { amount: 500 }),
			...categorized({ B: 3 }),
			failureOf(5, 'failed', 'Bad.'),
		];
		expect(highlightsOf(outcomes)).toContain(
			'Amount: 1,000 in all, 500 on average in the 2 that have one; A has 100% of it.',
		);
		const refunds = [
			...categorized({ A: 2 }, { amount: 500 }),
			...categorized({ B: 1 }, { amount: -500 }),
		];
		expect(highlightsOf(refunds)).toContain('Amount: 500 in all, 166.67 per item on average.');
	});

	it('do not call a category that of all when some have no answer', () => {
		const outcomes = [...categorized({ Spam: 4 }), failureOf(4, 'failed', 'Bad.')];
		expect(highlightsOf(outcomes)[0]).toBe('All answered items are Spam.');
	});

	it('tell the commonest value of a field that is asked for', () => {
		const outcomes = outcomesOf(
			10,
			() => ({ category: 'A' }),
			(i) => ({ from: i < 6 ? 'Ann' : `Bo ${i}` }),
		);
		expect(highlightsOf(outcomes, { by: ['from'] })).toContain(
			'The commonest sender is Ann: 6 of 10 items, mostly A.',
		);
	});

	it('tell what is left to do, and what it cost', () => {
		const outcomes = [
			...outcomesOf(1, () => ({ category: 'A', confidence: 0.2 })),
			failureOf(1, 'failed', 'Bad'),
			failureOf(2, 'failed', 'Bad'),
			failureOf(3, 'expired', 'Too late.'),
		];
		const cost = { ...COST, usd: 0.004, oneByOneUsd: 0.5, savedUsd: 0.496, savedPercent: 99.2 };
		expect(highlightsOf(outcomes, { cost, noun: { one: 'e-mail', many: 'e-mails' } })).toEqual([
			'1 e-mail needs a look: confidence below 60%.',
			'3 e-mails failed, most often: Bad.',
			'1 e-mail cost less than $0.01 instead of $0.50 one by one: >99% saved.',
		]);
		const unsaved = { ...COST, usd: 2, oneByOneUsd: 2, savedUsd: 0, savedPercent: 0 };
		expect(highlightsOf(outcomes, { cost: unsaved })).toContain('1 item cost $2.00.');
		expect(highlightsOf([failureOf(0, 'failed', 'Bad.')])).toEqual(['All 1 item failed: Bad.']);
	});

	it('call a price that nobody knows unknown, and tell the tokens instead', () => {
		const outcomes = outcomesOf(3, () => ({ category: 'A' }));
		const unknown = { ...COST, usd: null, oneByOneUsd: null, savedUsd: null, savedPercent: null };
		expect(highlightsOf(outcomes, { cost: unknown })).toContain(
			'What 3 items cost is not known, for nobody said the model’s price: 12,000 tokens in, 900 out.',
		);
		const special = { ...unknown, oneByOneUsd: 2 };
		expect(highlightsOf(outcomes, { cost: special })).toContain(
			'What 3 items cost is not known, for the provider charged by a rate that has no price here: 12,000 tokens in, 900 out. At the normal price: $2.00.',
		);
		const free = { ...COST, usd: 0, oneByOneUsd: 0, savedUsd: 0, savedPercent: null };
		expect(highlightsOf(outcomes, { cost: free })).toContain('3 items cost nothing.');
		const own = { ...COST, source: 'your own' } as const;
		expect(highlightsOf(outcomes, { cost: own })).toContain(
			'3 items cost $1.00 instead of $2.00 one by one: 50% saved, by your own price.',
		);
	});

	it('tell how long it took without anybody waiting', () => {
		const time = { wallSeconds: 2520, handsOffSeconds: 2520 };
		expect(
			highlightsOf(
				outcomesOf(1, () => ({})),
				{ time },
			),
		).toContain('The provider took 42 minutes, in which nothing had to run on your side.');
	});
});
