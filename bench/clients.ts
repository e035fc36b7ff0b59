import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countCalls, sameBytes } from './clients/checks';
import type { Order } from './clients/child';
import { compileInto } from './clients/compile';
import { cleaningGoal, cpuPerThousand, goalsOf, isMet, linearGoal } from './clients/goals';
import { measureInTurn, type Patience, type Series } from './measure';
import { writeResults } from './results';
import type { SideId } from './clients/sides/side';
import { callsTable, goalsTable, linearTable, machineLine, mark, sidesTable } from './table';

const SIDES: readonly SideId[] = ['offpeak', 'ai-sdk', 'openai', 'bare'];
/** Rounds stop early after so long: the whole run stays below four minutes, however busy the machine. */
const SUBMIT_BUDGET_MS = 70_000;
const COLLECT_BUDGET_MS = 45_000;
const SIZES_PATIENCE: Patience = { rounds: 7, budgetMs: 25_000 };

interface Settings {
	readonly rowCount: number;
	/** Smallest first. */
	readonly sizes: readonly [number, ...number[]];
	readonly rounds: number;
	readonly json?: string;
}

const FULL: Settings = { rowCount: 50_000, sizes: [1000, 5000, 10_000, 25_000, 50_000], rounds: 7 };
const QUICK: Settings = { rowCount: 5000, sizes: [1000, 2500, 5000], rounds: 3 };

function readSettings(): Settings {
	const { values } = parseArgs({
		options: { quick: { type: 'boolean' }, json: { type: 'string' } },
	});
	const { json } = values;
	return { ...(values.quick === true ? QUICK : FULL), ...(json === undefined ? {} : { json }) };
}

async function run({ rowCount, sizes, rounds, json }: Settings, folder: string): Promise<void> {
	const fileOf = (rows: number): string => join(folder, `results-${rows}.jsonl`);
	for (const rows of new Set([...sizes, rowCount])) await writeResults(fileOf(rows), rows);

	const childFile = await compileInto(folder);
	const take = async (orders: readonly Order[], patience: Patience): Promise<readonly Series[]> =>
		await measureInTurn(childFile, orders, patience, () => process.stderr.write('.'));
	const orderOf = (phase: Order['phase'], side: SideId, rows: number): Order => ({
		phase,
		side,
		rowCount: rows,
		resultsFile: fileOf(rows),
	});
	const compare = async (phase: Order['phase'], sides: readonly SideId[], budgetMs: number) =>
		await take(
			sides.map((side) => orderOf(phase, side, rowCount)),
			{ rounds, budgetMs },
		);
	const [smallest] = sizes;
	const warmUp = { rowCount: smallest, resultsFile: fileOf(smallest) };
	const scale = async (phase: Order['phase']) =>
		await take(
			sizes.map((rows) => ({ ...orderOf(phase, 'offpeak', rows), warmUp })),
			SIZES_PATIENCE,
		);

	print(`Offpeak benchmark · ${machineLine()} · ${rowCount.toLocaleString('en-US')} rows of 2 kB`);
	const submits = await compare('submit', [...SIDES, 'offpeak-clean'], SUBMIT_BUDGET_MS);
	print(`\n1  Rows to a batch: plan and submit\n${sidesTable(submits)}`);
	const collects = await compare('collect', SIDES, COLLECT_BUDGET_MS);
	print(`\n2  Output file to one answer per row: collect and join\n${sidesTable(collects)}`);
	const submitSizes = await scale('submit');
	const collectSizes = await scale('collect');
	print(
		`\n3  Offpeak by size: processor ms per 1,000 rows, cheapest run, code warmed up\n${linearTable(submitSizes, collectSizes)}`,
	);
	const calls = await countCalls();
	print(`\n4  HTTP calls of a job of one file\n${callsTable(calls)}`);

	const goals = [
		...goalsOf('submit', submits, 'ai-sdk', 0.5),
		cleaningGoal(submits, 2.5),
		...goalsOf('collect and join', collects, 'ai-sdk', 1),
		linearGoal('submit', submitSizes, 1.5),
		linearGoal('collect and join', collectSizes, 1.5),
	];
	const same = sameBytes();
	print(`\nGoals\n${goalsTable(goals)}`);
	print(`  ${mark(same)} our lines are byte for byte those of JSON.stringify\n\n${NOTES}`);
	if (json === undefined) return;
	const report = {
		machine: machineLine(),
		rowCount,
		submit: submits,
		collect: collects,
		linear: [...submitSizes, ...collectSizes].map((series) => ({
			phase: series.order.phase,
			rowCount: series.order.rowCount,
			cpuMsPerThousand: cpuPerThousand(series),
		})),
		calls,
		goals: goals.map((goal) => ({ ...goal, met: isMet(goal) })),
		sameBytes: same,
	};
	await writeFile(json, `${JSON.stringify(report, null, '\t')}\n`);
}

const NOTES = [
	'Each run has a process of its own; runs are taken in turn, and medians are compared. Peak memory is',
	'that of the whole process; "above start" is what came on top of its code and the rows. All sides call',
	'one stub in their own process: nothing waits for a network. Every run is checked: all lines arrived,',
	'and every row has its own answer. The AI SDK’s batch requests take no answer schema, so its lines are',
	'shorter than the others’. Clean text is off where sides are compared, for the others do not clean.',
].join('\n');

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'offpeak-bench-'));
	try {
		await run(readSettings(), folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

// A benchmark is never a test: what goes wrong is said, and the exit code stays 0.
main().catch((error: unknown) => print(`The benchmark stopped: ${String(error)}`));
