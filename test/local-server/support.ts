import OpenAI, { toFile } from 'openai';
import {
	createLocalServer,
	type LocalServer,
	type LocalServerOptions,
} from '../../local-server/src';

const running: LocalServer[] = [];

/** A server that `closeServers` closes after the test. */
export function startServer(options: LocalServerOptions = {}): LocalServer {
	const server = createLocalServer(options);
	running.push(server);
	return server;
}

export async function closeServers(): Promise<void> {
	await Promise.all(running.splice(0).map((server) => server.close()));
}

/** The unmodified client, with the server's function in place of the network. */
export function clientOf(server: LocalServer, apiKey = 'unused'): OpenAI {
	return new OpenAI({
		apiKey,
		baseURL: 'http://local.test/v1',
		maxRetries: 0,
		fetch: (input, init) => server.fetch(new Request(input, init)),
	});
}

export function line(customId: string, text = 'a late parcel', body: object = {}): string {
	const own = { model: 'demo', input: text, ...body };
	return JSON.stringify({ custom_id: customId, method: 'POST', url: '/v1/responses', body: own });
}

export function lines(count: number, body: object = {}): string[] {
	return Array.from({ length: count }, (_, n) =>
		line(`r-${n}`, `Row ${n} is about parcels.`, body),
	);
}

export async function upload(client: OpenAI, text: string | readonly string[]) {
	const contents = typeof text === 'string' ? text : text.map((one) => `${one}\n`).join('');
	return await client.files.create({
		file: await toFile(Buffer.from(contents), 'input.jsonl'),
		purpose: 'batch',
	});
}

export async function createBatch(client: OpenAI, text: string | readonly string[]) {
	const file = await upload(client, text);
	return await client.batches.create({
		input_file_id: file.id,
		endpoint: '/v1/responses',
		completion_window: '24h',
	});
}

/** Creates a batch, waits for its end and gives it as the client reads it. */
export async function runBatch(server: LocalServer, text: string | readonly string[]) {
	const client = clientOf(server);
	const { id } = await createBatch(client, text);
	await server.idle();
	return await client.batches.retrieve(id);
}

export interface OutputLine {
	readonly id: string;
	readonly custom_id: string;
	readonly response: {
		status_code: number;
		request_id: string;
		body: Record<string, unknown>;
	} | null;
	readonly error: { code: string; message: string } | null;
}

export async function contentOf(client: OpenAI, id: string | null | undefined): Promise<string> {
	return id ? await (await client.files.content(id)).text() : '';
}

export async function outputOf(
	client: OpenAI,
	id: string | null | undefined,
): Promise<OutputLine[]> {
	const text = await contentOf(client, id);
	return text
		.split('\n')
		.filter((one) => one !== '')
		.map((one): OutputLine => JSON.parse(one));
}

export function ids(found: readonly OutputLine[]): string[] {
	return found.map((one) => one.custom_id).sort();
}

/** A call past the client, for what the client would not send or would hide. Objects go as JSON. */
export async function call(
	server: LocalServer,
	method: string,
	path: string,
	body?: string | object,
	headers: Record<string, string> = {},
) {
	const sent = typeof body === 'object' ? JSON.stringify(body) : (body ?? null);
	const request = new Request(`http://local.test${path}`, { method, headers, body: sent });
	const response = await server.fetch(request);
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: asJson(text) };
}

function asJson(text: string) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
