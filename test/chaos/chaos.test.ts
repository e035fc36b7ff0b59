import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, join as joinRows, poll, resubmit, submit } from '../../core';
import { FakeClock } from '../../harness/fake-clock';
import { checkAnswers, checkConservation, checkPurchases, checkSecrecy } from './check';
import { drawBatchFaults, drawCallFaults, drawGhosts, drawManners, drawSlips } from './draw-faults';
import { drawJob } from './draw-job';
import { driveJob } from './drive';
import { readLedger } from './ledger';
import { Random } from './random';
import { ShakyProvider } from './shaky-provider';
import { Tally } from './tally';

const JOBS = Number(process.env['CHAOS_JOBS'] ?? 1_000);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const BASE_URL = 'http://127.0.0.1:8787/v1';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'offpeak-chaos-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One job, from a seed alone: its rows, the faults that it meets, and the deaths of its host. */
async function runJob(seed: number, tally: Tally): Promise<void> {
	const random = new Random(seed);
	const clock = new FakeClock();
	const job = drawJob(random.fork());
	const faults = random.fork();
	const isMild = job.options.runKey === undefined;
	const restarts = random.fork();
	const falls = new Map(
		restarts.chance(0.25)
			? [[restarts.int(1, 25), restarts.pick('before' as const, 'after' as const)]]
			: [],
	);
	const isOnDisk = falls.size > 0 || restarts.chance(0.1);
	const data = isOnDisk ? join(folder, `${seed}.sqlite`) : ':memory:';
	const rules = [...drawCallFaults(faults), ...drawBatchFaults(faults, isMild)];
	const ghosts = drawGhosts(random.fork());
	// Where a batch counts less than it answered, nobody can see that its file is cut.
	const isMiscounted = rules.some((rule) => 'batch' in rule && rule.batch.countsOff === true);
	const drawn = drawSlips(random.fork());
	const slips = isMiscounted ? [] : drawn;
	const manners = drawManners(random.fork());
	const provider = new ShakyProvider(data, clock, rules, falls, ghosts, slips, manners);
	const connection = {
		provider: job.provider,
		baseUrl: BASE_URL,
		transport: provider.transport,
		clock,
	};
	const surroundings = {
		connection,
		clock,
		idle: async () => await provider.idle(),
		restart: async () => {
			if (isOnDisk) await provider.restart();
		},
	};
	const driven = await driveJob(job, surroundings, random.fork());
	await provider.idle();
	provider.calm();

	checkConservation(job, driven.outcomes);
	checkSecrecy(driven.errors, 'sk-test');
	const ledger = await readLedger(provider.transport);
	checkPurchases(job, driven, ledger, provider.bought());
	checkAnswers(driven.outcomes, ledger);

	// All of it once more, as a host does that lost its memory: the same job, and nothing is bought.
	const again = await submit(job.plan, connection, job.options);
	if (!isMild) expect(again.job).toEqual(driven.firstJob);
	expect(again.reused).toBe(true);
	const status = await poll(driven.firstJob, connection);
	const collected = await collect(status, connection);
	const options = {
		maxRounds: job.maxRounds,
		expireAfterSeconds: 7 * 86_400,
		evenIfCancelled: true,
		evenIfCounted: job.evenIfCounted,
	};
	const outcomes = joinRows(driven.firstJob, collected);
	await resubmit({ job: driven.firstJob, collected, outcomes }, connection, options);
	expect((await readLedger(provider.transport)).map(({ id }) => id)).toEqual(
		ledger.map(({ id }) => id),
	);
	await provider.close();
	if (isOnDisk) for (const end of ['', '-wal', '-shm']) rmSync(data + end, { force: true });
	tally.add(driven, ledger, provider.restarts);
}

it(`keeps every row and buys it once, in ${JOBS} jobs from seed ${SEED}`, async () => {
	const tally = new Tally();
	for (let count = 0; count < JOBS; count += 1) {
		const seed = SEED + count;
		await runJob(seed, tally).catch((error: unknown) => {
			console.error(`Replay with: CHAOS_SEED=${seed} CHAOS_JOBS=1 npm run test:chaos`);
			throw error;
		});
	}
	console.info(`Seed ${SEED}: ${tally.toString()}`);
});
