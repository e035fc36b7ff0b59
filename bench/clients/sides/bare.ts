import { requestOf, rowOf } from '../../task';
import { OUTPUT_FILE_ID } from '../wire';
import type { Answers, Side } from './side';

/** The least that anybody must do: no checks, no metadata, no reading of refusals. The line to beat. */
export const bare: Side = {
	async submit(texts, server) {
		const lines: string[] = [];
		for (const [row, text] of texts.entries()) lines.push(JSON.stringify(requestOf(text, row)));
		const body = Buffer.from(`${lines.join('\n')}\n`);
		await server.fetch('https://stub.local/v1/files', { method: 'POST', body });
		await server.fetch('https://stub.local/v1/batches', { method: 'POST' });
	},

	async collect(rowCount, server) {
		const reply = await server.fetch(`https://stub.local/v1/files/${OUTPUT_FILE_ID}/content`);
		return readAnswers(await reply.text(), rowCount);
	},
};

/** What of a line of the output file is looked at. */
interface WireLine {
	readonly custom_id: string;
	readonly response: {
		readonly status_code: number;
		readonly body: {
			readonly status: string;
			readonly output: readonly { readonly content: readonly { readonly text: string }[] }[];
			readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
		};
	};
}

/** Trusts every line to be well formed, as scripts do. */
export function readAnswers(text: string, rowCount: number): Answers {
	const answers = new Array<Record<string, unknown> | undefined>(rowCount);
	let count = 0;
	for (const line of text.split('\n')) {
		if (line === '') continue;
		const { custom_id: id, response }: WireLine = JSON.parse(line);
		if (response.status_code !== 200 || response.body.status !== 'completed') continue;
		const { output, usage } = response.body;
		count += 1;
		answers[rowOf(id)] = {
			answer: JSON.parse(output[0]?.content[0]?.text ?? '{}'),
			inputTokens: usage.input_tokens,
			outputTokens: usage.output_tokens,
		};
	}
	return { count, categoryOf: (row) => Object(answers[row]?.['answer'])['category'] };
}
