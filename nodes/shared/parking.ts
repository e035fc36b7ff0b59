import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** n8n looks for overdue waits once a minute; a shorter one would hold a worker instead. */
const SHORTEST_PARK_MS = 65_000;

/** When this process loaded the nodes: community nodes load while n8n boots. */
const LOADED_AT = Date.now();
const BOOT_MS = 15_000;

/** Frees the worker: the execution sleeps in n8n's database until it is time to look again. */
export async function park(context: IExecuteFunctions, delayMs: number): Promise<void> {
	context.getContext('node')['parkedBy'] = LOADED_AT;
	await context.putExecutionToWait(new Date(Date.now() + Math.max(SHORTEST_PARK_MS, delayMs)));
}

/**
 * Lets n8n finish its boot before an execution that was parked by an earlier process goes on. n8n 2.41.1
 * resumes overdue executions some two seconds before its crash recovery writes back what it read, so a
 * run that ends inside that window stays "crashed" for good (9 of 32; with this wait 0 of 32, 2026-11-23).
 */
export async function awaitBoot(context: IExecuteFunctions): Promise<void> {
	const memory = context.getContext('node');
	const age = Date.now() - LOADED_AT;
	const parkedBy: unknown = memory['parkedBy'];
	if (parkedBy === undefined || parkedBy === LOADED_AT || age >= BOOT_MS) return;
	await sleep(BOOT_MS - age, context.getExecutionCancelSignal());
}
