import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Handler } from './platform';

const APP = join(__dirname, '../../zapier-app');

/** The app as Zapier gets it: built, zipped, unpacked in an empty folder, run in a process of its own. */
export interface UnpackedApp {
	readonly handler: Handler;
	readonly zipBytes: number;
	close(): Promise<void>;
}

export async function buildAndUnpack(): Promise<UnpackedApp> {
	if (!existsSync(join(APP, 'node_modules', 'zapier-platform-cli'))) {
		execFileSync('npm', ['install', '--loglevel=error'], { cwd: APP, stdio: 'ignore' });
	}
	execFileSync(process.execPath, [join('scripts', 'zip.mjs')], { cwd: APP, stdio: 'pipe' });
	const zip = join(APP, 'build', 'build.zip');
	const folder = mkdtempSync(join(tmpdir(), 'offpeak-zapier-'));
	unpack(zip, folder);
	writeFileSync(join(folder, 'run.mjs'), RUNNER);
	const child = spawn(process.execPath, ['run.mjs'], {
		cwd: folder,
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { PATH: process.env['PATH'] ?? '', HOME: folder, NODE_ENV: 'production' },
	});
	return {
		handler: handlerIn(child),
		zipBytes: statSync(zip).size,
		close: async () => {
			const closed = new Promise((resolve) => child.once('close', resolve));
			child.kill();
			await closed;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function unpack(zip: string, folder: string): void {
	const requireFromApp = createRequire(join(APP, 'package.json'));
	const AdmZip = requireFromApp('adm-zip');
	new AdmZip(zip).extractAllTo(folder, true);
}

/** One event per line in, one result or error per line out. */
const RUNNER = `
import { createInterface } from 'node:readline';
import { handler } from './zapierwrapper.js';
// The log of a step must not get between the results.
const write = process.stdout.write.bind(process.stdout);
console.log = () => {};
for await (const line of createInterface({ input: process.stdin })) {
	const { id, event } = JSON.parse(line);
	handler(event).then(
		({ results }) => write(JSON.stringify({ id, results }) + '\\n'),
		({ name, message }) => write(JSON.stringify({ id, error: { name, message } }) + '\\n'),
	);
}
`;

interface Waiting {
	readonly resolve: (output: { readonly results?: unknown }) => void;
	readonly reject: (error: Error) => void;
}

function handlerIn(child: ChildProcess): Handler {
	const waiting = new Map<number, Waiting>();
	let calls = 0;
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) throw new Error('The app has no pipes.');
	child.once('exit', (code) => {
		for (const { reject } of waiting.values()) reject(new Error(`The app ended with ${code}.`));
	});
	createInterface({ input: stdout }).on('line', (line) => {
		const { id, results, error } = Object(JSON.parse(line));
		const caller = waiting.get(Number(id));
		waiting.delete(Number(id));
		if (error === undefined) caller?.resolve({ results });
		else caller?.reject(Object.assign(new Error(error.message), { name: String(error.name) }));
	});
	return async (event) =>
		await new Promise((resolve, reject) => {
			calls += 1;
			waiting.set(calls, { resolve, reject });
			stdin.write(`${JSON.stringify({ id: calls, event })}\n`);
		});
}
