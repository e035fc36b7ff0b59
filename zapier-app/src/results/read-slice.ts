import type { Bundle, ZObject } from 'zapier-platform-core';
import { readSlice, type Handle, type Outcome } from '../../../core';
import { withZapierErrors } from '../errors';
import { connect } from '../transport';
import { readHydratedHandle } from './file';
import { encodeHandle } from './job';
import { toLineItems, type LineItem, type RowSource } from './line-items';

export interface SliceRows {
	readonly rows: readonly LineItem[];
	readonly failed_rows: readonly LineItem[];
}

/** The rows `[first, end)` of a batch, fetched only for an event that Zapier has not seen before. */
export function pointToSlice(z: ZObject, handle: Handle, first: number, end: number): string {
	return z.dehydrate(resultSlice, { handle: encodeHandle(handle), first, end });
}

/** Hydrator: a part of a batch's rows; those without an answer apart, with the reason. */
export async function resultSlice(z: ZObject, bundle: Bundle): Promise<SliceRows> {
	return await withZapierErrors(z, async () => {
		const handle = readHydratedHandle(bundle);
		const first = Number(bundle.inputData['first']);
		const end = Number(bundle.inputData['end']);
		const connection = connect(z, bundle);
		const { provider } = connection;
		return splitRows(await readSlice(handle, connection, first, end), { handle, provider });
	});
}

/** What has an answer, and what has none. */
export function splitRows(outcomes: readonly Outcome[], source: RowSource): SliceRows {
	const items = toLineItems(outcomes, source);
	return {
		rows: items.filter((_, index) => outcomes[index]?.outcome === 'succeeded'),
		failed_rows: items.filter((_, index) => outcomes[index]?.outcome !== 'succeeded'),
	};
}
