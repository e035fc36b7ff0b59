import {
	collect,
	join,
	poll,
	readHandle,
	type Connection,
	type Job,
	type Outcome,
	type PlanInput,
	type SubmitOptions,
} from '../../core';
import { FakeClock } from '../../harness/fake-clock';
import { CATEGORIZE } from '../support/core/samples';
import { MADE_UP } from './provider';
import { MadeUpServer } from './server';

export const ONCE: SubmitOptions = { reuseWindowSeconds: 0 };

export function start(): { readonly server: MadeUpServer; readonly connection: Connection } {
	const clock = new FakeClock();
	const server = new MadeUpServer(() => clock.now());
	const { transport } = server;
	return {
		server,
		connection: { provider: MADE_UP, baseUrl: 'http://127.0.0.1:8788/v9', transport, clock },
	};
}

export const LONG_ID = 'a row id with spaces, and longer than any request id may be '.repeat(2);

export function inputOf(changes: Partial<PlanInput> = {}): PlanInput {
	return {
		rows: [
			{ id: 'm-1', text: 'An invoice: please pay.', kept: { from: 'ann' } },
			{ id: 'm-2', text: 'A meeting on Thursday?', kept: { from: 'bob' } },
			{ id: LONG_ID, text: 'Your invoice is overdue.', kept: { from: 'eve' } },
			{ id: 'm-4', text: '   ', kept: { from: 'nobody' } },
			{ id: 'm-5', text: 'Meeting moved.' },
		],
		task: CATEGORIZE,
		model: 'small',
		label: 'Weekly review',
		provider: MADE_UP,
		baseUrl: 'http://127.0.0.1:8788/v9',
		nameRow: (index) => `Item ${index + 1}`,
		cleanText: true,
		emptyText: 'skip',
		expireAfterSeconds: 7 * 86_400,
		...changes,
	};
}

export async function read(job: Job, connection: Connection): Promise<readonly Outcome[]> {
	return join(job, await collect(await poll(job, connection), connection));
}

/** As it comes back from a cell, a file, the next step. */
export function carry(job: Job): Job {
	const handle = readHandle(JSON.stringify(job));
	if (handle?.kind !== 'batch') throw new Error('The handle cannot be read');
	return handle;
}

export function purchases({ bought }: MadeUpServer): readonly number[] {
	return [...bought.values()];
}
