// The n8n package ships no dependency: what the core takes from a library is put into the file that takes it.
// Runs after the build, on dist/; a file's imports of our own stay as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const core = join(root, 'dist', 'core');
const isLibrary = (name) => !name.startsWith('.') && !name.startsWith('node:');

const takers = readdirSync(core, { recursive: true })
	.filter((name) => name.endsWith('.js'))
	.map((name) => join(core, name))
	.filter((file) =>
		[...readFileSync(file, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].some(([, name]) =>
			isLibrary(name),
		),
	);
await Promise.all(
	takers.map((file) =>
		build({
			absWorkingDir: root,
			entryPoints: [file],
			outfile: file,
			allowOverwrite: true,
			bundle: true,
			platform: 'node',
			format: 'cjs',
			target: 'node20',
			legalComments: 'inline',
			logLevel: 'warning',
			plugins: [
				{
					name: 'ours-stays-outside',
					setup({ onResolve }) {
						onResolve({ filter: /^\.{1,2}\// }, ({ path, importer }) =>
							importer === file ? { path, external: true } : undefined,
						);
					},
				},
			],
		}),
	),
);
