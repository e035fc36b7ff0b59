import fc from 'fast-check';
import {
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Outcome,
} from '../../../core';
import { failureOf, outcomeOf, outcomesOf } from '../../support/core/outcomes';

const WEEK: readonly Outcome[] = [
	...outcomesOf(
		60,
		(i) => ({
			category: `Category ${i % 4}`,
			confidence: (i % 10) / 10,
			reason: 'Because.',
			effort: i % 3,
		}),
		(i) => ({ subject: `Subject ${i}`, from: `Sender ${i % 9}`, date: `2026-11-${16 + (i % 7)}` }),
	),
	failureOf(60, 'expired', 'The time was over.', true),
	failureOf(61, 'invalid', 'No category fits.'),
];
const OPTIONS = { by: ['from'], generatedAt: '2026-11-23T06:00:00Z' };

/** What a browser would see as elements: what is left when every attribute is taken off. */
function tagsOf(html: string): Set<string> {
	return new Set(
		Array.from(html.matchAll(/<\/?([a-z0-9]+)/gi), ([, name = '']) => name.toLowerCase()),
	);
}

const KNOWN_TAGS = tagsOf(
	'<html><head><meta><title><style><body><table><tr><td><th><h1><h2><p><ul><li><br><span><bdi>',
);

/** Every field that a stranger may have written. */
function hostile(text: string): readonly Outcome[] {
	return [
		outcomeOf(0, {
			rowId: text,
			answer: { category: text, confidence: 0.1, reason: text, [text]: 3, mood: text },
			kept: { subject: text, from: text, date: text },
		}),
		outcomeOf(1, { answer: { category: text, mood: text, [text]: 4 }, kept: { from: text } }),
		failureOf(2, 'failed', text),
	];
}

describe('renderReportHtml', () => {
	it.each([-0, -0.001])('writes %p, which is nothing, without a sign', (effort) => {
		const report = reportOf([{ label: 'x', outcomes: outcomesOf(1, () => ({ effort })) }]);
		const numbers = '0 in all, 0 on average, from 0 to 0, in 1 answer.';
		expect(renderReportHtml(report)).toContain(numbers);
	});

	it('writes nothing of a row as markup', () => {
		const attacks = [
			'<script>alert(1)</script>',
			'"><img src=x onerror=alert(1)>',
			"'><svg/onload=alert(1)>",
			'</title></style><iframe src="https://evil.example">',
			'<!--',
			'&lt;b&gt;',
			'${alert(1)}',
		];
		fc.assert(
			fc.property(
				fc.oneof(
					fc.constantFrom(...attacks),
					fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/') }),
				),
				(text) => {
					const options = { by: ['from'], generatedAt: text, noun: { one: text, many: text } };
					const html = renderReportHtml(
						reportOf(
							[
								{ label: text, outcomes: hostile(text) },
								{ label: 'b', outcomes: [] },
							],
							options,
						),
					);
					for (const tag of tagsOf(html)) expect(KNOWN_TAGS).toContain(tag);
					expect(html).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
				},
			),
		);
		const html = renderReportHtml(reportOf([{ label: '&<', outcomes: hostile('<b>&"\'') }]));
		expect(html).toContain('&lt;b&gt;&amp;&quot;&#39;');
	});

	it('loads nothing and runs nothing', () => {
		const html = renderReportHtml(reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS));
		expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:|src=/i);
	});

	it('names its language, fits a mail window and closes every table', () => {
		const html = renderReportHtml(reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS));
		expect(html).toMatch(/^<!doctype html>\s*<html lang="en"/);
		expect(html).toContain('max-width:640px');
		for (const tag of ['table', 'tr', 'td', 'th', 'bdi', 'span']) {
			const opened = html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
			expect([tag, html.match(new RegExp(`</${tag}>`, 'g'))?.length]).toEqual([tag, opened]);
		}
	});

	it('reads in order as plain text', () => {
		const html = renderReportHtml(reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS));
		const text = html.slice(html.indexOf('<body')).replaceAll(/<[^>]+>/g, ' ');
		const order = [
			'Weekly review',
			'62 items',
			'16–22 November 2026',
			'Categories',
			'By day',
			'By sender',
			'in 60 answers',
			'36 items: confidence',
			'Failed',
			'Examples',
			'Made on 23 November 2026',
		];
		const places = order.map((words) => text.indexOf(words));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places).not.toContain(-1);
	});

	it('uses no word that is ours alone', () => {
		const report = reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS);
		const words = `${renderReportHtml(report).replaceAll(/<[^>]+>/g, ' ')} ${renderReportText(report)} ${reportSubject(report)}`;
		expect(words).not.toMatch(/\b(shard|request|engine|outcome|transport|plan)s?\b/i);
	});

	it('stays below the size from which Gmail hides the rest', () => {
		const long = '"<&\'漢字'.repeat(40);
		const outcomes = outcomesOf(
			2000,
			(i) => ({
				category: `${i % 200} ${long}`,
				confidence: 0.1,
				reason: long,
				effort: i,
				size: i,
				mood: `${i % 9}${long.slice(0, 50)}`,
			}),
			(i) => ({
				subject: `${i} ${long}`,
				from: `${i % 30} ${long}`,
				to: `${i % 30} ${long}`,
				date: 1_700_000_000 + i * 40_000,
			}),
		);
		const html = renderReportHtml(
			reportOf([{ label: long, outcomes }], { by: ['from', 'to', 'subject'] }),
		);
		expect(Buffer.byteLength(html)).toBeLessThan(102_400);
		expect(html.match(/\d+ more categories/)?.[0]).toBe('190 more categories');
	});

	it('marks the weeks that are not whole, and says what it leaves out', () => {
		const outcomes = outcomesOf(
			80,
			() => ({ category: 'A' }),
			(i) => ({ date: `2026-${i < 40 ? '01' : '05'}-1${i % 10}` }),
		);
		const html = renderReportHtml(reportOf([{ label: 'x', outcomes }], { period: 'week' }));
		expect(html).toContain('The last 14 weeks. * not a whole week.');
		expect(html.match(/>\d+\*</g)).toEqual(['>21*<']);
	});
});

describe('renderReportText', () => {
	it('is the report in a few lines', () => {
		const text = renderReportText(reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS));
		expect(text.split('\n').slice(0, 2)).toEqual([
			'Weekly review',
			'62 items, 16–22 November 2026: 60 answered, 2 failed.',
		]);
		expect(text).toContain('    15   25%  Category 0');
		expect(text).toContain('Needs a look (36)\n- Subject 0 (Category 0, 0%)');
		expect(text).toContain('  and 26 more');
		expect(text).toContain('Failed (2)\n- 1 × The time was over.');
	});
});

describe('reportSubject', () => {
	it('says what came in, what leads and what is to do', () => {
		expect(reportSubject(reportOf([{ label: 'Weekly review', outcomes: WEEK }], OPTIONS))).toBe(
			'Weekly review: 62 items, 15 Category 0, 36 to look at, 2 failed',
		);
	});

	it('is one line, whatever a label holds', () => {
		const label = 'Review\r\nBcc: everyone@x.example';
		expect(reportSubject(reportOf([{ label, outcomes: [] }]))).not.toMatch(/[\r\n]/);
		expect(
			reportSubject(reportOf([{ label: 'a'.repeat(500), outcomes: [] }])).length,
		).toBeLessThanOrEqual(120);
	});
});
