import fc from 'fast-check';
import { cleanText } from '../../../core/rows/clean-text';
import { runs } from '../../support/fuzz';
import { CLIENTS } from '../../support/mail/clients';
import { ENDS } from '../../support/mail/ends';
import {
	inWords,
	PASTS,
	POSTINGS,
	sampleOf,
	type Choice,
	type Sample,
} from '../../support/mail/generate';
import { type Language } from '../../support/mail/language';
import { LANGUAGES, MORE_LANGUAGES } from '../../support/mail/languages';
import { type Format } from '../../support/mail/mail';
import { HTML_NOTES, NEARLY_NO_HTML, NO_MAIL } from '../../support/mail/no-mail';
import { ANSWERS, CLEAR_ANSWERS, NOTES } from '../../support/mail/texts';

const FORMATS: readonly Format[] = ['plain', 'html'];
const ALL_LANGUAGES = [...LANGUAGES, ...MORE_LANGUAGES];

/** The words of a text, without the signs in front of quoted lines. */
function wordsOf(text: string): string {
	const words = text
		.replaceAll(/^[>\s]+/gm, ' ')
		.split(/[\s\ufeff]+/)
		.filter((word) => word !== '');
	return ` ${words.join(' ')} `;
}

/** The sender's lines that are not in the text any more. */
function lostIn(text: string, { kept }: Sample): readonly string[] {
	const words = wordsOf(text);
	return kept.filter((line) => !words.includes(wordsOf(line)));
}

/** What went wrong, by kind, with the shortest mail of each kind: whoever mends one sees the others as well. */
class Failures {
	private readonly kinds = new Map<string, { count: number; shortest: string; named: string }>();

	add(kind: string, named: string, text: string): void {
		const { count = 0, shortest = text, named: first = named } = this.kinds.get(kind) ?? {};
		const isShorter = text.length < shortest.length;
		this.kinds.set(kind, {
			count: count + 1,
			shortest: isShorter ? text : shortest,
			named: isShorter ? named : first,
		});
	}

	inWords(): string {
		return [...this.kinds]
			.map(([kind, { count, named, shortest }]) => `${count} × ${kind}\n(${named})\n${shortest}`)
			.join('\n\n----\n\n');
	}
}

const BASE = {
	kind: 'reply',
	posting: 'top',
	answer: 'friendly',
	note: 'note',
	past: 'one',
	end: 'none',
} as const;

/** Mails with every client, in every language and format, for each of the changes. */
function choices(languages: readonly Language[], changes: readonly Partial<Choice>[]): Choice[] {
	return CLIENTS.flatMap((client) =>
		languages.flatMap((language) =>
			FORMATS.flatMap((format) =>
				changes.map((change) => ({ ...BASE, client, language, format, ...change })),
			),
		),
	);
}

function addLoss(failures: Failures, choice: Choice, sample: Sample, clean: string): void {
	const lost = lostIn(clean, sample);
	if (lost.length === 0) return;
	const { client, format, kind, posting, note, answer } = choice;
	const what = kind === 'forward' ? `forward (${note})` : `${posting} reply (${answer})`;
	failures.add(
		`${client.name}, ${format}, ${what}`,
		`${inWords(choice)}; lost: ${lost.join(' | ')}`,
		sample.text,
	);
}

function lossesOf(all: readonly Choice[]): string {
	const failures = new Failures();
	for (const choice of all) {
		const sample = sampleOf(choice);
		addLoss(failures, choice, sample, cleanText(sample.text));
	}
	return failures.inWords();
}

/** Each value with the plainest of the other list, and a few of all with all. */
const TOP = [
	...ANSWERS.map((answer) => ({ answer, past: 'one' as const })),
	...PASTS.slice(1).map((past) => ({ answer: 'formal' as const, past })),
];
const FORWARDS = [
	...NOTES.map((note) => ({ kind: 'forward' as const, note })),
	...PASTS.slice(1).map((past) => ({ kind: 'forward' as const, past })),
];
const BELOW = (['bottom', 'inline'] as const).flatMap((posting) =>
	(['one', 'mixed'] as const).map((past) => ({ posting, past })),
);

/** How much of the history under clear answers is cut. */
class Shares {
	private readonly all = new Map<string, { cut: number; of: number; stays: Set<string> }>();

	add(key: string, stays: string, { cut, of }: { cut: number; of: number }): void {
		const share = this.all.get(key) ?? { cut: 0, of: 0, stays: new Set<string>() };
		this.all.set(key, share);
		share.cut += cut;
		share.of += of;
		if (cut < of) share.stays.add(stays);
	}

	/** Those of which less than so much is cut. */
	under(part: number): readonly string[] {
		return [...this.all].filter(([, { cut, of }]) => cut < part * of).map(([key]) => key);
	}

	table(): string {
		return [...this.all]
			.map(([key, { cut, of, stays }]) => {
				const percent = String(Math.floor((100 * cut) / of)).padStart(4);
				return `${percent} % ${key}${stays.size === 0 ? '' : `; not ${[...stays].join(', ')}`}`;
			})
			.join('\n');
	}
}

function isClear({ client, format, answer }: Choice): boolean {
	return CLEAR_ANSWERS.includes(answer) || (!client.ambiguous[format] && answer !== 'odd');
}

describe('of a mail answered above its history', () => {
	const losses = new Failures();
	const byClient = new Shares();
	const byClientInMore = new Shares();
	const byLanguage = new Shares();

	beforeAll(() => {
		for (const choice of choices(ALL_LANGUAGES, TOP)) {
			const { client, format, language, answer, past } = choice;
			const sample = sampleOf(choice);
			const clean = cleanText(sample.text);
			addLoss(losses, choice, sample, clean);
			if (!isClear(choice)) continue;
			const of = sample.gone.length;
			const amounts = { of, cut: sample.gone.filter((mark) => !clean.includes(mark)).length };
			const name = `${client.name}, ${format}`;
			const mail = `${language.code} ${answer} ${past}`;
			const isFirst = LANGUAGES.includes(language);
			(isFirst ? byClient : byClientInMore).add(name, mail, amounts);
			if (isFirst) byLanguage.add(`${name}, ${language.code}`, `${answer} ${past}`, amounts);
		}
	});

	it('nothing of the answer is lost', () => {
		expect(losses.inWords()).toBe('');
	});

	function failIf(short: readonly string[], shares: Shares): void {
		if (short.length > 0) throw new Error(`${short.join('; ')}:\n${shares.table()}`);
	}

	it('nine tenths of the history go with every client', () => {
		failIf(byClient.under(0.9), byClient);
	});

	it('more than half of it goes with every client in each language', () => {
		failIf(byLanguage.under(0.5), byLanguage);
	});

	it('three quarters go with every client in the languages whose heads alone are known', () => {
		failIf(byClientInMore.under(0.75), byClientInMore);
	});
});

/** For fast-check, which shows what it chose. */
type Chosen = Omit<Choice, 'client' | 'language'> & {
	readonly client: string;
	readonly language: string;
};

function choiceOf(chosen: Chosen): Choice {
	const client = CLIENTS.find(({ name }) => name === chosen.client);
	const language = ALL_LANGUAGES.find(({ code }) => code === chosen.language);
	if (client === undefined || language === undefined) throw new Error('There is none such.');
	return { ...chosen, client, language };
}

const chosen: fc.Arbitrary<Chosen> = fc
	.tuple(
		fc.record({
			client: fc.constantFrom(...CLIENTS.map(({ name }) => name)),
			language: fc.constantFrom(...ALL_LANGUAGES.map(({ code }) => code)),
			format: fc.constantFrom(...FORMATS),
			kind: fc.constantFrom('reply' as const, 'forward' as const),
			posting: fc.constantFrom(...POSTINGS),
			answer: fc.constantFrom(...ANSWERS),
			note: fc.constantFrom(...NOTES),
			past: fc.constantFrom(...PASTS),
			end: fc.constantFrom(...ENDS),
		}),
		fc.record(
			{
				names: fc.constantFrom('last first' as const, 'no address' as const),
				lineEnd: fc.constant('\r\n' as const),
			},
			{ requiredKeys: [] },
		),
	)
	.map(([always, sometimes]) => ({ ...always, ...sometimes }));

describe('of any mail', () => {
	it('nothing is lost that stands below its history or between it', () => {
		expect(lossesOf(choices(ALL_LANGUAGES, BELOW))).toBe('');
	});

	it('nothing is lost that is passed on', () => {
		expect(lossesOf(choices(ALL_LANGUAGES, FORWARDS))).toBe('');
	});

	it('nothing is lost, whatever gateways, lists and address books add, nor when it is cleaned twice', () => {
		fc.assert(
			fc.property(chosen, (one) => {
				const choice = choiceOf(one);
				const sample = sampleOf(choice);
				const once = cleanText(sample.text);
				const shown = `${inWords(choice)}\n${sample.text}\n`;
				expect({ shown, lost: lostIn(once, sample) }).toEqual({ shown, lost: [] });
				expect({ shown, lost: lostIn(cleanText(once), sample) }).toEqual({ shown, lost: [] });
			}),
			runs(250),
		);
	});
});

function linesOf(text: string): readonly string[] {
	return text
		.split('\n')
		.map((line) => line.trim().split(/\s+/).join(' '))
		.filter((line) => line !== '');
}

function shownIn(html: string): string {
	const text = html
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
	return text.split(/\s+/).join(' ').trim();
}

describe('of a text that is no mail', () => {
	it.each(NO_MAIL)('every line stays: $name', ({ text }) => {
		expect(linesOf(cleanText(text))).toEqual(linesOf(text));
		expect(linesOf(cleanText(text.replaceAll('\n', '\r\n')))).toEqual(linesOf(text));
	});

	it('every line stays, in any order and number', () => {
		fc.assert(
			fc.property(
				fc.shuffledSubarray([...NO_MAIL.filter(({ isMail }) => !isMail)], {
					minLength: 2,
					maxLength: 4,
				}),
				(texts) => {
					const text = texts.map((one) => one.text).join('\n\n');
					expect(linesOf(cleanText(text))).toEqual(linesOf(text));
				},
			),
			runs(100),
		);
	});

	it.each(NEARLY_NO_HTML)('every line but the tags stays: $name', ({ text }) => {
		const tagless = (some: string) => some.replaceAll(/<\/?(?:br|b)\s*\/?>/g, '');
		expect(linesOf(tagless(cleanText(text)))).toEqual(linesOf(tagless(text)));
	});

	it.each(HTML_NOTES)('every word stays: $name', ({ text }) => {
		expect(wordsOf(cleanText(text))).toBe(wordsOf(shownIn(text)));
	});
});
