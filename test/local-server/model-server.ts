import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answerer } from '../../local-server/src';
import {
	connectUpstream,
	createUpstreamAnswerer,
	type UpstreamAnswererOptions,
} from '../../local-server/src/answerers/upstream';
import type { JsonObject } from '../../core';
import { parseObject } from '../../local-server/src/json';

export interface ModelReply {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | object;
}

/** One call's reply. `drop` cuts the connection, `hang` never answers. */
export type Script = (
	request: JsonObject,
	n: number,
) => ModelReply | 'drop' | 'hang' | Promise<ModelReply | 'drop' | 'hang'>;

export interface ModelServer {
	readonly url: string;
	/** The bodies of the chat calls, in order. */
	readonly requests: JsonObject[];
	readonly headers: IncomingMessage['headers'][];
	most(): number;
}

const running: Server[] = [];

/** A stand-in for a model's server that shares no code with ours: `node:http` and the script of a test. */
export async function startModelServer(script: Script): Promise<ModelServer> {
	const requests: JsonObject[] = [];
	const headers: IncomingMessage['headers'][] = [];
	let [underWay, most] = [0, 0];
	const server = createServer(async (incoming, outgoing) => {
		const body = parseObject(await text(incoming)) ?? {};
		headers.push(incoming.headers);
		requests.push(body);
		underWay += 1;
		most = Math.max(most, underWay);
		const reply = await script(body, requests.length);
		underWay -= 1;
		if (reply === 'hang') return;
		if (reply === 'drop') {
			outgoing.destroy();
			return;
		}
		const { status = 200, body: sent = '' } = reply;
		outgoing.writeHead(status, { 'content-type': 'application/json', ...reply.headers });
		const whole = typeof sent === 'string' ? sent : JSON.stringify(sent);
		// A length that is a lie stands for a connection that breaks off.
		if (reply.headers?.['content-length'] === undefined) outgoing.end(whole);
		else outgoing.write(whole, () => outgoing.destroy());
	});
	running.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return { url: `http://127.0.0.1:${port}/v1`, requests, headers, most: () => most };
}

export async function closeModelServers(): Promise<void> {
	await Promise.all(
		running.splice(0).map((server) => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		}),
	);
}

/** A chat completion with this text. */
export function says(content: string, choice: object = {}, usage: object = {}): ModelReply {
	return {
		body: {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 1_800_000_000,
			model: 'llama3.2',
			choices: [
				{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...choice },
			],
			usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, ...usage },
		},
	};
}

export function complains(status: number, message: string, headers = {}): ModelReply {
	return { status, headers, body: { error: { message, type: 'error', code: null } } };
}

export interface Asking {
	readonly answerer: Answerer;
	/** The waits between tries, which did not take place. */
	readonly waits: number[];
}

/** The answerer in front of such a server. It notes how long it would wait, and does not. */
export function answererOf(
	{ url }: Pick<ModelServer, 'url'>,
	options: Partial<Omit<UpstreamAnswererOptions, 'upstream'>> & {
		readonly key?: string;
		readonly timeoutMs?: number;
	} = {},
): Asking {
	const { key, timeoutMs, ...rest } = options;
	const waits: number[] = [];
	const pause = async (milliseconds: number): Promise<void> => {
		waits.push(milliseconds);
		await new Promise((resolve) => setImmediate(resolve));
	};
	const upstream = connectUpstream({
		url,
		...(key === undefined ? {} : { key }),
		...(timeoutMs === undefined ? {} : { timeoutMs }),
	});
	const answerer = createUpstreamAnswerer({
		upstream,
		concurrency: 4,
		seconds: () => 1_800_000_000,
		...rest,
		patience: { pause, ...rest.patience },
	});
	return { answerer, waits };
}
