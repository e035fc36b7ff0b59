import type { Clock, Connection, HttpRequest, HttpResponse } from '../core';
import { BASE_URL, PROVIDER, categoryOf } from './task';

export interface AnsweringStub {
	readonly connection: Connection;
	readonly calls: { sent: number; fetched: number };
}

export interface AnsweringTimes {
	/** What each call takes, with its answer where that is not made in the background. */
	readonly callMs: number;
	/** What the n-th answer takes that is made in the background. */
	readonly answerMs: (answer: number) => number;
}

/** A provider that answers one by one and in the background, in this process: no socket, only time. */
export function answeringStub(clock: Clock, { callMs, answerMs }: AnsweringTimes): AnsweringStub {
	const calls = { sent: 0, fetched: 0 };
	const readyAt: number[] = [];
	const transport = async ({ method, path, body }: HttpRequest): Promise<HttpResponse> => {
		await clock.sleep(callMs);
		if (method === 'GET') {
			calls.fetched += 1;
			const answer = Number(path.split('_').at(-1));
			return reply(answer, clock.now() >= (readyAt[answer] ?? 0) ? 'completed' : 'in_progress');
		}
		const answer = calls.sent;
		calls.sent += 1;
		const isBackground = Buffer.concat(body?.chunks ?? []).includes('"background":true');
		readyAt.push(clock.now() + (isBackground ? answerMs(answer) : 0));
		return reply(answer, isBackground ? 'queued' : 'completed');
	};
	return { connection: { provider: PROVIDER, baseUrl: BASE_URL, transport, clock }, calls };
}

function reply(answer: number, status: string): HttpResponse {
	const text = JSON.stringify({ category: categoryOf(answer), confidence: 0.9, reason: 'bench' });
	const output =
		status === 'completed' ? [{ type: 'message', content: [{ type: 'output_text', text }] }] : [];
	const body = JSON.stringify({ id: `resp_${answer}`, object: 'response', status, output });
	return { status: 200, headers: {}, body: bytesOf(body) };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}
