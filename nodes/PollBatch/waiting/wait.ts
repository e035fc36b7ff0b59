import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, describeProgress } from '../../../core';
import { warn, warnOfFailed } from '../../shared/hints';
import { pairWith } from '../../shared/input/items';
import type { Outputs } from '../../shared/panel/outputs';
import { bringBack, park } from '../../shared/parking';
import type { Turn } from '../../shared/turn';
import type { FailedLook, SeenJob, StillRunning } from './look';
import type { Pace } from './pace';

/**
 * Parks where the result cannot be lost; otherwise puts the handle out and says how to wait. What leads to no
 * results (`broken`) leaves on *Failed* with the rest; a park brings it back with the rest.
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

/** What goes into the loop: the handle, and how far its job is. */
function toRunningItem(job: SeenJob, nextLook: string): INodeExecutionData {
	const { handle, itemIndexes } = job;
	const json: IDataObject = {
		label: handle.label,
		status: job.state === 'running' ? 'running' : 'done',
		progress: progressOf(job),
		answered: job.state === 'finished' ? handle.rowCount : job.progress.answered,
		items: handle.rowCount,
		nextLook,
		handle: structuredClone(handle),
	};
	return { json, pairedItem: pairWith(itemIndexes) };
}

function progressOf(job: SeenJob): string {
	const { rowCount } = job.handle;
	return job.state === 'finished'
		? `${rowCount} of ${rowCount} answered, completed`
		: describeProgress(job.handle, job.progress, 'item');
}

function describe(looks: StillRunning | FailedLook): string {
	switch (looks.state) {
		case 'running':
			return `${looks.jobs.map(progressOf).join('; ')}.`;
		case 'unknown':
			return `${looks.error.message} It is tried again.`;
	}
}
