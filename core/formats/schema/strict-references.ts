import { isObject } from '../json-parts';
import { followJsonPointer } from './json-pointer';
import { BOUNDS } from './strict-rules';
import { REFUSED } from './strict-words';
import type { JsonObject, JsonValue } from '../../types';

/** Beside what else they stand, they change what it means. */
export const CONTENT = 'properties required items enum const additionalProperties'.split(' ');
export const LONGEST_PLACE = 200;

interface Definition {
	readonly name: string;
	readonly target: JsonObject;
	/** Where it stood. */
	readonly at: string;
}

/**
 * Where the references of a schema lead. All but those to the whole become references to a definition with a plain
 * name: of pointers into fields, or with escapes, nobody says that strict mode follows them.
 */
export class References {
	/** In the order in which they were asked for; grows meanwhile. */
	readonly definitions: Definition[] = [];
	readonly #names = new Map<JsonObject, string>();
	readonly #taken = new Set<string>();

	constructor(private readonly whole: JsonObject) {}

	/** What a reference leads to in the end, or in words why to nothing. */
	targetOf(rule: JsonObject): JsonObject | string {
		const seen = new Set<JsonObject>();
		let target: JsonValue | undefined = rule;
		while (isObject(target) && typeof target['$ref'] === 'string') {
			if (target !== rule && !Object.keys(target).every(isOfReference)) return target;
			if (seen.has(target)) return 'leads in a circle';
			seen.add(target);
			target = followJsonPointer(this.whole, target['$ref']);
		}
		return isObject(target) ? target : 'points to nothing';
	}

	definitionOf(target: JsonObject, reference: string): string {
		const known = this.#names.get(target);
		if (known !== undefined) return `#/$defs/${known}`;
		const last = reference.split('/').at(-1) ?? '';
		const isFree = /^\w{1,60}$/.test(last) && !this.#taken.has(last);
		const name = isFree ? last : `definition-${this.#names.size + 1}`;
		this.#names.set(target, name);
		this.#taken.add(name);
		this.definitions.push({ name, target, at: reference.slice(1) });
		return `#/$defs/${name}`;
	}
}

/** What may stand in a reference that is nothing else. */
function isOfReference(key: string): boolean {
	return ['$ref', '$defs', 'definitions', '$schema', '$id'].includes(key);
}

/** The first word beside a reference that would change what it means. */
export function besideReference(rule: JsonObject): string | undefined {
	const words = [...CONTENT, ...BOUNDS, ...Object.keys(REFUSED), 'type', 'anyOf', 'oneOf', 'allOf'];
	return words.find((word) => Object.hasOwn(rule, word));
}
