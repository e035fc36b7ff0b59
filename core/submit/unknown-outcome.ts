import { OffpeakError, type ErrorDetails } from '../errors';

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
