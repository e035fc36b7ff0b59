import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, type Connection } from '../../../core';
import { addHint } from '../../shared/hints';
import type { Outputs } from '../../shared/outputs';
import { park } from '../../shared/parking';
import { chooseWait, type Wiring } from '../../shared/wiring';
import { describeLooks, toRunningItem, type FailedLook, type RunningLooks } from './look';
import type { Pace } from './pace';
import { warnOfFailed } from '../results/items';

interface Waiting {
	readonly wiring: Wiring;
	readonly pace: Pace;
	readonly connection: Connection;
	/** What leads to no results leaves on *Failed* with the rest; a park brings it round with the rest. */
	readonly broken: readonly INodeExecutionData[];
}

/** Parks where the result cannot be lost; otherwise puts the handle out and says how to wait. */
export async function wait(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	looks: RunningLooks | FailedLook,
	{ wiring, pace, connection, broken }: Waiting,
): Promise<Outputs> {
	const now = connection.clock.now();
	const chosen = chooseWait(context, wiring);
	switch (chosen.how) {
		case 'park':
			return await parkWith(context, items, looks);
		case 'loop':
			pace.depart();
			if (pace.isHurried) {
				if (chosen.mayPark) return await parkWith(context, items, looks);
				await pace.pause();
			}
			if (looks.state === 'unknown') {
				addHint(context, `${looks.error.message} The loop looks again.`, 'warning');
				return [[...items], [], []];
			}
			warnOfFailed(context, broken, wiring);
			return toRunning(looks, now, broken);
		case 'leave':
			if (looks.state === 'unknown') throw looks.error;
			addHint(context, `Still running: ${describeLooks(looks)} ${chosen.hint}`, 'warning');
			warnOfFailed(context, broken, wiring);
			return toRunning(looks, now, broken);
		case 'refuse':
			if (looks.state === 'unknown') throw looks.error;
			throw new OffpeakError('not_finished', `Still running: ${describeLooks(looks)}`, {
				hint: chosen.hint,
			});
	}
}

async function parkWith(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	looks: RunningLooks | FailedLook,
): Promise<Outputs> {
	await park(context, looks.nextLookMs, describeLooks(looks));
	// n8n does not run a parked node again: what came in goes to output 0, and so round the loop. A copy,
	// because n8n empties the list it is given where the node has an error output, and resumes with it.
	return [[...items], [], []];
}

function toRunning(
	{ looks, nextLookMs }: RunningLooks,
	now: number,
	broken: readonly INodeExecutionData[],
): Outputs {
	return [looks.map((look) => toRunningItem(look, nextLookMs, now)), [], [...broken]];
}
