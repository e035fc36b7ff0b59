import { defined } from '../defined';
import { readList, readObject, type WireObject } from '../json';
import { followJsonPointer } from './json-pointer';
import { checkAlone, type Finding, finding, type Step, within } from './json-rules';

/**
 * Checks answers against the JSON Schema that was asked for, because not every server enforces what it was sent.
 * An answer is paid for: what a schema says in words that are not known here holds none back. Among them on purpose:
 * - `pattern`, `patternProperties`: a stranger's expression can freeze the process (`(a+)+$` takes seconds on 30
 *   characters), JavaScript has no engine that is linear, and no bound on lengths helps.
 * - `format`: a note, not a rule (Validation §7.2.1).
 * - that `oneOf` fits only once: servers that hold a model to a schema read it as `anyOf` (guidance-ai/guidance#888),
 *   and what tells its forms apart may be a pattern.
 */

/** One thing about a value that its schema does not allow. Says nothing of what the value holds. */
export interface Mismatch {
	/** In the names of the schema, as `answer.lines[2].price`; `*` is a name that only the answer has. */
	readonly path: string;
	readonly problem: string;
	/** The only values that would do, where the schema lists them. */
	readonly allowed?: readonly unknown[];
	/** The name that only the answer has, where it may have none such. */
	readonly unasked?: string;
}

/** The first thing in words for people, who know fields and entries and no paths; `undefined` when the value fits. */
export function findMismatch(schema: unknown, value: unknown): string | undefined {
	const [first] = new SchemaCheck(schema).check(schema, value, 0);
	if (first === undefined) return undefined;
	const { steps, problem, missing, unasked } = first;
	if (missing !== undefined) {
		const parent = steps.length > 1 ? namesOf(steps.slice(0, -1)) : 'the answer';
		return `field ${quoted(missing)} is missing in ${parent}`;
	}
	const all = unasked === undefined ? steps : [...steps, unasked];
	if (all.length === 0) return `answer ${problem}`;
	return `${typeof all[0] === 'string' ? 'field' : 'answer’s'} ${namesOf(all)} ${problem}`;
}

function namesOf(steps: readonly Step[]): string {
	const names = steps.map((step) => {
		if (step === null) return 'own field';
		return typeof step === 'number' ? `entry ${step + 1}` : quoted(step);
	});
	const [first, second, ...rest] = names;
	const isLong = rest.length > 3;
	return (isLong ? [first, second, '…', ...rest.slice(-2)] : names).join(' › ');
}

const LONGEST_NAME = 60;

function quoted(name: string): string {
	return `"${name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name}"`;
}

/** The first few things, with paths, for models and those who write schemas; none when the value fits. */
export function findMismatches(schema: unknown, value: unknown): readonly Mismatch[] {
	return new SchemaCheck(schema)
		.check(schema, value, 0)
		.map(({ steps, problem, allowed, unasked }) => ({
			path: pathOf(steps),
			problem,
			...defined({ allowed, unasked }),
		}));
}

function pathOf(steps: readonly Step[]): string {
	const path = steps.map((step) => {
		if (step === null) return '.*';
		return typeof step === 'number' ? `[${step}]` : `.${step}`;
	});
	return `answer${path.join('')}`;
}

const MOST_MISMATCHES = 5;
/** Bounds for a schema that leads in circles or multiplies. No answer that a model writes comes near. */
const MOST_CHECKS = 400_000;
const DEEPEST = 1000;

class SchemaCheck {
	/** What is known of the values that references were followed for; `open` while it is being found out. */
	readonly #known = new Map<unknown, Map<unknown, readonly Finding[] | 'open'>>();
	readonly #targets = new Map<string, unknown>();
	#checks = 0;
	/** How often a circle or a bound kept a check from its end: what follows from that is not remembered. */
	#unfinished = 0;

	constructor(private readonly root: unknown) {}

	check(schema: unknown, value: unknown, depth: number): readonly Finding[] {
		if (schema === false) return [finding('was not asked for')];
		const rule = readObject(schema);
		if (rule === undefined) return [];
		this.#checks += 1;
		if (depth > DEEPEST) return this.#unfinishedBecause('is nested too deep to be checked');
		if (this.#checks > MOST_CHECKS) return this.#unfinishedBecause('is too large to be checked');
		// One after the other into one list: this runs for each field of each of 50,000 answers.
		const found: Finding[] = [];
		const { $ref, allOf, anyOf, oneOf } = rule;
		if ($ref !== undefined) found.push(...this.#checkReference($ref, value, depth + 1));
		if (allOf !== undefined) found.push(...this.#checkAll(allOf, value, depth + 1));
		if (anyOf !== undefined) found.push(...this.#checkForms(anyOf, value, depth + 1));
		if (oneOf !== undefined) found.push(...this.#checkForms(oneOf, value, depth + 1));
		found.push(...checkAlone(rule, value));
		if (Array.isArray(value)) found.push(...this.#checkEntries(rule, value, depth + 1));
		else found.push(...this.#checkProperties(rule, value, depth + 1));
		return found.length > MOST_MISMATCHES ? found.slice(0, MOST_MISMATCHES) : found;
	}

	#unfinishedBecause(problem: string): readonly Finding[] {
		this.#unfinished += 1;
		return [finding(problem)];
	}

	/** Each target once for each value: else two ways to it at every level would be a million at the twentieth. */
	#checkReference(reference: unknown, value: unknown, depth: number): readonly Finding[] {
		if (typeof reference !== 'string') return [];
		const target = this.#follow(reference);
		const known = this.#known.get(target) ?? new Map<unknown, readonly Finding[] | 'open'>();
		this.#known.set(target, known);
		const before = known.get(value);
		if (before === 'open') {
			return this.#unfinishedBecause('cannot be checked: its schema refers to itself');
		}
		if (before !== undefined) return before;
		known.set(value, 'open');
		const unfinished = this.#unfinished;
		const found = this.check(target, value, depth);
		if (this.#unfinished === unfinished) known.set(value, found);
		else known.delete(value);
		return found;
	}

	#follow(reference: string): unknown {
		if (!this.#targets.has(reference)) {
			this.#targets.set(reference, followJsonPointer(this.root, reference));
		}
		return this.#targets.get(reference);
	}

	#checkAll(rules: unknown, value: unknown, depth: number): readonly Finding[] {
		return firstFew(readList(rules) ?? [], (rule) => this.check(rule, value, depth));
	}

	#checkForms(forms: unknown, value: unknown, depth: number): readonly Finding[] {
		const list = readList(forms) ?? [];
		if (list.length === 0) return [];
		for (const form of list) if (this.check(form, value, depth).length === 0) return [];
		return [finding('fits none of the allowed forms')];
	}

	/** A tuple's rules come first: `prefixItems`, or a list of `items` before 2020. */
	#checkEntries(rule: WireObject, value: unknown, depth: number): readonly Finding[] {
		const list = readList(value);
		if (list === undefined) return [];
		const tuple = readList(rule['items']);
		const first = tuple ?? readList(rule['prefixItems']) ?? [];
		const rest = tuple === undefined ? rule['items'] : rule['additionalItems'];
		if (first.length === 0 && rest === undefined) return [];
		return firstFew(list, (entry, index) =>
			within(index, this.check(index < first.length ? first[index] : rest, entry, depth)),
		);
	}

	#checkProperties(rule: WireObject, value: unknown, depth: number): readonly Finding[] {
		const object = readObject(value);
		if (object === undefined) return [];
		const properties = readObject(rule['properties']) ?? {};
		// Which names a pattern stands for is not known here.
		const others = rule['patternProperties'] === undefined ? rule['additionalProperties'] : true;
		const found: Finding[] = [];
		for (const name of readList(rule['required']) ?? []) {
			if (typeof name !== 'string' || Object.hasOwn(object, name)) continue;
			found.push({ ...finding('is missing'), steps: [name], missing: name });
		}
		for (const [name, entry] of Object.entries(object)) {
			if (found.length >= MOST_MISMATCHES) break;
			if (Object.hasOwn(properties, name)) {
				const own = this.check(properties[name], entry, depth);
				if (own.length > 0) found.push(...within(name, own));
			} else if (others === false) {
				found.push({ ...finding('was not asked for'), unasked: name });
			} else {
				found.push(...within(null, this.check(others, entry, depth)));
			}
		}
		return found;
	}
}

function firstFew<Entry>(
	entries: readonly Entry[],
	check: (entry: Entry, index: number) => readonly Finding[],
): readonly Finding[] {
	const found: Finding[] = [];
	for (const [index, entry] of entries.entries()) {
		found.push(...check(entry, index));
		if (found.length >= MOST_MISMATCHES) break;
	}
	return found;
}
