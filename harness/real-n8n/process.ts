import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findN8n } from './installation';

/**
 * n8n becomes the leader of its own process group (its task runners belong to it). The pipe on
 * descriptor 3 is never written to: when this process ends, however it ends, the pipe closes and
 * the group is killed, so no n8n outlives its test.
 */
const GUARDED = '( cat <&3 >/dev/null; kill -KILL 0 ) & exec 3<&-; exec "$@"';

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('No free port');
	return address.port;
}

export class N8nProcess {
	readonly #child: ChildProcess;
	readonly #pid: number;
	readonly #log: string;
	readonly #logStart: number;

	/** Starts n8n with this environment and nothing of our own: jest sets NODE_ENV=test. */
	constructor(
		userFolder: string,
		env: Record<string, string>,
		command: readonly string[] = ['start'],
	) {
		const { node, cli, path } = findN8n();
		mkdirSync(userFolder, { recursive: true });
		this.#log = join(userFolder, 'n8n.log');
		this.#logStart = existsSync(this.#log) ? statSync(this.#log).size : 0;
		const output = openSync(this.#log, 'a');
		// The working directory too is not ours: n8n reads a `.env` file there.
		this.#child = spawn('/bin/sh', ['-c', GUARDED, 'n8n', node, cli, ...command], {
			cwd: userFolder,
			detached: true,
			env: { PATH: path, HOME: userFolder, TZ: 'UTC', ...env },
			stdio: ['ignore', output, output, 'pipe'],
		});
		closeSync(output);
		if (this.#child.pid === undefined) throw new Error('n8n could not be started');
		this.#pid = this.#child.pid;
		// Neither the process nor the pipe may keep jest from ending.
		this.#child.unref();
		const guard = this.#child.stdio[3];
		if (guard && 'unref' in guard && typeof guard.unref === 'function') guard.unref();
		this.#child.once('exit', () => this.#signalGroup('SIGKILL'));
	}

	get running(): boolean {
		return this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** What n8n printed since this start; `n8n.log` in the user folder holds every start. */
	logs(): string {
		return readFileSync(this.#log).subarray(this.#logStart).toString('utf8');
	}

	/** Like a power cut: SIGKILL for n8n and its task runners. */
	async kill(): Promise<void> {
		await this.#end(() => this.#signalGroup('SIGKILL'));
	}

	/** Like Ctrl-C; after 30 s like a power cut. */
	async stop(): Promise<void> {
		const timer = setTimeout(() => this.#signalGroup('SIGKILL'), 30_000);
		await this.#end(() => this.#child.kill('SIGTERM'));
		clearTimeout(timer);
	}

	async #end(signal: () => void): Promise<void> {
		if (!this.running) return;
		this.#child.ref();
		const ended = once(this.#child, 'exit');
		signal();
		await ended;
	}

	#signalGroup(signal: NodeJS.Signals): void {
		try {
			process.kill(-this.#pid, signal);
		} catch {
			// The whole group has ended already.
		}
	}
}
