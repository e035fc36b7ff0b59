import { makeTexts } from '../rows';
import { categoryOf } from '../task';
import { loadSide } from './sides/load';
import type { Answers, SideId } from './sides/side';
import { stubServer } from './stub';

export interface Order {
	readonly phase: 'submit' | 'collect';
	readonly side: SideId;
	readonly rowCount: number;
	readonly resultsFile: string;
	/** Small rounds before the one that counts, so that every size meets code that is compiled. */
	readonly warmUp?: { readonly rowCount: number; readonly resultsFile: string };
}

export interface Sample {
	readonly ms: number;
	/** Time on a processor, of all threads: another program's share is not in it. */
	readonly cpuMs: number;
	/** The most memory that the process ever held, and what it held before it began. */
	readonly peakBytes: number;
	readonly baseBytes: number;
	readonly sentBytes: number;
	/** What was left out, in words; empty when the work was done in full. */
	readonly faults: readonly string[];
}

const WARM_UPS = 8;

async function measure(order: Order): Promise<Sample> {
	for (let round = 0; order.warmUp !== undefined && round < WARM_UPS; round += 1) {
		await run({ ...order, ...order.warmUp });
	}
	return await run(order);
}

async function run({ phase, side: id, rowCount, resultsFile }: Order): Promise<Sample> {
	const side = await loadSide(id);
	const server = stubServer(rowCount, resultsFile);
	const texts = phase === 'submit' ? makeTexts(rowCount) : [];
	globalThis.gc?.();
	const baseBytes = process.memoryUsage.rss();
	const startCpu = process.cpuUsage();
	const start = process.hrtime.bigint();
	const answers =
		phase === 'submit' ? await side.submit(texts, server) : await side.collect(rowCount, server);
	const ms = Number(process.hrtime.bigint() - start) / 1e6;
	const { user, system } = process.cpuUsage(startCpu);
	const peakBytes = process.resourceUsage().maxRSS * 1024;
	const { sentBytes, sentLines, created } = server.traffic;
	const faults =
		answers === undefined
			? [...faultOf(sentLines, rowCount, 'lines sent'), ...faultOf(created, 1, 'batches created')]
			: faultsOf(answers, rowCount);
	return { ms, cpuMs: (user + system) / 1000, peakBytes, baseBytes, sentBytes, faults };
}

function faultsOf(answers: Answers, rowCount: number): readonly string[] {
	let right = 0;
	for (let row = 0; row < rowCount; row += 1) {
		if (answers.categoryOf(row) === categoryOf(row)) right += 1;
	}
	return [
		...faultOf(answers.count, rowCount, 'rows succeeded'),
		...faultOf(right, rowCount, 'rows with their own answer'),
	];
}

function faultOf(found: number, expected: number, what: string): readonly string[] {
	return found === expected ? [] : [`${found} ${what} instead of ${expected}`];
}

process.once('message', (order: Order) => {
	measure(order).then(
		(sample) => process.send?.({ sample }, () => process.disconnect()),
		(error: unknown) =>
			process.send?.({ error: String(error).split('\n')[0] }, () => process.disconnect()),
	);
});
