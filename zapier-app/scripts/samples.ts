import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Writes the static samples anew, from what the app puts out: `npx tsx zapier-app/scripts/samples.ts`. */
async function main(): Promise<void> {
	// Without it, the SDK writes a line about memory for each step.
	process.env['NODE_ENV'] = 'test';
	const { takeSamples } = await import('../../harness/zap-runner/take-samples');
	const samples = await takeSamples(pause);
	const file = join(import.meta.dirname, '..', 'src', 'samples.json');
	writeFileSync(file, `${JSON.stringify(samples, null, '\t')}\n`);
	console.log(`${Object.keys(samples).length} samples written to ${file}`);
}

void main();
