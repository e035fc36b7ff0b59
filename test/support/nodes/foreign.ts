import type { Host } from './host';

/** A batch that another program sent with the same key. */
export async function sendForeignBatch({ baseUrl, engine }: Host): Promise<void> {
	const { apiKey } = engine.credentials['offpeakApi'] ?? {};
	const headers = { authorization: `Bearer ${String(apiKey)}` };
	const line = JSON.stringify({
		custom_id: 'a',
		method: 'POST',
		url: '/v1/chat/completions',
		body: { model: 'demo', messages: [{ role: 'user', content: 'Hello' }] },
	});
	const form = new FormData();
	form.set('purpose', 'batch');
	form.set('file', new Blob([`${line}\n`]), 'theirs.jsonl');
	const file: unknown = await (
		await fetch(`${baseUrl}/files`, { method: 'POST', headers, body: form })
	).json();
	await fetch(`${baseUrl}/batches`, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify({
			input_file_id: Object(file).id,
			endpoint: '/v1/chat/completions',
			completion_window: '24h',
		}),
	});
}
