import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { lookAtFlights, shapeOf, type Connection, type Flight } from '../../core';
import { addHint } from '../shared/hints';
import type { Outputs } from '../shared/outputs';
import { awaitBoot, park } from '../shared/parking';
import { readTask } from '../shared/task';
import { connect } from '../shared/transport';
import { chooseWait, readWiring } from '../shared/wiring';
import { readEntries, verdictOf, type Entry } from './entries';
import { FlightLog } from './flightLog';
import { putOut } from './putOut';
import { sendNew } from './sendNew';

/** A worker is never held longer than this, other than by a call that is under way. */
const HOLD_MS = 20_000;
/** Of that, the time for sending: an answer that nobody looks for is paid all the same. */
const SEND_MS = 12_000;
/** One e-mail normally is answered at the first or second look. */
const LOOK_AFTER_MS = [1_500, 2_500, 4_000, 5_000, 6_000];
const NEXT_LOOK_MS = 65_000;

/** Each item leaves with its answer: at once where that comes within 20 s, otherwise as the wiring says. */
export async function categorizeItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<Outputs> {
	await awaitBoot(context);
	const started = Date.now();
	const connection = await connect(context);
	const wiring = readWiring(context);
	const wait = chooseWait(context, wiring);
	const log = new FlightLog(context);
	const entries = await readEntries(context, items, log, wiring.loop);

	await sendNew(context, connection, entries, started + SEND_MS);
	log.save();
	await lookUntil(started + HOLD_MS, context, connection, entries);
	log.save();

	const waiting = entries.filter((entry) => verdictOf(entry) === undefined).length;
	if (waiting > 0 && wait.how === 'park') {
		const answered = items.length - waiting;
		await park(context, NEXT_LOOK_MS, `${answered} of ${items.length} items answered.`);
		// What is answered by now waits in the log: a parked node's outputs are thrown away. A copy, because
		// n8n empties the list it is given where the node has an error output, and resumes with it.
		return [[...items], [], []];
	}
	if (waiting > 0 && 'hint' in wait) {
		const words = `${waiting} of ${items.length} items are not answered yet. ${wait.hint}`;
		addHint(context, words, 'warning');
	}
	return putOut(context, entries, log, connection, {
		giveUpBecause:
			wait.how === 'refuse' ? `It was not answered within 20 seconds. ${wait.hint}` : undefined,
		isFailedWired: wiring.isFailedWired,
	});
}

async function lookUntil(
	deadline: number,
	context: IExecuteFunctions,
	connection: Connection,
	entries: readonly Entry[],
): Promise<void> {
	const shape = shapeOf(readTask(context));
	for (const delay of LOOK_AFTER_MS) {
		const inAir = new Map<number, Flight>();
		for (const { index, slot } of entries) {
			if (slot.flight !== undefined && 'call' in slot.flight) inAir.set(index, slot.flight);
		}
		if (inAir.size === 0 || Date.now() + delay > deadline) return;
		await connection.clock.sleep(delay);
		const until = { until: deadline };
		for (const [index, landed] of await lookAtFlights(inAir, shape, connection, until)) {
			const slot = entries[index]?.slot;
			if (slot !== undefined) slot.flight = landed;
		}
	}
}
