import { Hono } from 'hono';
import { STOPPING, type SteadyAnswerer } from '../answerer';
import type { Background } from '../work/background';
import { readJsonBody } from '../http/body';
import { invalid, notFound } from '../http/errors';
import { newId } from '../ids';
import { readString, type JsonObject } from '../../../core';
import { checkResponseRequest } from '../http/model-request';
import { wireResponse } from '../http/response-wire';
import type { Counters } from '../work/stats';
import type { ResponseStore, StoredResponse } from '../store/responses';

export interface ResponseRouteDeps {
	readonly responses: ResponseStore;
	readonly background: Background;
	readonly answerer: SteadyAnswerer;
	readonly counters: Counters;
	readonly models: readonly string[];
	readonly seconds: () => number;
	readonly bodyLimit: number;
}

export function responseRoutes(deps: ResponseRouteDeps): Hono {
	const { responses, counters, models, bodyLimit } = deps;
	const app = new Hono();

	function found(id: string): StoredResponse {
		const response = responses.find(id);
		if (response === undefined) throw notFound(`Response with id '${id}' not found.`);
		return response;
	}

	app.post('/', async (c) => {
		const request = await readJsonBody(c.req.raw, bodyLimit);
		checkResponseRequest(request, models);
		counters.callBought('/v1/responses', request);
		return request['background'] === true
			? Response.json(queue(request, deps))
			: await answerNow(request, deps);
	});

	app.get('/:id', (c) => Response.json(found(c.req.param('id')).wire));

	app.post('/:id/cancel', (c) => {
		const { id, background: inBackground, wire } = found(c.req.param('id'));
		if (!inBackground) throw invalid('Only background responses can be cancelled.', 'id');
		responses.move(id, 'cancelled', { ...wire, status: 'cancelled' });
		return Response.json(found(id).wire);
	});

	app.delete('/:id', (c) => {
		const { id } = found(c.req.param('id'));
		responses.remove(id);
		return Response.json({ id, object: 'response', deleted: true });
	});

	return app;
}

function queue(
	request: JsonObject,
	{ background, responses, seconds }: ResponseRouteDeps,
): JsonObject {
	const id = newId.response();
	const parts = { id, createdAt: seconds(), status: 'queued', output: [], usage: null };
	const wire = wireResponse(request, parts);
	responses.add({ id, status: 'queued', background: true, request, wire });
	background.start(id);
	return wire;
}

async function answerNow(
	request: JsonObject,
	{ answerer, responses }: ResponseRouteDeps,
): Promise<Response> {
	const call = { endpoint: 'responses', body: request, held: true } as const;
	const { status, body } = (await answerer(call)) ?? STOPPING;
	const id = readString(body['id']);
	if (status < 400 && id !== undefined && request['store'] !== false) {
		const state = readString(body['status']) ?? 'completed';
		responses.add({ id, status: state, background: false, request: {}, wire: body });
	}
	return Response.json(body, { status });
}
