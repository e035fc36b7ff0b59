import type { BatchPhase, Handle } from '../types';
import type { Progress } from './look';

const PHASE_WORDS: Record<BatchPhase, string> = {
	validating: 'being checked by the provider',
	in_progress: 'being worked on',
	finalizing: 'all answered, results being written',
	cancelling: 'being cancelled',
	completed: 'completed',
	failed: 'refused by the provider',
	expired: 'expired after 24 hours',
	cancelled: 'cancelled',
};

/** "120 of 200 answered, being worked on"; how many there are while the provider still checks the job. */
export function describeProgress(
	{ rowCount }: Pick<Handle, 'rowCount'>,
	{ answered, total, phase }: Pick<Progress, 'answered' | 'total' | 'phase'>,
	/** The host's word for one. */
	row: string,
): string {
	const words = PHASE_WORDS[phase];
	return total === 0
		? `${rowCount} ${rowCount === 1 ? row : `${row}s`}, ${words}`
		: `${answered} of ${total} answered, ${words}`;
}
