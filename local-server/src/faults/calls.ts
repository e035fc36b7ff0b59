import { pause } from '../work/clock';
import { errorBody } from '../http/errors';
import { parseObject } from '../json';
import type { CallEffect } from './types';

/** Looks to the caller like the error of a real fetch whose connection was cut; `serve` cuts the socket. */
export class DroppedConnection extends TypeError {
	constructor() {
		super('fetch failed');
		this.cause = new Error('The connection was dropped by a fault');
	}
}

const DEFAULT_CODES: Readonly<Record<number, { type: string; code?: string }>> = {
	401: { type: 'invalid_request_error', code: 'invalid_api_key' },
	429: { type: 'requests', code: 'rate_limit_exceeded' },
	500: { type: 'server_error' },
	503: { type: 'server_error' },
};

const HTML =
	'<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>nginx</body></html>';

/** Does the call as the effect wants it: instead of, before or after the true work. */
export async function strikeCall(
	effect: CallEffect | undefined,
	call: () => Promise<Response>,
	signal: AbortSignal,
): Promise<Response> {
	if (effect === undefined) return await call();
	switch (effect.kind) {
		case 'drop-before':
			throw new DroppedConnection();
		case 'drop-after':
			await (await call()).arrayBuffer();
			throw new DroppedConnection();
		case 'status': {
			const fields = DEFAULT_CODES[effect.status] ?? { type: 'invalid_request_error' };
			const code = effect.code ?? fields.code;
			const type = effect.code === 'insufficient_quota' ? 'insufficient_quota' : fields.type;
			const message = effect.message ?? `Fault: status ${effect.status}`;
			const body = effect.body ?? errorBody(message, { type, code });
			return Response.json(body, { status: effect.status, headers: { ...effect.headers } });
		}
		case 'html': {
			const headers = { 'content-type': 'text/html; charset=utf-8' };
			return new Response(HTML, { status: effect.status ?? 502, headers });
		}
		case 'changed': {
			const reply = await call();
			const body = { ...parseObject(await reply.text()), ...effect.fields };
			return Response.json(body, { status: reply.status });
		}
		case 'slow':
			await pause(effect.delayMs, signal);
			return await call();
		case 'torn':
			return await tear(await call(), effect.bytes, effect.ending ?? 'drop');
	}
}

async function tear(response: Response, bytes: number, ending: 'drop' | 'end'): Promise<Response> {
	const whole = new Uint8Array(await response.arrayBuffer());
	const first = whole.subarray(0, bytes);
	const headers = new Headers(response.headers);
	if (ending === 'end') {
		headers.delete('content-length');
		return new Response(first, { status: response.status, headers });
	}
	headers.set('content-length', String(whole.length));
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				controller.enqueue(first);
			},
			// A later turn, so that the first bytes are on their way before the cut.
			async pull(controller) {
				await pause(50);
				controller.error(new TypeError('terminated'));
			},
		},
		{ highWaterMark: 0 },
	);
	return new Response(body, { status: response.status, headers });
}
