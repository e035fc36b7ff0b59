// Makes `build/build.zip`, what Zapier runs, as `zapier-platform build` does: without a login, and without
// asking zapier.com to check it (`--skip-validation`), so that it works offline. Needs Node 22 or newer.
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
process.env.DISABLE_ZAPIER_ANALYTICS = '1';
const require = createRequire(import.meta.url);
const { buildAndOrUpload } = require('zapier-platform-cli/src/utils/build');
await buildAndOrUpload(
	{ build: true },
	{ skipDepInstall: true, skipValidation: true, checkOutdated: false },
);
const { size } = statSync(join(root, 'build', 'build.zip'));
console.log(`\nbuild/build.zip: ${Math.round(size / 1000)} kB`);
