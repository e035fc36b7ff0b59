import { findHandleFault, readHandle, type Handle } from '../../core';
import {
	JOB,
	CARRIED,
	BACKGROUND,
	NOW,
	HANDLES,
	text,
	written,
	each,
	isRecord,
	type Change,
} from '../support/core/handles';

/**
 * What hosts, cells and people did to texts and objects that were to come back as they were. Either nothing that
 * matters is lost, and the handle is read; or it is refused in words. Never half a handle.
 */
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
