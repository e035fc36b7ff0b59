import type { IDataObject } from 'n8n-workflow';
import { evaluateOver, expressionsOf, type Evaluated } from './support/evaluated';
import { listWorkflowFiles, readWorkflow } from '../harness/shipped-workflows';

/**
 * n8n makes nothing of an expression that stumbles over a missing field, and goes on without a word, or throws
 * and drops the whole mail. So every expression of a template is evaluated over items that lack what it reads.
 */
/** One item with every field that the templates read, as the services and our nodes put it out. */
const FULL: IDataObject = {
	id: '19283746',
	// Gmail, Simplify off. Without a subject or a text the field is not there; without HTML it is `false`.
	subject: 'Price < 100 & more',
	from: { value: [{ address: 'ada@example.com' }], text: '"Ada" <ada@example.com>' },
	text: 'Hello',
	html: '<p>Hello</p>',
	// Google Calendar: an all-day event has `date` in the place of `dateTime`, a private one no summary.
	start: { dateTime: '2026-11-23T10:00:00Z' },
	end: { dateTime: '2026-11-23T10:45:00Z' },
	// Notion, Todoist, Drive
	name: 'Minutes.txt',
	Name: 'A page',
	url: 'https://example.com/page',
	markdown: 'A text',
	content: 'Call the printer',
	description: 'Before noon',
	labels: ['home'],
	idea: 'A podcast',
	// Answers: whatever a schema does not require may come back as null.
	category: 'calls',
	categoryValue: 'Label_1',
	summary: 'It is about a price.',
	effortHours: 2,
	effortMinutes: 15,
	nextStep: 'Call.',
	decisions: ['We print on Monday.'],
	actions: [{ task: 'Print', owner: 'Ada', due: 'Monday' }],
	actionItems: ['Print', 'Pay'],
	score: 80,
	topic: 'Money',
	why: 'A & B < C',
	// Our own nodes
	label: 'A job',
	progress: '1 of 2',
	items: 2,
	succeeded: 2,
	estimatedCost: 0.1,
	handle: { id: 'op_1', createdAt: '2026-11-23T10:00:00Z' },
	report: { answered: 2, failed: 0, cost: { usd: 0.1 } },
	table: '<table></table>',
};

/** What no service leaves out, and what our own nodes always put out. */
const ALWAYS_THERE = new Set([
	...[
		'id',
		'label',
		'progress',
		'items',
		'succeeded',
		'estimatedCost',
		'handle',
		'report',
		'table',
	],
]);
/** Where an empty value alone, as `{{ $json.text }}`, is what the node takes: it skips it or writes nothing. */
const MAY_STAY_EMPTY = new Set([
	...['text', 'html', 'subject', 'category', 'categoryValue', 'idea'],
]);
const ONLY_A_FIELD = /^=\{\{ \$json\.\w+( \|\| \$json\.\w+)* \}\}$/;
const NOT_FOR_EYES = /\b(undefined|null|NaN|Invalid)\b|\[object/;

const EXPRESSIONS = listWorkflowFiles().flatMap((file) => {
	const { nodes } = readWorkflow(file);
	return nodes.flatMap(({ name, parameters }) =>
		expressionsOf(parameters).map((expression) => [file, name, expression] as const),
	);
});
const READING = EXPRESSIONS.filter(([, , expression]) => fieldsOf(expression).length > 0);

/** The fields of an item that an expression reads, by their first name. */
function fieldsOf(expression: string): readonly string[] {
	return [...new Set([...expression.matchAll(/json\??\.(\w+)/g)].map(([, field = '']) => field))];
}

/** The item with each part of these fields, however deep, replaced: one item for each part. */
function replaced(fields: readonly string[], by: unknown): readonly IDataObject[] {
	return pathsOf(FULL)
		.filter(([field = '']) => fields.includes(field) && !ALWAYS_THERE.has(field))
		.map((path) => Object(withPart(FULL, path, by)));
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([key, part]) => [
				[key],
				...pathsOf(part).map((path) => [key, ...path]),
			])
		: [];
}

function withPart(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
	if (key === undefined) return by;
	const copy: Record<string, unknown> = Array.isArray(value)
		? Object([...value])
		: { ...Object(value) };
	copy[key] = withPart(copy[key], rest, by);
	if (copy[key] === undefined && !Array.isArray(value)) delete copy[key];
	return copy;
}

function isBare(expression: string): boolean {
	const isField = ONLY_A_FIELD.test(expression);
	return isField && fieldsOf(expression).every((field) => MAY_STAY_EMPTY.has(field));
}

/** What a person would stumble over, if anything. */
function faultOf(expression: string, evaluated: Evaluated): string | undefined {
	if ('thrown' in evaluated) return evaluated.thrown;
	const { value } = evaluated;
	if (value === undefined) return isBare(expression) ? undefined : 'comes to nothing';
	const shown = typeof value === 'string' ? NOT_FOR_EYES.exec(value) : null;
	return shown === null ? undefined : `shows "${shown[0]}"`;
}

async function faultsOver(expression: string, items: readonly IDataObject[]): Promise<object[]> {
	const evaluated = await evaluateOver(expression, items);
	return evaluated.flatMap((one, index) => {
		const fault = faultOf(expression, one);
		return fault === undefined ? [] : [{ fault, item: items[index] }];
	});
}

it('knows every field that the templates read', () => {
	expect(READING.length).toBeGreaterThan(50);
	const read = new Set(READING.flatMap(([, , expression]) => fieldsOf(expression)));
	expect([...read].filter((field) => !(field in FULL))).toEqual([]);
});

describe.each(READING)('%s, %s: %s', (_file, _node, expression) => {
	const fields = fieldsOf(expression);

	it('comes to something', async () => {
		expect(await evaluateOver(expression, [FULL])).toMatchObject([{ value: expect.anything() }]);
	});

	it('holds when a field is missing or null', async () => {
		const items = [...replaced(fields, undefined), ...replaced(fields, null)];
		expect(await faultsOver(expression, items)).toEqual([]);
	});

	it('comes to something when a field is of another type', async () => {
		const items = [false, 7, 'text', [], {}].flatMap((other) => replaced(fields, other));
		const evaluated = await evaluateOver(expression, items);
		for (const one of evaluated) expect(one).toEqual({ value: expect.anything() });
	});
});

const COLUMNS = READING.filter(
	([, node, expression]) => node === 'Columns of the Table' && !expression.includes('score'),
);

it.each(COLUMNS)('%s, %s: %s shows < and & as they were written', async (_file, _node, column) => {
	const items = [FULL, ...replaced(fieldsOf(column), 'R&D < 5 <script>')];
	for (const one of await evaluateOver(column, items)) {
		expect(one).toEqual({ value: expect.anything() });
		if ('value' in one) expect(String(one.value)).not.toMatch(/<|&(?!amp;|lt;)/);
	}
});
