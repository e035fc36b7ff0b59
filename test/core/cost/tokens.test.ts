import fc from 'fast-check';
import { countTokens, rangeOfTokens, TokenCounter } from '../../../core/cost/tokens';
import type { Range } from '../../../core/types';
import { anyText } from '../../support/any-text';

/** Counted by gpt-tokenizer 4.0.0 (o200k_base). */
const COUNTED: readonly (readonly [language: string, tokens: number, text: string])[] = [
	[
		'English',
		39,
		'Please find attached invoice #48211 from Northwind Ltd, due within 14 days. If the numbers look right to you, I will send the contract over by the end of the week.',
	],
	[
		'German',
		37,
		'anbei erhalten Sie die Rechnung Nr. 48211 für die Lieferung im März. Könnten wir den Termin auf übernächste Woche verschieben? Es würde uns sehr helfen.',
	],
	[
		'Polish',
		43,
		'Po pierwsze termin dostawy: nasze targi zaczynają się 14 marca, więc wydrukowane broszury powinny dotrzeć do nas najpóźniej dziesiątego.',
	],
	[
		'Russian',
		35,
		'Во-первых, срок поставки: наша выставка открывается 14 марта, поэтому напечатанные брошюры должны быть у нас не позднее десятого числа.',
	],
	[
		'Arabic',
		30,
		'شكرًا جزيلًا على إرسال العرض المعدّل بهذه السرعة. راجعناه صباح اليوم مع الفريق كله ولم يتبق سوى نقطتين.',
	],
	[
		'Japanese',
		27,
		'ご注文 48211 の発送が遅れております。大変申し訳ございません。よろしくお願いいたします。',
	],
	[
		'Chinese',
		29,
		'感谢您这么快就发来修改后的报价。今天上午我们全体团队一起看过了,现在只剩下两个问题。',
	],
	[
		'Korean',
		26,
		'수정된 견적서를 이렇게 빨리 보내 주셔서 감사합니다. 오늘 오전에 팀 전체가 함께 검토했습니다.',
	],
	['numbers', 38, '100482;2026-11-02;Northwind Ltd;1204.50;228.86;1433.36\n100483;2026-11-02;'],
];

describe('countTokens', () => {
	it.each(COUNTED)('is off by less than 20 %% in %s', (_, tokens, text) => {
		expect(Math.abs(countTokens(text) - tokens) / tokens).toBeLessThan(0.2);
	});

	it.each(COUNTED)('gives a range that holds the real count in %s', (_, tokens, text) => {
		const { low, high } = rangeOfTokens(text);
		expect(low).toBeLessThanOrEqual(tokens);
		expect(high).toBeGreaterThanOrEqual(tokens);
	});

	it.each(COUNTED)('keeps the range of ordinary text narrow in %s', (_, _tokens, text) => {
		const { low, high } = rangeOfTokens(text);
		expect(high - low).toBeLessThan(0.65 * countTokens(text) + 2);
	});

	it('takes any text, half characters too, and counts nothing where nothing is', () => {
		expect(countTokens('')).toBe(0);
		const texts = anyText({ maxLength: 300 });
		fc.assert(
			fc.property(texts, (text) => {
				const tokens = countTokens(text);
				expect(tokens).toBeGreaterThanOrEqual(0);
				// The heaviest are the first halves of rare characters: four bytes each.
				expect(tokens).toBeLessThanOrEqual(4 * text.length);
				const { low, high } = rangeOfTokens(text);
				expect(low).toBeLessThanOrEqual(tokens);
				expect(high).toBeGreaterThanOrEqual(tokens);
			}),
			{ examples: [['Ā'], ['Ā Ā Ā'], ['\ud83d'], ['😀😀']] },
		);
	});
});

/** The texts, one after the other, so often. */
function counterOf(texts: Iterable<string>): TokenCounter {
	const counter = new TokenCounter();
	for (const text of texts) counter.add(text);
	return counter;
}

function sumOfRanges(texts: Iterable<string>): Range {
	let [low, high] = [0, 0];
	for (const text of texts) {
		const range = rangeOfTokens(text);
		low += range.low;
		high += range.high;
	}
	return { low, high };
}

function expectNear({ low, high }: Range, wanted: Range, part: number): void {
	expect(Math.abs(low - wanted.low) / wanted.low).toBeLessThan(part);
	expect(Math.abs(high - wanted.high) / wanted.high).toBeLessThan(part);
}

describe('TokenCounter', () => {
	it('reads a job of up to a million characters in full', () => {
		const texts = COUNTED.map(([, , text]) => text);
		const { low, high } = counterOf(texts).total;
		const sum = sumOfRanges(texts);
		// Each range is rounded outwards.
		expect(low).toBeGreaterThanOrEqual(sum.low);
		expect(low).toBeLessThan(sum.low + texts.length);
		expect(high).toBeLessThanOrEqual(sum.high);
		expect(high).toBeGreaterThan(sum.high - texts.length);
	});

	it('samples what comes after that, and is still right to 3 %', () => {
		// Short rows and long ones, languages in a rhythm: every fourth is German, and 500 times as long.
		const rows = Array.from({ length: 4000 }, (_, index) => {
			const [, , text] = COUNTED[index % 4] ?? ['', 0, ''];
			return index % 4 === 1 ? `${text} `.repeat(100) : `${text} ${index}`;
		});
		expectNear(counterOf(rows).total, sumOfRanges(rows), 0.03);
	});

	it('neither passes over one long row of another kind, nor takes it for all', () => {
		const ordinary = Array.from({ length: 6000 }, (_, index) => `${COUNTED[0]?.[2]} ${index}`);
		const long = 'Xk3Qz9Vb7'.repeat(25_000);
		for (const place of [1000, 5500, 5990]) {
			const rows = [...ordinary.slice(0, place), long, ...ordinary.slice(place)];
			expectNear(counterOf(rows).total, sumOfRanges(rows), 0.05);
		}
	});

	it('gives the same total for the same job', () => {
		const rows = Array.from({ length: 3000 }, (_, index) => `${index} `.repeat(200));
		expect(counterOf(rows).total).toEqual(counterOf(rows).total);
	});

	it('knows about how many tokens the longest text has', () => {
		const { longest } = counterOf(['short', 'word '.repeat(1000), 'shorter']);
		expect(longest).toBeGreaterThan(800);
		expect(longest).toBeLessThan(1200);
	});

	it('counts nothing in no text', () => {
		const counter = counterOf(['']);
		expect([counter.total, counter.longest]).toEqual([{ low: 0, high: 0 }, 0]);
		expect(counter.oddities).toEqual([]);
	});

	it('says what makes a range wide, and nothing of ordinary texts', () => {
		expect(counterOf(COUNTED.map(([, , text]) => text)).oddities).toEqual([]);
		expect(counterOf(['WE HAVE NOT RECEIVED THE PARCEL']).oddities).toEqual(['capitals']);
		expect(counterOf(['ውድ ማያ፣ የተሻሻለውን ዋጋ በፍጥነት ስለላክልኝ']).oddities).toEqual(['scripts']);
		expect(counterOf(['\u200c\u00a0'.repeat(20)]).oddities).toEqual(['signs']);
		expect(counterOf(['5d41402abc4b2a76b9719d911017c592']).oddities).toEqual(['codes']);
	});
});
