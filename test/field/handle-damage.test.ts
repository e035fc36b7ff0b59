import {
	findHandleFault,
	readHandle,
	type AnsweredJob,
	type BackgroundJob,
	type Handle,
	type Job,
} from '../../core';
import { jobOf } from '../support/core/batches';

/**
 * What hosts, cells and people did to texts and objects that were to come back as they were. Either nothing that
 * matters is lost, and the handle is read; or it is refused in words. Never half a handle.
 */
const SHAPE = {
	kind: 'categorize',
	multiple: false,
	noMatch: 'other',
	categories: [{ name: 'Rechnung', value: 'Label_7' }, { name: 'Termin' }],
} as const;

const JOB: Job = jobOf({
	label: 'Rückläufer “Süd”, Woche 48',
	rowCount: 5,
	round: 2,
	shardCount: 2,
	shards: [
		{ batchId: 'batch_a1', index: 1, round: 1 },
		{ batchId: 'batch_a2', index: 2, round: 1 },
		{ batchId: 'batch_b1', index: 1, round: 2 },
	],
});

/** Of a provider that keeps nothing: all of it rides in the handle. */
const CARRIED: Job = jobOf({
	rowCount: 3,
	shards: [
		{
			batchId: 'batch_c1',
			index: 1,
			round: 1,
			record: {
				shardCount: 1,
				firstRow: 0,
				endRow: 3,
				model: 'demo',
				contentKey: 'c0ffee',
				sent: { rows: 2, requests: 2 },
			},
		},
	],
	shape: SHAPE,
	kept: [
		{ rowIndex: 0, fields: { from: 'ute@example.org', 'a.b': 1, nested: { tags: ['x'] } } },
		{ rowIndex: 1, rowId: 'Zeile „zwei“' },
		{ rowIndex: 2, skipped: 'The text is empty, so it was not sent.' },
	],
});

const BACKGROUND: BackgroundJob = {
	version: 2,
	id: 'op_b1',
	service: 'openai',
	baseUrl: 'https://api.openai.com/v1',
	label: '',
	rowCount: 2,
	createdAt: '2026-11-20T07:00:00.000Z',
	kind: 'background',
	calls: [
		{ row: 0, id: 'r0', response: 'resp_1' },
		{ row: 1, id: 'r1-4711', refused: 'The text is empty.' },
	],
	keptFileId: 'file-9',
};

const NOW: AnsweredJob = {
	version: 2,
	id: 'op_n1',
	service: 'openai',
	baseUrl: 'https://api.openai.com/v1',
	label: 'Heute',
	rowCount: 1,
	createdAt: '2026-11-20T07:00:00.000Z',
	kind: 'now',
	answers: [
		{
			rowIndex: 0,
			rowId: 'm-1',
			outcome: 'succeeded',
			retryable: false,
			answer: { category: 'Termin', confidence: 0.9 },
			kept: {},
			round: 1,
			usage: { inputTokens: 812, cachedTokens: 0, outputTokens: 14 },
		},
	],
};

const HANDLES: readonly Handle[] = [JOB, CARRIED, BACKGROUND, NOW];

type Change = (handle: Handle) => unknown;

function text(change: (json: string) => unknown): Change {
	return (handle) => change(JSON.stringify(handle));
}

/** The text, with every occurrence of something replaced. */
function written(from: string | RegExp, to: string): Change {
	return text((json) => json.replaceAll(from, to));
}

/** Every value of a JSON value, the innermost first. */
function each(change: (value: unknown, key: string) => unknown): Change {
	return text((json) => JSON.parse(json, (key: string, value: unknown) => change(value, key)));
}

function reversed(value: unknown): unknown {
	return isRecord(value) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withNulls(value: unknown, key: string): unknown {
	const absent: Record<string, unknown> = {
		'': { shape: null, kept: null, keptFileId: null, note: null },
	};
	if (!isRecord(value)) return value;
	if ('batchId' in value) return { record: null, ...value };
	if ('sent' in value) {
		return { again: null, runKey: null, keptFileId: null, expireAfterSeconds: null, ...value };
	}
	if ('response' in value) return { ...value, refused: null };
	if ('refused' in value) return { response: null, ...value };
	if ('rowIndex' in value) return { reason: null, charges: null, skipped: null, ...value };
	return { ...(isRecord(absent[key]) ? absent[key] : {}), ...value };
}

const HARMLESS: ReadonlyArray<readonly [string, string, Change]> = [
	['made a text twice', 'drizzle-team/drizzle-orm#724', text((json) => JSON.stringify(json))],
	[
		'made a text three times',
		'n8n-io/n8n#13771',
		text((json) => JSON.stringify(JSON.stringify(json))),
	],
	[
		'written into a template between quotes: the inside of a JSON text',
		'adnanh/webhook#285',
		text((json) => JSON.stringify(json).slice(1, -1)),
	],
	['behind a byte order mark', 'typicode/json-server#1666', text((json) => `\uFEFF${json}`)],
	[
		'behind a byte order mark that was made part of a text',
		'tsouza/yajs#51',
		text((json) => JSON.stringify(`\uFEFF${json}`)),
	],
	[
		'between no-break spaces',
		'mikechambers/as3corelib#110',
		text((json) => `\u00A0\u00A0${json}\u00A0\n`),
	],
	[
		'between zero-width spaces',
		'bhollis/jsonview#129',
		text((json) => `\u200B${json}\u2060\u200B`),
	],
	[
		'printed over many lines, with their ends as Windows has them',
		'wardi/jsonlines#35',
		(handle) => `${JSON.stringify(handle, null, '\t').replaceAll('\n', '\r\n')}\r\n`,
	],
	['in a fence', 'langchain-ai/langchain#23297', text((json) => `\`\`\`json\n${json}\n\`\`\`\n`)],
	[
		'in a fence without a word',
		'vectorize-io/hindsight#645',
		text((json) => `\`\`\`\n${json}\`\`\``),
	],
	['as the only entry of a list', 'n8n-io/n8n#1912', (handle) => [handle]],
	['as the text of a list', 'promptfoo/promptfoo#9544', (handle) => JSON.stringify([handle])],
	[
		'as n8n’s whole item',
		'n8n-io/n8n#12953',
		(handle) => ({ json: handle, pairedItem: { item: 0 } }),
	],
	[
		'as the text of n8n’s items, with the handle in its field',
		'n8n-io/n8n#7447',
		(handle) => JSON.stringify([{ json: { handle: JSON.stringify(handle), count: 3 } }]),
	],
	['with its keys in another order', 'hasura/graphql-engine#5854', each(reversed)],
	[
		'beside keys that a host added',
		'forcedotcom/dataloader#1204',
		(handle) => ({ row_number: 7, ...handle, createdTime: '2026-11-21', __typename: 'Row' }),
	],
	['with null for all that is absent', 'novuhq/novu#9284', each(withNulls)],
	[
		'with its whole numbers as decimals',
		'luanti-org/luanti#16897',
		written(/("(?:rowCount|version|index|endRow|row)":\d+)(?=[,}])/g, '$1.0'),
	],
	[
		'with its numbers as powers of ten',
		'xeipuuv/gojsonschema#100',
		written(/"(rowCount|version)":(\d)(?=[,}])/g, '"$1":$2e0'),
	],
	['with its slashes escaped', 'SproutApps/sprout-invoices#85', written('/', '\\/')],
	[
		'in plain ASCII',
		'inlife/nexrender#568',
		text((json) =>
			json.replaceAll(
				/[\u0080-\uFFFF]/g,
				(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
			),
		),
	],
	[
		'with its time as a database writes it',
		'supabase/walrus#37',
		written(/"createdAt":"([^"]+)\.000Z"/g, '"createdAt":"$1.000000+00:00"'),
	],
	[
		'with its time in another zone',
		'planetscale/airbyte-source#129',
		written(/T(\d\d):(\d\d:\d\d\.\d+)Z"/g, 'T$1:$2-00:00"'),
	],
	[
		'with keys that are none',
		'mesqueeb/merge-anything#15',
		text((json) => json.replace('{', '{"__proto__":{"rowCount":9},"constructor":{"prototype":1},')),
	],
	[
		'beside a value that is nested deeper than any stack',
		'sidorares/json-bigint#93',
		text((json) => json.replace('{', `{"note":${'['.repeat(50_000)}${']'.repeat(50_000)},`)),
	],
];

describe('a handle that lost nothing on its way', () => {
	it.each(HARMLESS)('is read %s (%s)', (_, _source, change) => {
		for (const handle of HANDLES) {
			const carried = change(handle);
			expect(findHandleFault(carried)).toBeUndefined();
			expect(readHandle(carried)).toEqual(handle);
		}
		expect({}).not.toHaveProperty('rowCount');
	});

	it('keeps kept fields of any name (AikidoSec/intel#68)', () => {
		const carried = JSON.stringify(CARRIED).replace('"a.b":1', '"a.b":1,"__proto__":{"x":1}');
		const read = readHandle(carried);
		expect(read).toEqual(JSON.parse(carried));
		expect(JSON.stringify(read)).toContain('"__proto__":{"x":1}');
	});

	it('keeps its time to the second, whatever the zone it is told in (rocicorp/mono#4257)', () => {
		const createdAt = '2026-11-18T13:26:40+01:00';
		expect(readHandle({ ...JOB, createdAt })).toEqual(JOB);
	});

	it('does with an empty text for a file that is absent (snowplow/iglu-central#741)', () => {
		const { keptFileId, ...rest } = BACKGROUND;
		const read = readHandle({ ...rest, shape: SHAPE, keptFileId: '' });
		expect(keptFileId).toBe('file-9');
		expect(read).toEqual({ ...rest, shape: SHAPE });
	});
});

/** The text of two thousand answers, longer than any cell. */
const LONG = JSON.stringify({
	...NOW,
	rowCount: 2_000,
	answers: Array.from({ length: 2_000 }, (_, rowIndex) => ({
		...NOW.answers[0],
		rowIndex,
		rowId: `m-${rowIndex}`,
	})),
});

const NO_HANDLE = 'not the text or object of a handle';
const CUT = 'cut off or changed on the way';

/** The handle with a value in the place of one of its own, in every object that has it. */
function having(key: string, value: (own: unknown) => unknown): Change {
	return each((own, name) => (name === key ? value(own) : own));
}

function numbered(list: unknown): unknown {
	return Array.isArray(list) ? { ...list } : list;
}

type Damage = readonly [
	how: string,
	source: string,
	change: Change,
	fault: string,
	of?: readonly Handle[],
];

const HARMFUL: readonly Damage[] = [
	['cut at the end of an Excel cell', 'SheetJS/sheetjs#2108', () => LONG.slice(0, 32_767), CUT],
	['cut at the end of a Sheets cell', 'airbytehq/airbyte#15500', () => LONG.slice(0, 50_000), CUT],
	[
		'cut, and marked as such',
		'lightdash/lightdash#19207',
		() => `${LONG.slice(0, 49_980)}...[TRUNCATED]`,
		CUT,
	],
	[
		'cut at the end of an Airtable cell',
		'gtalarico/pyairtable#26',
		() => LONG.slice(0, 100_000),
		CUT,
	],
	[
		'cut at its beginning, as a log is',
		'gtalarico/pyairtable#26',
		() => LONG.slice(-80_000),
		NO_HANDLE,
	],
	[
		'cut into pieces of 2,000 characters',
		'julien040/anyquery#31',
		() => [LONG.slice(0, 2_000), LONG.slice(2_000, 4_000)],
		NO_HANDLE,
	],
	['with curly quotes', 'josdejong/jsonrepair#162', written('"', '”'), CUT],
	[
		'with single quotes, as Python prints it',
		'AnalyzerREST/python-tradingview-ta#34',
		written('"', "'"),
		CUT,
	],
	['with its quotes doubled, as CSV has them', 'mholt/PapaParse#276', written('"', '""'), CUT],
	['with HTML’s quotes', 'josdejong/jsonrepair#168', written('"', '&quot;'), CUT],
	['with a comma too many', 'json-c/json-c#15', text((json) => json.replace(/\}$/, ',}')), CUT],
	['with NaN in it', 'langwatch/langwatch#1558', written(/"rowCount":\d+/g, '"rowCount":NaN'), CUT],
	[
		'with no-break spaces between its keys',
		'MicrosoftDocs/dynamics-365-customer-engagement#3379',
		(handle) => JSON.stringify(handle, null, '\u00A0'),
		CUT,
	],
	[
		'as the key of a form',
		'n8n-io/n8n#18281',
		text((json) => ({ [json]: '' })),
		'"version" is not 2',
	],
	['as [object Object]', 'n8n-io/n8n#5770', String, CUT],
	['as nothing', 'evanplaice/jquery-csv#63', () => 'NULL', NO_HANDLE],
	[
		'with all its values as texts',
		'ljharb/qs#331',
		each((value) => (typeof value === 'number' ? String(value) : value)),
		'numbers were made texts',
	],
	[
		'with a count as a text with a comma',
		'theoephraim/node-google-spreadsheet#668',
		having('rowCount', () => '2,400'),
		'"rowCount" is no number',
	],
	[
		'with a count of 1e9',
		'jsonata-js/jsonata#240',
		having('rowCount', () => 1e9),
		'"rowCount" is no number',
	],
	[
		'with a count that lost its last digits',
		'sourcemeta/jsonschema#235',
		having('rowCount', () => 2 ** 53 + 2),
		'"rowCount" is no number',
	],
	[
		'with half a row',
		'networknt/json-schema-validator#160',
		having('rowCount', () => 1.5),
		'"rowCount" is no number',
	],
	[
		'with a BigInt',
		'sidorares/json-bigint#69',
		(handle) => ({ ...handle, rowCount: 3n }),
		'"rowCount" is no number',
	],
	[
		'with numbers as a database exports them',
		'Automattic/mongoose#8309',
		having('rowCount', (own) => ({ $numberInt: String(own) })),
		'"rowCount" is no number',
	],
	[
		'with 1e9 shards',
		'alibaba/fastjson2#7696',
		having('shardCount', () => 1e9),
		'"shardCount"',
		[JOB, CARRIED],
	],
	['with a shard of 1e9', 'ljharb/qs#107', having('index', () => 1e9), '"shards"', [JOB, CARRIED]],
	['with a round of 1e9', 'ljharb/qs#107', having('round', () => 1e9), '"shards"', [JOB, CARRIED]],
	[
		'with 1e9 rows in a record',
		'stleary/JSON-java#834',
		having('endRow', () => 1e9),
		'"shards"',
		[CARRIED],
	],
	[
		'with a call of row 1e9',
		'stleary/JSON-java#834',
		having('row', () => 1e9),
		'"calls"',
		[BACKGROUND],
	],
	[
		'with an answer of row 1e9',
		'stleary/JSON-java#834',
		having('rowIndex', () => 1e9),
		'"answers"',
		[NOW],
	],
	[
		'with a kept row 1e9',
		'stleary/JSON-java#834',
		having('rowIndex', () => 1e9),
		'"kept"',
		[CARRIED],
	],
	[
		'with its time as a spreadsheet shows it',
		'foam-foundation/foam3#5437',
		having('createdAt', () => '11/18/2026 12:26:40 PM'),
		'"createdAt" is no time',
	],
	[
		'with its time as a number of days',
		'bovender/XLToolbox#705',
		having('createdAt', () => 46_344.5),
		'"createdAt" is no time',
	],
	[
		'with its time without a zone',
		'supabase/supabase#4803',
		having('createdAt', () => '2026-11-18T12:26:40'),
		'"createdAt" is no time',
	],
	[
		'with its time as an object',
		'n8n-io/n8n#5849',
		(handle) => ({ ...handle, createdAt: new Date(handle.createdAt) }),
		'"createdAt" is no time',
	],
	[
		'with its time cut at its dot, as a path',
		'n8n-io/n8n#13549',
		having('createdAt', () => ({ '2026-11-18T12:26:40': { '405-08:00': '' } })),
		'"createdAt" is no time',
	],
	[
		'with its keys in small letters',
		'bassarisse/google-spreadsheet-to-json#3',
		each((value) =>
			isRecord(value)
				? Object.fromEntries(Object.entries(value).map(([key, own]) => [key.toLowerCase(), own]))
				: value,
		),
		'"baseUrl" is no address',
	],
	[
		'with an id of the table it lay in',
		'bassarisse/google-spreadsheet-to-json#15',
		having('id', () => 'rec8aXbQm2LkT0'),
		'"id" is none of a job',
		[JOB, CARRIED, NOW],
	],
	[
		'with its address as a link of a chat',
		'scrapinghub/slackbot#156',
		having('baseUrl', (own) => `<${String(own)}>`),
		'"baseUrl" is no address',
	],
	[
		'with a label that became a number',
		'nithinmurali/pygsheets#93',
		having('label', () => 2026),
		'"label" is no text',
	],
	[
		'flattened into one level',
		'OpenDataServices/flatten-tool#26',
		(handle) => {
			const { shards, ...rest } = JOB;
			return {
				...rest,
				id: handle.id,
				'shards.0.batchId': shards[0]?.batchId,
				'shards.0.index': 1,
			};
		},
		'"shards"',
		[JOB],
	],
	[
		'with its lists as objects',
		'expressjs/body-parser#289',
		having('shards', numbered),
		'"shards"',
		[JOB, CARRIED],
	],
	[
		'with its calls as an object',
		'ljharb/qs#324',
		having('calls', numbered),
		'"calls"',
		[BACKGROUND],
	],
	[
		'with its answers as an object',
		'ljharb/qs#324',
		having('answers', numbered),
		'"answers"',
		[NOW],
	],
	[
		'with its kept rows as an object',
		'ljharb/qs#303',
		having('kept', (own) => numbered(own)),
		'"kept"',
		[CARRIED],
	],
	[
		'with its categories as an object',
		'ljharb/qs#449',
		having('categories', numbered),
		'"shape"',
		[CARRIED],
	],
	[
		'with its lists as comma text',
		'zapier/zapier-platform#225',
		having('shards', (own) => String(own)),
		'"shards"',
		[JOB, CARRIED],
	],
	[
		'with a list of one as its entry',
		'scryfall/google-sheets#21',
		having('shards', (own) => (Array.isArray(own) ? own[0] : own)),
		'"shards"',
		[CARRIED],
	],
	[
		'with its inner objects as texts',
		'n8n-io/n8n#6762',
		having('fields', (own) => JSON.stringify(own)),
		'"kept"',
		[CARRIED],
	],
	[
		'with its shape as a text',
		'MathBunny/strava-wind-analysis#49',
		having('shape', (own) => JSON.stringify(own)),
		'"shape"',
		[CARRIED],
	],
	[
		'with an answer as a text',
		'n8n-io/n8n#6762',
		having('answer', (own) => JSON.stringify(own)),
		'"answers"',
		[NOW],
	],
	[
		'with tokens as texts',
		'scryfall/google-sheets#21',
		having('inputTokens', String),
		'"answers"',
		[NOW],
	],
	[
		'with a row’s id as a number',
		'vlucas/sheetquery#20',
		having('rowId', () => 1234),
		'"kept"',
		[CARRIED],
	],
	[
		'with a yes as a word',
		'burnash/gspread#952',
		having('multiple', () => 'FALSE'),
		'"shape"',
		[CARRIED],
	],
	[
		'with a category that became a number',
		'jpillora/node-edit-google-spreadsheet#22',
		having('name', () => 2026),
		'"shape"',
		[CARRIED],
	],
	[
		'with a label’s id as a number',
		'vlucas/sheetquery#20',
		having('value', () => 7),
		'"shape"',
		[CARRIED],
	],
	[
		'without the shape of its answers',
		'n8n-io/n8n#14456',
		having('shape', () => undefined),
		'"shape"',
		[CARRIED],
	],
	[
		'without the file of its shape',
		'n8n-io/n8n#14456',
		having('keptFileId', () => ''),
		'"shape"',
		[BACKGROUND],
	],
	[
		'with kept fields nested deeper than any stack',
		'Tencent/rapidjson#2282',
		text((json) => json.replace('"a.b":1', `"a.b":${'['.repeat(50_000)}${']'.repeat(50_000)}`)),
		'"kept"',
		[CARRIED],
	],
	[
		'as lists in lists only',
		'spray/spray-json#286',
		() => '['.repeat(200_000) + ']'.repeat(200_000),
		NO_HANDLE,
	],
	['as an open list only', 'stleary/JSON-java#751', () => '['.repeat(200_000), CUT],
];

describe('a handle that lost something on its way', () => {
	it.each(HARMFUL.map(([how, source, ...rest]) => ({ how, source, rest })))(
		'is refused in words $how ($source)',
		({ rest: [change, fault, of = HANDLES] }) => {
			for (const handle of of) {
				const carried = change(handle);
				expect(findHandleFault(carried)).toContain(fault);
				expect(readHandle(carried)).toBeUndefined();
			}
		},
	);
});

/** The least of three, for other processes take their turns. */
function millisecondsOf(run: () => void): number {
	const times = [1, 2, 3].map(() => {
		const start = performance.now();
		run();
		return performance.now() - start;
	});
	return Math.min(...times);
}

describe('a handle that is too much', () => {
	it.each<[string, string, () => unknown]>([
		[
			'a billion rows',
			'jsonata-js/jsonata#240',
			() => ({ ...JOB, rowCount: 1e9, shardCount: 1e9 }),
		],
		[
			'a billion rows in a record',
			'stleary/JSON-java#834',
			() => having('endRow', () => 1e9)(CARRIED),
		],
		['a call of row a billion', 'ljharb/qs#107', () => having('row', () => 1e9)(BACKGROUND)],
		[
			'a fence of 100,000 lines',
			'google/adk-python#7082',
			() => `\`\`\`json${'\n'.repeat(100_000)}`,
		],
		['200,000 blanks', 'NancyFx/Nancy#1388', () => `x${' '.repeat(200_000)}x`],
		['100,000 backslashes and quotes', 'C2FO/fast-csv#757', () => `{${'\\"'.repeat(100_000)}`],
	])('of %s is refused at once (%s)', (_, _source, make) => {
		const carried = make();
		expect(findHandleFault(carried)).toBeDefined();
		expect(millisecondsOf(() => findHandleFault(carried))).toBeLessThan(50);
	});

	it('of more shards than a call can have arguments is looked through, not thrown (keichi/binary-parser#208)', () => {
		const shards = Array.from({ length: 300_000 }, (_, at) => ({
			batchId: `batch_${at}`,
			index: 1 + (at % 10_000),
			round: 1 + Math.floor(at / 10_000),
		}));
		const whole = { ...JOB, rowCount: 10_000, shardCount: 10_000, round: 30, shards };
		expect(findHandleFault(whole)).toBeUndefined();
		expect(findHandleFault({ ...whole, round: 31 })).toContain('"shards"');
	});

	it('of many records over many kept rows takes no product of both (alibaba/fastjson2#7696)', () => {
		const rows = 10_000;
		const kept = Array.from({ length: rows }, (_, rowIndex) => ({ rowIndex, skipped: 'empty' }));
		const [record] = CARRIED.shards.map((shard) => shard.record);
		const shards = Array.from({ length: rows }, (_, at) => ({
			batchId: 'b',
			index: at + 1,
			round: 1,
			record: {
				...record,
				shardCount: rows,
				firstRow: at,
				endRow: rows,
				sent: { rows: 1, requests: 1 },
			},
		}));
		const forged = { ...CARRIED, rowCount: rows, shardCount: rows, shards, kept };
		expect(millisecondsOf(() => findHandleFault(forged))).toBeLessThan(250);
	});
});
