import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { OffpeakError, readObject } from '../../../core';
import { nameItem } from './items';

/** What is asked of each item by itself. Everything else on the panel holds for all of them. */
const PER_ITEM = new Set(['text', 'fileField', 'rowId']);

/** What is part of what the model is told: the text can say it as well. */
const TOLD = new Set(['prompt', 'instructions']);

/**
 * The other readers of parameters take the value of the first item. A field whose expression gives another value
 * for another item is refused: its items would be answered by the words of the first one.
 */
export function refuseWhatDiffers(
	context: IExecuteFunctions,
	itemCount: number,
	properties: readonly INodeProperties[],
): void {
	if (itemCount < 2) return;
	// n8n leaves out what the panel does not show.
	for (const field of fieldsOf(context.getNode().parameters, properties)) {
		for (const expression of new Set(field.expressions)) {
			const index = findOther(context, expression, itemCount);
			if (index !== undefined) throw differs(field, index);
		}
	}
}

interface Field {
	readonly name: string;
	readonly title: string;
	readonly expressions: readonly string[];
}

function fieldsOf(values: unknown, properties: readonly INodeProperties[]): readonly Field[] {
	return Object.entries(readObject(values) ?? {}).flatMap(([name, value]): readonly Field[] => {
		if (PER_ITEM.has(name)) return [];
		const property = properties.find((entry) => entry.name === name);
		const title = property?.displayName ?? name;
		if (property?.type !== 'collection')
			return [{ name, title, expressions: expressionsIn(value) }];
		const options = (property.options ?? []).filter((option) => 'type' in option);
		return fieldsOf(value, options).map((field) => ({
			...field,
			title: `${title} → ${field.title}`,
		}));
	});
}

function expressionsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [value.slice(1)] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(expressionsIn);
}

/** n8n's names that mean the same for every item of a run. */
const SAME =
	/\$(workflow|execution|vars|secrets|env|now|today|runIndex|mode|prevNode|nodeId|nodeVersion|jmes[pP]ath)\b|\$(\((['"]).*?\3\)|input)\.(first|last|all)\b/g;

/** The first item whose value is not that of item 0. */
function findOther(
	context: IExecuteFunctions,
	expression: string,
	itemCount: number,
): number | undefined {
	// Evaluated for each item only where it can differ: a job may have 50,000 of them.
	if (!expression.replaceAll(SAME, '').includes('$')) return undefined;
	// The time passes from item to item; it is no difference between them.
	const frozen = expression.replaceAll(/\$now\b/g, `DateTime.fromMillis(${Date.now()})`);
	const valueOf = (index: number): string | undefined => {
		try {
			return JSON.stringify(context.evaluateExpression(frozen, index));
		} catch {
			return 'no value';
		}
	};
	const first = valueOf(0);
	for (let index = 1; index < itemCount; index += 1) {
		// What differs from itself (a random number) says nothing about the items.
		if (valueOf(index) !== first) return valueOf(0) === first ? index : undefined;
	}
	return undefined;
}

function differs({ name, title }: Field, index: number): OffpeakError {
	const hint = TOLD.has(name)
		? `Put what differs into Text, above the text itself, and let ${title} speak of it.`
		: 'Give it one value for all items; or part them first, e.g. with If, and send each part by itself.';
	return new OffpeakError(
		'invalid_input',
		`${title} is not the same for ${nameItem(0)} and ${nameItem(index)}, but it holds for all items.`,
		{ rowIndex: index, hint: `${hint} Nothing was sent.` },
	);
}
