import { defined } from '../formats/defined';
import { readList, readNumber, readObject, readString } from '../formats/json';
import { findSchemaFault, SCHEMA_LIMITS } from '../formats/schema/strict-schema';
import type { AnswerShape, CategorizeTask, Category, JsonObject, JsonValue } from '../types';
import { readLabels } from './read-labels';
import { isNumbered, labelsFor, onOneLine } from './stand-ins';
import { joinParagraphs, nameOf, type TaskDefinition } from './task';

export type CategorizeShape = Extract<AnswerShape, { kind: 'categorize' }>;

export const OTHER = 'Other';
/** What the model answers when nothing fits and `Other` is not wanted. */
const NO_MATCH = '(no match)';
const MAX_CATEGORIES = SCHEMA_LIMITS.longEnumValues;

export const categorize: TaskDefinition<CategorizeTask, CategorizeShape> = {
	findFaults(task) {
		const faults: string[] = [];
		const names = task.categories.map(nameOf);
		const shown = names.map(looksLike);
		if (names.length < 2)
			faults.push('Give at least two categories: with fewer there is nothing to choose.');
		if (names.length > MAX_CATEGORIES) {
			faults.push(
				`${names.length} categories are too many: the provider accepts ${MAX_CATEGORIES}.`,
			);
		}
		names.forEach((name, index) => {
			if (name === '') faults.push(`Category ${index + 1} has no name. Name it or remove it.`);
			const first = shown.indexOf(looksLike(name));
			if (name !== '' && first !== index) {
				faults.push(
					`Categories ${first + 1} and ${index + 1} are both called "${name}". Rename one.`,
				);
			}
		});
		const fault = findSchemaFault(schemaOf(categorize.shape(task)));
		if (fault !== undefined) faults.push(`The categories’ names are too long: ${fault}.`);
		return faults;
	},

	instructions(task) {
		const names = allowedNames(categorize.shape(task));
		const several = task.multiple
			? 'Choose every category that fits, the best one first.'
			: 'Choose the one category that fits best.';
		const byNumber = task.multiple
			? 'Answer with the numbers of the categories alone.'
			: 'Answer with the number of the category alone.';
		const list = names.map((name, at) => {
			const description = describe(task, name);
			const line = `${isNumbered(names) ? `${at + 1}.` : '-'} ${onOneLine(name)}`;
			return description === '' ? line : `${line}: ${description}`;
		});
		return joinParagraphs(
			`Categorize the text. ${several}${isNumbered(names) ? ` ${byNumber}` : ''}`,
			`Categories:\n${list.join('\n')}`,
			'Give a confidence from 0 (a guess) to 1 (certain) and the reason in one short sentence.',
			task.instructions,
		);
	},

	schema: (task) => schemaOf(categorize.shape(task)),

	shape: (task) => ({
		kind: 'categorize',
		categories: categoriesOf(task).map(({ name, value }) => ({
			name,
			...(value === undefined || value === '' ? {} : { value }),
		})),
		multiple: task.multiple,
		noMatch: task.noMatch,
		...defined({ reviewBelow: task.reviewBelow }),
	}),

	readShape(stored) {
		const reviewBelow = readNumber(stored['reviewBelow']);
		const entries = readList(stored['categories']) ?? [];
		const read = entries.flatMap((entry) => {
			const name = readString(readObject(entry)?.['name']);
			const value = readString(readObject(entry)?.['value']);
			return name === undefined ? [] : [{ name, ...defined({ value }) }];
		});
		// With one of them gone, a number would mean another category.
		const isTorn = read.length < entries.length && isNumbered(read.map(({ name }) => name));
		const categories = isTorn ? [] : read;
		return {
			kind: 'categorize',
			categories,
			multiple: stored['multiple'] === true,
			noMatch: stored['noMatch'] === 'fail' ? 'fail' : 'other',
			...defined({ reviewBelow }),
		};
	},

	readAnswer(shape, text) {
		const answer = readLabels(shape, allowedNames(shape), text);
		if ('invalid' in answer) return answer;
		const { confidence, reason, chosen } = answer;
		const names = chosen.filter((name) => name !== NO_MATCH);
		const [best] = names;
		if (best === undefined) return { invalid: 'No category fits this text.', isFinal: true };
		const categoryValue = valueOf(shape, best);
		if (!shape.multiple && shape.reviewBelow === undefined) {
			return { fields: { category: best, categoryValue, confidence, reason } };
		}
		const values = names.map((name) => valueOf(shape, name));
		const rest: Record<string, JsonValue> = shape.multiple
			? { categories: names, categoryValues: values }
			: {};
		return {
			fields: {
				category: best,
				categoryValue,
				...rest,
				confidence,
				reason,
				...(shape.reviewBelow === undefined
					? {}
					: { needsReview: confidence === null || confidence < shape.reviewBelow }),
			},
		};
	},
};

/** The user's categories, trimmed, and `Other` behind them unless they brought their own. */
function categoriesOf({ categories, noMatch }: CategorizeTask): readonly Category[] {
	const own = categories.map((category) => ({ ...category, name: nameOf(category) }));
	const hasOther = own.some(({ name }) => name.toLowerCase() === OTHER.toLowerCase());
	return noMatch === 'other' && !hasOther ? [...own, { name: OTHER }] : own;
}

/** The names that the model may answer: one more than the user's when "nothing fits" must show. */
function allowedNames(shape: CategorizeShape): string[] {
	const names = shape.categories.map(({ name }) => name);
	return shape.noMatch === 'fail' ? [...names, NO_MATCH] : names;
}

/** To a reader of the prompt. */
function looksLike(name: string): string {
	return onOneLine(name).toLowerCase();
}

function describe(task: CategorizeTask, name: string): string {
	const own = task.categories.find((category) => nameOf(category) === name);
	if (own === undefined) return 'none of the others fits';
	return onOneLine(own.description ?? '');
}

function valueOf(shape: CategorizeShape, name: string): string | null {
	return shape.categories.find((category) => category.name === name)?.value ?? null;
}

function schemaOf(shape: CategorizeShape): JsonObject {
	const name = { type: 'string', enum: labelsFor(allowedNames(shape)) };
	const choice: JsonObject = shape.multiple
		? { categories: { type: 'array', items: name } }
		: { category: name };
	return {
		type: 'object',
		properties: { ...choice, confidence: { type: 'number' }, reason: { type: 'string' } },
		required: [...Object.keys(choice), 'confidence', 'reason'],
		additionalProperties: false,
	};
}
