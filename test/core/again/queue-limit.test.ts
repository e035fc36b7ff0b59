import { submit, type CollectedBatch } from '../../../core';
import { NO_DAMAGE } from '../../../core/collect/collected';
import { readQueueLimit } from '../../../core/again/queue-limit';
import type { BatchFault } from '../../../local-server/src';
import { batchOf, recordOf } from '../../support/core/batches';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { purchasesByRow, readRound, tryAgain, sent, inputOf } from '../../support/core/rounds';
import { planOf, rowsOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

describe('a queue of the account that is too small', () => {
	const MESSAGE =
		'Enqueued token limit reached for demo in organization org-x. Limit: 2,000 enqueued tokens. Please try again once some in_progress batches have been completed.';
	const FULL: BatchFault = { failBatch: { code: 'token_limit_exceeded', message: MESSAGE } };

	function partWith(message: string, code = 'token_limit_exceeded'): CollectedBatch {
		return {
			batch: batchOf({ phase: 'failed', faults: [{ code, message }] }),
			record: recordOf(),
			results: new Map(),
			keptRows: new Map(),
			shape: undefined,
			silentIds: new Map(),
			damage: NO_DAMAGE,
		};
	}

	it.each([
		[MESSAGE, 2_000],
		['Limit: 90000 enqueued tokens.', 90_000],
		['limit 1.350.000 tokens', 1_350_000],
		['Limit: 2,000,000 enqueued tokens. Try again.', 2_000_000],
		['The queue is full.', 90_000],
		['Limit: 0', 90_000],
	])('is read from the provider’s words: %s', (message, tokens) => {
		expect(readQueueLimit([partWith(message)])).toBe(tokens);
	});

	it('is not read from any other fault', () => {
		expect(readQueueLimit([partWith('Limit: 5', 'bad_file')])).toBeUndefined();
	});

	it('is filled with small parts, round after round, until every row had its turn once', async () => {
		const rows = rowsOf(9, (index) => ({ index }));
		const { local, job } = await sent([FULL], planOf({ rows }));
		let last = job;
		let rounds = 0;
		for (;;) {
			const round = await tryAgain(local, last, 2);
			if (round === undefined) break;
			last = round.job;
			rounds += 1;
			expect(round.rowCount).toBeLessThan(9);
		}
		expect(rounds).toBeGreaterThan(2);
		const { outcomes, collected } = await readRound(local, last);
		expect(outcomes.map(({ outcome, kept }) => [outcome, kept])).toEqual(
			rows.map(({ kept }) => ['succeeded', kept]),
		);
		expect(Object.values(purchasesByRow(local))).toEqual(rows.map(() => 1));
		for (const part of collected.slice(1)) {
			const bytes = JSON.stringify(await inputOf(local, part)).length;
			expect(bytes).toBeLessThanOrEqual(2_000);
		}
	});

	it('gets half as much each time that it was still too full, but never nothing', async () => {
		const { local, job } = await sent([FULL, FULL, FULL, FULL], planOf({ rows: rowsOf(9) }));
		const counts: number[] = [];
		let last = job;
		for (;;) {
			const round = await tryAgain(local, last, 2);
			if (round === undefined) break;
			counts.push(round.rowCount);
			last = round.job;
		}
		const [first = 0, second = 0, third = 0] = counts;
		expect(first).toBeGreaterThan(1);
		expect(second).toBeLessThan(first);
		expect(third).toBe(1);
		const { outcomes } = await readRound(local, last);
		expect(outcomes.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		expect(Object.values(purchasesByRow(local))).toEqual(outcomes.map(() => 1));
	});

	it('gives no row more tries than are wanted, however many rounds it takes', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{ batch: FULL },
			{ batch: { failLines: { ids: ['r0', 'r5'], status: 500 } }, times: 'always' },
		);
		const made = planOf({ rows: rowsOf(9) });
		let { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		for (;;) {
			const round = await tryAgain(local, job, 2);
			if (round === undefined) break;
			({ job } = round);
		}
		expect(job.round).toBeLessThan(20);
		expect(purchasesByRow(local)).toMatchObject({ r0: 2, r1: 1, r4: 1, r5: 2, r8: 1 });
	});
});
