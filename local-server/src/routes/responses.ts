import { Hono } from 'hono';
import { inputHash, STOPPING, type SteadyAnswerer } from '../answerer';
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
	const { responses, background, answerer, counters, models, seconds, bodyLimit } = deps;
	const app = new Hono();

	function found(id: string): StoredResponse {
		const response = responses.find(id);
		if (response === undefined) throw notFound(`Response with id '${id}' not found.`);
		return response;
	}

	function queue(request: JsonObject): JsonObject {
		const id = newId.response();
		const parts = { id, createdAt: seconds(), status: 'queued', output: [], usage: null };
		const wire = wireResponse(request, parts);
		responses.add({ id, status: 'queued', background: true, request, wire });
		background.start(id);
		return wire;
	}

	async function answerNow(request: JsonObject): Promise<Response> {
		const call = { endpoint: 'responses', body: request, held: true } as const;
		const { status, body } = (await answerer(call)) ?? STOPPING;
		const id = readString(body['id']);
		if (status < 400 && id !== undefined && request['store'] !== false) {
			const state = readString(body['status']) ?? 'completed';
			responses.add({ id, status: state, background: false, request: {}, wire: body });
		}
		return Response.json(body, { status });
	}

	app.post('/', async (c) => {
		const request = await readJsonBody(c.req.raw, bodyLimit);
		checkResponseRequest(request, models);
		const input = counters.countsPurchases ? inputHash(request) : '';
		counters.buy({ customId: null, endpoint: '/v1/responses', input });
		return request['background'] === true
			? Response.json(queue(request))
			: await answerNow(request);
	});

	app.get('/:id', (c) => Response.json(found(c.req.param('id')).wire));

	app.post('/:id/cancel', (c) => {
		const { id, background: inBackground, wire } = found(c.req.param('id'));
		if (!inBackground) throw invalid('Only background responses can be cancelled.', 'id');
		const open = ['queued', 'in_progress'];
		responses.move(id, open, 'cancelled', { ...wire, status: 'cancelled' });
		return Response.json(found(id).wire);
	});

	app.delete('/:id', (c) => {
		const { id } = found(c.req.param('id'));
		responses.remove(id);
		return Response.json({ id, object: 'response', deleted: true });
	});

	return app;
}
