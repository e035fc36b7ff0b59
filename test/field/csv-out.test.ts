import fc from 'fast-check';
import { runs } from '../support/fuzz';
import { toCsv, type JsonObject } from '../../core';
import { readCsv } from '../../zapier-app/src/rows/csv';
import { readCells } from '../../zapier-app/src/rows/table/cells';
import { findQuoteFault } from '../../zapier-app/src/rows/table/quote-fault';
import { findGrowth } from '../support/growth';
import { crude, lenient, type Sheet } from '../support/sheets';

/**
 * Tables that others open. Under whatever separator a spreadsheet takes the file to have, and however little it
 * makes of quotation marks, no text of a stranger begins a cell as a formula; and nothing is lost on the way.
 */
const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;
const NAMES = ['comma', 'semicolon', 'tab'] as const;
const OTHERS = [',', ';', '\t', '|', '\u001F'];

const papaparse: Sheet = (file, separator) => readCells(file, { separator, quotes: 'doubled' });
const SHEETS: readonly Sheet[] = [lenient, crude, papaparse];

const FORMULA = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}"]*[=+\-@%＝＋－＠ー−﹦﹢﹣﹫]/u;

/** The cells that begin as a formula, however the file is opened. */
function formulasIn(file: string): readonly string[] {
	const cells = SHEETS.flatMap((read) => OTHERS.flatMap((other) => read(file, other).flat()));
	return cells.filter((cell) => FORMULA.test(cell));
}

/** As the second cell of three: at neither end of its line. */
function between(text: string): JsonObject {
	return { id: 'm-1', text, to: 'Ann' };
}

const TEXTS: ReadonlyArray<readonly [how: string, source: string, text: string, safe: string]> = [
	['behind a semicolon', 'OWASP/www-community#443', 'Sale;=1+1', "Sale;'=1+1"],
	['between semicolons', 'OWASP/www-community#443', 'Sale;=1+1;now', "Sale;'=1+1;now"],
	['behind a comma and a blank', 'our own fuzzing', 'Sale, =1+1', "Sale, '=1+1"],
	['behind a tab', 'OWASP/www-community#401', 'Sale\t=1+1', "Sale\t'=1+1"],
	['behind a bar', 'adaltas/node-csv-stringify#69', 'Sale|@SUM(A1)', "Sale|'@SUM(A1)"],
	['behind a line break', 'OWASP/www-community#1115', 'Sale\n=1+1', "Sale\n'=1+1"],
	['at the start, behind a line break', 'OWASP/www-community#1116', '\n=1+1', "'\n'=1+1"],
	['at the start, behind a tab', 'OWASP/www-community#401', '\t=1+1', "'\t'=1+1"],
	['at the start, behind a carriage return', 'JoshClose/CsvHelper#1856', '\r=1+1', "'\r'=1+1"],
	['behind blanks', 'zvory/csv-safe#25', '  =1+1', "'  =1+1"],
	['behind a hard blank', 'Asymmetric-al/core#518', '\u00A0=1+1', "'\u00A0=1+1"],
	['behind a byte order mark', 'our own fuzzing', '\uFEFF=1+1', "'\uFEFF=1+1"],
	[
		'behind a joiner that another export put there',
		'twentyhq/twenty#14347',
		'\u200D=1+1',
		"'\u200D=1+1",
	],
	['behind a NUL', 'OWASP/ASVS#1469', '\0=1+1', "'\0=1+1"],
	['in quotation marks', 'productdevbook/hucre#164', '"=1+1"', '\'"=1+1"'],
	['in quotation marks behind a semicolon', 'our own fuzzing', 'a;"=1+1";b', 'a;"\'=1+1";b'],
	['a quotation mark, then a semicolon', 'our own fuzzing', '";=1+1;"', '";\'=1+1;"'],
	['full-width', 'OWASP/www-community#1088', '＝1+1', "'＝1+1"],
	['full-width, all signs', 'OWASP/www-community#1088', '＋1;－1;＠A1;ー1', "'＋1;'－1;'＠A1;'ー1"],
	['small forms', 'our own fuzzing', '﹦1', "'﹦1"],
	['a program', 'decalage2/oletools#259', "@SUM(1)*cmd|'/c calc'!A0", "'@SUM(1)*cmd|'/c calc'!A0"],
	['a percent sign', 'zvory/csv-safe#25', '%0A=1', "'%0A=1"],
	['a bullet below a bullet', 'our own fuzzing', '- pay\n- meet', "'- pay\n'- meet"],
	['a phone number', 'iris-connect/iris-client#443', '+49 170 0000000', "'+49 170 0000000"],
	['a sum that looks like a phone number', 'iota-uz/iota-sdk#1080', '+1-1', "'+1-1"],
	['a text that is a number below zero', 'woocommerce/woocommerce#53020', '-42', "'-42"],
	['what is defused already', 'our own fuzzing', "'=1+1", "'=1+1"],
];

describe('a text becomes no formula, and stays readable', () => {
	it.each(TEXTS)('%s (%s)', (_how, _source, text, safe) => {
		for (const name of NAMES) {
			const file = toCsv([between(text)], name);
			expect(formulasIn(file)).toEqual([]);
			expect(readCsv(file)).toEqual([{ id: 'm-1', text: safe.replaceAll('\r', '\n'), to: 'Ann' }]);
		}
	});

	it.each(TEXTS)('as a column name: %s (%s)', (_how, _source, text) => {
		for (const name of NAMES) {
			expect(formulasIn(toCsv([{ id: 'm-1', [text]: 'x', to: 'Ann' }], name))).toEqual([]);
		}
	});

	it('what begins as none stays as it is (Semkoo/niko-table-registry#194)', () => {
		const texts = [
			'a-b',
			'5 - 3 = 2',
			'x=1',
			'ann@example.com',
			'100 %',
			'Smith & Sons +1',
			'(-5)',
		];
		for (const text of texts) expect(toCsv([{ text }])).toBe(`text\r\n${text}\r\n`);
	});
});

describe('a number', () => {
	it('stays one, below zero too (woocommerce/woocommerce-admin#7040)', () => {
		const file = toCsv([{ id: 'm-1', sum: -42.5, rate: 1e-7, isDue: true }]);
		expect(file).toBe('id,sum,rate,isDue\r\n"m-1",-42.5,1e-7,true\r\n');
	});

	it('below zero begins no formula together with the texts of its line (our own fuzzing)', () => {
		const file = toCsv([{ sum: -5, text: '2*HYPERLINK(A1)' }]);
		// Where the comma is a decimal one, `-5,2*HYPERLINK(A1)` would run.
		expect(file).toBe('sum,text\r\n-5,"2*HYPERLINK(A1)"\r\n');
		// Where a semicolon separates, the tab is a blank within `-5 *HYPERLINK(A1)`.
		const tabs = toCsv([{ text: 'a;', sum: -5, more: '*HYPERLINK(A1)' }], 'tab');
		expect(tabs).toBe('text\tsum\tmore\r\n"a;"\t-5\t"*HYPERLINK(A1)"\r\n');
	});
});

type Columns = readonly [
	how: string,
	source: string,
	records: readonly JsonObject[],
	rows: string[][],
];

const COLUMNS: readonly Columns[] = [
	[
		'fields that the first record lacks',
		'brightdata/sdk-python#53',
		[{ url: 'a' }, { url: 'b', off: 5 }, { note: 'n', url: 'c' }],
		[
			['url', 'off', 'note'],
			['a', '', ''],
			['b', '5', ''],
			['c', '', 'n'],
		],
	],
	[
		'a dotted name beside an object',
		'ryu1kn/csv-writer#7',
		[
			{ a: { b: 1 }, 'a.b': 2 },
			{ 'a.b': 3, a: { b: 4 } },
		],
		[
			['a.b', 'a.b 2'],
			['1', '2'],
			['4', '3'],
		],
	],
	[
		'a scalar here, an object there',
		'ryu1kn/csv-writer#34',
		[{ a: 1 }, { a: { b: 2 } }, { a: {} }],
		[
			['a', 'a.b'],
			['1', ''],
			['', '2'],
			['', ''],
		],
	],
	[
		'names of every object',
		'mafintosh/csv-parser#248',
		[
			Object.fromEntries([
				['__proto__', 'x'],
				['constructor', 'y'],
				['toString', { __proto__x: 1 }],
			]),
			{ id: 1 },
		],
		[
			['__proto__', 'constructor', 'toString.__proto__x', 'id'],
			['x', 'y', '1', ''],
			['', '', '', '1'],
		],
	],
	[
		'two names that are one when defused',
		'baptisteArno/typebot.io#2493',
		[{ '=a': 1, "'=a": 2 }],
		[
			["'=a", "'=a 2"],
			['1', '2'],
		],
	],
	[
		'a list, and a list of objects',
		'adaltas/node-csv-stringify#16',
		[{ list: ['a', '-b'], objects: [{ q: 1 }], nothing: null }],
		[
			['list', 'objects', 'nothing'],
			["a; '-b", '{"q":1}', ''],
		],
	],
	[
		'an empty text in the only column',
		'davenverse/cormorant#34',
		[{ a: '' }, { a: 'x' }],
		[['a'], [''], ['x']],
	],
];

describe('each field has a column of its own', () => {
	it.each(COLUMNS)('%s (%s)', (_how, _source, records, rows) => {
		for (const name of NAMES) {
			expect(lenient(toCsv(records, name), SEPARATORS[name])).toEqual(rows);
		}
	});

	it('where each record has fields of its own, those past what a sheet shows stand in one (our own fuzzing)', () => {
		const records = Array.from({ length: 20_000 }, (_, index) => ({
			id: index,
			[`f${index}`]: index,
		}));
		const file = toCsv(records);
		const [head = [], ...rows] = lenient(file, ',');
		expect(head).toHaveLength(500);
		expect(head.at(-1)).toBe('Other Fields');
		expect(rows.at(-1)?.[0]).toBe('19999');
		expect(rows.at(-1)?.at(-1)).toBe('{"f19999":19999}');
	});
});

/** A reader may turn a line break into another. */
function sameLineBreaks(text: string): string {
	return text.replaceAll(/\r(?!\n)/g, '\n');
}

describe('any table', () => {
	const nasty = fc.constantFrom(
		...'=+-@%＝ー,;|"\r\n\t ab\u00A0\u200B\uFEFFü',
		'\r\n',
		'",',
		'";',
		'=1+1',
		'😀',
	);
	const text = fc.string({ unit: nasty, maxLength: 12 });
	const value = fc.oneof(text, fc.nat(), fc.boolean(), fc.constant(null));
	const record = fc.record({ id: fc.stringMatching(/^[a-z]{1,3}$/), a: value, b: value });
	const records = fc.array(record, { minLength: 1, maxLength: 4 });

	it.each(NAMES)('with a %s begins no cell as a formula under any separator', (name) => {
		fc.assert(
			fc.property(records, text, (rows, column) => {
				const named = rows.map((row) => ({ ...row, [`x${column}`]: 1, [column]: 2 }));
				expect(formulasIn(toCsv(named, name))).toEqual([]);
			}),
			runs(100),
		);
	});

	it.each(NAMES)('with a %s comes back as it went in, but for the apostrophes', (name) => {
		fc.assert(
			fc.property(records, (rows) => {
				const read = readCsv(toCsv(rows, name)).map((row) =>
					Object.values(row).map((cell) => cell.replaceAll("'", '')),
				);
				expect(read).toEqual(
					rows.map(({ id, a, b }) => [id, a, b].map((cell) => sameLineBreaks(String(cell ?? '')))),
				);
			}),
			runs(100),
		);
	});

	it.each(NAMES)('with a %s is in order for every reader', (name) => {
		fc.assert(
			fc.property(records, (rows) => {
				const file = toCsv(rows, name);
				const dialect = { separator: SEPARATORS[name], quotes: 'doubled' } as const;
				expect(findQuoteFault(file, dialect).fault).toBeUndefined();
				expect(new Set(lenient(file, SEPARATORS[name]).map(({ length }) => length))).toEqual(
					new Set([3]),
				);
			}),
		);
	});
});

it('a cell of a megabyte of signs takes time in step with its size (our own fuzzing)', () => {
	const growth = findGrowth((size) => {
		const text = ';\n\t =-'.repeat(Math.floor(size / 6));
		return () => toCsv([{ id: 'a', text }]);
	}, 1_200_000);
	expect(growth).toBeUndefined();
});
