import type { Bundle, ZObject } from 'zapier-platform-core';
import { readSlice, type Handle } from '../../../core';
import { withConnection } from '../transport';
import { readHydratedHandle } from './file';
import { encodeHandle } from './job';
import { carryRows, type CarriedRows } from './line-items';

/** The rows `[first, end)` of a batch, fetched only for an event that Zapier has not seen before. */
export function pointToSlice(z: ZObject, handle: Handle, first: number, end: number): string {
	return z.dehydrate(resultSlice, { handle: encodeHandle(handle), first, end });
}

/** Hydrator: a part of a batch's rows; those without an answer apart, with the reason. */
export async function resultSlice(z: ZObject, bundle: Bundle): Promise<CarriedRows> {
	return await withConnection(z, bundle, async (connection) => {
		const handle = readHydratedHandle(bundle);
		const first = Number(bundle.inputData['first']);
		const end = Number(bundle.inputData['end']);
		const { provider } = connection;
		return carryRows(await readSlice(handle, connection, first, end), { handle, provider });
	});
}
