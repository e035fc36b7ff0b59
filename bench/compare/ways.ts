import {
	plan,
	submit,
	submitInBackground,
	submitNow,
	type Connection,
	type Engine,
	type Handle,
	type Plan,
	type PlanInput,
} from '../../core';
import { planInput } from '../plan-input';

/** One way of having the same task done. */
export interface Way {
	readonly name: string;
	readonly engine: Engine;
	/** Answers waited for at one time; only where they are waited for. */
	readonly concurrency?: number;
	/** Short texts share a request, and with it the question. */
	readonly isPacked?: boolean;
}

export const WAYS: readonly Way[] = [
	{ name: 'One by one', engine: 'now', concurrency: 1 },
	{ name: 'Now, 8 at a time', engine: 'now', concurrency: 8 },
	{ name: 'In the background', engine: 'background' },
	{ name: 'As a batch', engine: 'batch' },
	{ name: 'As a batch, packed', engine: 'batch', isPacked: true },
];

/** What sending these rows would do; the same in every way, other than for packing. */
export function planBy(
	{ isPacked = false }: Way,
	rows: PlanInput['rows'],
	{ provider, baseUrl }: Connection,
	model: string,
): Plan {
	return plan(
		planInput(rows, {
			model,
			provider,
			baseUrl,
			label: 'Comparison',
			cleanText: true,
			packing: isPacked ? 'automatic' : 'off',
		}),
	);
}

/** Sends as the hosts do. What is answered at once comes back with its answers. */
export async function sendBy(
	{ engine, concurrency = 1 }: Way,
	plan: Plan,
	connection: Connection,
): Promise<Handle> {
	switch (engine) {
		case 'now':
			return await submitNow(plan, connection, { concurrency, flex: false });
		case 'background':
			return await submitInBackground(plan, connection);
		case 'batch':
			return (await submit(plan, connection, { reuseWindowSeconds: 0 })).job;
	}
}
