import fc from 'fast-check';
import {
	PROVIDERS,
	cancelJob,
	collect,
	deleteFiles,
	findJob,
	join,
	listModels,
	plan,
	poll,
	runKeyOf,
	submit,
	submitInBackground,
	submitNow,
	type Connection,
	type ErrorCode,
	type HttpRequest,
	type HttpResponse,
	type OffpeakError,
} from '../../../core';
import { send } from '../../../core/calls/send';
import { lookInBackground } from '../../../core/one-by-one/look-in-background';
import type { CallEffect } from '../../../local-server/src';
import { jobOf } from '../../support/core/batches';
import { bytesOfText } from '../../support/core/canned-transport';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planInput, planOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

const TEXT = 'Dear Ann, the diagnosis is zqx-private.';
const KEY = 'sk-test';
const ROWS = [{ text: TEXT }, { text: `${TEXT} Again.` }];
const RUN = { runKey: runKeyOf('1'), reuseWindowSeconds: 0 };

/** A submission that meets this at every call. */
async function meeting(effect: CallEffect): Promise<OffpeakError> {
	const local = connectLocally();
	local.server.faults.add({ call: {}, effect, times: 'always' });
	return await errorOf(() => submit(planOf({ rows: ROWS }), local.connection, RUN));
}

function status(code: number, provider?: string): CallEffect {
	return { kind: 'status', status: code, ...(provider === undefined ? {} : { code: provider }) };
}

/** How a user comes to each error; `host` where only the hosts raise it. */
const WAYS = {
	invalid_input: async () =>
		await errorOf(() => plan(planInput({ rows: ROWS.map((row) => ({ ...row, id: 'same' })) }))),
	unsupported: async () => {
		const provider = PROVIDERS.groq;
		const local = connectLocally({ provider });
		const made = planOf({ rows: ROWS, provider });
		return await errorOf(() => submitInBackground(made, local.connection));
	},
	unauthorized: async () => await meeting(status(401)),
	quota_exhausted: async () => await meeting(status(429, 'insufficient_quota')),
	rate_limited: async () => await meeting(status(429)),
	enqueued_limit: 'host',
	unavailable: async () => await meeting(status(503)),
	rejected: async () => await meeting(status(400)),
	gone: async () => await errorOf(() => findJob('op_x', connectLocally().connection)),
	not_finished: async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const { job } = await submit(planOf({ rows: ROWS }), local.connection, RUN);
		await local.server.idle();
		return await errorOf(() => deleteFiles(job, local.connection));
	},
	malformed_response: async () => await meeting({ kind: 'html', status: 200 }),
	unknown_outcome: async () => {
		const local = connectLocally();
		const call = { method: 'POST', path: '^/v1/batches$' };
		local.server.faults.add({ call, effect: { kind: 'drop-before' } });
		return await errorOf(() => submit(planOf({ rows: ROWS }), local.connection, RUN));
	},
	over_budget: 'host',
} satisfies Record<ErrorCode, 'host' | (() => Promise<OffpeakError>)>;

describe('an error', () => {
	const ways = Object.entries(WAYS).flatMap(([code, way]) =>
		way === 'host' ? [] : [{ code, way }],
	);

	it.each(ways)(
		'of the kind $code holds neither the key nor a text, and says what to do',
		async ({ code, way }) => {
			const error = await way();
			expect(error.code).toBe(code);
			const seen = `${error.message} ${JSON.stringify(error.details)} ${String(error.stack)}`;
			expect(seen).not.toContain(KEY);
			expect(seen).not.toContain('zqx-private');
			expect(error.details.hint).toMatch(/\w/);
		},
	);

	it('never repeats a key that the provider echoes, nor a long body', async () => {
		const character = fc.constantFrom(...'abcdefghijkmnopqrstuvwxyzABCDEF0123456789');
		const secret = fc.array(character, { minLength: 12, maxLength: 60 }).map((all) => all.join(''));
		const echo = fc.constantFrom(
			(key: string) =>
				`Incorrect API key provided: ${key}. You can find your API key at example.com.`,
			(key: string) => `Incorrect API key provided: ${key.slice(0, 8)}****${key.slice(-4)}.`,
			(key: string) => `Invalid header: Bearer ${key}`,
			(key: string) => `invalid api key: "${key}"`,
			(key: string) => `The token: ${key} is revoked.`,
			(key: string) => `sk-proj-${key} is not allowed`,
			(key: string) => `gsk_${key} is not allowed`,
		);
		await fc.assert(
			fc.asyncProperty(
				secret,
				echo,
				fc.constantFrom(400, 401, 403, 404, 429, 500),
				async (key, say, code) => {
					const message = `${say(key)} ${'Read the documentation. '.repeat(500)}`;
					const reply = await send(async () => answer(code, { error: { message } }), {
						method: 'GET',
						path: '/batches',
					});
					const seen = reply.ok
						? ''
						: `${reply.error.message} ${JSON.stringify(reply.error.details)}`;
					expect(seen).not.toContain(key);
					expect(seen).not.toContain(key.slice(-4) + '.');
					expect(seen.length).toBeLessThan(1_000);
				},
			),
		);
	});

	it('never holds what a broken connection says, for that may be the address with all in it', async () => {
		const fault = Object.assign(new Error(`connect https://x/?key=${KEY}`), { code: 'ECONNRESET' });
		const reply = await send(async () => await Promise.reject(fault), {
			method: 'GET',
			path: '/batches',
		});
		expect(reply.ok ? '' : reply.error.message).toBe(
			'The connection broke before an answer came (ECONNRESET).',
		);
	});
});

describe('a key in use that looks like none', () => {
	const PLAIN = 'correct horse battery';

	/** A connection whose server repeats the key in each refusal. */
	function echoing(path: RegExp): { local: LocalConnection; connection: Connection } {
		const local = connectLocally();
		const transport = async (request: HttpRequest): Promise<HttpResponse> =>
			path.test(`${request.method} ${request.path}`)
				? answer(403, { error: `The key "${PLAIN}" may not do that.` })
				: await local.connection.transport(request);
		return {
			local,
			connection: {
				...local.connection,
				transport: Object.assign(transport, { secrets: [PLAIN] }),
			},
		};
	}

	it.each<[string, RegExp, (connection: Connection) => Promise<unknown>]>([
		['listing jobs', /^GET \/batches$/, async (to) => await findJob('op_x', to)],
		['listing models', /^GET \/models$/, async (to) => await listModels(to)],
		[
			'searching for what was bought',
			/^GET \/(?:batches|files)$/,
			async (to) => await submit(planOf({ rows: ROWS }), to, RUN),
		],
		['uploading', /^POST \/files$/, async (to) => await submit(planOf({ rows: ROWS }), to, RUN)],
		['buying', /^POST \/batches$/, async (to) => await submit(planOf({ rows: ROWS }), to, RUN)],
		[
			'asking in the background',
			/^POST \/responses$/,
			async (to) => await submitInBackground(planOf({ rows: ROWS }), to),
		],
		[
			'asking now',
			/^POST \/responses$/,
			async (to) => await submitNow(planOf({ rows: ROWS }), to, { concurrency: 1, flex: false }),
		],
	])('is not told when the provider repeats it at %s', async (_, path, call) => {
		const said = await call(echoing(path).connection).then(
			(value) => JSON.stringify(value),
			(error: unknown) => String(error),
		);
		expect(said).toContain('[key]');
		expect(said).not.toContain(PLAIN);
	});

	it('is not told when the provider repeats it at looking, cancelling and reading', async () => {
		const { connection, local } = echoing(/^GET \/batches\/|cancel$|content$/);
		const { job } = await submit(planOf({ rows: ROWS }), connection, RUN);
		await local.server.idle();
		const status = await poll(job, local.connection);
		for (const call of [poll, cancelJob]) {
			expect((await errorOf(() => call(job, connection))).message).toContain('"[key]"');
		}
		expect((await errorOf(() => collect(status, connection))).message).toContain('"[key]"');
	});

	it('is not told when a refused batch repeats it', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf({ rows: ROWS }), local.connection, RUN);
		await local.server.idle();
		const status = await poll(job, local.connection);
		const words = `No room for ${PLAIN}.`;
		const [bought] = status.batches;
		if (bought === undefined) throw new Error('Nothing was bought');
		const { outputFileId, ...batch } = bought.batch;
		expect(outputFileId).toBeDefined();
		const faults = [{ code: 'server_error', message: words }];
		const counts = { total: 2, completed: 0, failed: 0 };
		const refused = { ...bought, batch: { ...batch, phase: 'failed', faults, counts } } as const;
		const transport = Object.assign(
			async (request: HttpRequest) => await local.connection.transport(request),
			{ secrets: [PLAIN] },
		);
		const collected = await collect(
			{ ...status, batches: [refused] },
			{ ...local.connection, transport },
		);
		expect(join(job, collected).map(({ reason }) => reason)).toEqual(
			ROWS.map(() => 'The provider refused the job: No room for [key]. (server_error)'),
		);
	});
});

describe('an answer in the background that failed', () => {
	it('is told without the key in use', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf({ rows: ROWS }), local.connection);
		const transport = Object.assign(
			async ({ path }: HttpRequest) => {
				const error = { code: 'server_error', message: 'No room for correct horse battery.' };
				const [, id = ''] = /^\/responses\/(.+)$/.exec(path) ?? [];
				return answer(200, { id, object: 'response', status: 'failed', error, output: [] });
			},
			{ secrets: ['correct horse battery'] },
		);
		const look = await lookInBackground(job, { ...local.connection, transport });
		const reasons =
			look.state === 'done' ? [...look.collected.results.values()].map(({ reason }) => reason) : [];
		expect(reasons).toEqual(ROWS.map(() => 'The model failed: No room for [key].'));
	});
});

describe('a handle', () => {
	it('holds neither the key nor a text', async () => {
		const local = connectLocally();
		const made = planOf({ rows: ROWS });
		const { job } = await submit(made, local.connection, RUN);
		const handles = [
			job,
			await submitInBackground(made, local.connection),
			await submitNow(made, local.connection, { concurrency: 1, flex: false }),
		];
		for (const handle of handles) {
			expect(JSON.stringify(handle)).not.toContain(KEY);
			expect(JSON.stringify(handle)).not.toContain('Dear Ann');
		}
	});

	it('of another address is refused before anything is sent there, or anywhere', async () => {
		const sent: string[] = [];
		const connection: Connection = {
			...connectLocally().connection,
			transport: async ({ path }) => {
				sent.push(path);
				return answer(200, {});
			},
		};
		const foreign = jobOf({ service: 'local', baseUrl: 'https://evil.example/v1' });
		for (const use of [poll, cancelJob, deleteFiles]) {
			expect((await errorOf(() => use(foreign, connection))).code).toBe('invalid_input');
		}
		expect(sent).toEqual([]);
	});
});

describe('a hostile provider', () => {
	it('gets no row an answer that was asked of another job, and no field into it', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf({ rows: ROWS }), local.connection, RUN);
		await local.server.idle();
		const status = await poll(job, local.connection);
		const lines = ['__proto__', 'r-1', 'r9', 'r1e3', '../r0', 'r00000000000'].map((id) =>
			JSON.stringify({ custom_id: id, response: { status_code: 200, body: { output: [] } } }),
		);
		const transport: Connection['transport'] = async ({ path }) =>
			path.endsWith('/content') ? answer(200, lines.join('\n')) : answer(404, {});
		const [part] = await collect(status, { ...local.connection, transport });
		expect([...(part?.results.keys() ?? [])]).toEqual([]);
		expect(part?.damage.unknownIds).toBe(lines.length);
	});
});

function answer(code: number, body: unknown): HttpResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status: code, headers: {}, body: bytesOfText(text) };
}
