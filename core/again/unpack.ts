import { isJsonObject } from '../formats/json';
import { OUTPUT_LIMITS, type Protocol } from '../protocols';
import { encodePackId, markOf, type Pack } from '../requests/ids';
import { findFenced } from '../requests/lines';
import type { JsonObject } from '../types';

/**
 * The request of one row, cut out of the one that it shared: in the same words, with the same mark, and its
 * share of the room. `undefined` when the row's text is not in it.
 */
export function aloneRequest(
	request: JsonObject,
	pack: Pack,
	rowIndex: number,
	protocol: Protocol,
): JsonObject | undefined {
	const body = isJsonObject(request['body']) ? request['body'] : {};
	const mark = markOf(pack, rowIndex);
	const own = protocol.replaceText(body, (text) => findFenced(text, mark));
	if (own === undefined) return undefined;
	const id = encodePackId({ rowIndexes: [rowIndex], seed: pack.seed });
	return withRoom({ ...request, custom_id: id, body: own }, 1 / pack.rowIndexes.length);
}

/** The same request with so many times the output tokens. */
export function withRoom(request: JsonObject, times: number): JsonObject {
	const body = request['body'];
	if (times === 1 || !isJsonObject(body)) return request;
	const changed = Object.fromEntries(
		OUTPUT_LIMITS.flatMap((field) => {
			const limit = body[field];
			return typeof limit === 'number' ? [[field, Math.ceil(limit * times)]] : [];
		}),
	);
	return { ...request, body: { ...body, ...changed } };
}
