import {
	collect,
	deleteFiles,
	describeDamage,
	join,
	lookAt,
	plan,
	poll,
	readHandle,
	resubmit,
	submit,
	type CollectedBatch,
	type Connection,
	type Job,
	type Plan,
} from '../../../core';
import { readText } from '../../../core/calls/send';
import { listFiles } from '../../../core/calls/lists';
import { statusOf } from '../../../core/poll/poll';
import { chatBatch } from '../../../core/protocols/openai/openai-batch';
import type { BatchFault } from '../../../local-server/src';
import { answerLine, boughtOf, errorLine, recordOf } from '../../support/core/batches';
import { bytesOfText } from '../../support/core/canned-transport';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import {
	linesOf,
	planInput,
	rowsOf,
	textOfBytes,
	without,
	withRoomFor,
} from '../../support/core/samples';
import { connectToFiles } from '../../support/core/stored-files';
import { keptTextOf } from '../../support/core/kept-text';

afterEach(closeLocalConnections);

const KINDS = [
	'succeeded',
	'failed',
	'refused',
	'truncated',
	'invalid',
	'expired',
	'cancelled',
	'missing',
] as const;

function tallyOf(outcomes: ReturnType<typeof join>): Record<string, number> {
	const counted = KINDS.map(
		(kind) => [kind, outcomes.filter(({ outcome }) => outcome === kind).length] as const,
	);
	return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** Submits five rows to a server with this fault and reads what came of each. */
async function runWith(
	fault: BatchFault,
	made: Plan = plan(planInput({ rows: rowsOf(5, (index) => ({ index })) })),
) {
	const local = connectLocally();
	local.server.faults.add({ batch: fault });
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	await local.server.idle();
	const collected = await collect(await poll(job, local.connection), local.connection);
	const outcomes = join(job, collected);
	expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(
		Array.from({ length: job.rowCount }, (_, index) => index),
	);
	expect(outcomes.map(({ kept }) => kept)).toEqual(
		outcomes.map(({ rowIndex }) => ({ index: rowIndex })),
	);
	return {
		local,
		job,
		collected,
		outcomes,
		tally: tallyOf(outcomes),
		damage: describeDamage(collected),
	};
}

async function submitted({ connection }: LocalConnection): Promise<Job> {
	return (await submit(plan(planInput()), connection, { reuseWindowSeconds: 0 })).job;
}

async function collectFiles(
	files: Record<string, string | readonly Uint8Array[]>,
	batch: Parameters<typeof boughtOf>[0] = { outputFileId: 'out', errorFileId: 'err' },
	record: Parameters<typeof recordOf>[0] = {},
): Promise<CollectedBatch> {
	const status = statusOf([boughtOf(batch, record)], 0);
	const [collected] = await collect(status, connectToFiles(files));
	if (collected === undefined) throw new Error('Nothing was collected');
	return collected;
}

/** A server that takes metadata and gives none back. */
function withoutMetadata({ connection }: LocalConnection): Connection {
	return {
		...connection,
		transport: async (request) => {
			const response = await connection.transport(request);
			if (!request.path.startsWith('/batches')) return response;
			const reply: unknown = JSON.parse(await readText(response.body), (key, value: unknown) =>
				key === 'metadata' ? null : value,
			);
			return { ...response, body: bytesOfText(JSON.stringify(reply)) };
		},
	};
}

/** A job as whoever was given its handle as text has it. */
function carriedOn(job: Job): Job {
	const carried = readHandle(JSON.stringify(job));
	if (carried?.kind !== 'batch') throw new Error('The handle cannot be read back');
	expect(carried).toEqual(job);
	return carried;
}

describe('collect', () => {
	it('gives every row its answer although the provider keeps no order', async () => {
		const { tally, damage, outcomes } = await runWith({});
		expect(tally).toEqual({ succeeded: 5 });
		expect(damage).toEqual([]);
		expect(outcomes[3]).toMatchObject({
			rowId: '3',
			answer: { category: 'Invoice', categoryValue: 'Label_1' },
		});
	});

	it('reads a completed batch of which every row failed', async () => {
		const { tally, outcomes } = await runWith({ failLines: { every: 1, status: 400 } });
		expect(tally).toEqual({ failed: 5 });
		expect(outcomes[0]).toMatchObject({
			retryable: false,
			reason: expect.stringContaining('(400)'),
		});
	});

	it('keeps the paid results of an expired batch', async () => {
		const { tally, outcomes } = await runWith({ expireAfter: 2 });
		expect(tally).toEqual({ succeeded: 2, expired: 3 });
		expect(
			outcomes.filter(({ outcome }) => outcome === 'expired').every(({ retryable }) => retryable),
		).toBe(true);
	});

	it('keeps the paid results of a cancelled batch', async () => {
		const collected = await collectFiles(
			{ out: answerLine('r1'), err: errorLine('r0', 'batch_cancelled') },
			{ phase: 'cancelled', outputFileId: 'out', errorFileId: 'err' },
		);
		expect([...collected.results.values()].map(({ outcome }) => outcome)).toEqual([
			'succeeded',
			'cancelled',
		]);
	});

	it('reads nothing out of a zero-byte error file', async () => {
		const { tally, damage } = await runWith({ emptyErrorFile: true });
		expect(tally).toEqual({ succeeded: 5 });
		expect(damage).toEqual([]);
	});

	it('loses one row to a torn last line, and no other', async () => {
		const { tally, damage } = await runWith({ tornLastLine: true });
		expect(tally).toEqual({ succeeded: 4, missing: 1 });
		expect(damage).toEqual(['1 of the provider’s result lines could not be read.']);
	});

	it('reads on behind garbage', async () => {
		const { tally, damage } = await runWith({ garbageLine: true });
		expect(tally).toEqual({ succeeded: 5 });
		expect(damage).toEqual(['1 of the provider’s result lines could not be read.']);
	});

	it('counts a second answer for a row and uses one', async () => {
		const { tally, damage } = await runWith({ duplicateLines: { every: 2 } });
		expect(tally).toEqual({ succeeded: 5 });
		expect(damage).toEqual(['2 of the provider’s result lines answered a row a second time.']);
	});

	it('counts answers that belong to no row and uses none of them', async () => {
		const { tally, damage } = await runWith({ unknownLines: 3 });
		expect(tally).toEqual({ succeeded: 5 });
		expect(damage).toEqual(['3 of the provider’s result lines belong to no row of this job.']);
	});

	it('reports rows without an answer', async () => {
		const { tally, outcomes } = await runWith({ dropLines: { every: 2 } });
		expect(tally).toEqual({ succeeded: 3, missing: 2 });
		expect(outcomes.find(({ outcome }) => outcome === 'missing')).toMatchObject({
			retryable: true,
			answer: {},
		});
	});

	it.each<[string, BatchFault]>([
		['missing', { dropLines: { every: 1 } }],
		['expired', { expireAfter: 0 }],
		['failed', { failBatch: { code: 'bad_file', message: 'no' } }],
	])('tells rows apart by their own ids although all of them are %s', async (kind, fault) => {
		const local = connectLocally();
		local.server.faults.add({ batch: fault });
		const rows = ['mail-a', 'mail-b', 'Grüße'].map((id) => ({ id, text: `Pay ${id}.` }));
		const { job } = await submit(plan(planInput({ rows })), local.connection, {
			reuseWindowSeconds: 0,
		});
		await local.server.idle();
		const outcomes = join(job, await collect(await poll(job, local.connection), local.connection));
		expect(outcomes.map(({ rowId, outcome }) => [rowId, outcome])).toEqual([
			['mail-a', kind],
			['mail-b', kind],
			['Grüße', kind],
		]);
	});

	it('takes counts that do not add up for what they are', async () => {
		const { tally } = await runWith({ countsOff: true });
		expect(tally).toEqual({ succeeded: 5 });
	});

	it.each<[BatchFault, string, boolean]>([
		[{ refuse: { ids: ['r1'] } }, 'refused', false],
		[{ truncate: { ids: ['r1'] } }, 'truncated', true],
		[{ contentFilter: { ids: ['r1'] } }, 'refused', false],
		[{ failLines: { ids: ['r1'], status: 500 } }, 'failed', true],
	])('tells the row of %j from a success', async (fault, outcome, retryable) => {
		const { outcomes, tally } = await runWith(fault);
		expect(tally).toEqual({ succeeded: 4, [outcome]: 1 });
		expect(outcomes[1]).toMatchObject({
			outcome,
			retryable,
			answer: {},
			reason: expect.stringMatching(/\w/),
		});
	});

	it('reads refusals and truncations in Chat Completions too', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { refuse: { ids: ['r0'] }, truncate: { ids: ['r1'] } } });
		const provider = { ...local.connection.provider, protocol: chatBatch };
		const connection = { ...local.connection, provider };
		const made = plan(planInput({ rows: rowsOf(3), provider }));
		expect(linesOf(made.shards[0]?.input)[0]).toMatchObject({ url: '/v1/chat/completions' });
		const { job } = await submit(made, connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const outcomes = join(job, await collect(await poll(job, connection), connection));
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'truncated', 'succeeded']);
	});

	it('joins several files to one job', async () => {
		const provider = withRoomFor(2);
		const { tally, job } = await runWith(
			{ dropLines: { ids: ['r1'] } },
			plan(planInput({ rows: rowsOf(5, (index) => ({ index })), provider })),
		);
		expect(job.shardCount).toBe(3);
		expect(tally).toEqual({ succeeded: 4, missing: 1 });
	});

	it('of two answers for one row takes the one that succeeded, whatever the order', async () => {
		const both = [answerLine('r0'), errorLine('r0', 'server_error')];
		for (const lines of [both, [...both].reverse()]) {
			const collected = await collectFiles({ out: lines.join('\n'), err: '' });
			expect(collected.results.get(0)?.outcome).toBe('succeeded');
			expect(collected.damage.duplicates).toBe(1);
		}
		const split = await collectFiles({
			out: answerLine('r0'),
			err: errorLine('r0', 'batch_expired'),
		});
		expect(split.results.get(0)?.outcome).toBe('succeeded');
	});

	it('takes rows of another file of the job for unknown', async () => {
		const collected = await collectFiles(
			{ out: ['r9', 'r10', 'r19', 'r20'].map((id) => answerLine(id)).join('\n'), err: '' },
			undefined,
			{ firstRow: 10, endRow: 20, rowCount: 30, shard: 2, shardCount: 3 },
		);
		expect([...collected.results.keys()]).toEqual([10, 19]);
		expect(collected.damage.unknownIds).toBe(2);
	});

	it('reads no answers of a batch without files', async () => {
		const collected = await collectFiles({}, {});
		expect(collected.results.size).toBe(0);
		expect(collected.damage).toEqual({
			badLines: 0,
			duplicates: 0,
			unknownIds: 0,
			gone: [],
			answersGone: false,
		});
	});

	it('says which files the provider no longer has', async () => {
		const collected = await collectFiles(
			{},
			{ outputFileId: 'out', errorFileId: 'err' },
			{ keptFileId: 'kept' },
		);
		expect(collected.damage.gone).toEqual([
			expect.stringContaining('answers (out)'),
			expect.stringContaining('failed rows (err)'),
			expect.stringContaining('kept fields (kept)'),
		]);
		expect(describeDamage([collected])).toEqual(collected.damage.gone);
	});

	it('takes the shape out of the kept file where metadata had no room for it', async () => {
		const { shape } = recordOf();
		const kept = `${keptTextOf([], shape)}{"torn":\n${keptTextOf([{ rowIndex: 1, rowId: 'ü' }])}`;
		const { batch, record } = boughtOf({ outputFileId: 'out' }, { keptFileId: 'kept' });
		const [collected] = await collect(
			statusOf([{ batch, record: without(record, 'shape') }], 0),
			connectToFiles({ kept, out: answerLine('r1') }),
		);
		expect(shape).toBeDefined();
		expect(collected?.shape).toEqual(shape);
		expect(collected?.results.get(1)).toMatchObject({ answer: { category: 'Invoice' } });
		expect([...(collected?.keptRows ?? [])]).toEqual([[1, { rowIndex: 1, rowId: 'ü' }]]);
	});

	it('refuses a job that still runs', async () => {
		const status = statusOf([boughtOf({ phase: 'finalizing' })], 0);
		const error = await errorOf(() => collect(status, connectToFiles({})));
		expect(error).toMatchObject({ code: 'not_finished', retryable: true });
	});

	it('reads the answers of a provider that keeps no metadata: the handle carries the record', async () => {
		const local = connectLocally();
		const forgetful = withoutMetadata(local);
		const rows = rowsOf(5, (index) => ({ index }));
		const made = plan(planInput({ rows, provider: withRoomFor(2) }));
		const { job } = await submit(made, forgetful, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const carried = carriedOn(job);
		const collected = await collect(await poll(carried, forgetful), forgetful);
		const outcomes = join(carried, collected);
		expect(outcomes.map(({ outcome, kept }) => [outcome, kept['index']])).toEqual(
			rows.map((_, index) => ['succeeded', index]),
		);
		await deleteFiles(carried, forgetful);
		expect((await listFiles(local.connection, 0)).entries).toEqual([]);
		for (const shard of (await submitted(local)).shards) expect(shard).not.toHaveProperty('record');
	});

	it.each(['off', 'automatic'] as const)(
		'reads the answers beside rows that were skipped where the handle carries the record: packing is %s',
		async (packing) => {
			const local = connectLocally();
			const forgetful = withoutMetadata(local);
			const rows = [...rowsOf(2), { text: ' ', kept: { why: 'blank' } }];
			const made = plan(planInput({ rows, emptyText: 'skip', packing }));
			const { job } = await submit(made, forgetful, { reuseWindowSeconds: 0 });
			await local.server.idle();
			const carried = carriedOn(job);
			const outcomes = join(carried, await collect(await poll(carried, forgetful), forgetful));
			expect(outcomes.map(({ outcome, kept }) => [outcome, kept])).toEqual([
				['succeeded', {}],
				['succeeded', {}],
				['failed', { why: 'blank' }],
			]);
		},
	);

	it('reads further rounds, which hold only some rows, where the handle carries the record', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } });
		const forgetful = withoutMetadata(local);
		const made = plan(planInput({ rows: rowsOf(3) }));
		const { job } = await submit(made, forgetful, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const collected = await collect(await poll(job, forgetful), forgetful);
		const finished = { job, collected, outcomes: join(job, collected) };
		const round = await resubmit(finished, forgetful, { maxRounds: 2 });
		await local.server.idle();
		if (round === undefined) throw new Error('Nothing was sent again');
		const carried = carriedOn(round.job);
		const outcomes = join(carried, await collect(await poll(carried, forgetful), forgetful));
		expect(outcomes.map(({ outcome, round: of }) => [outcome, of])).toEqual([
			['succeeded', 1],
			['succeeded', 2],
			['succeeded', 1],
		]);
	});

	it('fails, instead of calling rows missing, when a file cannot be read now', async () => {
		const local = connectLocally();
		const { job } = await submit(plan(planInput()), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const status = await poll(job, local.connection);
		const content = { path: '^/v1/files/.*/content' };
		local.server.faults.add(
			{ call: content, effect: { kind: 'status', status: 500 } },
			{ call: content, effect: { kind: 'torn', bytes: 40 } },
			{ call: content, effect: { kind: 'drop-before' } },
		);
		for (let look = 0; look < 3; look += 1) {
			const error = await errorOf(() => collect(status, local.connection));
			expect(error).toMatchObject({ code: 'unavailable', retryable: true });
		}
		expect(await collect(status, local.connection)).toHaveLength(1);
	});

	it('calls no row missing when a page comes in place of the answers: they are looked for again', async () => {
		const local = connectLocally();
		const { job } = await submit(plan(planInput()), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const status = await poll(job, local.connection);
		local.server.faults.add({
			call: { method: 'GET', path: '^/v1/files/.+/content$' },
			effect: { kind: 'html', status: 200 },
		});
		const look = await lookAt(job, local.connection);
		const early = look.state === 'done' ? await look.read() : look;
		expect(early).toMatchObject({ unsettled: { phase: 'finalizing' } });
		const [whole] = await collect(status, local.connection);
		expect(whole?.shortfall).toBeUndefined();
	});

	it('asks for nothing twice', async () => {
		const { local } = await runWith({ failLines: { ids: ['r0'], status: 400 } });
		const contents = local.calls.filter((call) => call.endsWith('/content'));
		expect(contents).toHaveLength(3);
		expect(new Set(contents).size).toBe(3);
	});

	it('gives back the fields byte for byte', async () => {
		const kept = {
			subject: '€ "quoted" \u2028 \u0000',
			nested: { a: [1, null, '😀'] },
			'': 'no name',
		};
		const local = connectLocally();
		const made = plan(planInput({ rows: [{ text: 'a', kept, id: 'Größe/1' }] }));
		expect(textOfBytes(made.shards[0]?.kept)).toContain('Größe/1');
		const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const [outcome] = join(job, await collect(await poll(job, local.connection), local.connection));
		expect(outcome).toMatchObject({ rowId: 'Größe/1', kept });
	});
});
