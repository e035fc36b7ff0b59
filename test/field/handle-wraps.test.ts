import { findHandleFault, readHandle } from '../../core';
import {
	SHAPE,
	JOB,
	CARRIED,
	BACKGROUND,
	HANDLES,
	text,
	written,
	each,
	reversed,
	withNulls,
	type Change,
} from '../support/core/handles';

/**
 * What hosts, cells and people did to texts and objects that were to come back as they were. Either nothing that
 * matters is lost, and the handle is read; or it is refused in words. Never half a handle.
 */
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
