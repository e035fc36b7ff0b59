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
import { addHint } from '../shared/hints';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readJsonObject, readNumberOption, readText } from '../shared/parameters';
import { nameItem, readRows } from '../shared/rows';
import { readTask } from '../shared/task';

const DAY_SECONDS = 86_400;
const DEFAULT_EXPIRY_DAYS = 7;

/** What is set on the panel, with the items as rows. Nothing is sent by it. */
export async function readPlan(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	{ provider, baseUrl }: Connection,
	model: string,
	packing: Packing,
): Promise<Plan> {
	const maxCharacters = readNumberOption(context, 'maxCharacters', 'Shorten Texts To');
	const maxOutputTokens = readNumberOption(context, 'maxOutputTokens', 'Max Output Tokens');
	const days = readNumberOption(context, 'expireAfterDays', 'Results Expire After');
	const extra = readJsonObject(context, 'options.advanced', 'Options → Advanced (JSON)');
	return plan({
		rows: await readRows(context, items, readKeepFields(context)),
		task: readTask(context),
		model,
		label: readText(context, 'label'),
		provider,
		baseUrl,
		nameRow: nameItem,
		cleanText: context.getNodeParameter('options.cleanText', 0, true) !== false,
		emptyText: readText(context, 'options.emptyText') === 'skip' ? 'skip' : 'refuse',
		expireAfterSeconds: (days ?? DEFAULT_EXPIRY_DAYS) * DAY_SECONDS,
		packing,
		...(maxCharacters === undefined ? {} : { maxCharacters }),
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(extra === undefined ? {} : { extra }),
		...readOwnPriceOption(context),
	});
}

/** An estimate tells of every speed; a few items that are wanted now come one by one. */
export function readPacking(context: IExecuteFunctions, run: string): Packing {
	if (readText(context, 'options.packing') !== 'automatic' || run === 'try') return 'off';
	if (run === 'estimate' || readEngine(context) === 'batch') return 'automatic';
	addHint(
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
		case 'these':
			return readKeptNames(context);
		default:
			return 'short';
	}
}

function readKeptNames(context: IExecuteFunctions): readonly string[] {
	const names = readText(context, 'options.keepFieldNames')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (names.length > 0) return names;
	throw new OffpeakError('invalid_input', 'Keep Fields is Only These, and no field is named.', {
		hint: 'Add the option Keep Fields: Only These and name them, e.g. subject, from. To keep nothing, choose None.',
	});
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
