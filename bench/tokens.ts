import { countTokens as countReal } from 'gpt-tokenizer/encoding/o200k_base';
import { plan } from '../core';
import { cleanText } from '../core/rows/clean-text';
import { countTokens, rangeOfTokens, TokenCounter } from '../core/cost/tokens';
import { readInbox } from './inbox';
import { TEXTS } from './languages';
import { median } from './measure';
import { planInput } from './plan-input';
import { makeTexts } from './rows';

/** How far the estimate of tokens is off, by language, and what it adds to the time of a plan. */
const ROWS = 50_000;
const RUNS = 5;

interface Sample {
	readonly name: string;
	readonly texts: readonly string[];
}

async function samples(): Promise<readonly Sample[]> {
	const bodies = (await readInbox()).map((body) => cleanText(body));
	return [
		...Object.entries(TEXTS).map(([name, text]) => ({ name, texts: [text] })),
		{ name: 'sample inbox, 200 mails (not fitted to)', texts: bodies },
		{ name: 'made-up mails, 500 (not fitted to)', texts: makeTexts(500) },
	];
}

function errorTable(all: readonly Sample[]): string {
	const lines = all.map(({ name, texts }) => {
		const real = texts.reduce((sum, text) => sum + countReal(text), 0);
		const estimated = texts.reduce((sum, text) => sum + countTokens(text), 0);
		const ranges = texts.map((text) => rangeOfTokens(text));
		const low = ranges.reduce((sum, range) => sum + range.low, 0);
		const high = ranges.reduce((sum, range) => sum + range.high, 0);
		const isInRange = low <= real && real <= high;
		const range = `−${percent(1 - low / estimated)} +${percent(high / estimated - 1)}`;
		return { name, real, estimated, error: estimated / real - 1, range, isInRange };
	});
	const errors = lines.map(({ error }) => Math.abs(error));
	const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
	const inRange = lines.filter(({ isInRange }) => isInRange).length;
	return [
		...lines.map(
			({ name, real, estimated, error, range, isInRange }) =>
				`  ${name.padEnd(42)} ${String(real).padStart(8)} ${estimated.toFixed(0).padStart(8)} ${percent(error).padStart(8)}  ${isInRange ? '✓' : '✗'} ${range}`,
		),
		`  mean ${percent(mean)}, median ${percent(median(errors))}, worst ${percent(Math.max(...errors))}; ${inRange} of ${lines.length} in range`,
	].join('\n');
}

function overheadLine(): string {
	const texts = makeTexts(ROWS);
	const rows = texts.map((text) => ({ text }));
	const planning: number[] = [];
	const counting: number[] = [];
	// In turn, so that a busy minute of the machine hits both.
	for (let run = 0; run <= RUNS; run += 1) {
		const planMs = timeOf(() => plan(planInput(rows)));
		const countMs = timeOf(() => {
			const counter = new TokenCounter();
			for (const text of texts) counter.add(text);
		});
		// The first run is for the compiler.
		if (run > 0) {
			planning.push(planMs);
			counting.push(countMs);
		}
	}
	const share = median(counting) / median(planning);
	return `  ${ROWS.toLocaleString('en-US')} rows of 2 kB: plan ${median(planning).toFixed(0)} ms, of which counting ${median(counting).toFixed(0)} ms = ${percent(share)} (goal < 5 %)`;
}

function timeOf(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function percent(ratio: number): string {
	return `${(ratio * 100).toFixed(1)} %`;
}

async function main(): Promise<void> {
	process.stdout.write(
		`Tokens: real (o200k_base), estimated, error\n${errorTable(await samples())}\n\nTime\n${overheadLine()}\n`,
	);
}

// A benchmark is never a test: what goes wrong is said, and the exit code stays 0.
main().catch((error: unknown) => process.stdout.write(`The benchmark stopped: ${String(error)}\n`));
