import { type ErrorDetails, OffpeakError } from '../errors';
import type { StoredFile } from '../protocols/protocol';
import { readFileName } from '../record/file-names';
import type { ProviderBatch } from '../types';
import { INTENT_SECONDS, storeClaim } from './claims';
import { ageOf, type TimedConnection } from './provider-time';
import type { Seeker } from './take-over';

/** Nobody heard what became of a purchase. `isOnRecord`: whether any later run will know that, too. */
export function unknownOutcome(
	message: string,
	minutes: number,
	details: Pick<ErrorDetails, 'jobId' | 'inputFileId' | 'isOnRecord' | 'retryAfterMs'>,
): OffpeakError {
	const time = minutes === 1 ? 'a minute' : `${minutes} minutes`;
	return new OffpeakError('unknown_outcome', message, {
		...details,
		hint: `Wait ${time} and run this step again with the same items: if the job turns up by then it is used, otherwise it is sent once more.`,
	});
}

/** An earlier try may have been taken. It is put on record that nobody has heard of it, unless it is (`isMarked`). */
export async function notYetKnown(
	intent: StoredFile,
	isMarked: boolean,
	{ order, connection }: Seeker,
): Promise<OffpeakError> {
	const keys = readFileName(intent.name);
	const isOnRecord =
		isMarked ||
		(keys !== undefined &&
			(await storeClaim({ kind: 'lost', inputFileId: intent.id, keys }, order, connection)));
	const minutes = Math.max(1, Math.ceil((INTENT_SECONDS - ageOf(intent, connection)) / 60));
	return unknownOutcome(
		`An earlier try with the same items may just have been taken by the provider (input file ${intent.id}).`,
		minutes,
		{ inputFileId: intent.id, isOnRecord, retryAfterMs: minutes * 60_000 },
	);
}

/** No list will show it, however long one waits. */
export function neverKnown(
	{ id }: StoredFile,
	{ provider: { name } }: TimedConnection,
): OffpeakError {
	return new OffpeakError(
		'unknown_outcome',
		`Whether an earlier try with the same items was taken (input file ${id}) cannot be known: ${name} gives no list of jobs.`,
		{
			inputFileId: id,
			mayBuyTwice: true,
			hint: 'Look at the jobs in its console. If none was made of this file, delete the file there and run this step again: it is sent then.',
		},
	);
}

/** The answers could not be read: what the plan of that try was, nobody has kept. */
export function ofOtherContent({ id }: ProviderBatch, { provider }: TimedConnection): OffpeakError {
	return new OffpeakError(
		'unsupported',
		`This run has sent ${id} before, with other items or settings, and ${provider.name} keeps no record by which its answers could be joined to these. Nothing was sent.`,
		{
			hint: 'See to it that a repeated run sends the same (no time of day in a text). To buy these items as well, run the whole workflow anew.',
		},
	);
}
