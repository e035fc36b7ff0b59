import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { rowCost, selectKept, toResultRow, type Connection, type Verdict } from '../../core';
import { addHint } from '../shared/hints';
import { readModel } from '../shared/model';
import { readOwnPriceOption } from '../shared/ownPrice';
import type { Outputs } from '../shared/outputs';
import { verdictOf, type Entry } from './entries';
import type { FlightLog } from './flightLog';

export interface PutOut {
	/** Why an entry without an answer must not go to Still Running; `undefined` where it may. */
	readonly giveUpBecause: string | undefined;
	readonly isFailedWired: boolean;
}

/** Every entry on exactly one output; those that leave for good leave the log as well, once they do leave. */
export function putOut(
	context: IExecuteFunctions,
	entries: readonly Entry[],
	log: FlightLog,
	connection: Connection,
	{ giveUpBecause, isFailedWired }: PutOut,
): Outputs {
	const outputs: Outputs = [[], [], []];
	const [running, done, failedItems] = outputs;
	const leaving: Entry[] = [];
	for (const entry of entries) {
		const verdict = verdictOf(entry) ?? giveUp(giveUpBecause);
		if (verdict === undefined) {
			running.push({ ...entry.item, pairedItem: { item: entry.index } });
			continue;
		}
		leaving.push(entry);
		const item = toAnswered(context, entry, verdict, connection);
		(verdict.outcome === 'succeeded' ? done : failedItems).push(item);
	}
	if (failedItems.length > 0 && !isFailedWired) {
		if (done.length === 0 && running.length === 0 && !context.continueOnFail()) {
			// Under *Retry On Fail* the node runs again at once: a paid answer would be the same again.
			for (const entry of leaving)
				if (verdictOf(entry)?.retryable === true) delete entry.slot.flight;
			log.save();
			throw nothingSucceeded(context, failedItems);
		}
		addHint(
			context,
			`${failedItems.length} items failed. Open the output Failed to see why, and wire it to act on them.`,
			'warning',
		);
	}
	for (const { slot } of leaving) delete slot.flight;
	log.save();
	return outputs;
}

function giveUp(reason: string | undefined): Verdict | undefined {
	return reason === undefined
		? undefined
		: { outcome: 'missing', reason, retryable: true, answer: {} };
}

/** The original item, with the answer beside what it holds. */
function toAnswered(
	context: IExecuteFunctions,
	{ index, item }: Entry,
	verdict: Verdict,
	{ provider }: Connection,
): INodeExecutionData {
	const outcome = {
		...verdict,
		rowIndex: index,
		rowId: String(index),
		attempt: 1,
		kept: selectKept(item.json, 'all', ''),
	};
	const { model } = readModel(context);
	const cost = rowCost(outcome, model, provider, {
		engine: 'background',
		...readOwnPriceOption(context),
	});
	return {
		...item,
		json: structuredClone(toResultRow(outcome, context.getWorkflow().name ?? '', cost)),
		pairedItem: { item: index },
	};
}

/** An error workflow fires on a failed node, not on items on an unwired output. */
function nothingSucceeded(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): NodeOperationError {
	const reason: unknown = Object(items[0]?.json['_offpeak']).reason;
	return new NodeOperationError(
		context.getNode(),
		items.length === 1 ? 'The item failed.' : `None of the ${items.length} items succeeded.`,
		{
			description: `${String(reason)} To go on all the same, wire the output Failed.`,
		},
	);
}
