// Makes the checkout runnable: installs the locked dependencies of the folders named (the root always)
// where they are missing or stale, and unpacks the pinned Node 24 (the machine may have 20; n8n 2.41
// needs 24).
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function npm(folder, ...args) {
	// npm's own path when started by npm, so that Windows and odd set-ups work too.
	const cli = process.env.npm_execpath;
	const [command, prefix] = cli ? [process.execPath, [cli]] : ['npm', []];
	execFileSync(command, [...prefix, ...args, '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}

function install(name) {
	const folder = join(root, name);
	const lock = join(folder, 'package-lock.json');
	const installed = join(folder, 'node_modules', '.offpeak-installed-lock.json');
	if (existsSync(installed) && readFileSync(lock).equals(readFileSync(installed))) return;

	const started = Date.now();
	console.log(
		name === '.'
			? 'Installing the development dependencies (some minutes the first time) …'
			: `Installing the dependencies of ${name} …`,
	);
	// Not `npm ci`: it wants the lock file to list every platform's binaries, and a registry mirror may
	// carry only its own platform's. `install` follows the lock file just the same.
	// The audit asks the registry about a thousand packages, and is not for a first run.
	npm(folder, 'install', '--no-audit', '--no-fund');
	if (name === '.') npm(folder, 'rebuild', 'node', '--ignore-scripts=false');
	copyFileSync(lock, installed);
	console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

for (const name of ['.', ...process.argv.slice(2)]) install(name);
