import { cpus, platform } from 'node:os';
import type { CallCount } from './clients/checks';
import { cpuPerThousand, isMet, type Goal } from './clients/goals';
import { median, type Series } from './measure';
import { SIDE_NAMES } from './clients/sides/side';

const MB = 1_000_000;

export function machineLine(): string {
	const [cpu] = cpus();
	return `Node ${process.version} · ${platform()} · ${cpus().length} CPUs (${cpu?.model.trim() ?? '?'})`;
}

/** One line for each side; ratios are of medians, against the AI SDK. */
export function sidesTable(series: readonly Series[]): string {
	const rival = series.find(({ order }) => order.side === 'ai-sdk');
	const head = [
		'',
		'median',
		'fastest',
		'÷ AI SDK',
		'peak memory',
		'÷ AI SDK',
		'above start',
		'sent',
		'runs',
	];
	const rows = series.map((entry) => {
		const { order, samples, errors } = entry;
		const base = median(samples.map(({ baseBytes }) => baseBytes));
		const sent = median(samples.map(({ sentBytes }) => sentBytes));
		return [
			SIDE_NAMES[order.side],
			whole(timeOf(entry), 'ms'),
			whole(Math.min(...samples.map(({ ms }) => ms)), 'ms'),
			times(timeOf(entry) / timeOf(rival)),
			whole(peakOf(entry) / MB, 'MB'),
			times(peakOf(entry) / peakOf(rival)),
			whole((peakOf(entry) - base) / MB, 'MB'),
			sent > 0 ? whole(sent / MB, 'MB') : '–',
			String(samples.length),
			...(errors.length === 0 ? [] : [`✗ ${[...new Set(errors)].join('; ')}`]),
		];
	});
	return align([head, ...rows]);
}

export function linearTable(submits: readonly Series[], collects: readonly Series[]): string {
	const head = ['rows', 'submit', 'collect + join'];
	const rows = submits.map((submit, index) => {
		const collect = collects[index];
		return [
			submit.order.rowCount.toLocaleString('en-US'),
			cpuPerThousand(submit).toFixed(1),
			collect === undefined ? '' : cpuPerThousand(collect).toFixed(1),
		];
	});
	return align([head, ...rows]);
}

export function callsTable(counts: readonly CallCount[]): string {
	return align(
		counts.map(({ what, calls, expected }) => [
			what,
			String(calls.length),
			`${mark(calls.length === expected)} ${expected}`,
		]),
	);
}

export function goalsTable(goals: readonly Goal[]): string {
	return align(
		goals.map((goal) => [
			`${mark(isMet(goal))} ${goal.what}`,
			times(goal.ratio),
			`goal ≤ ${goal.atMost} ×`,
		]),
	);
}

export function mark(isGood: boolean): string {
	return isGood ? '✓' : '✗';
}

function timeOf(series: Series | undefined): number {
	return median(series?.samples.map(({ ms }) => ms) ?? []);
}

function peakOf(series: Series | undefined): number {
	return median(series?.samples.map(({ peakBytes }) => peakBytes) ?? []);
}

function whole(value: number, unit: string): string {
	return Number.isFinite(value) ? `${value.toFixed(0)} ${unit}` : '–';
}

function times(ratio: number): string {
	return Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : '–';
}

/** Columns of one width each: the first to the left, the others to the right. */
export function align(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const cells of rows) {
		cells.forEach((cell, column) => {
			widths[column] = Math.max(widths[column] ?? 0, cell.length);
		});
	}
	return rows
		.map((cells) =>
			cells
				.map((cell, column) => {
					const width = widths[column] ?? 0;
					return column === 0 ? cell.padEnd(width) : cell.padStart(width);
				})
				.join('  ')
				.trimEnd(),
		)
		.map((line) => `  ${line}`)
		.join('\n');
}
