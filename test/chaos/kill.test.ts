import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { collect, join as joinRows, poll, readHandle, type Connection, type Job } from '../../core';
import { killProcesses, startProcess, type ServerProcess } from '../local-server/process';
import { checkAnswers, checkConservation, checkPurchases } from './check';
import { drawJob, type ChaosJob } from './draw-job';
import { fetchTransport } from '../../harness/fetch-transport';
import { readLedger } from './ledger';
import { Random } from './random';

const JOBS = Number(process.env['CHAOS_KILLS'] ?? 8);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const ROOT = resolve(__dirname, '../..');
const MINUTES_11 = 11 * 60_000;
const MAX_RUNS = 20;

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'offpeak-kill-'));
});
afterEach(() => {
	killProcesses();
	rmSync(folder, { recursive: true });
});

interface Fate {
	/** The call at which the host is killed, or as `c2` the purchase, and when in it; 0 for never. */
	readonly hostAt: number | `c${number}`;
	readonly moment: 'before' | 'during' | 'after';
	/** The call of the host at which the server is killed; 0 for never. */
	readonly serverAt: number;
}

/** Runs the host to its end, natural or not. The handle, if it came to that. */
async function runHost(
	seed: number,
	server: ServerProcess,
	ahead: number,
	{ hostAt, moment, serverAt }: Fate,
	own: readonly string[] = [],
): Promise<Job | undefined> {
	const script = resolve(__dirname, 'host-process.ts');
	const words = [...[seed, server.url, ahead, hostAt, moment].map(String), ...own];
	const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], { cwd: ROOT });
	let printed = '';
	child.stdout.on('data', (chunk) => {
		printed += String(chunk);
		if (serverAt > 0 && printed.includes(`call ${serverAt}.`)) server.child.kill('SIGKILL');
	});
	await once(child, 'close');
	const handle = readHandle(/^job (.+)$/m.exec(printed)?.[1]);
	return handle?.kind === 'batch' ? handle : undefined;
}

/** Waits until the job is done. */
async function finish(
	{ provider }: ChaosJob,
	handle: Job,
	url: () => string,
): Promise<{
	readonly outcomes: ReturnType<typeof joinRows>;
	readonly ledger: Awaited<ReturnType<typeof readLedger>>;
}> {
	const connection: Connection = {
		provider,
		baseUrl: handle.baseUrl,
		transport: fetchTransport(url),
		clock: { now: Date.now, sleep: async (ms) => await wait(ms / 500) },
	};
	let status = await poll(handle, connection);
	while (status.state === 'running') {
		await wait(20);
		status = await poll(handle, connection);
	}
	const outcomes = joinRows(handle, await collect(status, connection));
	return { outcomes, ledger: await readLedger(connection.transport) };
}

it(`buys every row once though host and server are killed -9, in ${JOBS} jobs from seed ${SEED}`, async () => {
	let hostKills = 0;
	let serverKills = 0;
	for (let count = 0; count < JOBS; count += 1) {
		const seed = SEED + count;
		const random = new Random(seed).fork();
		const job = drawJob(new Random(seed), 'run');
		const flags = ['--data', join(folder, `${seed}.sqlite`), '--latency', '2', '--phase', '10'];
		let server: ServerProcess = await startProcess(...flags);
		const reviveServer = async (): Promise<void> => {
			if (server.child.exitCode === null && server.child.signalCode === null) return;
			server = await startProcess(...flags);
			serverKills += 1;
		};

		let handle: Job | undefined;
		for (let run = 0; handle === undefined; run += 1) {
			expect(run).toBeLessThan(MAX_RUNS);
			const fate: Fate = {
				hostAt: run < 4 && random.chance(0.7) ? random.int(1, 9) : 0,
				moment: random.pick('before', 'during', 'after'),
				serverAt: run < 4 && random.chance(0.4) ? random.int(1, 9) : 0,
			};
			handle = await runHost(seed, server, run * MINUTES_11, fate);
			if (handle === undefined && fate.hostAt !== 0) hostKills += 1;
			await reviveServer();
		}
		if (random.chance(0.3)) await server.stop('SIGKILL').then(reviveServer);

		const { outcomes, ledger } = await finish(job, handle, () => server.url);
		checkConservation(job, outcomes);
		checkPurchases(job, { job: handle, outcomes }, ledger);
		checkAnswers(outcomes, ledger);
		await server.stop('SIGKILL');
	}
	console.info(
		`Seed ${SEED}: ${JOBS} jobs, host killed ${hostKills} times, server ${serverKills} times`,
	);
});

it(`buys every row once though each execution is killed -9 and a new one runs, in ${JOBS} jobs from seed ${SEED}`, async () => {
	let kills = 0;
	for (let count = 0; count < JOBS; count += 1) {
		const seed = SEED + count;
		const random = new Random(seed).fork();
		const job = drawJob(new Random(seed), 'run');
		const memory = join(folder, `${seed}.runs`);
		const server = await startProcess('--data', join(folder, `${seed}.new.sqlite`));
		let handle: Job | undefined;
		for (let run = 0; handle === undefined; run += 1) {
			expect(run).toBeLessThan(MAX_RUNS);
			// Half of the first executions are killed in their last purchase: nothing but their end is missing then.
			const isLate = run === 0 && random.chance(0.5);
			const fate: Fate = isLate
				? { hostAt: `c${job.plan.shards.length}`, moment: 'after', serverAt: 0 }
				: {
						hostAt: run < 4 && random.chance(0.8) ? random.int(1, 12) : 0,
						moment: random.pick('before', 'during', 'after'),
						serverAt: 0,
					};
			const own = [String(run), memory];
			handle = await runHost(seed, server, run * MINUTES_11, fate, own);
			if (handle === undefined && fate.hostAt !== 0) kills += 1;
		}
		const { outcomes, ledger } = await finish(job, handle, () => server.url);
		checkPurchases(job, { job: handle, outcomes }, ledger);
		await server.stop('SIGKILL');
	}
	console.info(`Seed ${SEED}: ${JOBS} jobs, ${kills} executions killed`);
});
