import fc from 'fast-check';
import { countTokens, TokenCounter, withMargin } from '../../../core/cost/tokens';
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

	it('gives a range that holds the real count of all of these together', () => {
		const real = COUNTED.reduce((sum, [, tokens]) => sum + tokens, 0);
		const { low, high } = withMargin(
			COUNTED.reduce((sum, [, , text]) => sum + countTokens(text), 0),
		);
		expect(real).toBeGreaterThan(low);
		expect(real).toBeLessThan(high);
	});

	it('takes any text, half characters too, and counts nothing where nothing is', () => {
		expect(countTokens('')).toBe(0);
		const texts = anyText({ maxLength: 300 });
		fc.assert(
			fc.property(texts, (text) => {
				const tokens = countTokens(text);
				expect(tokens).toBeGreaterThanOrEqual(0);
				// The heaviest is a word of one letter of Central Europe: 0.9 for the word, 1.3 for the letter.
				expect(tokens).toBeLessThanOrEqual(2.2 * text.length);
			}),
			{ examples: [['Ā'], ['Ā Ā Ā'], ['\ud83d'], ['😀😀']] },
		);
	});

	it('counts the part that it is asked for', () => {
		const text = 'one two three';
		expect(countTokens(text, 4, 7)).toBe(countTokens('two'));
	});
});

describe('TokenCounter', () => {
	it('reads a job of up to a million characters in full', () => {
		const counter = new TokenCounter();
		let tokens = 0;
		for (const [, , text] of COUNTED) {
			counter.add(text);
			tokens += countTokens(text);
		}
		expect(counter.total).toBeCloseTo(tokens, 6);
	});

	it('samples what comes after that, and is still right to 3 %', () => {
		const counter = new TokenCounter();
		let tokens = 0;
		// Short rows and long ones, languages in a rhythm: every fourth is German, and 500 times as long.
		for (let index = 0; index < 4000; index += 1) {
			const [, , text] = COUNTED[index % 4] ?? ['', 0, ''];
			const row = index % 4 === 1 ? `${text} `.repeat(100) : `${text} ${index}`;
			counter.add(row);
			tokens += countTokens(row);
		}
		expect(Math.abs(counter.total - tokens) / tokens).toBeLessThan(0.03);
	});

	it('gives the same total for the same job', () => {
		const totals = [1, 2].map(() => {
			const counter = new TokenCounter();
			for (let index = 0; index < 3000; index += 1) counter.add(`${index} `.repeat(200));
			return counter.total;
		});
		expect(totals[0]).toBe(totals[1]);
	});

	it('knows about how many tokens the longest text has', () => {
		const counter = new TokenCounter();
		counter.add('short');
		counter.add('word '.repeat(1000));
		counter.add('shorter');
		expect(counter.longest).toBeGreaterThan(800);
		expect(counter.longest).toBeLessThan(1200);
	});

	it('counts nothing in no text', () => {
		const counter = new TokenCounter();
		counter.add('');
		expect([counter.total, counter.longest]).toEqual([0, 0]);
	});
});

it('gives a range around a count', () => {
	expect(withMargin(1000)).toEqual({ low: 880, high: 1220 });
});
