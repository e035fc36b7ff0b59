import { BASE_URL, fenced, MODEL, PROMPT, requestIdOf, rowOf } from '../../task';
import type { StubServer } from '../stub';
import { BATCH_ID } from '../wire';
import { createOpenAI } from '@ai-sdk/openai';
import { experimental_getBatchResults, experimental_startBatch } from 'ai';
import type { Side } from './side';

/** Its batch requests take no schema of the answer (7.0.173), so its lines are shorter than ours. */
export const aiSdk: Side = {
	async submit(texts, server) {
		const requests = texts.map((text, row) => ({
			id: requestIdOf(row),
			type: 'text' as const,
			model: MODEL,
			instructions: PROMPT.instructions,
			prompt: fenced(text),
			providerOptions: { openai: { store: false } },
		}));
		const batch = await experimental_startBatch({ provider: connect(server), requests });
		if (batch.warnings.length > 0) throw new Error('The AI SDK left something out.');
	},

	async collect(rowCount, server) {
		const provider = connect(server);
		const answers = new Array<Record<string, unknown> | undefined>(rowCount);
		let count = 0;
		const batch = { version: 2, id: BATCH_ID, provider: 'openai.batch' } as const;
		for await (const item of experimental_getBatchResults({ provider, batch })) {
			if (item.type !== 'text' || item.status !== 'succeeded') continue;
			count += 1;
			answers[rowOf(item.id)] = {
				answer: JSON.parse(item.text),
				inputTokens: item.usage.inputTokens,
				outputTokens: item.usage.outputTokens,
			};
		}
		return { count, categoryOf: (row) => Object(answers[row]?.['answer'])['category'] };
	},
};

function connect({ fetch }: StubServer) {
	return createOpenAI({ baseURL: BASE_URL, apiKey: 'none', fetch });
}
