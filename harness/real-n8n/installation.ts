import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';

/** The one that is pinned in scripts/n8n, unless the nightly run asks for another. */
const N8N_VERSION = process.env['OFFPEAK_N8N_VERSION'] || '2.41.1';

export interface N8nInstallation {
	/** The Node 24 that n8n needs. */
	node: string;
	/** n8n's command line. */
	cli: string;
	/** A PATH with that Node first: n8n starts its task runner with plain `node`. */
	path: string;
}

function n8nFolder(): string {
	const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
	return process.env['OFFPEAK_N8N_DIR'] || join(cache, 'offpeak', `n8n-${N8N_VERSION}`);
}

function isInstalled(directory: string): boolean {
	return existsSync(join(directory, '.offpeak-complete'));
}

/** The descriptions of n8n's own nodes, one for each range of versions; none where no n8n is installed. */
export function readBaseDescriptions(): readonly INodeTypeDescription[] {
	if (!isInstalled(n8nFolder())) return [];
	const file = join(n8nFolder(), 'node_modules/n8n-nodes-base/dist/types/nodes.json');
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** Finds what `node scripts/install-n8n.mjs` installed (it uses the same folder rule). */
export function findN8n(): N8nInstallation {
	const directory = n8nFolder();
	if (!isInstalled(directory)) {
		throw new Error(`There is no n8n in ${directory}: run \`node scripts/install-n8n.mjs\` first`);
	}
	const bin = join(directory, 'node_modules', 'node', 'bin');
	return {
		node: join(bin, 'node'),
		cli: join(directory, 'node_modules', 'n8n', 'bin', 'n8n'),
		path: [bin, process.env['PATH'] ?? ''].join(delimiter),
	};
}

/**
 * Installs a package tarball the way n8n's manual describes for the command line: `npm install` in
 * `~/.n8n/nodes`. n8n then loads it under its real type names, `<package>.<node>`. (The button in
 * n8n's settings needs the package on npmjs.com; another registry needs an enterprise licence.)
 */
export function installPackage(userFolder: string, tarball: string): void {
	const nodes = join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	const manifest = join(nodes, 'package.json');
	if (!existsSync(manifest)) {
		writeFileSync(manifest, '{"name":"installed-nodes","private":true,"dependencies":{}}');
	}
	// Offline: a community package has no dependencies, and n8n brings the peer `n8n-workflow`.
	const flags = ['--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-package-lock'];
	execFileSync('npm', ['install', ...flags, '--no-audit', '--no-fund', resolve(tarball)], {
		cwd: nodes,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}
