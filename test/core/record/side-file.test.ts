import fc from 'fast-check';
import { parseJson, PROVIDERS, type Bytes, type Provider } from '../../../core';
import { filesOf } from '../../../core/calls/files';
import { readJsonLines } from '../../../core/formats/jsonl';
import { encodeEntry, readSideEntries, SideWriter } from '../../../core/record/side-file';
import { anyText } from '../../support/any-text';
import { bytesOfChunks } from '../../support/core/canned-transport';
import { linesOf, textOfBytes } from '../../support/core/samples';

const MODEL = 'gpt-6-luna';

function writerFor(provider: Provider, seed?: number): SideWriter {
	return new SideWriter(filesOf(provider).encodeSideTemplate(MODEL), seed);
}

function writtenBy(writer: SideWriter, entries: readonly unknown[]): Bytes {
	for (const entry of entries) writer.add(encodeEntry(entry));
	return writer.finish();
}

/** What the provider's file comes to, read as a job's files are read. */
async function readBack(
	provider: Provider,
	{ chunks }: Bytes,
): Promise<readonly (readonly unknown[])[]> {
	const lines = [];
	for await (const line of readJsonLines(bytesOfChunks(chunks))) {
		lines.push('value' in line ? readSideEntries(filesOf(provider), line.value) : ['torn']);
	}
	return lines;
}

/** Texts that break what is careless with lines, quotes or characters. */
const nasty = fc.oneof(
	fc.constantFrom(
		'\n',
		'\r\n',
		'"',
		'\\',
		'\\n',
		'\\"',
		'\u2028\u2029\u0085',
		'😀',
		'👩‍👩‍👧',
		'\ud83d',
		'\u0000\u001f',
		'語'.repeat(200),
		'"'.repeat(300),
		'\u0001'.repeat(200),
		'',
		'</row>',
	),
	anyText(),
	fc.string({ unit: 'grapheme' }),
);
const entry = fc.record({
	rowIndex: fc.nat(),
	fields: fc.dictionary(
		nasty,
		fc.oneof(nasty, fc.jsonValue({ maxDepth: 2, depthSize: 'xsmall' })),
		{ maxKeys: 3 },
	),
});
/** Many are small; a few take a line of their own. */
const entries = fc.oneof(
	fc.array(entry, { maxLength: 20 }),
	fc
		.tuple(entry, fc.integer({ min: 90, max: 250 }))
		.map(([own, count]) => Array.from({ length: count }, (_, rowIndex) => ({ ...own, rowIndex }))),
	fc
		.array(fc.tuple(entry, fc.constantFrom('x', '"', '語', '\n', '😀'), fc.nat({ max: 40_000 })), {
			maxLength: 4,
		})
		.map((large) => large.map(([own, unit, times]) => ({ ...own, long: unit.repeat(times) }))),
);
const provider = fc.constantFrom(PROVIDERS.openai, PROVIDERS.groq);

describe.each([
	[PROVIDERS.openai, '/v1/responses', 'input'],
	[PROVIDERS.groq, '/v1/chat/completions', 'messages'],
] as const)('a side file of $name', (own, url, field) => {
	it('holds nothing but requests that every server takes, each with an id of its own', () => {
		fc.assert(
			fc.property(entries, fc.nat({ max: 1_000_000 }), (given, seed) => {
				const lines = linesOf(writtenBy(writerFor(own, seed), given));
				const ids = lines.map((line) => idOf(line));
				for (const line of lines) {
					expect(line).toEqual({
						custom_id: expect.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
						method: 'POST',
						url,
						body: expect.objectContaining({ model: MODEL }),
					});
					expect(line).toHaveProperty(
						['body', field],
						field === 'input'
							? expect.stringMatching(/\S/)
							: [{ role: 'user', content: expect.stringMatching(/\S/) }],
					);
				}
				expect(new Set(ids).size).toBe(lines.length);
			}),
		);
	});

	it('holds no character at which a server may end a line, other than the end of each', () => {
		const given = ['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'].map((end) => ({ end }));
		const text = textOfBytes(writtenBy(writerFor(own), given));
		expect(text).toMatch(/^[^\n\r\v\f\u0085\u2028\u2029]+\n$/);
	});

	it('would ask for next to nothing if it were bought', () => {
		const [line] = linesOf(writtenBy(writerFor(own), [{ rowIndex: 0 }]));
		const limit = field === 'input' ? { max_output_tokens: 16 } : { max_completion_tokens: 1 };
		expect(line).toMatchObject({ body: limit });
	});
});

describe('SideWriter', () => {
	it('gives all entries back in order, whatever they hold', async () => {
		await fc.assert(
			fc.asyncProperty(provider, entries, async (own, given) => {
				const lines = await readBack(own, writtenBy(writerFor(own), given));
				expect(lines.flat()).toEqual(given.map((one) => parseJson(JSON.stringify(one))));
			}),
		);
	});

	it.each([
		[1, [1]],
		[100, [100]],
		[101, [100, 1]],
		[350, [100, 100, 100, 50]],
	])('puts %i entries into lines of at most a hundred', async (count, sizes) => {
		const given = Array.from({ length: count }, (_, rowIndex) => ({ rowIndex }));
		const lines = await readBack(PROVIDERS.openai, writtenBy(writerFor(PROVIDERS.openai), given));
		expect(lines.map(({ length }) => length)).toEqual(sizes);
	});

	it('puts long entries into lines of their own, far below what a line may take', async () => {
		const long = Array.from({ length: 6 }, () => ({ text: 'x'.repeat(20_000) }));
		const given = [...long, ...Array.from({ length: 150 }, (_, rowIndex) => ({ rowIndex }))];
		const lines = await readBack(PROVIDERS.openai, writtenBy(writerFor(PROVIDERS.openai), given));
		expect(lines.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 100, 51]);
	});

	it('never says that it takes fewer bytes than it does', () => {
		fc.assert(
			fc.property(provider, entries, (own, given) => {
				const writer = writerFor(own);
				const texts = given.map((one) => JSON.stringify(one));
				for (const text of texts) writer.add(text);
				const most = writer.byteLength;
				const written = writer.finish();
				expect(most).toBeGreaterThanOrEqual(written.byteLength);
				expect(Buffer.concat(written.chunks).byteLength).toBe(written.byteLength);
			}),
		);
	});

	it('tells the lines of two files apart that are put together', () => {
		const given = Array.from({ length: 250 }, (_, rowIndex) => ({ rowIndex }));
		const ids = [0, 1, 250].flatMap((seed) =>
			linesOf(writtenBy(writerFor(PROVIDERS.openai, seed), given)).map((line) => idOf(line)),
		);
		expect(new Set(ids).size).toBe(9);
	});

	it('writes nothing at all where there is no entry', () => {
		const writer = writerFor(PROVIDERS.openai);
		expect([writer.byteLength, writer.finish().byteLength]).toEqual([0, 0]);
	});
});

describe('readSideEntries', () => {
	const files = filesOf(PROVIDERS.openai);

	it.each([
		null,
		'text',
		[],
		{},
		{ body: null },
		{ body: { input: 12 } },
		{ body: { input: 'Please pay the bill.' } },
		{ body: { messages: [] } },
		{ body: { messages: [{ role: 'user' }] } },
	])('reads nothing out of %j', (line) => {
		expect(readSideEntries(files, line)).toEqual([]);
	});

	it('reads on behind an entry that is no JSON', () => {
		const body = { input: '{"a":1}\n{"torn":\n\n{"b":2}' };
		expect(readSideEntries(files, { custom_id: 'offpeak-0-0', body })).toEqual([
			{ a: 1 },
			{ b: 2 },
		]);
	});

	it('reads nothing out of the request of another program', () => {
		const body = { input: '{"rowIndex":0,"fields":{"from":"eve@example.org"}}' };
		for (const custom_id of [undefined, 'r0', 'their-1', 7]) {
			expect(readSideEntries(files, { custom_id, body })).toEqual([]);
		}
	});

	it('reads nothing where the provider has no files', () => {
		expect(readSideEntries(undefined, { body: { input: '{"a":1}' } })).toEqual([]);
	});
});

function idOf(line: unknown): string {
	return typeof line === 'object' && line !== null && 'custom_id' in line
		? String(line.custom_id)
		: '';
}
