import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { Outputs } from './panel/outputs';

/** n8n looks for overdue waits once a minute; a shorter one would hold a worker instead. */
const SHORTEST_PARK_MS = 65_000;

/** When this process loaded the nodes: community nodes load while n8n boots. */
const LOADED_AT = Date.now();
const BOOT_MS = 15_000;

/**
 * Frees the worker: the execution sleeps in n8n's database until it is time to look again. `progress` is what
 * the node shows in the meantime. n8n does not run a parked node again: what came in goes to output 0, and so
 * into the loop.
 */
export async function park(
	context: IExecuteFunctions,
	delayMs: number,
	progress: string,
): Promise<Outputs> {
	const until = new Date(Date.now() + Math.max(SHORTEST_PARK_MS, delayMs));
	context.getContext('node')['parkedBy'] = LOADED_AT;
	context.setMetadata({ resumeUrl: `#${until.toISOString()}#${progress}` });
	await context.putExecutionToWait(until);
	return bringBack(context);
}

/** What came in, on the output that leads back. */
export function bringBack(context: IExecuteFunctions): Outputs {
	// A copy: n8n empties the list it is given where the node has an error output, and resumes with it.
	return [[...context.getInputData()], [], []];
}

/**
 * What a parked node shows in place of its output: "120 of 200 answered, being worked on. Next look at 14:05."
 * n8n's editor evaluates it with nothing of the run but an address for callbacks, which it takes from the
 * run's metadata (2.41.1, `node-waiting`). Nobody calls back here, so `park` writes its words into it. The
 * time is that of the person who looks.
 */
export const WAITING_TOOLTIP = `={{ ((address) => {
	const [, until, ...progress] = String(address).split('#');
	if (!until) return 'Waiting for the answers.';
	const time = new Date(until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
	return progress.join('#') + ' Next look at ' + time + '. You can close this window.';
})($execution.resumeUrl) }}`;

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
