import type { ModelPrice } from '../providers/prices';
import type { ExtractType, JsonObject, Range, SummarizeTask, Task } from '../types';
import { countTokens } from './tokens';

/**
 * How long one answer will be. Nobody can know: these are assumptions (2026-11-23), the lengths that each
 * task asks for, with the braces and names around them. Actuals come with the results.
 */
export function answerTokens(task: Task): Range {
	switch (task.kind) {
		case 'categorize':
			return task.multiple ? { low: 26, high: 75 } : { low: 22, high: 60 };
		case 'summarize': {
			const text = SUMMARIES[task.length];
			return task.style === 'actions' ? add(text, { low: 8, high: 120 }) : text;
		}
		case 'extract':
			return task.fields
				.map(({ name, type }) => add(bothWays(countTokens(name) + 3), VALUES[type]))
				.reduce(add, { low: 2, high: 8 });
		case 'custom':
			return task.schema === undefined ? { low: 20, high: 500 } : propertyTokens(task.schema);
	}
}

/** What naming its row adds to an answer, as o200k_base counts it (2026-11-24), and a text's own fence. */
export const MARK_TOKENS: Range = { low: 4, high: 6 };
export const MARKED_FENCE_TOKENS = 11;

const SUMMARIES: Readonly<Record<SummarizeTask['length'], Range>> = {
	sentence: { low: 20, high: 75 },
	short: { low: 45, high: 220 },
	long: { low: 110, high: 700 },
};

const VALUES: Readonly<Record<ExtractType, Range>> = {
	text: { low: 1, high: 20 },
	number: { low: 1, high: 5 },
	boolean: { low: 1, high: 1 },
	date: { low: 1, high: 8 },
	list: { low: 2, high: 50 },
};

function propertyTokens({ properties }: JsonObject): Range {
	const names = Object.keys(Object(properties));
	return names
		.map((name) => add(bothWays(countTokens(name) + 3), { low: 1, high: 60 }))
		.reduce(add, { low: 2, high: 8 });
}

/** An assumption (2026-11-23): from nothing to a few hundred; hard texts take more. */
const THINKING: Range = { low: 0, high: 400 };

/** What a model may think before it answers; it is billed as output. `effort`: as the user set it, if so. */
export function thinkingTokens(
	{ thinks }: Pick<ModelPrice, 'thinks'>,
	effort: string | undefined,
): Range {
	const isThinking = effort === undefined ? thinks === 'always' : effort !== 'none';
	return thinks !== undefined && isThinking ? THINKING : { low: 0, high: 0 };
}

function bothWays(tokens: number): Range {
	return { low: tokens, high: tokens };
}

export function add(a: Range, b: Range): Range {
	return { low: a.low + b.low, high: a.high + b.high };
}
