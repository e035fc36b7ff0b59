import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../harness/real-n8n/process';

/** A server of Debian's, on a free port of 127.0.0.1, in a folder of its own, gone with the test. */
export interface Service {
	readonly port: number;
	stop(): Promise<void>;
}

const POSTGRES_HOME = '/usr/lib/postgresql';
const READY_MS = 30_000;

export async function startRedis(): Promise<Service> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'offpeak-redis-'));
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
	const child = spawn('redis-server', args, { stdio: 'ignore' });
	await until(() => runs('redis-cli', ['-p', String(port), 'ping']), child, 'redis-server');
	return { port, stop: async () => await end(child, folder) };
}

/** The database is called `n8n`, its user `postgres`, with no password: it listens to this machine only. */
export async function startPostgres(): Promise<Service> {
	const bin = join(POSTGRES_HOME, newestVersion(), 'bin');
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'offpeak-postgres-'));
	// PostgreSQL refuses to run as root; Debian's package brings the user `postgres`.
	const asPostgres = (command: string, args: readonly string[]): [string, string[]] =>
		process.getuid?.() === 0
			? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
			: [command, [...args]];
	const data = join(folder, 'data');
	if (process.getuid?.() === 0) execFileSync('chown', ['postgres:postgres', folder]);
	chmodSync(folder, 0o700);
	execFileSync(
		...asPostgres(join(bin, 'initdb'), [
			'-D',
			data,
			'-U',
			'postgres',
			'--auth=trust',
			'-E',
			'UTF8',
		]),
		{ stdio: 'ignore', cwd: tmpdir() },
	);
	const [command, args] = asPostgres(join(bin, 'postgres'), [
		...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
		...['-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'],
	]);
	const child = spawn(command, args, { stdio: 'ignore', cwd: tmpdir() });
	const address = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];
	await until(() => runs(join(bin, 'pg_isready'), address), child, 'postgres');
	execFileSync(join(bin, 'createdb'), [...address, 'n8n'], { stdio: 'ignore', cwd: tmpdir() });
	return { port, stop: async () => await end(child, folder) };
}

function newestVersion(): string {
	if (!existsSync(POSTGRES_HOME)) {
		throw new Error(
			'There is no PostgreSQL: run `apt-get install -y postgresql redis-server` first',
		);
	}
	const versions = readdirSync(POSTGRES_HOME).sort((a, b) => Number(b) - Number(a));
	return versions[0] ?? '';
}

function runs(command: string, args: readonly string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore', cwd: tmpdir() });
		return true;
	} catch {
		return false;
	}
}

async function until(isReady: () => boolean, child: ChildProcess, name: string): Promise<void> {
	const deadline = Date.now() + READY_MS;
	while (!isReady()) {
		if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not start`);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

async function end(child: ChildProcess, folder: string): Promise<void> {
	if (child.exitCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGINT');
		await ended;
	}
	rmSync(folder, { recursive: true, force: true });
}
