// Makes the checkout runnable: installs the locked dependencies when they are missing or stale, and
// unpacks the pinned Node 24 (the machine may have 20; n8n 2.41 needs 24).
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const installedLock = join(root, 'node_modules', '.offpeak-installed-lock.json');

function isInstalled() {
	return existsSync(installedLock) && readFileSync(lock).equals(readFileSync(installedLock));
}

function npm(...args) {
	// npm's own path when started by npm, so that Windows and odd set-ups work too.
	const cli = process.env.npm_execpath;
	const [command, prefix] = cli ? [process.execPath, [cli]] : ['npm', []];
	execFileSync(command, [...prefix, ...args], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}

if (!isInstalled()) {
	const started = Date.now();
	console.log('Installing the development dependencies (about a minute the first time) …');
	// Not `npm ci`: it wants the lock file to list every platform's binaries, and a registry mirror may
	// carry only its own platform's. `install` follows the lock file just the same.
	npm('install', '--loglevel=error');
	npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
	copyFileSync(lock, installedLock);
	console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
