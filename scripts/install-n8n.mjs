// Installs the pinned n8n that the slow tests start, and the Node 24 it needs, outside the checkout.
// Says nothing when all is there. The whole tree is locked in scripts/n8n/package-lock.json; another version, as
// `.ci/nightly` asks for with OFFPEAK_N8N_VERSION, gets what the registry has for it today.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pinned = join(dirname(fileURLToPath(import.meta.url)), 'n8n');
const manifest = JSON.parse(readFileSync(join(pinned, 'package.json'), 'utf8'));
const version = process.env.OFFPEAK_N8N_VERSION || manifest.dependencies.n8n;
const isPinned = version === manifest.dependencies.n8n;

// harness/real-n8n/installation.ts looks in the same place.
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const directory = process.env.OFFPEAK_N8N_DIR || join(cache, 'offpeak', `n8n-${version}`);
const stamp = join(directory, '.offpeak-complete');
const log = join(directory, 'install.log');
const wanted = createHash('sha256')
	.update(readFileSync(join(pinned, 'package-lock.json')))
	.update(`${isPinned ? '' : version}${process.platform}-${process.arch}`)
	.digest('hex');

function isComplete() {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/** Runs npm in the n8n directory, with a line every 15 s so that nobody thinks it hangs. */
function npm(step, args, env = {}) {
	const cli = process.env.npm_execpath;
	const [command, prefix] = cli ? [process.execPath, [cli]] : ['npm', []];
	const output = openSync(log, 'a');
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	console.log(`${step} …`);
	const heartbeat = setInterval(() => console.log(`  … ${seconds()} s`), 15_000);
	const child = spawn(command, [...prefix, ...args, '--no-audit', '--no-fund'], {
		cwd: directory,
		env: { ...process.env, ...env },
		stdio: ['ignore', output, output],
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve(console.log(`  done in ${seconds()} s`));
			else reject(new Error(`npm ${args.join(' ')} ended with code ${code}`));
		});
	}).finally(() => clearInterval(heartbeat));
}

/** The headers come with the npm package `node`, so nothing is fetched from nodejs.org. */
function nodeHeaders() {
	const base = join(directory, 'node_modules', 'node', 'node_modules');
	const name = `node-${process.platform}-${process.arch}`;
	const found = [join(base, name), join(directory, 'node_modules', name)].find((candidate) =>
		existsSync(join(candidate, 'include', 'node', 'node_api.h')),
	);
	if (!found) throw new Error(`The npm package "node" brought no headers for ${name}`);
	return found;
}

async function install() {
	mkdirSync(directory, { recursive: true });
	writeFileSync(log, '');
	const dependencies = { ...manifest.dependencies, n8n: version };
	writeFileSync(join(directory, 'package.json'), JSON.stringify({ ...manifest, dependencies }));
	if (isPinned)
		copyFileSync(join(pinned, 'package-lock.json'), join(directory, 'package-lock.json'));
	// Not `npm ci`: it refuses the lock wherever an optional package for another platform is missing.
	await npm('1/3 n8n and its packages (2 to 5 min)', ['install', '--no-save', '--ignore-scripts']);
	// Most of the tree's install scripts need a network or a compiler and only these two are needed.
	await npm('2/3 Node 24', ['rebuild', 'node', '--ignore-scripts=false']);
	const headers = nodeHeaders();
	await npm(
		'3/3 building the sqlite3 driver (about a minute)',
		['rebuild', 'sqlite3', '--ignore-scripts=false'],
		{
			npm_config_nodedir: headers,
			npm_config_build_from_source: 'true',
			PATH: [join(headers, 'bin'), process.env.PATH].join(delimiter),
		},
	);
	writeFileSync(stamp, wanted);
}

if (!isComplete()) {
	console.log(
		`Installing n8n ${version} for the tests in ${directory}\n` +
			'(about 600 MB to download and 2.9 GB on disk, once; delete the folder to get it back).',
	);
	try {
		await install();
	} catch (error) {
		const tail = readFileSync(log, 'utf8').split('\n').slice(-25).join('\n');
		console.error(`${tail}\nInstalling n8n failed: ${error.message}\nThe whole log: ${log}`);
		process.exitCode = 1;
	}
}
