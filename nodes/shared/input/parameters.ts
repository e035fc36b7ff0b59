import type { IExecuteFunctions } from 'n8n-workflow';
import { OffpeakError, isJsonObject, parseJson, readObject, type JsonObject } from '../../../core';

/** Readers of node parameters that hold for all items (`refuseWhatDiffers`): they are evaluated for the first one. */

export function readText(context: IExecuteFunctions, name: string): string {
	return String(context.getNodeParameter(name, 0, '') ?? '').trim();
}

/** Names separated by commas. */
export function readNames(context: IExecuteFunctions, name: string): readonly string[] {
	return readText(context, name)
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** What an expression gave that is neither leaves the switch as it is preset. */
export function readSwitch(context: IExecuteFunctions, name: string, preset = false): boolean {
	const value: unknown = context.getNodeParameter(name, 0, preset);
	return typeof value === 'boolean' ? value : preset;
}

/** A value of a list; what an expression gave may be anything. */
export function readOneOf<const T extends string>(
	value: string,
	allowed: readonly T[],
	otherwise: T,
): T {
	return allowed.find((entry) => entry === value) ?? otherwise;
}

/** The number in an option; `undefined` where it is not set, an error where it is no number. */
export function readNumberOption(
	context: IExecuteFunctions,
	name: string,
	title: string,
	{ mayBeZero = false } = {},
): number | undefined {
	const value: unknown = context.getNodeParameter(`options.${name}`, 0, '');
	if (value === undefined || value === null || value === '') return undefined;
	const number = toNumber(value);
	if (number !== undefined && (mayBeZero ? number >= 0 : number > 0)) return number;
	throw new OffpeakError(
		'invalid_input',
		mayBeZero ? `${title} is no number from 0 up.` : `${title} is not a positive number.`,
		{ hint: `Correct Options → ${title}.` },
	);
}

/**
 * An option that guards against spending, where 0 means that it does not. What an expression gives that is no
 * number must not pass for 0.
 */
export function readGuard(
	context: IExecuteFunctions,
	name: string,
	title: string,
	otherwise: number,
): number {
	const value: unknown = context.getNodeParameter(`options.${name}`, 0, otherwise);
	const number = toNumber(value);
	if (number !== undefined && number >= 0) return number;
	throw new OffpeakError('invalid_input', `${title} is no number from 0 up.`, {
		hint: `Correct Options → ${title}. An expression there must give a number, e.g. 5.`,
	});
}

function toNumber(value: unknown): number | undefined {
	if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) {
		return undefined;
	}
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

/** The entries of a fixed collection that may have several. */
export function readEntries(
	context: IExecuteFunctions,
	path: string,
): ReadonlyArray<Readonly<Record<string, unknown>>> {
	const value: unknown = context.getNodeParameter(path, 0, []);
	return (Array.isArray(value) ? value : []).flatMap((entry: unknown) => {
		const object = readObject(entry);
		return object === undefined ? [] : [object];
	});
}

/** A JSON field, as text or as what an expression gave. */
export function readJsonObject(
	context: IExecuteFunctions,
	name: string,
	title: string,
): JsonObject | undefined {
	const value: unknown = context.getNodeParameter(name, 0, '');
	if (value === '' || value === null || value === undefined) return undefined;
	const parsed = typeof value === 'string' ? parseJson(value) : value;
	if (isJsonObject(parsed)) return parsed;
	throw new OffpeakError('invalid_input', `${title} is not a JSON object.`, {
		hint: 'It should look like {"name": "value"}: check for a missing quote, comma or bracket.',
	});
}
