import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { prepareText, type Verdict } from '../../core';
import { readNumberOption } from '../shared/parameters';
import { readRows } from '../shared/rows';
import { isTool, type Wiring } from '../shared/wiring';
import type { FlightLog, Slot } from './flightLog';

/** An item of this run with its place in the log. */
export interface Entry {
	readonly index: number;
	readonly item: INodeExecutionData;
	/** As it is sent. */
	readonly text: string;
	readonly slot: Slot;
}

export async function readEntries(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	log: FlightLog,
	loop: Wiring['loop'],
): Promise<readonly Entry[]> {
	const maxCharacters = readNumberOption(context, 'maxCharacters', 'Shorten Texts To');
	const clean = context.getNodeParameter('options.cleanText', 0, true) !== false;
	const rows = await readRows(context, items, 'none');
	const texts = rows.map(({ text }) =>
		prepareText(text, { clean, ...(maxCharacters === undefined ? {} : { maxCharacters }) }),
	);
	const isFile = context.getNodeParameter('source', 0, 'field') === 'file';
	const logged = items.map((item, index) => ({
		json: isTool(context) ? withoutCall(item.json) : item.json,
		text: texts[index] ?? '',
		isFile,
	}));
	const slots = log.claim(logged, loop);
	return items.flatMap((item, index) => {
		const slot = slots[index];
		return slot === undefined ? [] : [{ index, item, text: texts[index] ?? '', slot }];
	});
}

/** An agent that asks again gives its call another id: that does not make it another item. */
function withoutCall(json: IDataObject): IDataObject {
	const own = { ...json };
	delete own['toolCallId'];
	return own;
}

/** What came of an entry; `undefined` while it is on the way, or not even sent. */
export function verdictOf({ slot }: Entry): Verdict | undefined {
	const { flight } = slot;
	return flight !== undefined && 'verdict' in flight ? flight.verdict : undefined;
}
