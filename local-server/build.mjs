// Bundles the command line into one file, so that `npx` fetches nothing besides the tarball. The licences
// of what went into it travel along, as they ask.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist');
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const { metafile } = await build({
	absWorkingDir: here,
	entryPoints: ['src/main.ts'],
	outfile: 'dist/main.js',
	bundle: true,
	platform: 'node',
	target: 'node22.13',
	format: 'cjs',
	minifySyntax: true,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
});

/** The folder of the package that a bundled file came from. */
function packageFolder(file) {
	const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
	return folder === undefined ? undefined : join(here, folder);
}

function licenseOf(folder) {
	const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']
		.map((one) => join(folder, one))
		.find(existsSync);
	if (file === undefined) throw new Error(`${name} has no licence file`);
	return `${name} ${version}\n\n${readFileSync(file, 'utf8').trim()}\n`;
}

const folders = new Set(Object.keys(metafile.inputs).map(packageFolder).filter(Boolean));
const own = `offpeak-local-server\n\n${readFileSync(join(here, '../LICENSE'), 'utf8').trim()}\n`;
const licenses = [own, ...[...folders].sort().map(licenseOf)];
writeFileSync(join(out, 'LICENSES.txt'), licenses.join(`\n${'-'.repeat(80)}\n\n`));
