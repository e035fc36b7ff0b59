import fc from 'fast-check';
import {
	type OffpeakError,
	plan,
	PROVIDERS,
	type Bytes,
	type PlanInput,
	type Provider,
	type Row,
	type Task,
} from '../../../core';
import { readSideEntries } from '../../../core/record/side-file';
import { readRequestId } from '../../../core/requests/ids';
import { promptOf } from '../../../core/tasks';
import { errorOf } from '../../support/core/refusal';
import {
	CATEGORIZE,
	linesOf,
	planInput,
	planOf,
	rowsOf,
	textOfBytes,
	withRoomFor,
} from '../../support/core/samples';
import { runs } from '../../support/fuzz';

async function refusalOf(changes: Partial<PlanInput>): Promise<OffpeakError> {
	const error = await errorOf(() => planOf(changes));
	expect(error).toMatchObject({ code: 'invalid_input', retryable: false });
	expect(error.details.hint).toMatch(/\w/);
	return error;
}

function withLimits(limits: Partial<Provider['limits']>): Provider {
	return { ...PROVIDERS.local, limits: { ...PROVIDERS.local.limits, ...limits } };
}

function keptEntriesOf(kept: Bytes | undefined): readonly unknown[] {
	return linesOf(kept).flatMap((line) => readSideEntries(PROVIDERS.local.protocol.files, line));
}

const LARGE_SHAPE: Task = {
	...CATEGORIZE,
	categories: Array.from({ length: 200 }, (_, index) => ({
		name: `Category ${index}`,
		value: `Label_${index}`,
	})),
};

describe('plan', () => {
	describe('refuses', () => {
		it('no rows', async () => {
			expect((await refusalOf({ rows: [] })).message).toContain('nothing to send');
		});

		it('more rows than any job holds, and names both numbers', async () => {
			const rows = Array.from({ length: 1_000_001 }, () => ({ text: 'a' }));
			const { message } = await refusalOf({ rows });
			expect(message).toMatch(/^1000001 items .* at most 1000000\.$/);
		});

		it.each(['', '  '])('the model %j and the label %j', async (blank) => {
			expect((await refusalOf({ model: blank })).message).toContain('model');
			expect((await refusalOf({ label: blank })).message).toContain('label');
		});

		it('an empty text, by its name', async () => {
			const rows = [...rowsOf(2), { text: '  <p>&nbsp;</p> ' }];
			const error = await refusalOf({ rows });
			expect(error.message).toBe('The text of Item 3 is empty.');
			expect(error.details.rowIndex).toBe(2);
		});

		it('empty texts, with the first one named and the others counted', async () => {
			const rows = [{ text: 'a' }, { text: '' }, { text: ' ' }, { text: '\n' }];
			const error = await refusalOf({ rows });
			expect(error.message).toBe('The text of Item 2 and of 2 more is empty.');
			expect(error.details.rowIndex).toBe(1);
		});

		it('texts that are all empty, also when empty ones are skipped', async () => {
			const error = await refusalOf({ rows: [{ text: '' }, { text: '' }], emptyText: 'skip' });
			expect(error.message).toContain('Every text is empty');
		});

		it('two rows of one id, and names both', async () => {
			const rows = [
				{ id: 'a', text: 'x' },
				{ id: 'b', text: 'x' },
				{ id: 'a', text: 'x' },
			];
			const error = await refusalOf({ rows });
			expect(error.message).toBe('Item 1 and Item 3 have the same Row ID "a".');
			expect(error.details.rowIndex).toBe(2);
		});

		it('an id that is the place of another row', async () => {
			const rows = [{ id: '1', text: 'x' }, { text: 'x' }];
			expect((await refusalOf({ rows })).message).toContain('Item 1 and Item 2');
		});

		it('a blank id', async () => {
			const rows = [{ text: 'x' }, { id: ' ', text: 'x' }];
			expect((await refusalOf({ rows })).message).toBe('Item 2 has an empty Row ID.');
		});

		it('a row that is too large, with its name, its size and the limit', async () => {
			const rows = [...rowsOf(1), { text: '€'.repeat(4_000_000) }];
			const error = await refusalOf({ rows, provider: PROVIDERS.openai });
			expect(error.message).toBe(
				'Item 2 takes 12.0 MB, more than the 10.0 MB that OpenAI accepts for one.',
			);
			expect(error.details.rowIndex).toBe(1);
		});

		it.each<[string, Partial<PlanInput>]>([
			['alone', {}],
			['packed', { packing: 'automatic' }],
			['skipped', { emptyText: 'skip' }],
		])(
			'a row whose kept fields are too large (%s): servers refuse such a line, and the job with it (control-layer#674)',
			async (how, changes) => {
				const text = how === 'skipped' ? ' ' : 'short';
				const rows = [...rowsOf(1), { text, kept: { page: 'x'.repeat(11_000_000) } }];
				const error = await refusalOf({ rows, provider: PROVIDERS.openai, ...changes });
				expect(error.message).toBe(
					'The fields that Item 2 keeps take 11.0 MB, more than the 10.0 MB that OpenAI accepts for one.',
				);
				expect(error.details).toMatchObject({
					rowIndex: 1,
					hint: expect.stringContaining('Keep Fields'),
				});
			},
		);

		it('a row that is too large for a small server, in small units', async () => {
			const provider = withLimits({ lineBytes: 3000 });
			const error = await refusalOf({ rows: [{ text: 'x'.repeat(5000) }], provider });
			expect(error.message).toMatch(
				/^Item 1 takes \d kB, more than the 3 kB that Local server accepts for one\.$/,
			);
		});

		it.each<[Task, string]>([
			[{ ...CATEGORIZE, categories: [{ name: 'a' }] }, 'at least two'],
			[{ ...CATEGORIZE, categories: [{ name: 'a' }, { name: 'A' }] }, 'both called'],
			[{ ...CATEGORIZE, categories: [{ name: 'a' }, { name: ' ' }] }, 'no name'],
			[{ kind: 'extract', fields: [] }, 'at least one field'],
			[{ kind: 'custom', prompt: '' }, 'what should be done'],
			[{ kind: 'custom', prompt: 'x', schema: { type: 'string' } }, 'must be an object'],
		])('the task %j', async (task, words) => {
			expect((await refusalOf({ task })).message).toContain(words);
		});

		it.each(['model', 'input', 'instructions', 'messages', 'stream', 'background', 'store'])(
			'%s among the advanced settings',
			async (field) => {
				expect((await refusalOf({ extra: { [field]: 'x' } })).message).toContain(`"${field}"`);
			},
		);
	});

	describe('a line', () => {
		const input = planInput({
			rows: [{ id: 'm-1', text: 'Say "hi"\n\t€ </row> \u2028' }],
			model: ' demo ',
		});
		const { instructions, schema } = promptOf(CATEGORIZE);
		const fenced = '<row>\nSay "hi"\n\t€ <\\/row>\n</row>';

		it('is valid JSON and asks for what the task says (Responses)', () => {
			const [shard] = plan({ ...input, maxOutputTokens: 500, extra: { top_p: 0.5 } }).shards;
			expect(textOfBytes(shard?.input).endsWith('}\n')).toBe(true);
			expect(linesOf(shard?.input)).toEqual([
				{
					custom_id: 'r0-m-1',
					method: 'POST',
					url: '/v1/responses',
					body: {
						model: 'demo',
						top_p: 0.5,
						store: false,
						max_output_tokens: 500,
						text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } },
						instructions,
						input: fenced,
					},
				},
			]);
		});

		it('is valid JSON and asks for what the task says (Chat Completions)', () => {
			const [shard] = plan({ ...input, provider: PROVIDERS.groq }).shards;
			expect(linesOf(shard?.input)).toEqual([
				{
					custom_id: 'r0-m-1',
					method: 'POST',
					url: '/v1/chat/completions',
					body: {
						model: 'demo',
						response_format: {
							type: 'json_schema',
							json_schema: { name: 'answer', strict: true, schema },
						},
						messages: [
							{ role: 'system', content: instructions },
							{ role: 'user', content: fenced },
						],
					},
				},
			]);
		});

		it('holds the text as it is when cleaning is off, cut where told', () => {
			const [shard] = planOf({
				rows: [{ text: '<b>Hello</b>' }],
				cleanText: false,
				maxCharacters: 8,
			}).shards;
			expect(linesOf(shard?.input)).toMatchObject([
				{ body: { input: '<row>\n<b>Hello\n[… cut]\n</row>' } },
			]);
		});
	});

	describe('skips', () => {
		const rows: Row[] = [
			{ text: '' },
			{ text: 'a', id: 'x' },
			{ text: ' ', id: 'y', kept: { n: 1 } },
		];

		it('empty texts when told, and keeps why for the report', () => {
			const made = planOf({ rows, emptyText: 'skip' });
			expect(made).toMatchObject({ rowCount: 3, requestCount: 1 });
			expect(made.skipped.map(({ index }) => index)).toEqual([0, 2]);
			const [shard] = made.shards;
			expect(shard).toMatchObject({ requestCount: 1, firstRow: 0, endRow: 3 });
			const reason = made.skipped[0]?.reason;
			expect(reason).toMatch(/\w/);
			expect(keptEntriesOf(shard?.kept)).toEqual([
				{ shape: made.shape },
				{ rowIndex: 0, rowId: '0', skipped: reason },
				{ rowIndex: 2, rowId: 'y', fields: { n: 1 }, skipped: reason },
			]);
		});

		it('rows behind the last request of a full file into that same file', () => {
			const many = [{ text: 'a' }, { text: 'b' }, { text: '' }, { text: '' }];
			const { shards } = planOf({ rows: many, emptyText: 'skip', provider: withRoomFor(1) });
			expect(
				shards.map(({ firstRow, endRow, requestCount }) => [firstRow, endRow, requestCount]),
			).toEqual([
				[0, 1, 1],
				[1, 4, 1],
			]);
		});
	});

	describe('the kept file', () => {
		it('is left out when there is nothing to keep', () => {
			const rows = [{ text: 'a' }, { text: 'b', id: 'plain-id' }, { text: 'c', kept: {} }];
			expect(planOf({ rows }).shards[0]).not.toHaveProperty('kept');
		});

		it('holds fields, and ids that do not fit into a request id', () => {
			const rows = [
				{ text: 'a' },
				{ text: 'b', id: 'Grüße' },
				{ text: 'c', id: 'c', kept: { n: 1 } },
			];
			const [shard] = planOf({ rows }).shards;
			expect(keptEntriesOf(shard?.kept).slice(1)).toEqual([
				{ rowIndex: 1, rowId: 'Grüße' },
				{ rowIndex: 2, fields: { n: 1 } },
			]);
		});

		it('is there for the shape alone when it is too large for metadata', () => {
			const made = planOf({ task: LARGE_SHAPE });
			expect(keptEntriesOf(made.shards[0]?.kept)).toEqual([{ shape: made.shape }]);
			const split = planOf({ task: LARGE_SHAPE, rows: rowsOf(3), provider: withRoomFor(2) });
			expect(split.shards.map(({ kept }) => keptEntriesOf(kept))).toEqual([
				[{ shape: made.shape }],
				[{ shape: made.shape }],
			]);
		});

		it('never outgrows the limit of a file by its rows: the shard is closed first', () => {
			const rows = rowsOf(6, (index) => ({ note: `${index} `.padEnd(2_500, '語') }));
			const provider = withLimits({ fileBytes: 12_000 });
			const { shards } = planOf({ rows, provider });
			expect(shards.length).toBeGreaterThan(1);
			for (const { kept, input } of shards) {
				expect(kept?.byteLength).toBeLessThanOrEqual(12_000);
				expect(input.byteLength).toBeLessThanOrEqual(12_000);
			}
		});
	});

	describe('splits', () => {
		it('at the number of requests', () => {
			const { shards, requestCount } = planOf({ rows: rowsOf(7), provider: withRoomFor(3) });
			expect(requestCount).toBe(7);
			expect(
				shards.map(({ index, requestCount: count, firstRow, endRow }) => [
					index,
					count,
					firstRow,
					endRow,
				]),
			).toEqual([
				[1, 3, 0, 3],
				[2, 3, 3, 6],
				[3, 1, 6, 7],
			]);
		});

		it('at bytes, not at characters', () => {
			const line = planOf({ rows: [{ text: 'x'.repeat(9000) }] }).inputBytes;
			const provider = withLimits({ fileBytes: line * 2 + 1000 });
			const ascii = Array.from({ length: 4 }, () => ({ text: 'x'.repeat(9000) }));
			const wide = Array.from({ length: 4 }, () => ({ text: '語'.repeat(5000) }));
			expect(planOf({ rows: ascii, provider }).shards).toHaveLength(2);
			expect(planOf({ rows: wide, provider }).shards).toHaveLength(4);
		});

		it('any rows at any limits into shards that hold the same lines in order, each within the limits', () => {
			const row = fc.record({
				text: fc.oneof(
					fc.string({ minLength: 1, maxLength: 60 }),
					fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
					fc.constant(''),
					fc.nat({ max: 3000 }).map((length) => `${'é'.repeat(length)}.`),
				),
				kept: fc.dictionary(fc.string(), fc.string({ maxLength: 50 }), { maxKeys: 2 }),
			});
			const limits = fc.record({
				requests: fc.integer({ min: 1, max: 8 }),
				fileBytes: fc.integer({ min: 12_000, max: 40_000 }),
				lineBytes: fc.constant(12_000),
			});
			fc.assert(
				fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), limits, (given, limit) => {
					const rows: Row[] = [...given, { text: 'the last one', kept: {} }];
					const changes = { rows, emptyText: 'skip', cleanText: false } as const;
					const whole = planOf(changes);
					const split = planOf({ ...changes, provider: withLimits(limit) });

					expect(split.shards.map(({ input }) => textOfBytes(input)).join('')).toBe(
						textOfBytes(whole.shards[0]?.input),
					);
					let nextRow = 0;
					for (const [position, shard] of split.shards.entries()) {
						expect(shard.index).toBe(position + 1);
						expect(shard.firstRow).toBe(nextRow);
						nextRow = shard.endRow;
						const text = textOfBytes(shard.input);
						expect(Buffer.byteLength(text)).toBe(shard.input.byteLength);
						expect(shard.input.byteLength).toBeLessThanOrEqual(limit.fileBytes);
						const ids = linesOf(shard.input).map((line) => requestIdOf(line));
						expect(ids).toHaveLength(shard.requestCount);
						expect(shard.requestCount).toBeGreaterThan(0);
						expect(shard.requestCount).toBeLessThanOrEqual(limit.requests);
						for (const id of ids) {
							const rowIndex = readRequestId(id)?.rowIndex ?? -1;
							expect(rowIndex >= shard.firstRow && rowIndex < shard.endRow).toBe(true);
						}
					}
					expect(nextRow).toBe(rows.length);
					expect(split.requestCount + split.skipped.length).toBe(rows.length);
					expect(split.inputBytes).toBe(whole.inputBytes);
				}),
				runs(60),
			);
		});

		it('50,000 rows in good time', () => {
			const start = performance.now();
			const made = planOf({
				rows: rowsOf(50_000, (index) => ({ index })),
				provider: PROVIDERS.openai,
			});
			expect(made.shards).toHaveLength(1);
			expect(performance.now() - start).toBeLessThan(5000);
		});
	});

	describe('the content key', () => {
		const base = planInput({ rows: rowsOf(2, (index) => ({ index })) });
		const { contentKey } = plan(base);

		it('is the same for the same content', () => {
			expect(plan(base).contentKey).toBe(contentKey);
			expect(contentKey).toMatch(/^[0-9a-f]{32}$/);
			expect(plan({ ...base, label: ' Weekly review ', model: 'demo ' }).contentKey).toBe(
				contentKey,
			);
		});

		it.each<[string, Partial<PlanInput>]>([
			[
				'a text',
				{
					rows: [
						{ text: 'x', kept: { index: 0 } },
						{ text: 'y', kept: { index: 1 } },
					],
				},
			],
			['the order of the rows', { rows: [...base.rows].reverse() }],
			['a row more', { rows: rowsOf(3, (index) => ({ index })) }],
			['a kept field', { rows: rowsOf(2, (index) => ({ index: index + 1 })) }],
			['a row id', { rows: base.rows.map((row, index) => ({ ...row, id: `id-${index}` })) }],
			['the model', { model: 'demo-mini' }],
			['the label', { label: 'Another' }],
			['the task', { task: { ...CATEGORIZE, multiple: true } }],
			[
				'a value that is never sent',
				{
					task: {
						...CATEGORIZE,
						categories: CATEGORIZE.categories.map((category) => ({ ...category, value: 'L' })),
					},
				},
			],
			['the provider', { provider: { ...PROVIDERS.local, id: 'other' } }],
			['the base URL', { baseUrl: 'http://127.0.0.1:9999/v1' }],
			['the round', { round: 2 }],
			['the output limit', { maxOutputTokens: 100 }],
			['an own field', { extra: { temperature: 0 } }],
		])('changes with %s', (_, changes) => {
			expect(plan({ ...base, ...changes }).contentKey).not.toBe(contentKey);
		});
	});

	describe('caveats', () => {
		it('say when files are kept for another time than asked', () => {
			const azure = planOf({ provider: PROVIDERS.azure });
			expect(azure.expireAfterSeconds).toBe(14 * 86_400);
			expect(azure.caveats).toContain(
				'Results Expire After is 7 days, but Azure OpenAI keeps files for 14 days to 30 days: it will be 14 days.',
			);
			const short = planOf({ provider: PROVIDERS.openai, expireAfterSeconds: 60 });
			expect(short.expireAfterSeconds).toBe(3600);
			expect(short.caveats.join()).toContain('it will be 60 minutes.');
			expect(
				planOf({ provider: PROVIDERS.openai, expireAfterSeconds: 1e9 }).expireAfterSeconds,
			).toBe(30 * 86_400);
			expect(planOf({ provider: PROVIDERS.openai }).caveats).toEqual([]);
		});

		it('say when a provider takes no expiry at all, where one is set', () => {
			for (const provider of [PROVIDERS.groq, PROVIDERS.doubleword, PROVIDERS.other]) {
				expect(planOf({ provider }).caveats).toContain(
					`Results Expire After (7 days) has no effect: ${provider.name} takes no such setting, and keeps files by its own rule. Delete them when you have the answers.`,
				);
				const without = planOf({ provider, expireAfterSeconds: 0 }).caveats;
				expect(without.join()).not.toContain('Results Expire After');
			}
		});

		it('say when the job is split', () => {
			expect(planOf({ rows: rowsOf(3), provider: withRoomFor(2) }).caveats.join()).toContain(
				'split into 2 files',
			);
		});

		it('carry those of the provider', () => {
			expect(planOf({ provider: PROVIDERS.groq }).caveats).toEqual(
				expect.arrayContaining([...PROVIDERS.groq.caveats]),
			);
		});
	});

	it('cuts a long label, and no character of it in half', () => {
		const { label } = planOf({ label: `${'x'.repeat(199)}😀😀` });
		expect(label.length).toBeLessThanOrEqual(200);
		expect(label).not.toMatch(/\p{Surrogate}/u);
	});

	it('counts rounds from 1', () => {
		expect(planOf().round).toBe(1);
		expect(planOf({ round: 3 }).round).toBe(3);
	});
});

function requestIdOf(line: unknown): string {
	return typeof line === 'object' && line !== null && 'custom_id' in line
		? String(line.custom_id)
		: '';
}
