import type { AnswerShape, JsonObject, SummarizeTask } from '../types';
import { readJsonAnswer } from './answer';
import { joinParagraphs, type TaskDefinition } from './task';

export type SummarizeShape = Extract<AnswerShape, { kind: 'summarize' }>;

const LENGTHS: Record<SummarizeTask['length'], string> = {
	sentence: 'one sentence of at most 30 words',
	short: 'two to four sentences, or as many bullet points',
	long: 'one to three paragraphs, or up to ten bullet points',
};

const STYLES: Record<SummarizeTask['style'], string> = {
	text: 'Write plain running text.',
	bullets: 'Write bullet points, one per line, each starting with "- ".',
	actions:
		'Write plain running text. List every action item separately: who does what by when, as far as the text says.',
};

export const summarize: TaskDefinition<SummarizeTask, SummarizeShape> = {
	findFaults: () => [],

	instructions: ({ length, style, language, instructions }) =>
		joinParagraphs(
			`Summarize the text in ${LENGTHS[length]}.`,
			STYLES[style],
			language === undefined || language.trim() === ''
				? 'Write in the language of the text.'
				: `Write in ${language.trim()}, whatever the language of the text.`,
			'Say only what the text says.',
			instructions,
		),

	schema: (task) => schemaOf(summarize.shape(task)),
	shape: ({ style }) => ({ kind: 'summarize', style }),
	readShape: ({ style }) => ({
		kind: 'summarize',
		style: style === 'bullets' || style === 'actions' ? style : 'text',
	}),
	readAnswer: (shape, text) => readJsonAnswer(text, schemaOf(shape)),
};

function schemaOf({ style }: SummarizeShape): JsonObject {
	const actions: JsonObject =
		style === 'actions' ? { actionItems: { type: 'array', items: { type: 'string' } } } : {};
	return {
		type: 'object',
		properties: { summary: { type: 'string' }, ...actions },
		required: ['summary', ...Object.keys(actions)],
		additionalProperties: false,
	};
}
