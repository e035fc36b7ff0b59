// The app and the core in one file, `dist/index.js`. Zapier's SDK stays outside: the CLI packs it.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
	absWorkingDir: root,
	entryPoints: ['src/index.ts'],
	outfile: 'dist/index.js',
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	external: ['zapier-platform-core'],
	logLevel: 'warning',
});
