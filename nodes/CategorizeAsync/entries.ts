import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { prepareText } from '../../core';
import { readSwitch, readText } from '../shared/input/parameters';
import { readMaxCharacters } from '../shared/input/planInput';
import { readRows } from '../shared/input/rows';
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
	const clean = readSwitch(context, 'options.cleanText', true);
	const options = { clean, ...readMaxCharacters(context) };
	const rows = await readRows(context, items, 'none');
	const texts = rows.map(({ text }) => prepareText(text, options));
	const isFile = readText(context, 'source') === 'file';
	const logged = items.map((item, index) => ({
		json: isTool(context) ? withoutCall(item.json) : item.json,
		text: texts[index] ?? '',
		isFile,
	}));
	const slots = log.slotsFor(logged, loop);
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
