import fc from 'fast-check';
import { PROVIDERS, join, submit, type CollectedBatch, type Result } from '../../../core';
import { NO_DAMAGE } from '../../../core/collect/collected';
import { readVerdicts } from '../../../core/collect/verdict';
import { chatBatch } from '../../../core/protocols/openai/openai-batch';
import type { BatchFault } from '../../../local-server/src';
import { batchOf, recordOf } from '../../support/core/batches';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { nextRound, readRound, KEPT, sent, inputOf } from '../../support/core/rounds';
import { CATEGORIZE, planOf, rowsOf, withRoomFor } from '../../support/core/samples';

afterEach(closeLocalConnections);

describe('the results of all rounds', () => {
	it('are one outcome for each row, with its own fields and id', async () => {
		const rows = KEPT.map((row, index) => ({
			...row,
			id: index === 3 ? 'Grüße/3' : `mail-${index}`,
		}));
		const made = planOf({ rows, provider: withRoomFor(2) });
		const { local, job } = await sent(
			[{ failLines: { every: 2, status: 500 } }, { expireAfter: 0 }, { dropLines: { every: 1 } }],
			made,
		);
		const { job: renewed, rowCount } = await nextRound(local, job);
		expect(rowCount).toBe(4);
		expect(renewed.shards.map(({ index, round }) => [index, round])).toEqual([
			[1, 1],
			[2, 1],
			[3, 1],
			[1, 2],
			[2, 2],
			[3, 2],
		]);
		const { outcomes } = await readRound(local, renewed);
		expect(
			outcomes.map(({ rowId, kept, outcome, round }) => [rowId, kept, outcome, round]),
		).toEqual([
			['mail-0', { index: 0 }, 'succeeded', 1],
			['mail-1', { index: 1 }, 'succeeded', 2],
			['mail-2', { index: 2 }, 'succeeded', 2],
			['Grüße/3', { index: 3 }, 'succeeded', 2],
			['mail-4', { index: 4 }, 'succeeded', 2],
		]);
	});

	it('are read with the shape that only the kept file has', async () => {
		const categories = Array.from({ length: 60 }, (_, index) => ({
			name: `Category ${index} ${'x'.repeat(60)}`,
			description: index === 7 ? 'invoice attached please pay' : 'nothing of the kind',
		}));
		const rows = rowsOf(2);
		const made = planOf({ rows, task: { ...CATEGORIZE, categories } });
		const { local, job } = await sent([{ failLines: { ids: ['r1'], status: 500 } }], made);
		const { job: renewed } = await nextRound(local, job);
		const { outcomes, collected } = await readRound(local, renewed);
		expect(collected.map(({ record }) => record.shape)).toEqual([undefined, undefined]);
		expect(outcomes[1]).toMatchObject({ outcome: 'succeeded', round: 2 });
		expect(outcomes[1]?.answer).toHaveProperty('category');
	});

	it('count what every round charged', async () => {
		const { local, job } = await sent([{ truncate: { ids: ['r1'] } }]);
		const before = (await readRound(local, job)).outcomes[1]?.usage?.outputTokens ?? 0;
		const { job: renewed } = await nextRound(local, job);
		const after = (await readRound(local, renewed)).outcomes[1]?.usage?.outputTokens ?? 0;
		expect(before).toBeGreaterThan(0);
		expect(after).toBeGreaterThan(before);
	});

	it('keep a success of any round, and else say what the latest round that knows of the row says', () => {
		const kinds = ['succeeded', 'failed', 'truncated', 'expired', 'silent'] as const;
		const verdicts = fc.array(fc.constantFrom(...kinds), { minLength: 4, maxLength: 4 });
		fc.assert(
			fc.property(
				fc.array(verdicts, { minLength: 1, maxLength: 4 }),
				fc.boolean(),
				(rounds, isReversed) => {
					const parts = rounds.map((row, index) => partOf(index + 1, row));
					const outcomes = join({ rowCount: 4 }, isReversed ? parts.reverse() : parts);
					for (let row = 0; row < 4; row += 1) {
						const said = rounds.flatMap((kindsOf, index) => {
							const kind = kindsOf[row] ?? 'silent';
							if (kind !== 'silent') return [{ kind, round: index + 1 }];
							return index === 0 ? [{ kind: 'missing', round: 1 }] : [];
						});
						const expected = said.find(({ kind }) => kind === 'succeeded') ?? said.at(-1);
						expect(outcomes[row]).toMatchObject({
							rowIndex: row,
							outcome: expected?.kind,
							round: expected?.round,
						});
					}
					expect(outcomes).toHaveLength(4);
				},
			),
		);
	});

	function partOf(round: number, kinds: readonly (Result['outcome'] | 'silent')[]): CollectedBatch {
		const results = new Map<number, Result>();
		for (const [row, outcome] of kinds.entries()) {
			const requestId = `r${row}`;
			if (outcome === 'succeeded') results.set(row, { requestId, outcome, text: 'yes' });
			else if (outcome !== 'silent')
				results.set(row, { requestId, outcome, reason: 'no', retryable: true });
		}
		return {
			batch: batchOf(),
			record: recordOf({ round, endRow: 4, rowCount: 4 }),
			results: readVerdicts(results, { kind: 'custom' }),
			keptRows: new Map(),
			shape: { kind: 'custom' },
			silentIds: new Map(),
			damage: NO_DAMAGE,
		};
	}
});

describe('an answer that was cut off', () => {
	it('gets four times the room, then 16 times, and no more; the other rows keep theirs', async () => {
		const cut: BatchFault = {
			truncate: { ids: ['r1'] },
			failLines: { ids: ['r3'], status: 500 },
		};
		const { local, job } = await sent(
			[cut, cut, cut],
			planOf({ rows: rowsOf(5), maxOutputTokens: 50 }),
		);
		let last = job;
		for (let count = 0; count < 3; count += 1) last = (await nextRound(local, last, 4)).job;
		const { collected } = await readRound(local, last);
		const limits = [];
		for (const part of collected) {
			const lines = await inputOf(local, part);
			limits.push(
				Object.fromEntries(lines.map(({ custom_id: id, body }) => [id, body['max_output_tokens']])),
			);
		}
		expect(limits).toEqual([
			{ r0: 50, r1: 50, r2: 50, r3: 50, r4: 50 },
			{ r1: 200, r3: 50 },
			{ r1: 800, r3: 50 },
			{ r1: 800, r3: 50 },
		]);
	});

	it.each([
		['max_completion_tokens', { maxOutputTokens: 50 }],
		['max_tokens', { extra: { max_tokens: 50 } }],
	])('gets it in Chat Completions too, as %s', async (field, limit) => {
		const provider = { ...PROVIDERS.local, protocol: chatBatch };
		const local = connectLocally({ provider });
		local.server.faults.add({ batch: { truncate: { ids: ['r1'] } } });
		const made = planOf({ provider, ...limit });
		const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		const { collected } = await readRound(local, (await nextRound(local, job)).job);
		const [, second] = collected;
		if (second === undefined) throw new Error('There is no second round');
		const lines = await inputOf(local, second);
		expect(lines.map(({ body }) => body[field])).toEqual([200]);
	});
});
