import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, type BatchPhase } from '../../../core';
import { warn, warnOfFailed } from '../../shared/hints';
import { pairWith } from '../../shared/items';
import type { Outputs } from '../../shared/outputs';
import { bringBack, park } from '../../shared/parking';
import type { Turn } from '../../shared/turn';
import type { FailedLook, SeenJob, StillRunning } from './look';
import type { Pace } from './pace';

/**
 * Parks where the result cannot be lost; otherwise puts the handle out and says how to wait. What leads to no
 * results (`broken`) leaves on *Failed* with the rest; a park brings it round with the rest.
 */
export async function wait(
	{ context, connection, wiring, wait: chosen }: Turn,
	looks: StillRunning | FailedLook,
	pace: Pace,
	broken: readonly INodeExecutionData[],
): Promise<Outputs> {
	const toRunning = ({ jobs, nextLookMs }: StillRunning): Outputs => {
		warnOfFailed(context, broken, wiring);
		const nextLook = new Date(connection.clock.now() + nextLookMs).toISOString();
		return [jobs.map((job) => toRunningItem(job, nextLook)), [], [...broken]];
	};
	switch (chosen.how) {
		case 'park':
			return await park(context, looks.nextLookMs, describe(looks));
		case 'loop':
			pace.depart();
			if (pace.isHurried) {
				if (chosen.mayPark) return await park(context, looks.nextLookMs, describe(looks));
				await pace.pause();
			}
			if (looks.state === 'running') return toRunning(looks);
			warn(context, `${looks.error.message} The loop looks again.`);
			return bringBack(context);
		case 'leave':
			if (looks.state === 'unknown') throw looks.error;
			warn(context, `Still running: ${describe(looks)} ${chosen.hint}`);
			return toRunning(looks);
		case 'refuse':
			if (looks.state === 'unknown') throw looks.error;
			throw new OffpeakError('not_finished', `Still running: ${describe(looks)}`, {
				hint: chosen.hint,
			});
	}
}

/** What goes round the loop: the handle, and how far its job is. */
function toRunningItem(job: SeenJob, nextLook: string): INodeExecutionData {
	const { handle, itemIndexes } = job;
	const json: IDataObject = {
		label: handle.label,
		status: job.state === 'running' ? 'running' : 'done',
		progress: describeProgress(job),
		answered: job.state === 'finished' ? handle.rowCount : job.progress.answered,
		items: handle.rowCount,
		nextLook,
		handle: structuredClone(handle),
	};
	return { json, pairedItem: pairWith(itemIndexes) };
}

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

/** "120 of 200 answered, being worked on". Counts are 0 while the provider still checks the job. */
function describeProgress(job: SeenJob): string {
	const { rowCount } = job.handle;
	if (job.state === 'finished') return `${rowCount} of ${rowCount} answered, completed`;
	const { answered, total, phase } = job.progress;
	return total === 0
		? `${rowCount} items, ${PHASE_WORDS[phase]}`
		: `${answered} of ${total} answered, ${PHASE_WORDS[phase]}`;
}

function describe(looks: StillRunning | FailedLook): string {
	switch (looks.state) {
		case 'running':
			return `${looks.jobs.map(describeProgress).join('; ')}.`;
		case 'unknown':
			return `${looks.error.message} It is tried again.`;
	}
}
