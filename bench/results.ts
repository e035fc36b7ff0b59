import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { randomOf } from './rows';
import { MODEL, categoryOf, requestIdOf } from './task';

const REASONS = [
	'It asks for the payment of an attached invoice and names the date on which it is due.',
	'Der Absender bittet darum, den Termin auf übernächste Woche zu verschieben.',
	'The export fails with “permission denied” since the last update – on two machines.',
	'注文の発送が遅れていることを知らせています。',
];

/** An output file as the provider writes it: one line of some 1 kB for each row, in shuffled order. */
export async function writeResults(file: string, rowCount: number): Promise<void> {
	const stream = createWriteStream(file);
	for (const row of shuffledRows(rowCount)) {
		if (!stream.write(`${JSON.stringify(wireResult(row))}\n`)) await once(stream, 'drain');
	}
	stream.end();
	await finished(stream);
}

function shuffledRows(count: number): readonly number[] {
	const random = randomOf(7);
	const rows = Array.from({ length: count }, (_, row) => row);
	for (let last = count - 1; last > 0; last -= 1) {
		const other = Math.floor(random() * (last + 1));
		const moved = rows[last] ?? 0;
		rows[last] = rows[other] ?? 0;
		rows[other] = moved;
	}
	return rows;
}

function wireResult(row: number): object {
	const id = (row + 1_000_000).toString(16).padStart(32, '0');
	const answer = {
		category: categoryOf(row),
		confidence: 0.5 + (row % 50) / 100,
		reason: REASONS[row % REASONS.length],
	};
	return {
		id: `batch_req_${id}`,
		custom_id: requestIdOf(row),
		response: {
			status_code: 200,
			request_id: id,
			body: {
				id: `resp_${id}`,
				object: 'response',
				created_at: 1_795_000_100 + (row % 3000),
				status: 'completed',
				error: null,
				incomplete_details: null,
				max_output_tokens: null,
				model: `${MODEL}-2025-04-14`,
				output: [
					{
						id: `msg_${id}`,
						type: 'message',
						status: 'completed',
						role: 'assistant',
						content: [{ type: 'output_text', annotations: [], text: JSON.stringify(answer) }],
					},
				],
				parallel_tool_calls: true,
				reasoning: { effort: null, summary: null },
				service_tier: 'default',
				store: false,
				temperature: 1,
				tool_choice: 'auto',
				tools: [],
				truncation: 'disabled',
				usage: {
					input_tokens: 600 + (row % 400),
					input_tokens_details: { cached_tokens: 0 },
					output_tokens: 30 + (row % 20),
					output_tokens_details: { reasoning_tokens: 0 },
					total_tokens: 630 + (row % 420),
				},
			},
		},
		error: null,
	};
}
