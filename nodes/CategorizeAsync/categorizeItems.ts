import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import {
	checkModel,
	lookAtFlights,
	plan,
	prepareText,
	selectKept,
	sendFlights,
	shapeOf,
	toResultRow,
	type AnswerShape,
	type Connection,
	type Flight,
	type Plan,
	type Verdict,
} from '../../core';
import { addHint } from '../shared/hints';
import { readModel } from '../shared/model';
import type { Outputs } from '../shared/outputs';
import { readJsonObject, readNumberOption } from '../shared/parameters';
import { awaitBoot, park } from '../shared/parking';
import { nameItem, readRows } from '../shared/rows';
import { readTask } from '../shared/task';
import { connect } from '../shared/transport';
import { findObstacle, readWiring, type Wiring } from '../shared/wiring';
import { FlightLog, keysOf } from './flightLog';

/** A worker is never held longer than this. */
const HOLD_MS = 20_000;
/** One e-mail normally is answered at the first or second look. */
const LOOK_AFTER_MS = [1_500, 2_500, 4_000, 5_000, 6_000];
/** A kill while calls are sent may lose, and buy again, what was sent since the last park. */
const SLICE = 100;
const NEXT_LOOK_MS = 65_000;

interface Entry {
	readonly index: number;
	readonly key: string;
	readonly item: INodeExecutionData;
	/** As it is sent. */
	readonly text: string;
}

/** Each item leaves with its answer: at once where that comes within 20 s, otherwise as the wiring says. */
export async function categorizeItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<Outputs> {
	await awaitBoot(context);
	const started = Date.now();
	const connection = await connect(context);
	const wiring = readWiring(context);
	const obstacle = findObstacle(context, wiring);
	const log = new FlightLog(context);
	const entries = await readEntries(context, items);

	await sendNew(context, connection, entries, log, obstacle === undefined);
	await lookUntil(started + HOLD_MS, connection, entries, log, shapeOf(readTask(context)));
	log.save();

	const waiting = entries.filter(({ key }) => !isLanded(log.get(key)));
	if (waiting.length > 0 && obstacle === undefined) {
		await park(context, NEXT_LOOK_MS);
		// What is answered by now waits in the log: a parked node's outputs are thrown away. A copy, because
		// n8n empties the list it is given where the node has an error output, and resumes with it.
		return [[...items], [], []];
	}
	if (waiting.length > 0 && wiring.loop !== 'through') {
		addHint(
			context,
			`${waiting.length} of ${items.length} items are not answered yet. ${obstacle ?? ''}`,
			'warning',
		);
	}
	return putOut(context, entries, log, wiring);
}

async function readEntries(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<readonly Entry[]> {
	const maxCharacters = readNumberOption(context, 'maxCharacters', 'Shorten Texts To');
	const clean = context.getNodeParameter('options.cleanText', 0, true) !== false;
	const rows = await readRows(context, items, 'none');
	const texts = rows.map(({ text }) =>
		prepareText(text, { clean, ...(maxCharacters === undefined ? {} : { maxCharacters }) }),
	);
	const keys = keysOf(items, texts);
	return items.map((item, index) => ({
		index,
		key: keys[index] ?? String(index),
		item,
		text: texts[index] ?? '',
	}));
}

/** Sends the rows that are not on the way yet; where the node can park, no more than one slice of them. */
async function sendNew(
	context: IExecuteFunctions,
	connection: Connection,
	entries: readonly Entry[],
	log: FlightLog,
	canPark: boolean,
): Promise<void> {
	const fresh = entries.filter(({ key }) => log.get(key) === undefined);
	const slice = (canPark ? fresh.slice(0, SLICE) : fresh).filter(({ key, text }) => {
		if (text.trim() !== '') return true;
		log.set(key, { verdict: EMPTY });
		return false;
	});
	if (slice.length === 0) return;

	const { model, isTyped } = readModel(context);
	const planned = readPlan(context, connection, slice, model);
	if (isTyped) await checkModel(connection, model);
	for (const [position, flight] of await sendFlights(planned, connection)) {
		const key = slice[position]?.key;
		if (key !== undefined) log.set(key, flight);
	}
	log.save();
}

const EMPTY: Verdict = {
	outcome: 'failed',
	reason: 'The text is empty, so it was not sent.',
	retryable: false,
	answer: {},
};

function readPlan(
	context: IExecuteFunctions,
	{ provider, baseUrl }: Connection,
	entries: readonly Entry[],
	model: string,
): Plan {
	const maxOutputTokens = readNumberOption(context, 'maxOutputTokens', 'Max Output Tokens');
	const extra = readJsonObject(context, 'options.advanced', 'Options → Advanced (JSON)');
	return plan({
		// Only the texts are sent; the items themselves stay here.
		rows: entries.map(({ text }) => ({ text })),
		task: readTask(context),
		model,
		label: context.getWorkflow().name ?? 'Categorize Async',
		provider,
		baseUrl,
		nameRow: (position) => nameItem(entries[position]?.index ?? position),
		cleanText: false,
		emptyText: 'skip',
		expireAfterSeconds: 0,
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(extra === undefined ? {} : { extra }),
	});
}

async function lookUntil(
	deadline: number,
	connection: Connection,
	entries: readonly Entry[],
	log: FlightLog,
	shape: AnswerShape,
): Promise<void> {
	for (const delay of LOOK_AFTER_MS) {
		const inAir = new Map<number, Flight>();
		for (const { index, key } of entries) {
			const flight = log.get(key);
			if (flight !== undefined && 'call' in flight) inAir.set(index, flight);
		}
		if (inAir.size === 0 || Date.now() + delay > deadline) return;
		await connection.clock.sleep(delay);
		for (const [index, landed] of await lookAtFlights(inAir, shape, connection)) {
			const key = entries[index]?.key;
			if (key !== undefined) log.set(key, landed);
		}
		log.save();
	}
}

function putOut(
	context: IExecuteFunctions,
	entries: readonly Entry[],
	log: FlightLog,
	{ isFailedWired }: Wiring,
): Outputs {
	const outputs: Outputs = [[], [], []];
	const [running, done, failedItems] = outputs;
	for (const { index, key, item } of entries) {
		const flight = log.get(key);
		if (!isLanded(flight)) {
			running.push({ ...item, pairedItem: { item: index } });
			continue;
		}
		log.delete(key);
		const { verdict } = flight;
		const outcome = {
			...verdict,
			rowIndex: index,
			rowId: String(index),
			attempt: 1,
			kept: selectKept(item.json, 'all', ''),
		};
		const answered: INodeExecutionData = {
			...item,
			json: structuredClone(toResultRow(outcome, context.getWorkflow().name ?? '')),
			pairedItem: { item: index },
		};
		(verdict.outcome === 'succeeded' ? done : failedItems).push(answered);
	}
	log.save();
	if (failedItems.length > 0 && !isFailedWired) {
		if (done.length === 0 && running.length === 0 && !context.continueOnFail()) {
			throw nothingSucceeded(context, failedItems);
		}
		addHint(
			context,
			`${failedItems.length} items failed. Open the output Failed to see why, and wire it to act on them.`,
			'warning',
		);
	}
	return outputs;
}

function isLanded(flight: Flight | undefined): flight is { readonly verdict: Verdict } {
	return flight !== undefined && 'verdict' in flight;
}

/** An error workflow fires on a failed node, not on items on an unwired output. */
function nothingSucceeded(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): NodeOperationError {
	const reason: unknown = Object(items[0]?.json['_offpeak']).reason;
	return new NodeOperationError(
		context.getNode(),
		items.length === 1
			? 'The item got no answer.'
			: `None of the ${items.length} items got an answer.`,
		{
			description: `${String(reason)} To go on all the same, wire the output Failed.`,
		},
	);
}
