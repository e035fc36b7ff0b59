import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { lookAtFlights, shapeOf, type Flight } from '../../core';
import { warn } from '../shared/hints';
import { countItems } from '../shared/input/items';
import type { Outputs } from '../shared/panel/outputs';
import { awaitBoot, park } from '../shared/parking';
import type { Service } from '../shared/service';
import { readTask } from '../shared/input/task';
import { connect } from '../shared/connect';
import { readTurn, type Turn } from '../shared/turn';
import { readEntries, type Entry } from './entries';
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
	service: Service,
): Promise<Outputs> {
	await awaitBoot(context);
	const started = Date.now();
	const turn = readTurn(context, await connect(context, service));
	const { wait } = turn;
	const log = new FlightLog(context);
	const entries = await readEntries(context, items, log, turn.wiring.loop);

	log.write(entries, await sendNew(turn, entries, log, started + SEND_MS));
	await lookUntil(started + HOLD_MS, turn, entries, log);

	const waiting = entries.filter((entry) => log.verdictOf(entry) === undefined).length;
	if (waiting > 0 && wait.how === 'park') {
		const answered = items.length - waiting;
		// What is answered by now waits in the log: a parked node's outputs are thrown away.
		return await park(
			context,
			NEXT_LOOK_MS,
			`${answered} of ${countItems(items.length)} answered.`,
		);
	}
	if (waiting > 0 && 'hint' in wait) {
		warn(
			context,
			`${waiting} of ${countItems(items.length)} ${items.length === 1 ? 'is' : 'are'} not answered yet. ${wait.hint}`,
		);
	}
	return putOut(turn, entries, log);
}

async function lookUntil(
	deadline: number,
	{ context, connection }: Turn,
	entries: readonly Entry[],
	log: FlightLog,
): Promise<void> {
	const shape = shapeOf(readTask(context));
	for (const delay of LOOK_AFTER_MS) {
		const inAir = new Map<number, Flight>();
		for (const entry of entries) {
			const flight = log.flightOf(entry);
			if (flight !== undefined && 'call' in flight) inAir.set(entry.index, flight);
		}
		if (inAir.size === 0 || Date.now() + delay > deadline) return;
		await connection.clock.sleep(delay);
		log.write(entries, await lookAtFlights(inAir, shape, connection, { until: deadline }));
	}
}
