import { Hono } from 'hono';
import { inputHash, STOPPING } from '../answerer';
import { checkKey, checkOrigin } from './auth';
import { readJsonBody } from './body';
import { ApiError, errorBody } from './errors';
import { checkChatRequest, modelNotFound } from './model-request';
import { batchRoutes, type BatchRouteDeps } from '../routes/batches';
import { controlRoutes } from '../routes/control';
import { fileRoutes } from '../routes/files';
import { pageRoutes, type PageRouteDeps } from '../routes/page';
import { responseRoutes, type ResponseRouteDeps } from '../routes/responses';

export interface AppDeps extends BatchRouteDeps, ResponseRouteDeps, PageRouteDeps {
	readonly faultsOverHttp: boolean;
}

/** All routes. Whatever goes wrong leaves as OpenAI's error body. */
export function createApp(deps: AppDeps): Hono {
	const { answerer, bodyLimit, counters, key, models } = deps;
	const app = new Hono();

	app.use('*', async (c, next) => {
		if (key === undefined) checkOrigin(c.req.header('origin'), c.req.url);
		else if (!['/', '/health'].includes(c.req.path)) {
			checkKey(c.req.header('authorization'), key);
		}
		await next();
	});
	app.onError((error) => {
		if (error instanceof ApiError) return error.toResponse();
		console.error('local-server:', error);
		const message = 'The server had an error while processing your request.';
		return Response.json(errorBody(message, { type: 'server_error' }), { status: 500 });
	});
	app.notFound((c) => {
		const message = `Unknown request URL: ${c.req.method} ${c.req.path}.`;
		return Response.json(errorBody(message, { code: 'unknown_url' }), { status: 404 });
	});

	app.route('/', pageRoutes(deps));
	app.get('/health', () => Response.json({ status: 'ok' }));

	const wireModel = (id: string) => ({
		id,
		object: 'model',
		created: deps.startedAt,
		owned_by: 'local-server',
	});
	app.get('/v1/models', () => Response.json({ object: 'list', data: models.map(wireModel) }));
	app.get('/v1/models/:id{.+}', (c) => {
		const id = c.req.param('id');
		if (!models.includes(id)) throw modelNotFound(id);
		return Response.json(wireModel(id));
	});

	app.post('/v1/chat/completions', async (c) => {
		const request = await readJsonBody(c.req.raw, bodyLimit);
		checkChatRequest(request, models);
		const input = counters.countsPurchases ? inputHash(request) : '';
		counters.buy({ customId: null, endpoint: '/v1/chat/completions', input });
		const call = { endpoint: 'chat', body: request, held: true } as const;
		const { status, body } = (await answerer(call)) ?? STOPPING;
		return Response.json(body, { status });
	});

	app.route('/v1/files', fileRoutes(deps.files, bodyLimit));
	app.route('/v1/batches', batchRoutes(deps));
	app.route('/v1/responses', responseRoutes(deps));
	if (deps.faultsOverHttp) app.route('/', controlRoutes(deps.faults, counters, bodyLimit));
	return app;
}
