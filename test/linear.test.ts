import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	checkBaseUrl,
	cleanAnswer,
	chooseProvider,
	decodeText,
	findHandleFault,
	isOffpeakError,
	isJsonObject,
	parseJson,
	prepareText,
	readCursor,
	readHandle,
	readOutcome,
	readRecord,
	readTextFile,
	toCsv,
	type AnswerShape,
} from '../core';
import { errorOf } from '../core/calls/http-errors';
import { NO_DAMAGE } from '../core/collect/collected';
import { readQueueLimit } from '../core/again/queue-limit';
import { LineWriter } from '../core/formats/bytes';
import { readComplaint } from '../core/formats/complaints/complaint';
import { findMismatches } from '../core/formats/schema/json-schema';
import { readJsonLines } from '../core/formats/jsonl';
import {
	findSchemaFault,
	findStrictFaults,
	toStrictSchema,
} from '../core/formats/schema/strict-schema';
import { toGrammar } from '../core/formats/schema/strict-words';
import { tellable } from '../core/formats/complaints/tellable';
import { encodeJson, wellFormed } from '../core/formats/well-formed';
import { responsesBatch } from '../core/protocols/openai/openai-batch';
import { readDay } from '../core/report/days';
import { claimedBy, readBoughtName, readFileName } from '../core/record/file-names';
import { isId } from '../core/formats/ids';
import { readTime } from '../core/record/limits';
import { readSideEntries } from '../core/record/side-file';
import { readHeldRows } from '../core/requests/ids';
import { findFenced } from '../core/requests/lines';
import { readAnswer, readShape } from '../core/tasks';
import { countTokens } from '../core/cost/tokens';
import { readTask } from '../zapier-app/src/fields/task';
import { readCsv } from '../zapier-app/src/rows/csv';
import { extensionOf, fileNameOf } from '../zapier-app/src/rows/file-name';
import { readKeptFields } from '../zapier-app/src/rows/kept-fields';
import { splitText } from '../zapier-app/src/rows/split-text';
import { findJson } from '../local-server/src/answerers/upstream/answer-text';
import { findEmail, findNumber, findUrl } from '../local-server/src/answerers/find';
import { batchOf, recordOf } from './support/core/batches';
import { bytesOfChunks } from './support/core/canned-transport';
import { planOf } from './support/core/samples';
import { isNightly } from './support/fuzz';
import { findGrowth } from './support/growth';
import { HOSTILE_TEXTS, NESTED } from './support/hostile-texts';

const SIZE = isNightly ? 2_000_000 : 100_000;

const SHAPES: readonly AnswerShape[] = [
	{ kind: 'custom' },
	{ kind: 'custom', schema: { type: 'object', properties: { a: { type: 'string' } } } },
	{ kind: 'extract', fields: [{ name: 'a', type: 'text' }] },
	{ kind: 'summarize', style: 'actions' },
	{
		kind: 'categorize',
		categories: [{ name: 'a' }, { name: 'b' }],
		multiple: true,
		noMatch: 'other',
	},
	{
		kind: 'categorize',
		categories: [{ name: 'a "b"' }, { name: 'b' }],
		multiple: false,
		noMatch: 'fail',
	},
];
const SCHEMA = {
	type: 'object',
	properties: { a: { $ref: '#' }, b: { enum: ['x'], minLength: 3 } },
	additionalProperties: { anyOf: [{ $ref: '#' }, { type: 'array', items: { $ref: '#' } }] },
};

/** What reads what strangers wrote: mails, files, answers, handles, replies, settings. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
	prepareText: (text) => prepareText(text, { clean: true, maxCharacters: 1_000 }),
	decodeText: (text) => decodeText(Buffer.from(text, 'utf8')),
	'decodeText, as another encoding': (text) => decodeText(Buffer.from(text, 'utf16le')),
	'readTextFile, of subtitles': (text) => readTextFile(Buffer.from(text, 'utf8'), true),
	wellFormed,
	encodeJson,
	LineWriter: (text) => new LineWriter().writeLine([{ inside: text }]),
	'plan, a text': (text) => planOf({ rows: [{ text }, { text: 'b' }], cleanText: false }),
	'plan, what stands beside': (text) =>
		planOf({ task: { kind: 'custom', prompt: text }, label: text }),
	cleanAnswer: (text) => [
		cleanAnswer(text),
		cleanAnswer(`${text}</think>`),
		cleanAnswer(`<|channel|>${text}`),
	],
	readAnswer: (text) => SHAPES.map((shape) => readAnswer(shape, text)),
	'readAnswer, a label': (text) => {
		const answer = { category: text, categories: [text], confidence: text, reason: text };
		return SHAPES.slice(-2).map((shape) => {
			const { category, categories, ...rest } = answer;
			const several = shape.kind === 'categorize' && shape.multiple;
			return readAnswer(
				shape,
				JSON.stringify({ ...rest, ...(several ? { categories } : { category }) }),
			);
		});
	},
	parseJson,
	findMismatches: (text) => [
		findMismatches(SCHEMA, parseJson(text)),
		findMismatches(SCHEMA, { a: text, b: text, c: [text] }),
		findMismatches({ $ref: text, enum: [text] }, text),
	],
	toStrictSchema: (text) => {
		const schema = { type: 'object', properties: { [text]: { type: text, $ref: text } } };
		const labels = {
			type: 'object',
			properties: { [text]: { enum: [text] }, b: { pattern: text } },
		};
		const given = parseJson(text);
		return [
			findStrictFaults(schema),
			toGrammar(toStrictSchema(labels)),
			isJsonObject(given) ? findStrictFaults(given) : findSchemaFault(schema),
		];
	},
	readShape: (text) => readShape(parseJson(text)),
	readHandle: (text) => [readHandle(text), readHandle({ handle: text })],
	findHandleFault,
	readCursor: (text) => readCursor(parseJson(text)),
	readOutcome: (text) => readOutcome(parseJson(text)),
	readRecord: (text) =>
		readRecord(
			batchOf({
				metadata: {
					offpeak_job: text,
					offpeak_shard: text,
					offpeak_rows: text,
					offpeak_label: text,
					offpeak_task_1: text,
				},
			}),
		),
	readFileName: (text) => [readFileName(`offpeak.${text}.jsonl`), claimedBy(text)],
	readBoughtName: (text) => readBoughtName(`offpeak.ab.1of1.bought.op_1-${text}.jsonl`),
	isId: (text) => [isId(text), readTime(text), readHeldRows(text), readHeldRows(`r1-${text}`)],
	readSideEntries: (text) =>
		readSideEntries(responsesBatch.files, {
			custom_id: 'offpeak-0-0',
			body: { input: text.replaceAll('"', '"\n') },
		}),
	findFenced: (text) => findFenced(text, '123456'),
	readResult: (text) => responsesBatch.readResult({ custom_id: 'r1', response: parseJson(text) }),
	errorOf: (text) => errorOf(400, { 'retry-after': text }, { error: { message: text } }).message,
	readComplaint: (text) => [
		readComplaint(text),
		readComplaint(parseJson(text)),
		readComplaint({ message: `[{'loc': (${text}`, detail: [{ loc: [text], msg: text }] }),
	],
	tellable: (text) => [tellable(text, ['aaaaaaaa', 'x'.repeat(40)]), tellable(`key: ${text}`)],
	readQueueLimit: (text) =>
		readQueueLimit([
			{
				batch: batchOf({ faults: [{ code: 'token_limit_exceeded', message: `Limit: ${text}` }] }),
				record: recordOf(),
				results: new Map(),
				keptRows: new Map(),
				shape: undefined,
				silentIds: new Map(),
				damage: NO_DAMAGE,
			},
		]),
	readDay,
	checkBaseUrl: (text) => [checkBaseUrl(text), checkBaseUrl(`https://example.com/${text}`)],
	'chooseProvider, of an endpoint of Azure': (text) =>
		[text, `https://a.openai.azure.com/${text}`, `https://a.example/openai/${text}`].map(
			(address) =>
				chooseProvider({ choice: 'azure', address, field: 'Endpoint', ownNetwork: false }),
		),
	toCsv: (text) => toCsv([{ a: text, [text]: [text] }]),
	countTokens: (text) => countTokens(text),
	'readTask on Zapier': (text) => [
		readTask({ task: 'categorize', categories: { [text]: text }, instructions: text }),
		readTask({ task: 'extract', extract_fields: { a: `text ${text}` } }),
	],
	readCsv: (text) => readCsv(text),
	splitText: (text) => splitText(text, ['subject', 'from']),
	readKeptFields: (text) => readKeptFields(text, ['a', 'b']),
	fileNameOf: (text) => fileNameOf(`attachment; ${text}`, 'https://example.com/a'),
	extensionOf: (text) => extensionOf(text, text),
	'findJson of the local server': findJson,
	'find of the local server': (text) => [findEmail(text), findNumber(text), findUrl(text)],
};

/** Reads, or says why not; anything else is a fault of the reader: a stack that ends, a time that does not. */
function reading(read: (text: string) => unknown, text: string): () => unknown {
	return () => {
		try {
			return read(text);
		} catch (error) {
			if (isOffpeakError(error)) return error;
			throw error;
		}
	};
}

describe.each(Object.entries(READERS))('%s', (_, read) => {
	it('takes twice the time for twice the text', () => {
		const faults = HOSTILE_TEXTS.flatMap(([name, of]) => {
			const growth = findGrowth((size) => reading(read, of(size)), SIZE);
			return growth === undefined ? [] : [`${name}: ${growth}`];
		});
		expect(faults).toEqual([]);
	});

	it('ends on what is nested deeper than any stack', () => {
		for (const [, of] of NESTED) expect(reading(read, of(SIZE))).not.toThrow();
	});
});

describe('readJsonLines', () => {
	it('reads any line to its end, in a time that its own tests measure', async () => {
		for (const [, of] of [...HOSTILE_TEXTS, ...NESTED]) {
			const bytes = Buffer.from(of(SIZE / 10));
			const lines: unknown[] = [];
			for await (const line of readJsonLines(bytesOfChunks([bytes]))) lines.push(line);
			expect(lines.length).toBeLessThanOrEqual(bytes.length);
		}
	});
});

/** Names of those that read, or make something, of what a stranger wrote. */
const READER =
	/export (?:async )?function\*? ((?:read|parse|decode|split|unwrap|prepare|clean|check|to[A-Z])\w*)(?:<[^(]*>)?\(\s*\w+: (?:readonly )?(?:string|Uint8Array|AsyncIterable|unknown)\b/g;

/** Read by one of those above, or small: no text of a stranger's comes whole to it. */
const WITHIN: readonly string[] = [
	// JSON that was read: each walks it once, no deeper than the value is known to be.
	'readObject',
	'readList',
	'readString',
	'readNumber',
	'readStrings',
	'readPage',
	'readRequest',
	'readOpenAiResult',
	'readFailure',
	'readModelFailure',
	'readStatus',
	'readKeptEntry',
	'readShardRecord',
	'readSideLine',
	'readOwnPrice',
	'readWhole',
	'unwrapHandle',
	// Of `prepareText` and `readTextFile`.
	'cleanText',
	'readLines',
	'readSubtitles',
	'readCues',
	'readCueText',
	'readTimeLine',
	'readHeaderLine',
	'decodeUtf32',
	// Of `readAnswer`, of `isId`, of `readCsv`.
	'readJsonAnswer',
	'parseLoosely',
	'parseUnclosed',
	'readRequestId',
	'readPackId',
	'readTime',
	'readHeldRows',
	'readCells',
	// Of plan.
	'readPlaceholder',
	// A reply, which `send` limits; one of a few words; a name that was cut.
	'readText',
	'readBody',
	// A time or a count.
	'readDigits',
	// Of `readComplaint`.
	'readPrinted',
	// Of `readAnswer`.
	'unwrapped',
	'readOneOf',
	'toTestLabel',
];

it('times every reader that core and its hosts have', () => {
	const root = join(__dirname, '..');
	const named = [...Object.keys(READERS), 'readJsonLines'].map((name) => /^\w+/.exec(name)?.[0]);
	const known = new Set([...named, ...WITHIN]);
	const readers = globSync('{core,nodes,zapier-app/src}/**/*.ts', { cwd: root }).flatMap((path) =>
		[...readFileSync(join(root, path), 'utf8').matchAll(READER)].map(([, name = '']) => name),
	);
	expect(readers).toContain('readHandle');
	expect(readers.filter((name) => !known.has(name))).toEqual([]);
});
