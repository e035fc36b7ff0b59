import { Hono } from 'hono';
import { LOCAL_SERVER, WHO_PATH, type JsonObject } from '../../../core';
import { STOPPING } from '../answerer';
import { checkKey, checkOrigin } from './auth';
import { readJsonBody } from './body';
import { ApiError } from './errors';
import { checkChatRequest, modelNotFound } from './model-request';
import { batchRoutes, type BatchRouteDeps } from '../routes/batches';
import { controlRoutes } from '../routes/control';
import { fileRoutes } from '../routes/files';
import { pageRoutes, type PageRouteDeps } from '../routes/page';
import { responseRoutes, type ResponseRouteDeps } from '../routes/responses';

export interface AppDeps extends BatchRouteDeps, ResponseRouteDeps, PageRouteDeps {
	readonly faultsOverHttp: boolean;
}

/** Where the server says that it is ours: a credential for a server on one's own machine asks there. */
export const WHO = `/v1${WHO_PATH}`;
const OPEN_TO_ALL = ['/', '/health', WHO];

/** All routes. Whatever goes wrong leaves as OpenAI's error body. */
export function createApp(deps: AppDeps): Hono {
	const { bodyLimit, counters, faults, faultsOverHttp, files, key } = deps;
	const app = new Hono();
	app.use('*', async (c, next) => {
		if (key === undefined) checkOrigin(c.req.header('origin'), c.req.url);
		else if (!OPEN_TO_ALL.includes(c.req.path)) {
			checkKey(c.req.header('authorization'), key);
		}
		await next();
	});
	app.onError((error) => {
		if (error instanceof ApiError) return error.toResponse();
		console.error('local-server:', error);
		const message = 'The server had an error while processing your request.';
		return new ApiError(500, message, { type: 'server_error' }).toResponse();
	});
	app.notFound((c) => {
		const message = `Unknown request URL: ${c.req.method} ${c.req.path}.`;
		return new ApiError(404, message, { code: 'unknown_url' }).toResponse();
	});
	app.route('/', pageRoutes(deps));
	app.get('/health', () => Response.json({ status: 'ok' }));
	app.get(WHO, () => Response.json(LOCAL_SERVER));
	app.route('/v1/models', modelRoutes(deps));
	app.route('/v1/chat/completions', chatRoutes(deps));
	app.route('/v1/files', fileRoutes(files, bodyLimit));
	app.route('/v1/batches', batchRoutes(deps));
	app.route('/v1/responses', responseRoutes(deps));
	if (faultsOverHttp) app.route('/', controlRoutes(faults, counters, bodyLimit));
	return app;
}

function modelRoutes({ models, startedAt }: AppDeps): Hono {
	const wireModel = (id: string): JsonObject => ({
		id,
		object: 'model',
		created: startedAt,
		owned_by: 'local-server',
	});
	const app = new Hono();
	app.get('/', () => Response.json({ object: 'list', data: models.map(wireModel) }));
	app.get('/:id{.+}', (c) => {
		const id = c.req.param('id');
		if (!models.includes(id)) throw modelNotFound(id);
		return Response.json(wireModel(id));
	});
	return app;
}

function chatRoutes({ answerer, bodyLimit, counters, models }: AppDeps): Hono {
	const app = new Hono();
	app.post('/', async (c) => {
		const request = await readJsonBody(c.req.raw, bodyLimit);
		checkChatRequest(request, models);
		counters.callBought('/v1/chat/completions', request);
		const call = { endpoint: 'chat', body: request, held: true } as const;
		const { status, body } = (await answerer(call)) ?? STOPPING;
		return Response.json(body, { status });
	});
	return app;
}
