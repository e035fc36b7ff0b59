import { isList, isObject } from '../json-parts';
import { mergeAllOf } from './merge-all-of';
import { boundFaults } from './bound-faults';
import { besideReference, CONTENT, LONGEST_PLACE, References } from './strict-references';
import {
	annotationsOf,
	boundsOf,
	choiceIn,
	hasEnd,
	nullable,
	sharedBy,
	typesOf,
	UNSAFE,
} from './strict-rules';
import { strictValues } from './strict-values';
import { ANYTHING, REFUSED } from './strict-words';
import type { JsonObject, JsonValue } from '../../types';

const CLOSED_WORDS = ['unevaluatedProperties', 'unevaluatedItems'];

/**
 * Writes a schema as strict structured outputs want it: every object closed, every property required, what was
 * optional nullable, every node with its type, every reference to a definition. What cannot be written so is a fault,
 * and stands in the result as it came.
 */
export class StrictWriter {
	readonly faults: string[] = [];
	readonly #references: References;
	readonly #root: JsonObject;

	constructor(private readonly given: JsonObject) {
		this.#references = new References(given);
		const isOther = given['$ref'] !== undefined && besideReference(given) === undefined;
		const target = isOther ? this.#references.targetOf(given) : given;
		this.#root = isObject(target) ? target : given;
	}

	write(): JsonObject {
		const rule = this.#merged(this.#root, '');
		const types = typesOf(rule);
		const isPlain = typeof types !== 'string' && types.join() === 'object';
		if (!isPlain || choiceIn(rule) !== undefined || !isObject(rule['properties'])) {
			this.#faultOfRoot();
			return this.given;
		}
		const root = this.#ruleOf(rule, '');
		const definitions: [string, JsonValue][] = [];
		// Each may add more to the end of the list.
		for (const { name, target, at } of this.#references.definitions) {
			definitions.push([name, this.#schema(target, at)]);
		}
		const whole = {
			...root,
			...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
		};
		if (this.faults.length === 0 && !hasEnd(whole)) {
			this.#say('', 'it refers to itself without end: let one of these fields be null, or a list.');
		}
		return whole;
	}

	#faultOfRoot(): void {
		const inside = ['schema', 'json_schema'].some((key) => isObject(this.given[key]));
		this.faults.push(
			`must be an object: {"type": "object", "properties": {…}}.${
				inside ? ' Give only what stands under "schema".' : ''
			}${choiceIn(this.#root) === undefined ? '' : ' Put the choice of forms into one of its fields.'}`,
		);
	}

	#say(at: string, problem: string): void {
		const end = at.length > LONGEST_PLACE ? `…${at.slice(-LONGEST_PLACE)}` : at;
		const place = at === '' ? '' : `, at ${end}`;
		this.faults.push(`would be refused by the provider${place}: ${problem}`);
	}

	#schema(value: JsonValue, at: string): JsonValue {
		if (!isObject(value)) {
			this.#say(at, ANYTHING);
			return value;
		}
		if (value['$ref'] !== undefined) return this.#reference(value, at);
		return this.#ruleOf(this.#merged(value, at), at);
	}

	#merged(rule: JsonObject, at: string): JsonObject {
		if (rule['allOf'] === undefined) return rule;
		const merged = mergeAllOf(rule, (reference) => {
			const target = this.#references.targetOf(reference);
			return isObject(target) ? target : undefined;
		});
		if (merged !== undefined) return merged;
		this.#say(at, '"allOf" is not taken here: write what its parts say as one schema.');
		return rule;
	}

	#ruleOf(rule: JsonObject, at: string): JsonObject {
		if (rule['$ref'] !== undefined) return this.#reference(rule, at);
		if (this.#isRefused(rule, at)) return rule;
		const choice = choiceIn(rule);
		if (choice !== undefined) return this.#choice(rule, choice, at);
		const types = typesOf(rule);
		if (typeof types === 'string') {
			this.#say(at, `there is no type "${types}".`);
			return rule;
		}
		if (rule['enum'] !== undefined || rule['const'] !== undefined) {
			const values = strictValues(rule, types);
			if (typeof values !== 'string') return { ...annotationsOf(rule), ...values };
			this.#say(at, values);
			return rule;
		}
		if (types.length === 0) {
			this.#say(at, ANYTHING);
			return rule;
		}
		const bounds = boundsOf(rule, types);
		for (const fault of boundFaults(bounds)) this.#say(at, fault);
		return {
			type: types.length === 1 ? (types[0] ?? '') : types,
			...annotationsOf(rule),
			...bounds,
			...(types.includes('array') ? this.#entries(rule, at) : {}),
			...(types.includes('object') ? this.#fields(rule, at) : {}),
		};
	}

	#isRefused(rule: JsonObject, at: string): boolean {
		const before = this.faults.length;
		for (const key of Object.keys(rule)) {
			const wayOut = Object.hasOwn(REFUSED, key) ? REFUSED[key] : undefined;
			const isObjectHere = CLOSED_WORDS.includes(key) && isObject(rule[key]);
			if (wayOut !== undefined) this.#say(at, `"${key}" is not taken. ${wayOut}`);
			if (isObjectHere) this.#say(at, `"${key}" is not taken: say false, or leave it out.`);
		}
		return this.faults.length > before;
	}

	/** `oneOf` is one for us: no model is held to it that only one form fits (openai/openai-agents-python#1884). */
	#choice(rule: JsonObject, key: string, at: string): JsonObject {
		const forms = rule[key];
		const beside = [...CONTENT, key === 'anyOf' ? 'oneOf' : 'anyOf'].find(
			(word) => rule[word] !== undefined,
		);
		if (beside !== undefined) {
			this.#say(at, `"${key}" stands beside "${beside}": write that into each of the forms.`);
			return rule;
		}
		if (!isList(forms) || forms.length === 0) {
			this.#say(at, `"${key}" has no forms.`);
			return rule;
		}
		const shared = sharedBy(rule);
		const written = forms.map((form, place) => {
			const whole = isObject(form) && form['$ref'] === undefined ? { ...shared, ...form } : form;
			return this.#schema(whole, `${at}/${key}/${place}`);
		});
		const anyOf = rule['nullable'] === true ? [...written, { type: 'null' }] : written;
		return { ...annotationsOf(rule), anyOf };
	}

	#entries(rule: JsonObject, at: string): JsonObject {
		const { items } = rule;
		if (isList(items)) {
			this.#say(at, `a list of "items" is not taken. ${REFUSED['prefixItems'] ?? ''}`);
			return { items };
		}
		if (items === undefined) {
			this.#say(
				at,
				'a list needs "items", which says what its entries are: e.g. {"type": "string"}.',
			);
			return {};
		}
		return { items: this.#schema(items, `${at}/items`) };
	}

	#fields(rule: JsonObject, at: string): JsonObject {
		const { properties: given, additionalProperties: others } = rule;
		const properties = isObject(given) ? given : {};
		const names = Object.keys(properties);
		if (isObject(others) && Object.keys(others).length > 0) {
			this.#say(
				at,
				'fields of any name ("additionalProperties") cannot be asked for: ask for a list of objects with the fields "name" and "value".',
			);
		} else if (names.length === 0 && !(others === false && given !== undefined && at !== '')) {
			this.#say(at, 'an object needs "properties", which name its fields.');
		}
		const required = isList(rule['required']) ? rule['required'] : names;
		for (const name of required) {
			if (typeof name === 'string' && Object.hasOwn(properties, name)) continue;
			this.#say(at, `"required" names "${String(name)}", which "properties" do not.`);
		}
		this.#checkCounts(rule, names.length, at);
		const wanted = new Set(required);
		const written = Object.entries(properties).map(([name, property]): [string, JsonValue] => {
			const place = `${at}/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
			if (name.trim() === '') this.#say(place, 'a field has no name.');
			if (UNSAFE.test(name)) {
				this.#say(
					place,
					'its name has a quotation mark, a backslash or a line break: leave that out.',
				);
			}
			const strict = this.#schema(property, place);
			return [name, wanted.has(name) || !isObject(strict) ? strict : nullable(strict)];
		});
		return {
			properties: Object.fromEntries(written),
			required: names,
			additionalProperties: false,
		};
	}

	/** All of its fields are there, always: what only counts or names them says nothing, or nothing that can be. */
	#checkCounts(rule: JsonObject, count: number, at: string): void {
		const { minProperties: least = 0, maxProperties: most = count, propertyNames } = rule;
		if (Number(least) > count || Number(most) < count) {
			this.#say(at, `"minProperties" and "maxProperties" are not taken: all ${count} fields come.`);
		}
		if (isObject(propertyNames) && Object.keys(propertyNames).some((key) => key !== 'type')) {
			this.#say(at, '"propertyNames" is not taken: "properties" name all fields already.');
		}
	}

	#reference(rule: JsonObject, at: string): JsonObject {
		const { $ref } = rule;
		if (typeof $ref !== 'string' || !$ref.startsWith('#')) {
			this.#say(at, '"$ref" leads to another document: copy what it refers to into "$defs".');
			return rule;
		}
		const target = this.#references.targetOf(rule);
		if (typeof target === 'string') {
			this.#say(at, `"$ref" ${target}: ${$ref.slice(0, LONGEST_PLACE)}.`);
			return rule;
		}
		const { type, ...rest } = rule;
		const beside = besideReference(type === target['type'] ? rest : rule);
		if (beside !== undefined) {
			this.#say(at, `"${beside}" stands beside "$ref": write out in its place what it refers to.`);
			return rule;
		}
		const isRoot = target === this.#root;
		const reference = { $ref: isRoot ? '#' : this.#references.definitionOf(target, $ref) };
		const said = annotationsOf(rule);
		const plain = Object.keys(said).length === 0;
		if (rule['nullable'] === true) return { ...said, anyOf: [reference, { type: 'null' }] };
		return plain ? reference : { ...said, anyOf: [reference] };
	}
}
