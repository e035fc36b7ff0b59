import OpenAI, { toFile } from 'openai';
import type { StubServer } from '../stub';
import { BASE_URL, requestOf } from '../../task';
import { BATCH_ID } from '../wire';
import { readAnswers } from './bare';
import type { Side } from './side';

/** As OpenAI's guide does it: lines into one text, the text into a file. */
export const openAiClient: Side = {
	async submit(texts, server) {
		const client = connect(server);
		const lines = texts.map((text, row) => JSON.stringify(requestOf(text, row)));
		const file = await client.files.create({
			file: await toFile(Buffer.from(`${lines.join('\n')}\n`), 'input.jsonl'),
			purpose: 'batch',
		});
		await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/responses',
			completion_window: '24h',
		});
	},

	async collect(rowCount, server) {
		const client = connect(server);
		const batch = await client.batches.retrieve(BATCH_ID);
		const content = await client.files.content(batch.output_file_id ?? '');
		return readAnswers(await content.text(), rowCount);
	},
};

function connect({ fetch }: StubServer): OpenAI {
	return new OpenAI({ baseURL: BASE_URL, apiKey: 'none', maxRetries: 0, fetch });
}
