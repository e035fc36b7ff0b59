import type { Protocol, SentRequest } from '../protocols/protocol';
import { encodePackId, markOf, type Pack } from '../requests/ids';
import { findFenced } from '../requests/lines';

/**
 * The request of one row, cut out of the one that it shared: in the same words, with the same mark, and its
 * share of the room. `undefined` when the row's text is not in it.
 */
export function aloneRequest(
	request: SentRequest,
	pack: Pack,
	rowIndex: number,
	protocol: Protocol,
): SentRequest | undefined {
	const mark = markOf(pack, rowIndex);
	return protocol.changeRequest(request, {
		id: encodePackId({ rowIndexes: [rowIndex], seed: pack.seed }),
		text: (text) => findFenced(text, mark),
		room: 1 / pack.rowIndexes.length,
	});
}
