import App from '../../zapier-app/src';
import { rowsFields } from '../../zapier-app/src/fields/rows';
import { taskFields } from '../../zapier-app/src/fields/task';
import { createAppTester } from '../../zapier-app/node_modules/zapier-platform-core';

export interface Field {
	readonly key: string;
	readonly label?: string;
	readonly type?: string;
	readonly helpText?: string;
	readonly dynamic?: string;
	readonly children?: readonly Field[];
}

export type Kind = 'triggers' | 'creates' | 'searches';

export interface Operation {
	readonly kind: Kind;
	readonly key: string;
	readonly label: string;
	readonly description: string;
	readonly isHidden: boolean;
	readonly sample: Readonly<Record<string, unknown>>;
	/** Static fields as objects, dynamic ones as functions. */
	readonly fields: readonly unknown[];
	readonly outputFields: readonly Field[];
}

export type Definition = Readonly<Record<Kind, Readonly<Record<string, unknown>>>>;

export function readDefinition(): Definition {
	const { triggers, creates, searches } = App;
	return { triggers: Object(triggers), creates: Object(creates), searches: Object(searches) };
}

const KINDS: readonly Kind[] = ['triggers', 'creates', 'searches'];

export function allOperations(definition: Definition): readonly Operation[] {
	return KINDS.flatMap((kind) =>
		Object.entries(definition[kind]).map(([key, entry]) => {
			const { display, operation } = Object(entry);
			return {
				kind,
				key,
				label: String(display.label),
				description: String(display.description),
				isHidden: display.hidden === true,
				sample: Object(operation.sample),
				fields: operation.inputFields ?? [],
				outputFields: operation.outputFields ?? [],
			};
		}),
	);
}

const TASKS = ['categorize', 'summarize', 'extract', 'custom'];
const SOURCES = ['items', 'list', 'text', 'json', 'file'];

/** Every input field of every step, and what the dynamic ones become for each task and each source. */
export async function allFields(
	definition: Definition,
): Promise<ReadonlyArray<{ readonly operation: string; readonly field: Field }>> {
	const fixed = allOperations(definition).flatMap(({ key, fields }) =>
		fields.flatMap((field) =>
			typeof field === 'object' && field !== null
				? [{ operation: key, field: asField(field) }]
				: [],
		),
	);
	const appTester = createAppTester(App);
	const dynamic: Field[] = [];
	for (const task of TASKS) {
		dynamic.push(...(await appTester(taskFields, { inputData: { task } })).map(asField));
	}
	for (const source of SOURCES) {
		const inputData = { source, keep_names: ['subject', 'e-mail'] };
		dynamic.push(...(await appTester(rowsFields, { inputData })).map(asField));
	}
	return [...fixed, ...dynamic.map((field) => ({ operation: 'submit_batch', field }))].flatMap(
		({ operation, field }) => [
			{ operation, field },
			...(field.children ?? []).map((child) => ({ operation, field: child })),
		],
	);
}

function asField(value: object): Field {
	const field: unknown = value;
	return Object(field);
}

/** Every text that a user of the editor reads, outside of fields. */
export function allTexts(definition: Definition): readonly string[] {
	return allOperations(definition).flatMap(({ label, description }) => [label, description]);
}

/** Paths to the values of a sample, as output fields name them: `rows[]category`. */
export function leafPaths(value: unknown, path = ''): ReadonlyArray<readonly [string, unknown]> {
	if (Array.isArray(value)) return value.flatMap((entry) => leafPaths(entry, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [[path, value]];
	const prefix = path === '' || path.endsWith('[]') ? path : `${path}__`;
	return Object.entries(value).flatMap(([name, entry]) => leafPaths(entry, `${prefix}${name}`));
}
