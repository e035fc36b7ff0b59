import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FIXTURES = join(__dirname, '..', '..', 'fixtures');

function textOf(name: string): string {
	return readFileSync(join(FIXTURES, name), 'utf8');
}

/** `openai/batch-validating` → the body as it came over the wire. */
export function readFixture(name: string): unknown {
	return JSON.parse(textOf(`${name}.json`));
}

/** The lines of a result file, each read as JSON. */
export function readFixtureLines(name: string): unknown[] {
	return textOf(`${name}.jsonl`)
		.split('\n')
		.filter((line) => line !== '')
		.map((line): unknown => JSON.parse(line));
}
