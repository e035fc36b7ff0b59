import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	plan,
	type Connection,
	type Engine,
	type KeepFields,
	type Packing,
	type Plan,
} from '../../core';
import { tell } from '../shared/hints';
import { nameItem } from '../shared/input/items';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readNames, readNumberOption, readSwitch, readText } from '../shared/input/parameters';
import { readMaxCharacters, readPlanInput } from '../shared/input/planInput';
import { readRows } from '../shared/input/rows';

const DAY_SECONDS = 86_400;
const DEFAULT_EXPIRY_DAYS = 7;

/** What is set on the panel, with the items as rows. Nothing is sent by it. */
export async function readPlan(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	packing: Packing,
): Promise<Plan> {
	const days = readNumberOption(context, 'expireAfterDays', 'Results Expire After');
	return plan({
		...readPlanInput(context, connection),
		...readMaxCharacters(context),
		...readOwnPriceOption(context),
		rows: await readRows(context, items, readKeepFields(context)),
		label: readText(context, 'label'),
		nameRow: nameItem,
		cleanText: readSwitch(context, 'options.cleanText', true),
		emptyText: readText(context, 'options.emptyText') === 'refuse' ? 'refuse' : 'skip',
		expireAfterSeconds: (days ?? DEFAULT_EXPIRY_DAYS) * DAY_SECONDS,
		packing,
	});
}

/** An estimate tells of every speed; a few items that are wanted now come one by one. */
export function readPacking(context: IExecuteFunctions, run: string): Packing {
	if (readText(context, 'options.packing') !== 'automatic' || run === 'try') return 'off';
	if (run === 'estimate' || readEngine(context) === 'batch') return 'automatic';
	tell(
		context,
		'Packing works for Within 24 Hours only: this time each item was answered by itself, at its own price.',
	);
	return 'off';
}

function readKeepFields(context: IExecuteFunctions): KeepFields {
	const keep = readText(context, 'options.keepFields');
	switch (keep) {
		case 'all':
		case 'none':
			return keep;
		case 'these': {
			const names = readNames(context, 'options.keepFieldNames');
			if (names.length > 0) return names;
			throw new OffpeakError('invalid_input', 'Keep Fields is Only These, and no field is named.', {
				hint: 'Add the option Keep Fields: Only These and name them, e.g. subject, from. To keep nothing, choose None.',
			});
		}
		default:
			return 'short';
	}
}

/** The field may be an expression, so its value may be anything. */
export function readEngine(context: IExecuteFunctions): Engine {
	const when = readText(context, 'when');
	switch (when) {
		case '':
		case 'batch':
			return 'batch';
		case 'background':
		case 'now':
			return when;
		default:
			throw new OffpeakError('invalid_input', `"${when}" is no answer to When Do You Need It?`, {
				hint: 'An expression there must give batch (within 24 hours), background (in minutes) or now.',
			});
	}
}
