import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import OpenAI from 'openai';
import { lines, upload } from '../local-server/support';

const SOURCE = resolve(__dirname, '../../local-server');

let folder: string;
let tarball: string;
/** npm's own settings would leak in when npm runs these tests; the Node of these tests must be the one found. */
const env = {
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
	PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
};

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'offpeak-pack-'));
	const options = { cwd: SOURCE, env: { ...env, npm_config_cache: join(folder, 'cache') } };
	// By its name: where scripts are ignored, as here, packing alone does not build.
	execFileSync('npm', ['run', '--silent', 'build'], options);
	const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], options);
	tarball = join(folder, packed.toString().trim().split('\n').at(-1) ?? '');
}, 60_000);
afterAll(() => {
	rmSync(folder, { recursive: true });
	rmSync(join(SOURCE, 'dist'), { recursive: true, force: true });
});

function contents(file: string): string {
	return execFileSync('tar', ['-xzOf', tarball, `package/${file}`], { maxBuffer: 1e8 }).toString();
}

describe('the packed local server', () => {
	it('holds one program, its licences and nothing stray', () => {
		const files = execFileSync('tar', ['-tzf', tarball]).toString().trim().split('\n').sort();
		expect(files).toEqual([
			'package/README.md',
			'package/dist/LICENSES.txt',
			'package/dist/main.js',
			'package/package.json',
		]);
		expect(JSON.parse(contents('package.json'))).not.toHaveProperty('dependencies');
		for (const name of ['hono', '@hono/node-server', 'openai']) {
			const source = resolve(SOURCE, '../node_modules', name, 'package.json');
			const { version } = JSON.parse(readFileSync(source, 'utf8'));
			expect(contents('dist/LICENSES.txt')).toContain(`\n${name} ${version}\n`);
		}
		expect(contents('dist/main.js')).not.toContain(resolve(SOURCE, '..'));
	});

	it('runs with npx in an empty folder and without a network, and does a job', async () => {
		const empty = join(folder, 'empty');
		mkdirSync(empty);
		const settings = { npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true' };
		const child = spawn(
			'npx',
			['--yes', `../${basename(tarball)}`, '--port', '0', '--phase', '0'],
			{
				cwd: empty,
				env: { ...env, ...settings },
				detached: true,
			},
		);
		const ended = once(child, 'close');
		let printed = '';
		child.stdout.on('data', (chunk) => (printed += String(chunk)));
		child.stderr.on('data', (chunk) => (printed += String(chunk)));
		try {
			let url: string | undefined;
			while (url === undefined) {
				if (child.exitCode !== null) throw new Error(`It did not start: ${printed}`);
				await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
				url = /ready at (http:\S+)/.exec(printed)?.[1];
			}
			const client = new OpenAI({ apiKey: 'any', baseURL: url, maxRetries: 0 });
			const file = await upload(client, lines(5));
			const { id } = await client.batches.create({
				input_file_id: file.id,
				endpoint: '/v1/responses',
				completion_window: '24h',
			});
			let batch = await client.batches.retrieve(id);
			while (batch.status !== 'completed') {
				await new Promise((again) => setTimeout(again, 20));
				batch = await client.batches.retrieve(id);
			}
			expect(batch.request_counts).toEqual({ total: 5, completed: 5, failed: 0 });
		} finally {
			// npx, its shell and the server are one process group.
			if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
			await ended;
		}
	}, 60_000);
});
