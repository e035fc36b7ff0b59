import fc from 'fast-check';
import { runs } from '../support/fuzz';
import { isOffpeakError } from '../../core';
import { readCsv } from '../../zapier-app/src/rows/csv';
import { findGrowth } from '../support/growth';

/**
 * Tables as people export them. Each is read with every text in its place, or refused in words that name the row:
 * never a part of it in silence, never a text in another column.
 */
type Row = Readonly<Record<string, string>>;
type Case = readonly [how: string, source: string, table: string, rows: readonly Row[]];

const TWO: readonly Row[] = [
	{ id: '1', text: 'please pay' },
	{ id: '2', text: 'see you' },
];

const LINE_ENDS: readonly Case[] = [
	['CR alone', 'onyx-dot-app/onyx#14863', 'id,text\r1,please pay\r2,see you\r', TWO],
	[
		'CR alone, as Excel for Mac writes it, with an inch mark',
		'WarrenWilkinson/read-csv#7',
		'id;text\r1;5" pipe\r2;6" pipe',
		[
			{ id: '1', text: '5" pipe' },
			{ id: '2', text: '6" pipe' },
		],
	],
	['CRLF', 'evan/ccsv#11', 'id,text\r\n1,please pay\r\n2,see you\r\n', TWO],
	['all three in one file', 'our own fuzzing', 'id,text\r1,please pay\r\n2,see you\n', TWO],
	[
		'in a quoted text, other than between rows',
		'our own fuzzing',
		'id,text\r\n1,"Hi,\nplease pay\r\nAnn"\r\n2,"see\ryou"\r\n',
		[
			{ id: '1', text: 'Hi,\nplease pay\r\nAnn' },
			{ id: '2', text: 'see\nyou' },
		],
	],
	[
		'no one at the end, blank ones at the end',
		'jvalue/ods#290',
		'id,text\n1,please pay\n2,see you\n\n\n\n',
		TWO,
	],
	[
		'a separator line in U+2028 is text',
		'our own fuzzing',
		'id,text\n1,a\u2028b\u0085c',
		[{ id: '1', text: 'a\u2028b\u0085c' }],
	],
];

const SEPARATORS: readonly Case[] = [
	['Excel’s own line', 'mholt/PapaParse#951', 'sep=;\r\nid;text\r\n1;please pay\r\n2;see you', TWO],
	[
		'Excel’s own line, behind a byte order mark, with a bar',
		'mechatroner/vscode_rainbow_csv#108',
		'\uFEFFSep=|\nid|text\n1|please pay\n2|see you',
		TWO,
	],
	[
		'Excel’s own line, with one column',
		'PowerShell/PowerShell#7776',
		'sep=,\ntext\nplease pay\nsee you',
		[{ text: 'please pay' }, { text: 'see you' }],
	],
	[
		'quoted names, then semicolons',
		'mautic/mautic#5408',
		'"id";"text"\n"1";"please pay"\n"2";"see you"',
		TWO,
	],
	[
		'quoted names with commas in them',
		'JoshClose/CsvHelper#1955',
		'"Name, first";"Text, long"\n"Ann";"a, b, c"',
		[{ 'Name, first': 'Ann', 'Text, long': 'a, b, c' }],
	],
	[
		'more commas than semicolons in the names',
		'mholt/PapaParse#600',
		'Text (long, plain, no markup);From (name, address);ID\nplease pay;Ann;1\nsee you;Ben;2',
		[
			{ 'Text (long, plain, no markup)': 'please pay', 'From (name, address)': 'Ann', ID: '1' },
			{ 'Text (long, plain, no markup)': 'see you', 'From (name, address)': 'Ben', ID: '2' },
		],
	],
	[
		'decimal commas in each row',
		'SheetJS/sheetjs#2239',
		'a;b;text\n1,1;2,2;pay\n1,5;2,5;meet\n',
		[
			{ a: '1,1', b: '2,2', text: 'pay' },
			{ a: '1,5', b: '2,5', text: 'meet' },
		],
	],
	[
		'decimal commas, and one comma in the names',
		'our own fuzzing',
		'Amount, net;Due\n5,20;May\n6,30;June',
		[
			{ 'Amount, net': '5,20', Due: 'May' },
			{ 'Amount, net': '6,30', Due: 'June' },
		],
	],
	[
		'tabs, and a number with commas',
		'mholt/PapaParse#60',
		'id\ttext\tsum\n1\tpay, please, soon\t1,234,567',
		[{ id: '1', text: 'pay, please, soon', sum: '1,234,567' }],
	],
	['bars', 'deephaven/deephaven-core#1800', 'id|text\n1|please pay\n2|see you', TWO],
	[
		'semicolons in a text of a table with commas',
		'JuliaData/CSV.jl#746',
		'id,text,to\n1,a;b;c;d,Ann\n2,e;f;g;h,Ben',
		[
			{ id: '1', text: 'a;b;c;d', to: 'Ann' },
			{ id: '2', text: 'e;f;g;h', to: 'Ben' },
		],
	],
	[
		'a quoted text with HTML, line breaks and semicolons',
		'mholt/PapaParse#681',
		'id,text\n1,"<p style=""a:b;c:d;"">\nHello;\nthere;</p>"\n2,x',
		[
			{ id: '1', text: '<p style="a:b;c:d;">\nHello;\nthere;</p>' },
			{ id: '2', text: 'x' },
		],
	],
	[
		'none: one column of sentences',
		'mholt/PapaParse#165',
		'text\nPlease pay, Ann; soon\n"Quoted, too"\n5" pipe | old\n',
		[{ text: 'Please pay, Ann; soon' }, { text: 'Quoted, too' }, { text: '5" pipe | old' }],
	],
	[
		'a blank behind each',
		'mholt/PapaParse#829',
		'"id", "text"\n1, "socks, red"\n2, "shoes"',
		[
			{ id: '1', text: 'socks, red' },
			{ id: '2', text: 'shoes' },
		],
	],
	[
		'a blank behind each, names without quotation marks',
		'mholt/PapaParse#941',
		'name, id, text\nAnn, 1, "line 1, line 2"',
		[{ name: 'Ann', id: '1', text: 'line 1, line 2' }],
	],
];

const QUOTES: readonly Case[] = [
	[
		'behind backslashes',
		'C2FO/fast-csv#112',
		'id,text\n1,"she said \\"pay, now\\", twice"\n2,"\\"so\\""',
		[
			{ id: '1', text: 'she said "pay, now", twice' },
			{ id: '2', text: '"so"' },
		],
	],
	[
		'doubled, with a backslash at the end of a text',
		'ClickHouse/ClickHouse#2876',
		'id,text,to\n1,"C:\\dir\\",Ann\n2,"a ""b""",Ben',
		[
			{ id: '1', text: 'C:\\dir\\', to: 'Ann' },
			{ id: '2', text: 'a "b"', to: 'Ben' },
		],
	],
	[
		'for inches and feet, within a text',
		'mholt/PapaParse#112',
		'color;size;text\nblue; 6\'5";a\nred; 2\'8";b',
		[
			{ color: 'blue', size: ' 6\'5"', text: 'a' },
			{ color: 'red', size: ' 2\'8"', text: 'b' },
		],
	],
	[
		'round the first words of a text that is not quoted',
		'mholt/PapaParse#226',
		'name\tnote\ned\t"the rainmaker" north\nann\tplain',
		[
			{ name: 'ed', note: '"the rainmaker" north' },
			{ name: 'ann', note: 'plain' },
		],
	],
	[
		'next to a separator in a text',
		'mholt/PapaParse#67',
		'id,text\n1,""","""\n2,",""x"""',
		[
			{ id: '1', text: '","' },
			{ id: '2', text: ',"x"' },
		],
	],
	[
		'with blanks before the separator',
		'osiegmar/FastCSV#173',
		'id,text\n"1"  ,"please pay"  \n"2" ,"see you" ',
		TWO,
	],
];

const NAMES: readonly Case[] = [
	[
		'twice the same',
		'mholt/PapaParse#129',
		'Name,Name,text\nAnn,Berg,pay',
		[{ Name: 'Ann', 'Name 2': 'Berg', text: 'pay' }],
	],
	[
		'thrice the same, and one that looks like the second',
		'mholt/PapaParse#982',
		'c;c;c 2;c\n1;2;3;4',
		[{ c: '1', 'c 3': '2', 'c 2': '3', 'c 4': '4' }],
	],
	[
		'a missing one, above texts',
		'nextflow-io/nf-schema#154',
		'id,text,\n1,please pay,urgent\n2,see you,',
		[
			{ id: '1', text: 'please pay', 'Column 3': 'urgent' },
			{ id: '2', text: 'see you', 'Column 3': '' },
		],
	],
	[
		'a separator at the end of each line',
		'deephaven/deephaven-core#1800',
		'id|text|\n1|please pay|\n2|see you|\n',
		TWO,
	],
	[
		'a separator at the end of the rows alone',
		'adaltas/node-csv-parse#120',
		'id,text\n1,please pay, \n2,see you,,\n',
		TWO,
	],
	[
		'empty columns before them',
		'alphagov/notifications-utils#1169',
		',,id,text\n,,1,please pay\n,,2,see you',
		TWO,
	],
	[
		'blank lines before them',
		'reposense/RepoSense#903',
		'\n \n,\nid,text\n1,please pay\n2,see you',
		TWO,
	],
	[
		'of every object',
		'mafintosh/csv-parser#247',
		'id,__proto__,constructor,text\n1,a,b,pay',
		[
			Object.fromEntries([
				['id', '1'],
				['__proto__', 'a'],
				['constructor', 'b'],
				['text', 'pay'],
			]),
		],
	],
	[
		'behind a byte order mark, quoted',
		'pandas-dev/pandas#4793',
		'\uFEFF"id","text"\n1,please pay\n2,see you',
		TWO,
	],
	['and nothing else', 'our own fuzzing', 'id,text\n', []],
];

const ROWS: readonly Case[] = [
	[
		'without their last, empty cells',
		'dathere/qsv#2613',
		'id,text,note\n1,please pay\n2,see you,x\n3',
		[
			{ id: '1', text: 'please pay', note: '' },
			{ id: '2', text: 'see you', note: 'x' },
			{ id: '3', text: '', note: '' },
		],
	],
	[
		'with a cell of a megabyte',
		'our own fuzzing',
		`id,text\n1,"${'a, "" \n'.repeat(150_000)}"\n2,x`,
		[
			{ id: '1', text: 'a, " \n'.repeat(150_000) },
			{ id: '2', text: 'x' },
		],
	],
];

describe.each([
	['line ends', LINE_ENDS],
	['separators', SEPARATORS],
	['quotation marks', QUOTES],
	['column names', NAMES],
	['rows', ROWS],
] as const)('a table is read whatever its %s', (_, cases) => {
	it.each(cases)('%s (%s)', (_how, _source, table, rows) => {
		expect(readCsv(table).map((row) => Object.entries(row))).toEqual(
			rows.map((row) => Object.entries(row)),
		);
	});
});

const REFUSED: ReadonlyArray<readonly [how: string, source: string, table: string, words: RegExp]> =
	[
		[
			'a comma in a text without quotation marks',
			'microsoft/markitdown#2390',
			'id,text\n1,see you\n2,please pay, today',
			/^Row 3 of the table has 3 cells, but there are names for 2 columns only\.$/,
		],
		[
			'a comma in a text in the middle',
			'dehesa/CodableCSV#34',
			'id,text,to\n1,please pay, today,Ann\n2,see you,Ben',
			/^Row 2 of the table has 4 cells/,
		],
		[
			'a quotation mark that nothing closes',
			'osiegmar/FastCSV#173',
			'id,text\n1,see you\n2,"please pay\n3,x\n4,y',
			/^Row 3 of the table opens a quotation mark that is never closed\.$/,
		],
		[
			'a quotation mark that a curly one closes',
			'cldf/csvw#52',
			'id,text\n1,"please pay”\n2,see you',
			/^Row 2 of the table opens a quotation mark/,
		],
		[
			'an unclosed quotation mark before quoted rows',
			'tarql/tarql#50',
			'id,text\n1,a\n2,"Toys\n3,"blocks"\n4,"dolls"',
			/^In row 3 of the table, text goes on behind a closing quotation mark\.$/,
		],
		[
			'quoted words at the start of a quoted text that has a line break',
			'mholt/PapaParse#920',
			'id,text\n1,"a\nb"\n2,"diy" basket',
			/^In row 3 of the table, text goes on behind/,
		],
		[
			'a single mark in a quoted text',
			'arnaudroger/SimpleFlatMapper#692',
			'sum,text,to\n-70.00,"Receipt "Witho",""\n-45.00,"x",""',
			/^In row 2 of the table/,
		],
		[
			'more columns than any sheet has',
			'our own fuzzing',
			`${'a,'.repeat(100_000)}\n1`,
			/^100001 columns in the table are more than a spreadsheet has\.$/,
		],
		[
			'more cells than memory holds',
			'our own fuzzing',
			`${'a,'.repeat(10_000)}\n${'1\n'.repeat(1_000)}`,
			/^1000 rows of 10001 columns in the table are more than 5 million cells\.$/,
		],
	];

describe('a table is refused with its row for', () => {
	it.each(REFUSED)('%s (%s)', (_how, _source, table, words) => {
		let error: unknown;
		try {
			readCsv(table);
		} catch (thrown) {
			error = thrown;
		}
		expect(isOffpeakError(error) && error.details.hint).toMatch(/Nothing was sent\.$/);
		expect(isOffpeakError(error) && error.message).toMatch(words);
	});
});

it('no word of any table is lost: it is read, or the table is refused (our own fuzzing)', () => {
	const between = fc.constantFrom(
		...[
			',',
			';',
			'\t',
			'|',
			'\n',
			'\r',
			'\r\n',
			'"',
			'""',
			'\\"',
			' ',
			'", "',
			'";"',
			'\uFEFF',
			'sep=',
			', "',
		],
	);
	const pieces = fc.array(fc.tuple(fc.constantFrom('', 'w'), between), { maxLength: 25 });
	fc.assert(
		fc.property(
			fc.constantFrom('id,text\n', 'id;text\r', '"a"\t"b"\r\n', 'text\n', ''),
			pieces,
			(head, all) => {
				const words = all.flatMap(([word], index) => (word === '' ? [] : [`w${index}.`]));
				const table =
					head + all.map(([word, end], index) => `${word && `w${index}.`}${end}`).join('');
				let rows: readonly Row[];
				try {
					rows = readCsv(table);
				} catch (error) {
					expect(isOffpeakError(error)).toBe(true);
					return;
				}
				// Names above no row are not among what is read.
				const names = rows.length === 0 ? words : [];
				const read = [...names, ...rows.flatMap((row) => Object.entries(row).flat())].join(' ');
				expect(words.filter((word) => !read.includes(word))).toEqual([]);
			},
		),
		runs(300),
	);
});

describe('a table takes time in step with its size', () => {
	const shapes: ReadonlyArray<readonly [shape: string, of: (size: number) => string]> = [
		[
			'quotation marks and blanks',
			(size) =>
				`id,text\n1,"${'"a'.repeat(Math.floor(size / 4))}${' '.repeat(Math.floor(size / 2))}\n`,
		],
		['separators', (size) => ',;|\t'.repeat(Math.floor(size / 4))],
		['carriage returns', (size) => '\r'.repeat(size)],
		['quoted commas', (size) => `id,text\n${'1,"a,b"\n'.repeat(Math.floor(size / 8))}`],
		['marks behind backslashes', (size) => `id,text\n1,"${'\\"'.repeat(Math.floor(size / 2))}`],
		[
			'blanks behind a quoted cell',
			(size) => `id,text\n${`"1"${' '.repeat(100)},"x"\n`.repeat(Math.floor(size / 108))}`,
		],
		['equal names', (size) => `${'a,'.repeat(Math.floor(size / 2))}b\n`],
	];

	/** Refused is fine: soon enough is what counts. */
	function readOrRefuse(table: string): void {
		try {
			readCsv(table);
		} catch (error) {
			if (!isOffpeakError(error)) throw error;
		}
	}

	it.each(shapes)('%s (our own fuzzing)', (_shape, of) => {
		const growth = findGrowth((size) => {
			const table = of(size);
			return () => {
				readOrRefuse(table);
			};
		}, 800_000);
		expect(growth).toBeUndefined();
	});
});
