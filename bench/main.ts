import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { machineLine } from './table';

/**
 * `npm run bench`: every part, one after another, each in a process of its own. `npm run bench -- NAME` runs
 * one; what follows the name goes to it. A benchmark is never a test: the exit code stays 0.
 */
const PARTS: Readonly<Record<string, string>> = {
	speeds: 'one by one and in the background: items per second, calls per item',
	trigger: 'calls of Batch Trigger on an account with 5,000 jobs',
	zapier: 'how long the Zapier steps take, and what they put out',
	tokens: 'how far the estimate of tokens is off, by language, and what it adds to a plan',
	packing: 'several short texts in one request: tokens, cost and answers beside one by one',
	clients: 'the same work beside the openai client and the AI SDK (wants a quiet machine)',
};

function run(name: string, args: readonly string[]): void {
	// `execArgv` has tsx in it, which reads TypeScript.
	const { error } = spawnSync(
		process.execPath,
		[...process.execArgv, join(__dirname, `${name}.ts`), ...args],
		{ stdio: 'inherit' },
	);
	if (error !== undefined) print(`The part ${name} did not start: ${error.message}`);
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

function main([name, ...args]: readonly string[]): void {
	if (name !== undefined && !Object.hasOwn(PARTS, name)) {
		const known = Object.entries(PARTS).map(([part, what]) => `  ${part.padEnd(8)}  ${what}`);
		print(`There is no part "${name}". The parts are:\n${known.join('\n')}`);
		return;
	}
	for (const part of name === undefined ? Object.keys(PARTS) : [name]) {
		print(`\n== ${part} · ${PARTS[part]} · ${machineLine()}\n`);
		run(part, args);
	}
}

main(process.argv.slice(2));
