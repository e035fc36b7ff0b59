import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { rowCost, selectKeptFields, toResultRow, type Verdict } from '../../core';
import { warnOfFailed } from '../shared/hints';
import { readModel } from '../shared/model';
import { readOwnPriceOption } from '../shared/ownPrice';
import type { Outputs } from '../shared/panel/outputs';
import type { Turn } from '../shared/turn';
import type { Wait } from '../shared/wiring';
import type { Entry } from './entries';
import type { FlightLog } from './flightLog';

/** Every entry on exactly one output; those that leave for good leave the log as well, once they do leave. */
export function putOut(turn: Turn, entries: readonly Entry[], log: FlightLog): Outputs {
	const { context, wiring, wait } = turn;
	const outputs: Outputs = [[], [], []];
	const [running, done, failed] = outputs;
	const leaving: Entry[] = [];
	for (const entry of entries) {
		const verdict = log.verdictOf(entry) ?? giveUp(wait);
		if (verdict === undefined) {
			running.push({ ...entry.item, pairedItem: { item: entry.index } });
			continue;
		}
		leaving.push(entry);
		(verdict.outcome === 'succeeded' ? done : failed).push(toAnswered(turn, entry, verdict));
	}
	const isAllFailed = failed.length > 0 && done.length === 0 && running.length === 0;
	if (isAllFailed && !wiring.isFailedWired && !context.continueOnFail()) {
		// Under *Retry On Fail* the node runs again at once: a paid answer would be the same again.
		log.forget(leaving.filter((entry) => log.verdictOf(entry)?.retryable === true));
		throw nothingSucceeded(context, failed);
	}
	warnOfFailed(context, failed, wiring);
	log.forget(leaving);
	return outputs;
}

/** Where an entry without an answer must not go to *Still Running*. */
function giveUp(wait: Wait): Verdict | undefined {
	if (wait.how !== 'refuse') return undefined;
	const reason = `It was not answered within 20 seconds. ${wait.hint}`;
	return { outcome: 'missing', reason, retryable: true, answer: {} };
}

/** The original item, with the answer beside what it holds. */
function toAnswered(
	{ context, connection }: Turn,
	{ index, item }: Entry,
	verdict: Verdict,
): INodeExecutionData {
	const outcome = {
		...verdict,
		rowIndex: index,
		rowId: String(index),
		round: 1,
		kept: selectKeptFields(item.json, 'all', ''),
	};
	const { model } = readModel(context);
	const cost = rowCost(outcome, model, connection.provider, {
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
