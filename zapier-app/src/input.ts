import {
	OffpeakError,
	isJsonObject,
	parseJson,
	readList,
	readObject,
	type JsonObject,
} from '../../core';

/** Readers of what a user put into a step. Zapier sends numbers and yes or no as texts at times. */
export type InputData = Readonly<Record<string, unknown>>;

export function readText(input: InputData, key: string): string {
	return textOf(input[key]).trim();
}

/** Whatever a user mapped into a text field, as text; nothing for nothing. */
export function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function readOneOf<const T extends string>(
	input: InputData,
	key: string,
	allowed: readonly T[],
	otherwise: T,
): T {
	const text = readText(input, key);
	return allowed.find((entry) => entry === text) ?? otherwise;
}

export function readBoolean(input: InputData, key: string, otherwise: boolean): boolean {
	const text = readText(input, key).toLowerCase();
	if (text === '') return otherwise;
	return ['true', 'yes', '1', 'on'].includes(text);
}

/** `undefined` where nothing is set, an error where it is no number above 0, or no 0 where that may be. */
export function readNumber(
	input: InputData,
	key: string,
	label: string,
	{ mayBeZero = false } = {},
): number | undefined {
	const text = readText(input, key);
	if (text === '') return undefined;
	const number = Number(text);
	if (Number.isFinite(number) && (number > 0 || (mayBeZero && number === 0))) return number;
	throw new OffpeakError(
		'invalid_input',
		mayBeZero ? `${label} is not a number from 0 up.` : `${label} is not a positive number.`,
	);
}

/** The filled entries of a list field; a single text where the list was mapped from one. */
export function readTexts(input: InputData, key: string): readonly string[] {
	const value = input[key];
	const entries = readList(value) ?? [value];
	return entries.map((entry) => textOf(entry).trim()).filter((entry) => entry !== '');
}

/** The pairs of a field with a name on the left and a value on the right. */
export function readPairs(
	input: InputData,
	key: string,
): ReadonlyArray<readonly [name: string, value: string]> {
	return Object.entries(readObject(input[key]) ?? {})
		.map(([name, value]) => [name.trim(), textOf(value).trim()] as const)
		.filter(([name]) => name !== '');
}

export function readJsonObject(
	input: InputData,
	key: string,
	label: string,
): JsonObject | undefined {
	const text = readText(input, key);
	if (text === '') return undefined;
	const parsed = parseJson(text);
	if (isJsonObject(parsed)) return parsed;
	throw new OffpeakError('invalid_input', `${label} is not a JSON object.`, {
		hint: 'It should look like {"name": "value"}: check for a missing quote, comma or bracket.',
	});
}
