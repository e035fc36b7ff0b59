import {
	actualCost,
	deleteFiles,
	lookAt,
	type ActualCost,
	type Connection,
	type Plan,
} from '../../core';
import { countingCalls } from '../../harness/local-connection';
import { sendBy, type Way } from './ways';

/** What one way took. Everything here was measured. */
export interface Measured {
	readonly way: Way;
	/** From the first call until every answer is in hand. */
	readonly totalMs: number;
	/** The part of it during which the workflow is held up: while it sends, looks or fetches. */
	readonly waitingMs: number;
	readonly calls: number;
	readonly rowCount: number;
	readonly succeeded: number;
	readonly cost: ActualCost;
}

export interface Pace {
	/** Between two looks; as the core advises unless told. */
	readonly lookEveryMs?: number;
	/** Called once something is on its way, and at each look that finds it still running. */
	readonly onLook?: (what: string) => void;
}

/** Has the task done in one way, and takes away afterwards what that left at the provider. */
export async function measureWay(
	way: Way,
	plan: Plan,
	{ transport, ...rest }: Connection,
	{ lookEveryMs, onLook }: Pace = {},
): Promise<Measured> {
	const calls: string[] = [];
	const connection = { ...rest, transport: countingCalls(transport, calls) };
	const { clock } = connection;
	const start = clock.now();
	let idleMs = 0;
	const handle = await sendBy(way, plan, connection);
	if (way.engine === 'batch') {
		onLook?.(`sent as ${handle.id}; should this stop, Poll Batch finds it By ID`);
	}
	for (;;) {
		const look = await lookAt(handle, connection);
		const { progress } = look;
		if (look.state === 'done') {
			const results = await look.read();
			if ('unsettled' in results) {
				await clock.sleep(results.unsettled.nextLookMs);
				continue;
			}
			const { outcomes } = results;
			const totalMs = clock.now() - start;
			const measured = {
				way,
				totalMs,
				waitingMs: totalMs - idleMs,
				calls: calls.length,
				rowCount: outcomes.length,
				succeeded: outcomes.filter(({ outcome }) => outcome === 'succeeded').length,
				cost: actualCost(outcomes, plan.model, connection.provider, { engine: way.engine }),
			};
			await deleteFiles(handle, connection).catch((error: unknown) => {
				onLook?.(`its files stay at the provider: ${String(error)}`);
			});
			return measured;
		}
		onLook?.(`${progress.answered} of ${plan.rowCount}, ${progress.phase.replace('_', ' ')}`);
		const rested = clock.now();
		await clock.sleep(lookEveryMs ?? progress.nextLookMs);
		idleMs += clock.now() - rested;
	}
}
