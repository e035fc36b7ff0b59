import type { Connection } from '../calls/connection';
import type { CollectedBatch } from '../collect/collected';
import { defined } from '../formats/defined';
import { describeDamage, join } from '../join/join';
import { lookInBackground } from '../one-by-one/look-in-background';
import { poll } from '../poll/poll';
import type { BatchPhase, Handle, Outcome } from '../types';
import { collectSettled } from './collect-settled';

/** How far a handle's answers are, in the same terms whichever way they were asked for. */
export interface Progress {
	readonly phase: BatchPhase;
	readonly answered: number;
	/** 0 while the provider still checks the job. */
	readonly total: number;
	readonly nextLookMs: number;
	/** Unix seconds. */
	readonly expiresAt?: number;
}

/** Exactly one outcome for each row, and what was wrong with the provider's files, in words. */
export interface Results {
	readonly outcomes: readonly Outcome[];
	readonly notes: readonly string[];
	/** What the provider called the model; absent where nobody says. */
	readonly model?: string;
	/** The files behind the outcomes, for another round. */
	readonly collected: readonly CollectedBatch[];
}

interface Seen {
	readonly handle: Handle;
	readonly progress: Progress;
}

/** A job that its provider calls done, with fewer answers in its files than it counts: they are still on the way. */
export interface Unsettled {
	readonly unsettled: Progress;
}

/** A job whose results are at the provider. */
export interface DoneLook extends Seen {
	readonly state: 'done';
	readonly read: () => Promise<Results | Unsettled>;
}

export type Look = (Seen & { readonly state: 'running' }) | DoneLook;

/** Looks once: one call for each batch, or a few for background answers that still run. */
export async function lookAt(handle: Handle, connection: Connection): Promise<Look> {
	if (handle.kind === 'batch') {
		const status = await poll(handle, connection);
		const { phase, counts, nextLookMs, expiresAt } = status;
		const answered = counts.completed + counts.failed;
		const progress = {
			phase,
			answered,
			total: counts.total,
			nextLookMs,
			...defined({ expiresAt }),
		};
		if (status.state === 'running') return { state: 'running', handle, progress };
		const read = async (): Promise<Results | Unsettled> => {
			const settled = await collectSettled(handle, status, connection);
			return 'collected' in settled
				? resultsOf(handle, settled.collected)
				: { unsettled: { ...progress, phase: 'finalizing', nextLookMs: settled.inMs } };
		};
		return { state: 'done', handle, progress, read };
	}
	const progress = finished(handle);
	switch (handle.kind) {
		case 'background': {
			const look = await lookInBackground(handle, connection);
			if (look.state === 'running') {
				const { answered, nextLookMs } = look;
				return {
					state: 'running',
					handle,
					progress: { ...progress, phase: 'in_progress', answered, nextLookMs },
				};
			}
			const read = async () => resultsOf(handle, [look.collected]);
			return { state: 'done', handle, progress, read };
		}
		case 'now': {
			const read = async () => ({ outcomes: handle.answers, notes: [], collected: [] });
			return { state: 'done', handle, progress, read };
		}
	}
}

function resultsOf(handle: Handle, collected: readonly CollectedBatch[]): Results {
	const model =
		collected.find(({ batch }) => batch.model !== undefined)?.batch.model ??
		collected[0]?.record.model;
	return {
		outcomes: join(handle, collected),
		notes: describeDamage(collected),
		collected,
		...(model === undefined || model === '' ? {} : { model }),
	};
}

function finished({ rowCount }: Handle): Progress {
	return { phase: 'completed', answered: rowCount, total: rowCount, nextLookMs: 0 };
}
