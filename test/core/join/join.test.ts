import fc from 'fast-check';
import {
	collect,
	describeDamage,
	join,
	toResultRow,
	type CollectedBatch,
	type Outcome,
	type Result,
	readOutcome,
} from '../../../core';
import { statusOf } from '../../../core/poll/poll';
import { encodeRequestId } from '../../../core/requests/ids';
import { readVerdicts } from '../../../core/collect/verdict';
import {
	answerLine,
	batchOf,
	boughtOf,
	errorLine,
	jobOf,
	recordOf,
	resultLine,
} from '../../support/core/batches';
import { without } from '../../support/core/samples';
import { connectToFiles } from '../../support/core/stored-files';
import { runs } from '../../support/fuzz';
import { keptTextOf } from '../../support/core/kept-text';

/** A batch with these answers of the provider, read against its shape. */
function collectedOf({
	results = new Map(),
	...changes
}: Partial<Omit<CollectedBatch, 'results'>> & {
	readonly results?: ReadonlyMap<number, Result>;
} = {}): CollectedBatch {
	const shape = 'shape' in changes ? changes.shape : recordOf().shape;
	return {
		batch: batchOf(),
		record: recordOf(),
		results: readVerdicts(results, shape),
		keptRows: new Map(),
		silentIds: new Map(),
		shape,
		damage: { badLines: 0, duplicates: 0, unknownIds: 0, gone: [], answersGone: false },
		...changes,
	};
}

function succeeded(requestId: string, text: string) {
	return { requestId, outcome: 'succeeded', text } as const;
}

function outcomeOf(changes: Partial<Outcome> = {}): Outcome {
	return {
		rowIndex: 0,
		rowId: '0',
		outcome: 'succeeded',
		retryable: false,
		answer: {},
		kept: {},
		round: 1,
		...changes,
	};
}

describe('join', () => {
	it('takes an answer outside the list as invalid', () => {
		const text = '{"category":"Spam","confidence":1,"reason":"x"}';
		const [outcome] = join(jobOf(), [
			collectedOf({ results: new Map([[0, succeeded('r0', text)]]) }),
		]);
		expect(outcome).toMatchObject({
			outcome: 'invalid',
			reason: 'The field "category" is not one of the allowed values.',
			retryable: false,
			answer: {},
		});
	});

	it('offers one more try for an answer that is no JSON, and none for a second one', () => {
		const prose = collectedOf({ results: new Map([[0, succeeded('r0', 'An invoice.')]]) });
		const again = { ...prose, record: recordOf({ round: 2 }) };
		const [first] = join(jobOf(), [prose]);
		const [second] = join(jobOf(), [prose, again]);
		expect(first).toMatchObject({ outcome: 'invalid', retryable: true, round: 1 });
		expect(second).toMatchObject({ outcome: 'invalid', retryable: false, round: 2 });
	});

	it('hands usage on, of rows that failed too', () => {
		const usage = { inputTokens: 1, cachedTokens: 0, outputTokens: 2 };
		const refused = {
			requestId: 'r1',
			outcome: 'refused',
			reason: 'no',
			retryable: false,
			usage,
		} as const;
		const results = new Map<number, Result>([
			[0, { ...succeeded('r0', 'not JSON'), usage }],
			[1, refused],
		]);
		const outcomes = join(jobOf(), [collectedOf({ results })]);
		expect(outcomes.map((outcome) => outcome.usage)).toEqual([usage, usage, undefined]);
	});

	it('adds up what several rounds used, and keeps what each was charged by', () => {
		const cut = { inputTokens: 10, cachedTokens: 4, outputTokens: 2 };
		const full = { inputTokens: 10, cachedTokens: 0, outputTokens: 5, tier: 'standard' };
		const first = collectedOf({
			results: new Map([
				[
					0,
					{
						requestId: 'r0',
						outcome: 'truncated',
						reason: 'cut',
						retryable: true,
						usage: cut,
					} as const,
				],
			]),
		});
		const second = collectedOf({
			record: recordOf({ round: 2 }),
			results: new Map([[0, { ...succeeded('r0', '{"category":"Invoice"}'), usage: full }]]),
		});
		const [outcome] = join(jobOf(), [first, second]);
		expect(outcome?.usage).toMatchObject({ inputTokens: 20, cachedTokens: 4, outputTokens: 7 });
		expect(outcome?.charges).toEqual([cut, full]);
		expect(readOutcome(JSON.parse(JSON.stringify(outcome)))).toEqual([outcome]);
	});

	it('hands the answer over as it came when its shape is lost', () => {
		const read = collectedOf({
			shape: undefined,
			results: new Map([[0, succeeded('r0', '{"category":"Invoice"}')]]),
		});
		expect(join(jobOf(), [read])[0]).toMatchObject({
			outcome: 'succeeded',
			answer: { answer: '{"category":"Invoice"}' },
		});
	});

	it('gives skipped rows the reason that they were skipped for', () => {
		const keptRows = new Map([
			[1, { rowId: 'b', fields: { a: 1 }, skipped: 'The text is empty.' }],
		]);
		expect(join(jobOf(), [collectedOf({ keptRows })])[1]).toEqual(
			outcomeOf({
				rowIndex: 1,
				rowId: 'b',
				outcome: 'failed',
				reason: 'The text is empty.',
				kept: { a: 1 },
			}),
		);
	});

	it('takes the row id from the kept file, then from the request id, then from the place', () => {
		const results = new Map([
			[0, succeeded('r0-abc', '')],
			[1, succeeded('r1', '')],
		]);
		const read = collectedOf({ results, keptRows: new Map([[1, { rowId: 'ü' }]]) });
		expect(join(jobOf(), [read]).map(({ rowId }) => rowId)).toEqual(['abc', 'ü', '2']);
	});

	it('carries the round of the batch', () => {
		const outcomes = join(jobOf(), [collectedOf({ record: recordOf({ round: 3 }) })]);
		expect(outcomes.map(({ round }) => round)).toEqual([3, 3, 3]);
	});

	it('calls rows missing whose shard was never bought', () => {
		const job = jobOf({ rowCount: 5, shardCount: 2 });
		const outcomes = join(job, [collectedOf()]);
		expect(outcomes).toHaveLength(5);
		expect(outcomes[4]).toMatchObject({
			rowIndex: 4,
			rowId: '4',
			outcome: 'missing',
			reason: expect.stringContaining('never sent'),
			retryable: true,
		});
	});

	it.each([
		['expired', 'expired', '24 hours'],
		['cancelled', 'cancelled', 'cancelled'],
		['completed', 'missing', 'no answer'],
		['in_progress', 'missing', 'no answer'],
	] as const)(
		'says of a row without an answer in a batch that is %s: %s',
		(phase, outcome, words) => {
			const [first] = join(jobOf(), [collectedOf({ batch: batchOf({ phase }) })]);
			expect(first).toMatchObject({
				outcome,
				reason: expect.stringContaining(words),
				retryable: true,
			});
		},
	);

	it.each(['completed', 'expired', 'cancelled'] as const)(
		'offers no other try for rows of a batch that is %s and whose answers are gone: they may have been paid',
		async (phase) => {
			const bought = boughtOf({ phase, outputFileId: 'out' }, { keptFileId: 'kept' });
			const status = statusOf([bought], 0);
			const [first] = join(jobOf(), await collect(status, connectToFiles({})));
			expect(first).toMatchObject({ outcome: 'missing', retryable: false });
			expect(first?.reason).toContain('the answers (out)');
		},
	);

	it('does offer another try for a lost row when only the kept fields are gone', async () => {
		const counts = { total: 2, completed: 1, failed: 1 };
		const bought = boughtOf({ outputFileId: 'out', counts }, { keptFileId: 'kept' });
		const status = statusOf([bought], 0);
		const collected = await collect(status, connectToFiles({ out: answerLine('r0') }));
		const [answered, lost] = join(jobOf(), collected);
		expect(answered).toMatchObject({ outcome: 'succeeded', kept: {} });
		expect(lost).toMatchObject({ outcome: 'missing', retryable: true });
		expect(lost?.reason).toBe('The provider gave no answer for this row.');
	});

	describe('of a batch that the provider refused', () => {
		const fault = { code: 'invalid_json_line', message: 'Not valid.', line: 2 };

		function reasonsOf(changes: Omit<Partial<CollectedBatch>, 'results'>): (string | undefined)[] {
			const outcomes = join(jobOf(), [collectedOf(changes)]);
			expect(outcomes.every(({ outcome }) => outcome === 'failed')).toBe(true);
			return outcomes.map(({ reason }) => reason);
		}

		it('tells the row that is to blame from the others', () => {
			expect(reasonsOf({ batch: batchOf({ phase: 'failed', faults: [fault] }) })).toEqual([
				'The provider refused the job because of another row: Not valid. (invalid_json_line)',
				'The provider refused the job: Not valid. (invalid_json_line)',
				'The provider refused the job because of another row: Not valid. (invalid_json_line)',
			]);
		});

		it('counts lines without the rows that were skipped', () => {
			const batch = batchOf({ phase: 'failed', faults: [fault] });
			const keptRows = new Map([[0, { skipped: 'Empty.' }]]);
			expect(reasonsOf({ batch, keptRows })).toEqual([
				'Empty.',
				'The provider refused the job because of another row: Not valid. (invalid_json_line)',
				'The provider refused the job: Not valid. (invalid_json_line)',
			]);
		});

		it('counts lines from the first row of its own file', () => {
			const batch = batchOf({ phase: 'failed', faults: [{ ...fault, line: 1 }] });
			const record = recordOf({ firstRow: 10, endRow: 12, rowCount: 12 });
			const outcomes = join(jobOf({ rowCount: 12 }), [collectedOf({ batch, record })]);
			expect(outcomes[10]?.reason).toContain('refused the job: Not valid');
			expect(outcomes[11]?.reason).toContain('because of another row');
		});

		it('gives every row a reason that concerns all', () => {
			const faults = [{ code: 'token_limit_exceeded', message: 'Enqueued token limit reached.' }];
			const outcomes = join(jobOf(), [
				collectedOf({ batch: batchOf({ phase: 'failed', faults }) }),
			]);
			expect(outcomes[2]).toMatchObject({
				reason:
					'The provider’s queue for this account was full: Enqueued token limit reached. (token_limit_exceeded)',
				retryable: true,
			});
		});

		it('offers no other try for a fault that time does not mend', () => {
			const batch = batchOf({
				phase: 'failed',
				faults: [{ code: 'model_not_found', message: '' }],
			});
			expect(join(jobOf(), [collectedOf({ batch })])[0]).toMatchObject({
				reason: 'The provider refused the job: model_not_found',
				retryable: false,
			});
		});

		it('says so when the provider gave no reason', () => {
			expect(reasonsOf({ batch: batchOf({ phase: 'failed' }) })[0]).toContain('gave no reason');
		});
	});

	it('ends every row in exactly one outcome, however the result lines are scrambled, lost, doubled or torn', async () => {
		const scenario = fc.record({
			count: fc.integer({ min: 1, max: 12 }),
			phase: fc.constantFrom(
				'completed' as const,
				'expired' as const,
				'cancelled' as const,
				'failed' as const,
			),
			output: fc.array(fc.record({ row: fc.nat({ max: 15 }), kind: fc.nat({ max: 9 }) }), {
				maxLength: 30,
			}),
			errors: fc.array(fc.record({ row: fc.nat({ max: 15 }), kind: fc.nat({ max: 9 }) }), {
				maxLength: 10,
			}),
			torn: fc.nat({ max: 200 }),
			chunk: fc.integer({ min: 1, max: 300 }),
			lost: fc.subarray(['out', 'err', 'kept']),
			skipped: fc.array(fc.nat({ max: 15 }), { maxLength: 3 }),
		});
		await fc.assert(
			fc.asyncProperty(
				scenario,
				async ({ count, phase, output, errors, torn, chunk, lost, skipped }) => {
					const outLines = output.map(({ row, kind }) => lineOf(row, kind));
					const errLines = errors.map(({ row, kind }) => lineOf(row, kind));
					const outText = outLines.join('\n').slice(0, torn === 0 ? undefined : -torn);
					const keptText = keptTextOf(skipped.map((rowIndex) => ({ rowIndex, skipped: 'Empty.' })));
					const files = {
						out: chunked(outText, chunk),
						err: chunked(errLines.join('\n'), chunk),
						kept: keptText,
					};
					const there = Object.fromEntries(
						Object.entries(files).filter(([name]) => !lost.includes(name)),
					);
					const bought = boughtOf(
						{ phase, outputFileId: 'out', errorFileId: 'err' },
						{ endRow: count, rowCount: count, keptFileId: 'kept' },
					);
					const collected = await collect(statusOf([bought], 0), connectToFiles(there));
					const outcomes = join(jobOf({ rowCount: count }), collected);

					expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(
						Array.from({ length: count }, (_, row) => row),
					);
					for (const outcome of outcomes) {
						expect(outcome.outcome === 'succeeded').toBe(outcome.reason === undefined);
						expect(outcome.reason ?? 'x').toMatch(/\S/);
					}
					const [damage] = collected.map((batch) => batch.damage);
					const read = collected.reduce((sum, batch) => sum + batch.results.size, 0);
					const lines =
						(lost.includes('out')
							? 0
							: outText.split('\n').filter((line) => line.trim() !== '').length) +
						(lost.includes('err') ? 0 : errLines.length);
					// Every line is somewhere: with a row, or in the counts of what was wrong.
					expect(
						read + (damage?.badLines ?? 0) + (damage?.duplicates ?? 0) + (damage?.unknownIds ?? 0),
					).toBe(lines);
				},
			),
		);
	});

	it('finds every answer among scrambled lines of several files', async () => {
		const rowCount = fc.integer({ min: 1, max: 30 });
		await fc.assert(
			fc.asyncProperty(
				rowCount,
				fc.integer({ min: 1, max: 10 }),
				fc.infiniteStream(fc.nat()),
				async (count, size, random) => {
					const shards = Math.ceil(count / size);
					const files: Record<string, string> = {};
					const batches = Array.from({ length: shards }, (_, shard) => {
						const [firstRow, endRow] = [shard * size, Math.min(count, (shard + 1) * size)];
						const rows = Array.from(
							{ length: endRow - firstRow },
							(__, offset) => firstRow + offset,
						);
						const scrambled = rows
							.map((row) => ({ row, place: random.next().value ?? 0 }))
							.sort((a, b) => a.place - b.place);
						files[`out-${shard}`] = scrambled
							.map(({ row }) => answerLine(encodeRequestId(row, `id-${row}`)))
							.join('\n');
						return boughtOf(
							{ outputFileId: `out-${shard}` },
							{ firstRow, endRow, rowCount: count, shard: shard + 1, shardCount: shards },
						);
					});
					const outcomes = join(
						jobOf({ rowCount: count, shardCount: shards }),
						await collect(statusOf(batches, 0), connectToFiles(files)),
					);
					expect(outcomes.map(({ rowId, outcome }) => [rowId, outcome])).toEqual(
						Array.from({ length: count }, (_, row) => [`id-${row}`, 'succeeded']),
					);
				},
			),
			runs(50),
		);
	});
});

describe('toResultRow', () => {
	it('puts kept fields first, then the answer at top level, then what became of the row', () => {
		const outcome = outcomeOf({
			rowId: 'a',
			answer: { category: 'Invoice' },
			kept: { subject: 'Hi' },
			round: 2,
		});
		const row = toResultRow(outcome, 'Weekly', 0.0004);
		expect(row).toEqual({
			subject: 'Hi',
			category: 'Invoice',
			_offpeak: {
				id: 'a',
				outcome: 'succeeded',
				reason: null,
				label: 'Weekly',
				cost: 0.0004,
				round: 2,
			},
		});
		expect(Object.keys(row)).toEqual(['subject', 'category', '_offpeak']);
	});

	it('renames a kept field that clashes with the answer', () => {
		const outcome = outcomeOf({
			answer: { category: 'new' },
			kept: { category: 'old', _offpeak: 'mine' },
		});
		expect(toResultRow(outcome, '')).toMatchObject({
			category: 'new',
			original_category: 'old',
			original__offpeak: 'mine',
			_offpeak: { outcome: 'succeeded' },
		});
	});

	it('leaves the names of a row without an answer alone', () => {
		const outcome = outcomeOf({ outcome: 'expired', reason: 'late', kept: { category: 'old' } });
		expect(toResultRow(outcome, '')).toMatchObject({
			category: 'old',
			_offpeak: { reason: 'late' },
		});
	});

	it('loses no field, whatever they are called', () => {
		const name = fc.oneof(
			fc.constantFrom(
				'a',
				'original_a',
				'original_original_a',
				'_offpeak',
				'original__offpeak',
				'__proto__',
			),
			fc.string(),
		);
		const fields = fc.array(fc.tuple(name, fc.nat())).map((entries) => Object.fromEntries(entries));
		fc.assert(
			fc.property(fields, fields, (kept, given) => {
				const answer = without(given, '_offpeak');
				const row = toResultRow(outcomeOf({ kept, answer }), '');
				expect(Object.keys(row)).toHaveLength(
					Object.keys(kept).length + Object.keys(answer).length + 1,
				);
				expect(row).toMatchObject(answer);
				const values = Object.values(row).filter((value) => typeof value === 'number');
				expect(values.sort()).toEqual([...Object.values(kept), ...Object.values(answer)].sort());
			}),
		);
	});
});

describe('describeDamage', () => {
	it('says nothing when nothing was wrong', () => {
		expect(describeDamage([collectedOf(), collectedOf()])).toEqual([]);
	});

	it('sums over all files of the job', () => {
		const damage = {
			badLines: 1,
			duplicates: 2,
			unknownIds: 0,
			gone: ['Gone.'],
			answersGone: true,
		};
		expect(describeDamage([collectedOf({ damage }), collectedOf({ damage })])).toEqual([
			'Gone.',
			'Gone.',
			'2 of the provider’s result lines could not be read.',
			'4 of the provider’s result lines answered a row a second time.',
		]);
	});
});

function lineOf(row: number, kind: number): string {
	const id = encodeRequestId(row, `id-${row}`);
	switch (kind) {
		case 0:
			return errorLine(id, 'batch_expired');
		case 1:
			return errorLine(id, 'server_error');
		case 2:
			return resultLine(id, { error: { message: 'no' } }, 400);
		case 3:
			return resultLine(`nobody-${row}`, {});
		case 4:
			return '{"id":"garbage"';
		case 5:
			return resultLine(id, { choices: [{ message: { refusal: 'No.' } }] });
		case 6:
			return answerLine(id, 'outside the list');
		default:
			return answerLine(id);
	}
}

function chunked(text: string, size: number): Uint8Array[] {
	const bytes = new TextEncoder().encode(text);
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
}
