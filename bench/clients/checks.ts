import { poll, submit, type Plan } from '../../core';
import { makeTexts } from '../rows';
import { connect, planOf } from './sides/offpeak';
import { stubServer } from './stub';
import { requestOf } from '../task';
import { jobOf } from './wire';

export interface CallCount {
	readonly what: string;
	readonly calls: readonly string[];
	readonly expected: number;
}

const ROWS = 20;
const NO_REUSE = { reuseWindowSeconds: 0 };

/** HTTP calls of a job of one file. An empty account: each list has one page. */
export async function countCalls(): Promise<readonly CallCount[]> {
	const texts = makeTexts(ROWS);
	const plain = planOf(
		texts.map((text) => ({ text })),
		false,
	);
	const kept = planOf(
		texts.map((text, row) => ({ text, kept: { row } })),
		false,
	);
	return [
		{ what: 'submit', calls: await callsOf(plain), expected: 2 },
		{ what: 'submit with kept fields', calls: await callsOf(kept), expected: 3 },
		{
			what: 'submit with a run key (2 + a page of jobs + a page of files)',
			calls: await callsOf(plain, '0123456789abcdef0123456789abcdef'),
			expected: 4,
		},
		{ what: 'a look', calls: await callsOfLook(), expected: 1 },
	];
}

async function callsOf(plan: Plan, runKey?: string): Promise<readonly string[]> {
	const server = stubServer(ROWS);
	await submit(plan, connect(server), { ...NO_REUSE, ...(runKey === undefined ? {} : { runKey }) });
	return server.traffic.calls;
}

async function callsOfLook(): Promise<readonly string[]> {
	const server = stubServer(ROWS);
	await poll(jobOf(ROWS), connect(server));
	return server.traffic.calls;
}

/** Whether our spliced lines are the very bytes that `JSON.stringify` gives: speed without a shortcut. */
export function sameBytes(): boolean {
	const texts = makeTexts(500);
	const [shard] = planOf(
		texts.map((text) => ({ text })),
		false,
	).shards;
	const lines = texts.map((text, row) => `${JSON.stringify(requestOf(text, row))}\n`);
	return Buffer.concat(shard?.input.chunks ?? []).equals(Buffer.from(lines.join('')));
}
