import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const running = new Set<ChildProcess>();
let program: string | undefined;

/** The command line as one file, so that a start takes a tenth of a second, not one. */
function builtProgram(): string {
	if (program === undefined) {
		program = join(mkdtempSync(join(tmpdir(), 'offpeak-server-')), 'main.js');
		buildSync({
			absWorkingDir: resolve(__dirname, '../../local-server'),
			entryPoints: ['src/main.ts'],
			outfile: program,
			bundle: true,
			platform: 'node',
			logLevel: 'warning',
		});
	}
	return program;
}

export interface ServerProcess {
	readonly child: ChildProcess;
	readonly url: string;
	stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

function launch(flags: readonly string[]) {
	const child = spawn(process.execPath, [builtProgram(), ...flags]);
	running.add(child);
	child.once('exit', () => running.delete(child));
	let printed = '';
	child.stdout.on('data', (chunk) => (printed += String(chunk)));
	child.stderr.on('data', (chunk) => (printed += String(chunk)));
	return { child, printed: () => printed };
}

/** The command-line server in a process of its own, ready. */
export async function startProcess(...flags: string[]): Promise<ServerProcess> {
	const { child, printed } = launch(['--port', '0', ...flags]);
	for (;;) {
		const url = /ready at (http:\S+)/.exec(printed())?.[1];
		if (url) return { child, url, stop: (signal) => stop(child, signal) };
		if (child.exitCode !== null) throw new Error(`The server did not start: ${printed()}`);
		await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
	}
}

async function stop(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
	const ended = once(child, 'exit');
	child.kill(signal);
	await ended;
	return child.exitCode;
}

/** Runs it to its end, or until it has printed what is waited for. */
export async function runProcess(flags: readonly string[], until?: RegExp) {
	const { child, printed } = launch(flags);
	const ended = once(child, 'close');
	while (child.exitCode === null && !(until?.test(printed()) ?? false)) {
		await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
	}
	if (child.exitCode === null) child.kill('SIGKILL');
	await ended;
	return { printed: printed(), code: child.exitCode };
}

export function killProcesses(): void {
	for (const child of running) child.kill('SIGKILL');
	if (program !== undefined) rmSync(dirname(program), { recursive: true });
	program = undefined;
}
