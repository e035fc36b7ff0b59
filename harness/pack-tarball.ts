import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const checkout = resolve(__dirname, '..');

/**
 * Packs a package directory, by default the built checkout (`npm run build` first), exactly as
 * `npm publish` would, and returns the path of the tarball.
 */
export function packTarball(directory: string = checkout): string {
	const destination = mkdtempSync(join(tmpdir(), 'offpeak-tarball-'));
	const output = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		{ cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const [packed] = JSON.parse(output) as Array<{ filename: string }>;
	if (!packed) throw new Error(`npm pack of ${directory} packed nothing`);
	return join(destination, packed.filename);
}
