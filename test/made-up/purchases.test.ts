import { findJob, plan, runKeyOf, submit, type ProviderBatch } from '../../core';
import type { Protocol } from '../../core/protocols/protocol';
import { CATEGORIZE } from '../support/core/samples';
import { madeUpProtocol } from './protocol';
import { MADE_UP } from './provider';
import { ONCE, start, LONG_ID, inputOf, read, carry, purchases } from './support';

describe('a wire with pairs of texts, and still no files', () => {
	function startWithPairs() {
		const started = start();
		if (madeUpProtocol.files !== undefined) throw new Error('The wire has files');
		const { create } = madeUpProtocol;
		/** By the order in which jobs were made: `mj_1`, `mj_2`, … */
		const pairs: Readonly<Record<string, string>>[] = [];
		const protocol: Protocol = {
			...madeUpProtocol,
			metadata: { pairs: 13, valueCharacters: 512 },
			create(settings) {
				pairs.push(settings.metadata ?? {});
				return create(settings);
			},
			readBatch: (reply) => withPairs(madeUpProtocol.readBatch(reply)),
			readBatches(reply) {
				const page = madeUpProtocol.readBatches(reply);
				const entries = page?.entries.flatMap((batch) => withPairs(batch) ?? []) ?? [];
				return page === undefined ? undefined : { ...page, entries };
			},
		};
		function withPairs(batch: ProviderBatch | undefined): ProviderBatch | undefined {
			const metadata = pairs[Number(batch?.id.slice(3)) - 1] ?? {};
			return batch === undefined ? undefined : { ...batch, metadata };
		}
		const provider = { ...MADE_UP, protocol };
		return { ...started, provider, connection: { ...started.connection, provider } };
	}

	it('leaves a task that is too large for them in the handle', async () => {
		const { server, connection, provider } = startWithPairs();
		const many = Array.from({ length: 40 }, (_, index) => ({ name: `Category number ${index}` }));
		const task = { ...CATEGORIZE, categories: [...CATEGORIZE.categories, ...many] };
		const { job } = await submit(plan(inputOf({ provider, task })), connection, ONCE);
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ answer }) => answer['categoryValue'])).toEqual([
			...['Label_1', null, 'Label_1', undefined, null],
		]);
	});

	it('buys once, whether the reply is lost or the run is repeated, and finds the job by its id', async () => {
		const { server, connection, provider } = startWithPairs();
		const run = { ...ONCE, runKey: runKeyOf('execution-1') };
		const made = plan(inputOf({ provider }));
		server.creates.push('lose');
		const { job } = await submit(made, connection, run);
		const again = await submit(made, connection, run);
		expect(again).toMatchObject({ reused: true, job: { id: job.id } });
		expect(purchases(server)).toEqual([1, 1, 1, 1]);
		expect((await findJob(job.id, connection)).shards).toEqual(job.shards);
	});
});

describe('a purchase on this wire', () => {
	it('is sent again only after a definite refusal', async () => {
		const { server, connection } = start();
		server.creates.push('busy');
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		expect(job.shards).toHaveLength(1);
		expect(purchases(server)).toEqual([1, 1, 1, 1]);
	});

	it.each(['lose', 'drop'] as const)(
		'whose reply did not come (%s) is not made again in the same run, and what it may be is named',
		async (fault) => {
			const { server, connection } = start();
			server.creates.push(fault);
			const run = { ...ONCE, runKey: runKeyOf('execution-1') };
			await expect(submit(plan(inputOf()), connection, run)).rejects.toMatchObject({
				code: 'unknown_outcome',
				// No host may try again by itself.
				retryable: false,
				message: expect.stringContaining(
					fault === 'lose' ? 'It may be mj_1' : 'its list does not show it yet',
				),
				details: { hint: expect.stringContaining('Look at the batches in its console') },
			});
			expect(server.calls.filter((call) => call === 'POST /jobs')).toHaveLength(1);
		},
	);
});

describe('a job of which only some was bought', () => {
	it('is handed over with what was paid, for nobody could find it again', async () => {
		const { server, connection } = start();
		const provider = { ...MADE_UP, limits: { ...MADE_UP.limits, requests: 2 } };
		const made = plan(inputOf({ provider }));
		server.creates.push('fine', 'lose');
		const { job, caveats } = await submit(made, { ...connection, provider }, ONCE);
		expect(caveats).toEqual([
			expect.stringMatching(/^Only 1 of 2 files of this job were sent\. .*It may be mj_2:/),
		]);
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ rowId, outcome, kept }) => [rowId, outcome, kept['from']])).toEqual([
			['m-1', 'succeeded', 'ann'],
			['m-2', 'succeeded', 'bob'],
			[LONG_ID, 'missing', 'eve'],
			['m-4', 'missing', 'nobody'],
			['4', 'missing', undefined],
		]);
	});
});
