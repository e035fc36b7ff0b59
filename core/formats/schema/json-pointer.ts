import { readList, readObject } from '../json';
import type { JsonValue } from '../../types';

/** What `#` or `#/a/b` points to in a document; `undefined` for nothing, and for what lies in another one. */
export function followJsonPointer(root: JsonValue, reference: string): JsonValue | undefined;
export function followJsonPointer(root: unknown, reference: string): unknown;
export function followJsonPointer(root: unknown, reference: string): unknown {
	if (reference !== '#' && !reference.startsWith('#/')) return undefined;
	return reference.split('/').slice(1).reduce(step, root);
}

function step(from: unknown, token: string): unknown {
	const list = readList(from);
	if (list !== undefined) return /^\d+$/.test(token) ? list[Number(token)] : undefined;
	const object = readObject(from);
	if (object === undefined) return undefined;
	// Some write the name as it is, percent signs and all (fastify/fast-json-stringify#871).
	const name = [unescape(decode(token)), unescape(token)].find((one) => Object.hasOwn(object, one));
	return name === undefined ? undefined : object[name];
}

function decode(token: string): string {
	try {
		return decodeURIComponent(token);
	} catch {
		return token;
	}
}

function unescape(token: string): string {
	return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
