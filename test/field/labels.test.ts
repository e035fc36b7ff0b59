import { shapeOf, type CategorizeTask, type JsonValue } from '../../core';
import { readAnswer } from '../../core/tasks';

/**
 * How models write the label that they were asked for, by those who compared it to the letter and lost a good answer.
 * The one that was meant is taken where exactly one fits; a guess never is.
 */
function labels(...names: readonly string[]): CategorizeTask['categories'] {
	return names.map((name, at) => ({ name, value: `L${at + 1}` }));
}

function read(
	categories: CategorizeTask['categories'],
	category: JsonValue,
	more: object = {},
): ReturnType<typeof readAnswer> {
	const task = { kind: 'categorize', categories, multiple: false, noMatch: 'other' } as const;
	const answer = { category, confidence: 0.9, reason: 'It says so.', ...more };
	return readAnswer(shapeOf(task), JSON.stringify(answer));
}

const MAIL = labels('Invoice', 'Meeting request', 'C++', 'Straße', 'Réclamation', '請求書', 'R&D');

type Case = readonly [how: string, source: string, written: JsonValue, meant: string];

const MEANT: readonly Case[] = [
	['a full stop behind it', 'knoxiboy/DoubtDesk#1097', 'Invoice.', 'Invoice'],
	['another case', 'knoxiboy/DoubtDesk#1097', 'INVOICE', 'Invoice'],
	['an ellipsis and other marks behind it', 'knoxiboy/DoubtDesk#1097', 'Invoice…!', 'Invoice'],
	['quotation marks and a blank', 'simonw/llm#815', '"Invoice" ', 'Invoice'],
	['line breaks before it', 'explosion/spacy-llm#76', '\n\nInvoice', 'Invoice'],
	[
		'several blanks in it',
		'veritasfuji-japan/veritas_os#355',
		'meeting \t request',
		'Meeting request',
	],
	['a control in it', 'veritasfuji-japan/veritas_os#355', 'Invo\u0007ice', 'Invoice'],
	['curly quotation marks', 'own fuzzing', '“Invoice”', 'Invoice'],
	['guillemets', 'own fuzzing', '« Invoice »', 'Invoice'],
	['Japanese brackets', 'own fuzzing', '「請求書」', '請求書'],
	['an ideographic full stop', 'own fuzzing', '請求書。', '請求書'],
	['Markdown’s bold', 'own fuzzing', '**Invoice**', 'Invoice'],
	['Markdown’s code', 'own fuzzing', '`Invoice`', 'Invoice'],
	['bold within quotation marks within brackets', 'own fuzzing', '["**Invoice**"]', 'Invoice'],
	['a bullet', 'own fuzzing', '- Invoice', 'Invoice'],
	['a number before it', 'own fuzzing', '3. Invoice', 'Invoice'],
	['a number in brackets before it', 'own fuzzing', '(3) Invoice', 'Invoice'],
	['full-width letters', 'Unicode UAX #15', 'Ｉｎｖｏｉｃｅ', 'Invoice'],
	['letters and their accents apart', 'Unicode UAX #15', 'Re\u0301clamation', 'Réclamation'],
	['an accent left out', 'own fuzzing', 'Reclamation', 'Réclamation'],
	['capitals of a letter that has none', 'Unicode SpecialCasing', 'STRASSE', 'Straße'],
	[
		'underscores for blanks',
		'ghga-de/ghga-metadata-schema#56',
		'meeting_request',
		'Meeting request',
	],
	['a hyphen for a blank', 'own fuzzing', 'Meeting-Request', 'Meeting request'],
	['an entity in it', 'own fuzzing', 'R&amp;D', 'R&D'],
	['the description behind it', 'own fuzzing', 'Invoice: bills and payments', 'Invoice'],
	['its kind before it', 'own fuzzing', 'Category: Invoice', 'Invoice'],
	['a list of the one', 'own fuzzing', ['Invoice'], 'Invoice'],
	['an invisible blank', 'own fuzzing', 'Invoice\u200b\ufeff', 'Invoice'],
	['signs that are part of it', 'own fuzzing', '"C++".', 'C++'],
	['the name of what fits nowhere', 'own fuzzing', '(other)', 'Other'],
	['a tag around it', 'our own examiner, 2026-11-29', '<category>Invoice</category>', 'Invoice'],
	['a dash and its description', 'our own examiner, 2026-11-29', 'Invoice - bills', 'Invoice'],
	['a long dash and its description', 'our own examiner, 2026-11-29', 'Invoice — bills', 'Invoice'],
	['its confidence behind it', 'our own examiner, 2026-11-29', 'Invoice (0.9)', 'Invoice'],
	[
		'its confidence in per cent behind it',
		'our own examiner, 2026-11-29',
		'Invoice (90 %)',
		'Invoice',
	],
	['a letter in a list', 'our own examiner, 2026-11-29', 'A) Invoice', 'Invoice'],
	['a letter and a full stop', 'our own examiner, 2026-11-29', 'a. Invoice', 'Invoice'],
	[
		'words for the last of several',
		'our own examiner, 2026-11-29',
		'Final answer: Invoice',
		'Invoice',
	],
	['a sentence around it', 'our own examiner, 2026-11-29', 'The category is Invoice.', 'Invoice'],
	['its kind in Chinese', 'our own examiner, 2026-11-29', '分类：Invoice', 'Invoice'],
	['an arrow before it', 'our own examiner, 2026-11-29', '→ Invoice', 'Invoice'],
	['an arrow of signs', 'our own examiner, 2026-11-29', '=> Invoice', 'Invoice'],
	['a bullet without a blank', 'our own examiner, 2026-11-29', '-Invoice', 'Invoice'],
	['a hash before it', 'our own examiner, 2026-11-29', '#Invoice', 'Invoice'],
	[
		'a kind, a letter and a tag',
		'our own examiner, 2026-11-29',
		'<answer>Category: A) Invoice</answer>',
		'Invoice',
	],
	['blanks around its sign', 'our own examiner, 2026-11-29', 'R & D', 'R&D'],
];

describe('a label that is written in another way', () => {
	it.each(MEANT)('is the one that was meant: %s (%s)', (_how, _source, written, meant) => {
		expect(read(MAIL, written)).toMatchObject({ fields: { category: meant } });
	});

	const OF: readonly (readonly [
		how: string,
		source: string,
		names: readonly string[],
		written: JsonValue,
		meant: string,
	])[] = [
		['itself, though another differs in case', 'own fuzzing', ['US', 'us.'], 'us.', 'us.'],
		['a number that is a label', 'own fuzzing', ['1', '2', '10'], 1, '1'],
		['a number with a full stop', 'own fuzzing', ['1', '2', '10'], '10.', '10'],
		['a truth that is a label', 'refuel-ai/autolabel#325', ['True', 'False'], true, 'True'],
		['an emoji left out', 'own fuzzing', ['📄 Invoice', '📅 Meeting'], 'Invoice', '📄 Invoice'],
		['an emoji set before it', 'own fuzzing', ['Invoice', 'Meeting'], '📄 Invoice', 'Invoice'],
		['what its label ends with', 'own fuzzing', ['Spam?', 'Ham'], 'spam', 'Spam?'],
		[
			'a number that its label begins with',
			'own fuzzing',
			['1. New', '2. Old'],
			'2. Old',
			'2. Old',
		],
		['a name with a colon', 'own fuzzing', ['Bug: UI', 'Bug: API'], 'bug: api.', 'Bug: API'],
		['blanks around a slash', 'our own examiner, 2026-11-29', ['A/B', 'C'], 'A / B', 'A/B'],
		['an emoji without its selector', 'our own examiner, 2026-11-29', ['❤️', '👎'], '❤', '❤️'],
		['a minus that is no hyphen', 'our own examiner, 2026-11-29', ['-1', '1'], '−1', '-1'],
		['a whole number with a place', 'our own examiner, 2026-11-29', ['1', '2', '3'], '3.0', '3'],
		['a whole number without its place', 'our own examiner, 2026-11-29', ['1.0', '2.0'], 2, '2.0'],
		[
			'without the number that it begins with',
			'our own examiner, 2026-11-29',
			['1. Sales', '2. Support'],
			'Sales',
			'1. Sales',
		],
		[
			'with its number in another way',
			'our own examiner, 2026-11-29',
			['1. Sales', '2. Support'],
			'2) support',
			'2. Support',
		],
		['a sign at its end', 'our own examiner, 2026-11-29', ['A+', 'A-'], 'a-', 'A-'],
	];
	it.each(OF)('is one of its own list: %s (%s)', (_how, _source, names, written, meant) => {
		expect(read(labels(...names), written)).toMatchObject({
			fields: { category: meant, categoryValue: `L${names.indexOf(meant) + 1}` },
		});
	});

	const NOT: readonly (readonly [
		how: string,
		source: string,
		names: readonly string[],
		written: JsonValue,
	])[] = [
		['none of the list', 'refuel-ai/autolabel#325', ['Invoice', 'Meeting'], 'Receipt'],
		['two of them', 'own fuzzing', ['Invoice', 'Meeting'], 'Invoice, Meeting'],
		['two of them as a list', 'own fuzzing', ['Invoice', 'Meeting'], ['Invoice', 'Meeting']],
		['one, and another behind it', 'own fuzzing', ['Invoice', 'Meeting'], 'Invoice: or Meeting'],
		['one that is denied', 'own fuzzing', ['Invoice', 'Meeting'], 'not Invoice'],
		['a part of one', 'own fuzzing', ['Invoice paid', 'Invoice open'], 'Invoice'],
		['either, but for their accents', 'own fuzzing', ['côte', 'coté'], 'cote'],
		['either, but for their brackets', 'own fuzzing', ['<5>', '"5"'], '5'],
		['another, whose signs differ', 'own fuzzing', ['C++', 'Java'], 'C#'],
		['a number of no list', 'own fuzzing', ['Invoice', 'Meeting'], '1'],
		['a plus for a minus', 'own fuzzing', ['+', '-'], '±'],
		['empty', 'own fuzzing', ['Invoice', '...'], ''],
		['only marks', 'own fuzzing', ['Invoice', '...'], '**'],
		['vowel signs that differ', 'own fuzzing', ['काल', 'Invoice'], 'कल'],
		['an object', 'own fuzzing', ['Invoice', 'Meeting'], { name: 'Invoice' }],
		['one whose sign is left out', 'our own examiner, 2026-11-29', ['A+', 'A-'], 'A'],
		['one without the minus', 'our own examiner, 2026-11-29', ['1'], '-1'],
		['either, but for their case', 'our own examiner, 2026-11-29', ['US', 'us'], 'Us'],
		[
			'either, but for their case, with a number before it',
			'our own examiner, 2026-11-29',
			['US', 'us'],
			'1. Us',
		],
		[
			'either, but for their case, with words behind it',
			'our own examiner, 2026-11-29',
			['US', 'us'],
			'Us: them',
		],
		['a range', 'our own examiner, 2026-11-29', ['1', '2'], '1 - 3'],
		['a time', 'our own examiner, 2026-11-29', ['1', '2'], '1:30'],
		['two numbers', 'our own examiner, 2026-11-29', ['1', '2', '3'], '2. 3'],
		['a number with places', 'our own examiner, 2026-11-29', ['1', '5'], '1.5'],
		['a number with places, whose end is one', 'our own examiner, 2026-11-29', ['5', '6'], '1.5'],
		[
			'the number of another',
			'our own examiner, 2026-11-29',
			['1. Sales', '2. Support'],
			'2. Sales',
		],
		[
			'one, with another behind a dash',
			'our own examiner, 2026-11-29',
			['Sales', 'Support'],
			'Sales - Support',
		],
		[
			'a part of one that is not there',
			'our own examiner, 2026-11-29',
			['Sales', 'Sales - EU'],
			'Sales - US',
		],
		[
			'a sentence that denies it',
			'our own examiner, 2026-11-29',
			['Invoice', 'Meeting'],
			'The category is not Invoice',
		],
		['a thought', 'our own examiner, 2026-11-29', ['Invoice', 'Meeting'], '<think>Invoice</think>'],
		['an essay', 'own fuzzing', ['Invoice', 'Meeting'], `Invoice${' .'.repeat(50_000)}`],
	];
	it.each(NOT)('is none where that is a guess: %s (%s)', (_how, _source, names, written) => {
		expect(read(labels(...names), written)).toEqual({
			invalid: 'The field "category" is not one of the allowed values.',
		});
	});
});

describe('several labels', () => {
	const shape = shapeOf({ kind: 'categorize', categories: MAIL, multiple: true, noMatch: 'other' });
	it.each<readonly [how: string, source: string, written: JsonValue, meant: readonly string[]]>([
		['each in its own way', 'own fuzzing', ['invoice.', '"C++"'], ['Invoice', 'C++']],
		['one that is no list', 'own fuzzing', 'Invoice', ['Invoice']],
		['all in one text', 'own fuzzing', 'Invoice, C++', ['Invoice', 'C++']],
		['the same in two ways', 'own fuzzing', ['Invoice', 'INVOICE'], ['Invoice']],
		[
			'all in the one entry of a list',
			'our own examiner, 2026-11-29',
			['Invoice, C++'],
			['Invoice', 'C++'],
		],
		['a list as a text', 'our own examiner, 2026-11-29', '["Invoice","C++"]', ['Invoice', 'C++']],
	])('are those that were meant: %s (%s)', (_how, _source, categories, meant) => {
		const answer = JSON.stringify({ categories, confidence: 1, reason: '' });
		expect(readAnswer(shape, answer)).toMatchObject({ fields: { categories: meant } });
	});

	it('are none when one of them is none', () => {
		const answer = { categories: ['Invoice', 'Receipt'], confidence: 1, reason: '' };
		expect(readAnswer(shape, JSON.stringify(answer))).toEqual({
			invalid: 'The field "categories" › entry 2 is not one of the allowed values.',
		});
	});
});

describe('a confidence that is written in another way', () => {
	it.each<readonly [written: JsonValue, source: string, meant: number | null]>([
		['0.9', 'ttlequals0/MinusPod#104', 0.9],
		['95%', 'ttlequals0/MinusPod#104', 0.95],
		['90 %', 'own fuzzing', 0.9],
		['0,85', 'own fuzzing', 0.85],
		['85', 'own fuzzing', 0.85],
		['1%', 'own fuzzing', 0.01],
		['100%', 'own fuzzing', 1],
		['.5', 'own fuzzing', 0.5],
		['~0.7', 'own fuzzing', 0.7],
		['high', 'lastmile-ai/mcp-agent#460', null],
		['9/10', 'own fuzzing', null],
		['-0.5', 'own fuzzing', null],
		['101%', 'own fuzzing', null],
		['', 'own fuzzing', null],
		[null, 'own fuzzing', null],
	])('is what it says, or unknown, and costs no answer: %j (%s)', (confidence, _source, meant) => {
		expect(read(MAIL, 'Invoice', { confidence })).toMatchObject({
			fields: { category: 'Invoice', confidence: meant },
		});
	});

	it('has somebody look where it is unknown', () => {
		const task = {
			kind: 'categorize',
			categories: MAIL,
			multiple: false,
			noMatch: 'other',
		} as const;
		const answer = JSON.stringify({ category: 'Invoice', confidence: 'high', reason: '' });
		expect(readAnswer(shapeOf({ ...task, reviewBelow: 0.5 }), answer)).toMatchObject({
			fields: { needsReview: true },
		});
	});
});
