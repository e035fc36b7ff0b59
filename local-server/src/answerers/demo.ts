import type { Answer, AnswerCall, Answerer } from '../answerer';
import { newId } from '../ids';
import type { JsonObject } from '../../../core';
import { textMessage, wireResponse } from '../http/response-wire';
import { responseUsage } from '../http/usage';
import { fill } from './fill';
import { countTokens, readPrompt, type Prompt } from './prompt';
import { summary } from './sentences';
import { subjectOf } from './subject';

/**
 * Answers offline and always the same. It is no language model: it picks labels by the words that a text shares with
 * their names and descriptions, and summarizes by quoting. Good for trying things out and for tests.
 */
export function createDemoAnswerer({ seconds }: { readonly seconds: () => number }): Answerer {
	return async (call) => {
		const prompt = readPrompt(call);
		const whole = answerText(prompt);
		const text = cutToTokens(whole, prompt.maxTokens);
		const made = { call, prompt, text, cut: text !== whole, createdAt: seconds() };
		return call.endpoint === 'chat' ? completion(made) : response(made);
	};
}

function answerText({ instructions, rows, text, wanted }: Prompt): string {
	switch (wanted.kind) {
		case 'schema':
			return JSON.stringify(fill(wanted.schema, subjectOf(text, instructions, rows)));
		case 'json':
			return JSON.stringify({ summary: summary(text) });
		case 'text':
			return summary(text);
	}
}

function cutToTokens(text: string, most: number | undefined): string {
	if (most === undefined || countTokens(text) <= most) return text;
	const bytes = Buffer.from(text).subarray(0, most * 4);
	return bytes.toString('utf8').replace(/\uFFFD$/, '');
}

interface Made {
	readonly call: AnswerCall;
	readonly prompt: Prompt;
	readonly text: string;
	readonly cut: boolean;
	readonly createdAt: number;
}

function response({ call, prompt, text, cut, createdAt }: Made): Answer {
	const output = countTokens(text);
	const status = cut ? 'incomplete' : 'completed';
	const message = textMessage(text, status);
	const usage = responseUsage({ input: prompt.inputTokens, cached: 0, output, reasoning: 0 });
	const parts = { id: newId.response(), createdAt, status, output: [message], usage };
	const incompleteReason = cut ? 'max_output_tokens' : undefined;
	return { status: 200, body: wireResponse(call.body, { ...parts, incompleteReason }) };
}

function completion({ call, prompt, text, cut, createdAt }: Made): Answer {
	const output = countTokens(text);
	const body: JsonObject = {
		id: newId.completion(),
		object: 'chat.completion',
		created: createdAt,
		model: call.body['model'] ?? null,
		choices: [
			{
				index: 0,
				message: { role: 'assistant', content: text, refusal: null, annotations: [] },
				logprobs: null,
				finish_reason: cut ? 'length' : 'stop',
			},
		],
		usage: {
			prompt_tokens: prompt.inputTokens,
			completion_tokens: output,
			total_tokens: prompt.inputTokens + output,
			prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
			completion_tokens_details: {
				reasoning_tokens: 0,
				audio_tokens: 0,
				accepted_prediction_tokens: 0,
				rejected_prediction_tokens: 0,
			},
		},
		service_tier: 'default',
		system_fingerprint: null,
	};
	return { status: 200, body };
}
