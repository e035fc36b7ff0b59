import { setTimeout as wait } from 'node:timers/promises';
import {
	answerNow,
	lookAtFlights,
	plan,
	sendFlights,
	type Clock,
	type Connection,
	type Flight,
	type Plan,
} from '../core';
import { answeringStub } from './answering-stub';
import { planInput } from './plan-input';
import { makeTexts } from './rows';
import { align, mark } from './table';

/**
 * `npm run bench -- speeds`: the two speeds that are no batch. Items per second against a provider that takes
 * 200 ms for each call, and what an item costs in calls when it is answered in the background.
 */
interface Speed {
	readonly concurrency: number;
	readonly nowPerSecond: number;
	readonly backgroundPerSecond: number;
}

interface CallsPerItem {
	readonly what: string;
	readonly perItem: number;
}

const LATENCY_MS = 200;
const CONCURRENCIES = [1, 8, 32];
/** So many turns of each lane: 4 s at 200 ms. */
const TURNS = 20;
/** When Categorize Async looks for its answers, and after how long when it has parked. */
const LOOK_AFTER_MS = [1_500, 2_500, 4_000, 5_000, 6_000];
const PARK_MS = 65_000;
const MOST_CALLS_PER_ITEM = 3;

const realClock: Clock = {
	now: Date.now,
	sleep: async (ms) => {
		await wait(ms);
	},
};

/** Rows per second, from the first call to the last answer. */
async function measureSpeeds(): Promise<readonly Speed[]> {
	const speeds: Speed[] = [];
	for (const concurrency of CONCURRENCIES) {
		const rows = concurrency * TURNS;
		const planned = planOf(rows);
		const times = { callMs: LATENCY_MS, answerMs: () => LATENCY_MS };
		const nowPerSecond = await perSecond(rows, async () => {
			const { connection } = answeringStub(realClock, times);
			const { results } = await answerNow(planned, connection, { concurrency, flex: false });
			return results.size;
		});
		const backgroundPerSecond = await perSecond(rows, async () => {
			const { connection } = answeringStub(realClock, times);
			return await answerInBackground(planned, connection, concurrency, [LATENCY_MS]);
		});
		speeds.push({ concurrency, nowPerSecond, backgroundPerSecond });
	}
	return speeds;
}

/** Calls per item as Categorize Async makes them, in simulated time: answers take 2 s as a rule, some 12. */
async function countCallsPerItem(): Promise<readonly CallsPerItem[]> {
	const counted: CallsPerItem[] = [];
	for (const [what, rows, runs] of [
		['one e-mail at a time', 1, 100],
		['10 at a time', 10, 10],
		['a slice of 100', 100, 1],
	] as const) {
		let sent = 0;
		let all = 0;
		for (let run = 0; run < runs; run += 1) {
			const times = { callMs: LATENCY_MS, answerMs: (n: number) => answerMs(run * rows + n) };
			const { connection, calls } = answeringStub(simulatedClock(), times);
			await answerInBackground(planOf(rows), connection, 8, LOOK_AFTER_MS);
			sent += calls.sent;
			all += calls.sent + calls.fetched;
		}
		counted.push({ what, perItem: all / sent });
	}
	return counted;
}

/** Of 20 answers 10 take 1 s, 6 take 2 s, 3 take 5 s, and one takes 12 s. */
function answerMs(answer: number): number {
	// 7 and 20 share no factor, so that long and short ones come mixed.
	const place = (answer * 7) % 20;
	return place < 10 ? 1_000 : place < 16 ? 2_000 : place < 19 ? 5_000 : 12_000;
}

async function answerInBackground(
	planned: Plan,
	connection: Connection,
	concurrency: number,
	lookAfterMs: readonly number[],
): Promise<number> {
	const flights = new Map(await sendFlights(planned, connection, { concurrency }));
	const inAir = (): ReadonlyMap<number, Flight> =>
		new Map([...flights].filter(([, flight]) => 'call' in flight));
	for (let look = 0; inAir().size > 0; look += 1) {
		const isParked = look > 0 && look % lookAfterMs.length === 0;
		if (isParked && lookAfterMs === LOOK_AFTER_MS) await connection.clock.sleep(PARK_MS);
		await connection.clock.sleep(lookAfterMs[look % lookAfterMs.length] ?? LATENCY_MS);
		const landed = await lookAtFlights(inAir(), planned.shape, connection, { concurrency });
		for (const [row, flight] of landed) flights.set(row, flight);
	}
	return flights.size;
}

/** Time passes only while everybody waits: those who wait are woken in the order of their times. */
function simulatedClock(): Clock {
	let now = 0;
	let isTicking = false;
	const waiting: { readonly until: number; readonly wake: () => void }[] = [];
	const tick = (): void => {
		waiting.sort((a, b) => a.until - b.until);
		const next = waiting.shift();
		isTicking = next !== undefined;
		if (next === undefined) return;
		now = Math.max(now, next.until);
		next.wake();
		setImmediate(tick);
	};
	return {
		now: () => now,
		sleep: async (ms) => {
			await new Promise<void>((wake) => {
				waiting.push({ until: now + ms, wake });
				if (!isTicking) {
					isTicking = true;
					setImmediate(tick);
				}
			});
		},
	};
}

async function perSecond(rows: number, work: () => Promise<number>): Promise<number> {
	const start = performance.now();
	const answered = await work();
	if (answered !== rows) throw new Error(`${answered} of ${rows} rows were answered.`);
	return rows / ((performance.now() - start) / 1000);
}

function planOf(rows: number): Plan {
	return plan(planInput(makeTexts(rows).map((text) => ({ text }))));
}

function speedsTable(speeds: readonly Speed[]): string {
	const head = ['calls at a time', 'now', 'background', 'ideal now', 'ideal background'];
	return align([
		head,
		...speeds.map(({ concurrency, nowPerSecond, backgroundPerSecond }) => [
			String(concurrency),
			`${nowPerSecond.toFixed(1)} /s`,
			`${backgroundPerSecond.toFixed(1)} /s`,
			`${((concurrency * 1000) / LATENCY_MS).toFixed(1)} /s`,
			`${((concurrency * 1000) / LATENCY_MS / 2).toFixed(1)} /s`,
		]),
	]);
}

function callsPerItemTable(counted: readonly CallsPerItem[]): string {
	return align(
		counted.map(({ what, perItem }) => [
			what,
			perItem.toFixed(2),
			`${mark(perItem <= MOST_CALLS_PER_ITEM)} ≤ ${MOST_CALLS_PER_ITEM}`,
		]),
	);
}

async function main(): Promise<void> {
	const speeds = speedsTable(await measureSpeeds());
	const calls = callsPerItemTable(await countCallsPerItem());
	process.stdout.write(
		`Items per second; each call takes ${LATENCY_MS} ms\n${speeds}\n\nProvider calls per item in the background\n${calls}\n`,
	);
}

main().catch((error: unknown) => process.stdout.write(`It stopped: ${String(error)}\n`));
