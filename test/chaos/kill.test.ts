import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { collect, join as joinRows, poll, readHandle, type Connection, type Job } from '../../core';
import { killProcesses, startProcess, type ServerProcess } from '../local-server/process';
import { checkAnswers, checkConservation, checkPurchases } from './check';
import { drawJob } from './draw-job';
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
	/** The call at which the host is killed, and when in it; 0 for never. */
	readonly hostAt: number;
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
): Promise<Job | undefined> {
	const script = resolve(__dirname, 'host-process.ts');
	const words = [seed, server.url, ahead, hostAt, moment].map(String);
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
			if (handle === undefined && fate.hostAt > 0) hostKills += 1;
			await reviveServer();
		}
		if (random.chance(0.3)) await server.stop('SIGKILL').then(reviveServer);

		const connection: Connection = {
			provider: job.provider,
			baseUrl: handle.baseUrl,
			transport: fetchTransport(() => server.url),
			clock: { now: Date.now, sleep: async (ms) => await wait(ms / 500) },
		};
		let status = await poll(handle, connection);
		while (status.state === 'running') {
			await wait(20);
			status = await poll(handle, connection);
		}
		const outcomes = joinRows(handle, await collect(status, connection));
		checkConservation(job, outcomes);
		const ledger = await readLedger(connection.transport);
		checkPurchases(job, { job: handle, outcomes }, ledger);
		checkAnswers(outcomes, ledger);
		await server.stop('SIGKILL');
	}
	console.info(
		`Seed ${SEED}: ${JOBS} jobs, host killed ${hostKills} times, server ${serverKills} times`,
	);
});
