import type { IExecuteFunctions } from 'n8n-workflow';
import type { Connection, SubmitOptions } from '../../core';

/** Of one node: more than a day's runs, for older ones are not asked after. */
const OPTIONS = { mode: 'entries', maxEntries: 2_000 } as const;
/** Another execution that looks at this moment takes its look back within. */
const LOOK_MS = 1_000;

/**
 * n8n's memory of what a node has processed, on which *Remove Duplicates* stands: it is written at once, in manual
 * executions too, and outlives a kill. Static data is saved at the end of an execution alone, and by it other nodes'.
 */
export function endedRuns(
	{ helpers }: IExecuteFunctions,
	{ clock }: Pick<Connection, 'clock'>,
): NonNullable<SubmitOptions['ended']> {
	/** `undefined`: this n8n, or this execution, has no such memory. */
	const orUnknown = async <T>(remembered: () => Promise<T>): Promise<T | undefined> =>
		await Promise.resolve()
			.then(remembered)
			.catch(() => undefined);
	/** Whether it had been noted before; it is now. */
	const note = async (runKey: string): Promise<boolean> => {
		const { processed } = await helpers.checkProcessedAndRecord([runKey], 'node', OPTIONS);
		return processed.length > 0;
	};
	return {
		async has(runKey) {
			return await orUnknown(async () => {
				const wasNoted = await note(runKey);
				// n8n notes what it is asked about.
				if (!wasNoted) await helpers.removeProcessed([runKey], 'node', OPTIONS);
				return wasNoted;
			});
		},
		async add(runKey) {
			await orUnknown(async () => {
				if (await note(runKey)) await clock.sleep(LOOK_MS);
				// Its memory has no lock: executions that end at the same moment may overwrite each other's note.
				await note(runKey);
			});
		},
	};
}
