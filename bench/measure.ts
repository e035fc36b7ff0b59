import { fork } from 'node:child_process';
import type { Order, Sample } from './clients/child';

const CHILD_TIMEOUT_MS = 90_000;

/** Several samples of one order. A side that failed has an error and maybe fewer samples. */
export interface Series {
	readonly order: Order;
	readonly samples: readonly Sample[];
	readonly errors: readonly string[];
}

export interface Patience {
	readonly rounds: number;
	readonly budgetMs: number;
}

/**
 * Takes the orders in turn, round after round (A B C, A B C, …), so that a busy minute of the machine
 * hits all of them. After the first round it stops early when the time is up.
 */
export async function measureInTurn(
	childFile: string,
	orders: readonly Order[],
	{ rounds, budgetMs }: Patience,
	onSample: () => void,
): Promise<readonly Series[]> {
	const deadline = Date.now() + budgetMs;
	const series = orders.map((order) => ({
		order,
		samples: [] as Sample[],
		errors: [] as string[],
	}));
	for (let round = 0; round < rounds; round += 1) {
		if (round > 0 && Date.now() > deadline) break;
		for (const { order, samples, errors } of series) {
			const reply = await runInChild(childFile, order);
			if ('sample' in reply) {
				samples.push(reply.sample);
				errors.push(...reply.sample.faults);
			} else {
				errors.push(reply.error);
			}
			onSample();
		}
	}
	return series;
}

type Reply = { readonly sample: Sample } | { readonly error: string };

/** One process for one sample: its peak memory and its compiled code are its own. */
async function runInChild(childFile: string, order: Order): Promise<Reply> {
	return await new Promise((resolve) => {
		const child = fork(childFile, {
			execArgv: ['--expose-gc'],
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
			timeout: CHILD_TIMEOUT_MS,
		});
		let reply: Reply = { error: 'the process ended without an answer' };
		child.once('message', (message: Reply) => (reply = message));
		child.once('error', (error) => resolve({ error: error.message }));
		child.once('exit', () => resolve(reply));
		child.send(order);
	});
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
