// The n8n package ships no dependency: what the core takes from a library is put into the file that takes it, and no
// more of it than that. Runs after the build, on its folder of the core (dist/core, or the one that is named).
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = resolve(process.argv[2] ?? join(root, 'dist', 'core'));
const isLibrary = (name) => !name.startsWith('.') && !name.startsWith('node:');

const takers = readdirSync(built, { recursive: true })
	.filter((name) => name.endsWith('.js'))
	.filter((name) =>
		[...readFileSync(join(built, name), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].some(
			([, library]) => isLibrary(library),
		),
	);
await Promise.all(
	takers.map((name) => {
		const source = join(root, 'core', name.replace(/\.js$/, '.ts'));
		return build({
			absWorkingDir: root,
			entryPoints: [source],
			outfile: join(built, name),
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
							importer === source ? { path, external: true } : undefined,
						);
					},
				},
			],
		});
	}),
);
