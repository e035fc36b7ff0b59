import { readNumber } from '../json';
import type { JsonObject, JsonValue } from '../../types';

const COUNTS = ['minItems', 'maxItems', 'minLength', 'maxLength'];

/** Two that leave room for a value, the second of each in one of its own where it is excluded itself. */
const PAIRS: readonly (readonly [least: string, most: string, mayMeet: boolean])[] = [
	['minItems', 'maxItems', true],
	['minLength', 'maxLength', true],
	['minimum', 'maximum', true],
	['minimum', 'exclusiveMaximum', false],
	['exclusiveMinimum', 'maximum', false],
	['exclusiveMinimum', 'exclusiveMaximum', false],
];

/** Bounds that no value keeps, or that are none, in words. */
export function boundFaults(bounds: JsonObject): readonly string[] {
	const faults: string[] = [];
	for (const key of COUNTS) {
		const count = readNumber(bounds[key]);
		if (count === undefined || (Number.isInteger(count) && count >= 0)) continue;
		faults.push(`"${key}" is ${count}: it must be a whole number, 0 or above.`);
	}
	for (const [least, most, mayMeet] of PAIRS) {
		const [from, to] = [readNumber(bounds[least]), readNumber(bounds[most])];
		if (from === undefined || to === undefined || from < to || (mayMeet && from === to)) continue;
		faults.push(`no value is between "${least}" ${from} and "${most}" ${to}.`);
	}
	const step = readNumber(bounds['multipleOf']);
	if (step !== undefined && step <= 0) {
		faults.push(`"multipleOf" is ${step}: it must be above 0.`);
	}
	if (!isExpression(bounds['pattern'])) {
		faults.push('"pattern" is not a regular expression: look for a bracket that is not closed.');
	}
	return faults;
}

/** Of other engines, which may read it at the provider: flags within, names by `P`, groups and counts that keep. */
const OF_OTHERS: readonly (readonly [theirs: RegExp, ours: string])[] = [
	[/\(\?[a-zA-Z^-]{1,10}\)/g, ''],
	[/\(\?(?:[a-zA-Z^-]{1,10}:|>|P=|P>|#)/g, '(?:'],
	[/\(\?P</g, '(?<'],
	[/([*+?}])[+]/g, '$1'],
];

/** Only read here, never run: it is a stranger's. */
function isExpression(pattern: JsonValue | undefined): boolean {
	if (typeof pattern !== 'string') return true;
	const ours = OF_OTHERS.reduce((text, [theirs, as]) => text.replaceAll(theirs, as), pattern);
	return [pattern, ours].some((text) => ['', 'u', 'v'].some((flags) => compiles(text, flags)));
}

function compiles(pattern: string, flags: string): boolean {
	try {
		return new RegExp(pattern, flags).flags === flags;
	} catch {
		return false;
	}
}
