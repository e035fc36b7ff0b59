import fc from 'fast-check';
import {
	PROVIDERS,
	cancelJob,
	collect,
	deleteFiles,
	findJob,
	plan,
	poll,
	runKeyOf,
	submit,
	submitInBackground,
	submitNow,
	type Connection,
	type ErrorCode,
	type HttpResponse,
	type OffpeakError,
} from '../../../core';
import { send } from '../../../core/calls/send';
import type { CallEffect } from '../../../local-server/src';
import { jobOf } from '../../support/core/batches';
import { bytesOfText } from '../../support/core/canned-transport';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
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
