import {
	answerRest,
	collect,
	endEarly,
	findJob,
	join,
	lookAt,
	plan,
	poll,
	readHandle,
	resubmit,
	submit,
	submitInBackground,
	type Connection,
	type HttpRequest,
	type HttpResponse,
	type Job,
	type JsonObject,
	type Outcome,
	type PlanInput,
	type Row,
	type Transport,
} from '../../core';
import { describeDamage } from '../../core/join/join';
import { readText } from '../../core/calls/send';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../harness/local-connection';
import { MINUTE_MS, SECOND_MS } from '../../harness/durations';
import { bytesOfText } from '../support/core/canned-transport';
import { readUpload } from '../support/core/checking-server';
import {
	CREATE,
	fileNamesOf,
	isCreate,
	NO_KEYS,
	purchasesOf,
	RUN,
} from '../support/core/purchases';
import { errorOf } from '../support/core/refusal';
import { planInput, rowsOf, withRoomFor } from '../support/core/samples';

/** What real servers do with files: refuse them, keep them to themselves, take their time. */
afterEach(closeLocalConnections);

const ROWS = rowsOf(3, (index) => ({ index, note: `nöte "${index}"` }));
const REUSE = { reuseWindowSeconds: 3600 };

function planFor(changes: Partial<PlanInput> = {}): ReturnType<typeof plan> {
	return plan(planInput({ rows: ROWS, ...changes }));
}

function reply(status: number, body: unknown = { error: { message: 'No.' } }): HttpResponse {
	return { status, headers: {}, body: bytesOfText(JSON.stringify(body)) };
}

/** A local server of which some calls are answered otherwise; `undefined` lets a call through. */
function answeringOtherwise(
	answer: (request: HttpRequest, names: ReadonlyMap<string, string>) => HttpResponse | undefined,
): LocalConnection {
	const local = connectLocally();
	const names = new Map<string, string>();
	const inner = local.connection.transport;
	const transport: Transport = async (request) => {
		const own = answer(request, names);
		if (own !== undefined) return own;
		const response = await inner(request);
		if (!isUpload(request) || response.status !== 200) return response;
		const text = await readText(response.body);
		names.set(fieldOf(text, 'id'), nameOf(request));
		return { ...response, body: bytesOfText(text) };
	};
	return { ...local, connection: { ...local.connection, transport } };
}

function fieldOf(json: string, name: string): string {
	const value: unknown = JSON.parse(json);
	return typeof value === 'object' && value !== null
		? String(Object.entries(value).find(([key]) => key === name)?.[1])
		: '';
}

function isUpload({ method, path }: HttpRequest): boolean {
	return method === 'POST' && path === '/files';
}

function nameOf(request: HttpRequest): string {
	return readUpload(request, '/v1/responses').name;
}

/** The id of a file whose content is asked for. */
function contentId({ method, path }: HttpRequest): string | undefined {
	return method === 'GET' ? /^\/files\/(.+)\/content$/.exec(path)?.[1] : undefined;
}

interface Read {
	readonly outcomes: readonly Outcome[];
	readonly notes: readonly string[];
}

async function resultsOf({ server, connection }: LocalConnection, job: Job): Promise<Read> {
	await server.idle();
	const collected = await collect(await poll(job, connection), connection);
	return { outcomes: join(job, collected), notes: describeDamage(collected) };
}

/** As it comes back out of a cell. */
function carried(job: Job): Job {
	const handle = readHandle(JSON.stringify(job));
	if (handle?.kind !== 'batch') throw new Error('The handle cannot be read');
	return handle;
}

const KEPT_REFUSED: readonly [string, number][] = [
	['BerriAI/litellm#37527: a line that it checks', 400],
	['doublewordai/control-layer files.rs: a key that may not', 403],
	['own fuzzing: an address of another file', 404],
	['vllm-project/aibrix#1651: a method', 405],
	['BerriAI/litellm-docs#950: max_batch_file_size_mb', 413],
	['tobert/kaibo#93: a type', 415],
	['vllm-project/aibrix#1701: a line that it validates', 422],
	['vllm-project/vllm#44445: a switch that is off', 501],
];

describe('kept fields whose file is refused', () => {
	function refusing(status: number): LocalConnection {
		return answeringOtherwise((request) =>
			isUpload(request) && nameOf(request).includes('.kept.') ? reply(status) : undefined,
		);
	}

	it.each(KEPT_REFUSED)('ride in the handle, and the job goes on (%s, %i)', async (_, status) => {
		const local = refusing(status);
		const { job, caveats } = await submit(planFor(), local.connection, NO_KEYS);
		expect(caveats).toEqual([expect.stringContaining('travels in the handle')]);
		const { outcomes } = await resultsOf(local, carried(job));
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(ROWS.map(() => 'succeeded'));
		expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it('are carried by whoever runs the step again, too', async () => {
		const local = refusing(400);
		const first = await submit(planFor(), local.connection, RUN);
		const again = await submit(planFor(), local.connection, RUN);
		expect(again).toEqual({ ...first, reused: true });
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it('come back together, those in the handle and those in files (own fuzzing)', async () => {
		const local = answeringOtherwise((request) =>
			isUpload(request) && nameOf(request).includes('2of3.kept.') ? reply(400) : undefined,
		);
		const made = planFor({ rows: rowsOf(5, (index) => ({ index })), provider: withRoomFor(2) });
		const { job } = await submit(made, local.connection, NO_KEYS);
		expect(job.kept?.map(({ rowIndex }) => rowIndex)).toEqual([2, 3]);
		const { outcomes } = await resultsOf(local, carried(job));
		expect(outcomes.map(({ kept }) => kept['index'])).toEqual([0, 1, 2, 3, 4]);
	});

	it('are left out above 1 MB with a word, but for ids and why a row was skipped', async () => {
		const local = refusing(400);
		const rows: readonly Row[] = [
			...rowsOf(3, () => ({ long: 'ü'.repeat(400_000) })),
			{ text: '', kept: { a: 1 } },
			{ text: 'Pay.', id: 'ü'.repeat(300) },
		];
		const made = planFor({ rows, emptyText: 'skip' });
		const { job, caveats } = await submit(made, local.connection, NO_KEYS);
		expect(caveats).toEqual([expect.stringContaining('row ids only')]);
		const { outcomes } = await resultsOf(local, carried(job));
		expect(outcomes.map(({ outcome }) => outcome)).toEqual([
			...['succeeded', 'succeeded', 'succeeded', 'failed', 'succeeded'],
		]);
		expect(outcomes[3]?.reason).toContain('empty');
		expect(outcomes[4]?.rowId).toBe('ü'.repeat(300));
		expect(outcomes.every(({ kept }) => Object.keys(kept).length === 0)).toBe(true);
	});

	it('take the settings of the task along, where only that file had room for them', async () => {
		const local = refusing(400);
		const categories = Array.from({ length: 200 }, (_, index) => ({
			name: `Kategorie ${index} ${'ä'.repeat(60)}`,
			value: `Label_${index}`,
		}));
		const task = { kind: 'categorize', categories, multiple: true, noMatch: 'other' } as const;
		const made = planFor({ task, rows: rowsOf(2) });
		const { job, caveats } = await submit(made, local.connection, NO_KEYS);
		expect(caveats).toEqual([expect.stringContaining('settings of this task')]);
		expect(carried(job).shape).toEqual(made.shape);
	});

	it('ride in the handle of a job in minutes as well (own fuzzing)', async () => {
		const local = refusing(400);
		const caveats: string[] = [];
		const job = await submitInBackground(planFor(), local.connection, (caveat) => {
			caveats.push(caveat);
		});
		expect(caveats).toEqual([expect.stringContaining('travels in the handle')]);
		await local.server.idle();
		const handle = readHandle(JSON.stringify(job)) ?? job;
		const look = await lookAt(handle, local.connection);
		const results = look.state === 'done' ? await look.read() : undefined;
		const outcomes = results !== undefined && 'outcomes' in results ? results.outcomes : [];
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(ROWS.map(() => 'succeeded'));
		expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
	});

	it.each([429, 500, 503])(
		'cost nothing when it is only for now (%i): nothing is bought',
		async (status) => {
			const local = refusing(status);
			const error = await errorOf(() => submit(planFor(), local.connection, NO_KEYS));
			expect(error.retryable).toBe(true);
			expect(local.server.stats().batchesCreated).toBe(0);
		},
	);
});

const NOT_GIVEN_BACK: readonly [string, number][] = [
	['own fuzzing', 400],
	['tobert/kaibo#93', 403],
	['vllm-project/aibrix#1651', 405],
	['own fuzzing, deleted', 410],
	['own fuzzing, blob storage', 302],
	['vllm-project/vllm#44445', 501],
];

describe('a file whose content is not given back', () => {
	function keeping(status: number, isKeptBack: (name: string) => boolean): LocalConnection {
		return answeringOtherwise((request, names) => {
			const id = contentId(request);
			return id !== undefined && isKeptBack(names.get(id) ?? 'output') ? reply(status) : undefined;
		});
	}

	it.each(NOT_GIVEN_BACK)(
		'costs kept fields with a word, never answers (%s, %i)',
		async (_, status) => {
			const local = keeping(status, (name) => name.includes('.kept.'));
			const { job } = await submit(planFor(), local.connection, NO_KEYS);
			const { outcomes, notes } = await resultsOf(local, job);
			expect(outcomes.map(({ outcome }) => outcome)).toEqual(ROWS.map(() => 'succeeded'));
			expect(notes).toEqual([expect.stringContaining('kept fields')]);
		},
	);

	it.each([429, 500, 503])(
		'is looked at another time when that is only for now (%i)',
		async (status) => {
			const local = keeping(status, (name) => name.includes('.kept.'));
			const { job } = await submit(planFor(), local.connection, NO_KEYS);
			expect((await errorOf(() => resultsOf(local, job))).retryable).toBe(true);
		},
	);

	it.each([400, 403, 405])(
		'is an error where it holds the answers: no row is called missing (%i)',
		async (status) => {
			const local = keeping(status, (name) => name === 'output');
			const { job } = await submit(planFor(), local.connection, NO_KEYS);
			await expect(resultsOf(local, job)).rejects.toMatchObject({ name: 'OffpeakError' });
		},
	);

	it('costs only the reasons where it holds the failed rows, which are not bought again', async () => {
		let isError = false;
		const local = answeringOtherwise((request) =>
			isError && contentId(request) === errorFile ? reply(403) : undefined,
		);
		local.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } });
		const { job } = await submit(planFor(), local.connection, NO_KEYS);
		await local.server.idle();
		const errorFile = (await poll(job, local.connection)).batches[0]?.batch.errorFileId;
		isError = true;
		const { outcomes, notes } = await resultsOf(local, job);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['succeeded', 'missing', 'succeeded']);
		expect(outcomes[1]).toMatchObject({ retryable: false });
		expect(notes).toEqual([expect.stringContaining('failed rows')]);
	});

	describe.each([400, 403, 405, 501])('and that holds what was sent (%i)', (status) => {
		const isInput = (name: string): boolean => /\dof\d\.(?!kept)/.test(name);

		async function expired(): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
			const local = keeping(status, isInput);
			local.server.faults.add({ batch: { expireAfter: 1 } });
			const { job } = await submit(planFor(), local.connection, NO_KEYS);
			await local.server.idle();
			return { local, job };
		}

		it('leaves the answers that are there', async () => {
			const { local, job } = await expired();
			const { outcomes } = await resultsOf(local, job);
			expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
				...['expired', 'expired', 'succeeded'],
			]);
			expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
		});

		it('refuses a further try in words, for good, and buys nothing', async () => {
			const { local, job } = await expired();
			const collected = await collect(await poll(job, local.connection), local.connection);
			const finished = { job, collected, outcomes: join(job, collected) };
			const error = await errorOf(() => resubmit(finished, local.connection, { maxRounds: 3 }));
			expect(error).toMatchObject({ retryable: false });
			expect(error.message).toContain('does not give back the items');
			const results = { outcomes: finished.outcomes, notes: [], collected };
			const options = { concurrency: 1, until: Infinity };
			const late = await errorOf(() => answerRest(job, results, local.connection, options));
			expect(late).toMatchObject({ retryable: false });
			expect(local.server.stats().batchesCreated).toBe(1);
		});

		it('lets no job be cancelled for its deadline', async () => {
			const local = keeping(status, isInput);
			local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
			const { job } = await submit(planFor(), local.connection, NO_KEYS);
			const error = await errorOf(() => endEarly(job, local.connection));
			expect(error).toMatchObject({ code: 'unsupported', retryable: false });
			expect(error.message).toContain('deadline of "Weekly review" is not kept');
			expect(local.calls.filter((call) => call.endsWith('/cancel'))).toEqual([]);
		});
	});

	it('is no reason to buy the rest of a job again, where it holds that', async () => {
		let isKeptBack = false;
		const local = answeringOtherwise((request, names) =>
			isKeptBack && (names.get(contentId(request) ?? '') ?? '').includes('.rest.')
				? reply(403)
				: undefined,
		);
		local.server.faults.add({ batch: { expireAfter: 1 } });
		const { job } = await submit(planFor(), local.connection, NO_KEYS);
		await local.server.idle();
		await endEarly(job, local.connection);
		const finish = async () => {
			const collected = await collect(await poll(job, local.connection), local.connection);
			const results = { outcomes: join(job, collected), notes: [], collected };
			const options = { concurrency: 1, until: Infinity };
			return await answerRest(job, results, local.connection, options);
		};
		const first = await finish();
		expect(first.results.outcomes.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		const calls = (): number => local.calls.filter((call) => call === 'POST /responses').length;
		const paid = calls();
		expect(paid).toBe(2);
		isKeptBack = true;
		const second = await finish();
		expect(calls()).toBe(paid);
		expect(second.results.outcomes.map(({ outcome }) => outcome).sort()).toEqual([
			...['missing', 'missing', 'succeeded'],
		]);
	});
});

describe('a text that is empty', () => {
	const { protocol } = connectLocally().connection.provider;
	const BATCH = { id: 'batch_1', status: 'completed', created_at: 1_761_817_562 };

	it.each<[string, JsonObject]>([
		['Kong/developer.konghq.com, Azure batches', { error_file_id: '', output_file_id: '' }],
		['novita docs, 48 h batches', { input_file_id: '', output_file_id: '', error_file_id: '' }],
		['own fuzzing', { model: '', metadata: { offpeak_kept: '', offpeak_run: '' } }],
	])('is no id (%s)', (_, fields) => {
		const batch = protocol.readBatch({ ...BATCH, ...fields });
		expect(batch).toMatchObject({ id: 'batch_1', metadata: {} });
		for (const name of ['inputFileId', 'outputFileId', 'errorFileId', 'model']) {
			expect(batch).not.toHaveProperty(name);
		}
		expect(batch === undefined ? [] : protocol.resultsOf(batch)).toEqual([]);
	});

	it('is neither the id of a file nor of a batch', () => {
		expect(protocol.readBatch({ ...BATCH, id: '' })).toBeUndefined();
		expect(protocol.files?.readFile({ id: '', filename: 'a.jsonl' })).toBeUndefined();
	});
});

describe('a kept file with a long id', () => {
	/** As a proxy does that packs its own into each id of a file. */
	function lengthened(length: number): LocalConnection & { readonly metadata: JsonObject[] } {
		const local = connectLocally();
		const metadata: JsonObject[] = [];
		const pad = 'bGl0ZWxsbV9wcm94eTp'.repeat(200).slice(0, length - 'file-'.length);
		const inner = local.connection.transport;
		const shorten = (text: string): string => text.replaceAll(`${pad}file-`, 'file-');
		const transport: Transport = async (request) => {
			const isJson = request.body !== undefined && !isUpload(request);
			const text = Buffer.concat(request.body?.chunks ?? []).toString('utf8');
			if (isCreate(request)) metadata.push(JSON.parse(text).metadata);
			const bytes = new TextEncoder().encode(
				text.replaceAll(`"input_file_id":"${pad}file-`, '"input_file_id":"file-'),
			);
			const response = await inner({
				...request,
				path: shorten(request.path),
				...(isJson ? { body: { chunks: [bytes], byteLength: bytes.byteLength } } : {}),
			});
			const isContent = contentId(request) !== undefined;
			if (isContent) return response;
			const said = (await readText(response.body)).replaceAll('"file-', `"${pad}file-`);
			return { ...response, body: bytesOfText(said) };
		};
		return { ...local, metadata, connection: { ...local.connection, transport } };
	}

	it.each<[string, number]>([
		['BerriAI/litellm#25757', 76],
		['BerriAI/litellm#16876', 128],
		['BerriAI/litellm#16733', 320],
		['BerriAI/litellm#10713', 700],
		['own fuzzing', 1_900],
	])('is found again by the job’s id alone (%s, %i characters)', async (_, length) => {
		const local = lengthened(length);
		const { job, caveats } = await submit(planFor(), local.connection, NO_KEYS);
		expect(caveats).toEqual([]);
		for (const value of Object.values(local.metadata[0] ?? {})) {
			expect(String(value).length).toBeLessThanOrEqual(512);
		}
		const found = await findJob(job.id, local.connection);
		const { outcomes } = await resultsOf(local, found);
		expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
	});

	it('is not used where no handle could name it: the handle carries what it holds (own fuzzing)', async () => {
		const local = lengthened(3_000);
		const { job, caveats } = await submit(planFor(), local.connection, NO_KEYS);
		expect(caveats).toEqual([expect.stringContaining('travels in the handle')]);
		const { outcomes } = await resultsOf(local, carried(job));
		expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
	});
});

describe('an input file that is not processed yet', () => {
	interface Slow {
		readonly looks: number;
		readonly status?: string;
		readonly refusal?: HttpResponse;
		readonly get?: number;
	}

	/** As Azure does: `pending` for so many looks, and no batch of it before. */
	function processing({ looks, status = 'pending', get }: Slow): LocalConnection & {
		readonly ready: () => void;
	} {
		let left = looks;
		const local = connectLocally();
		const inner = local.connection.transport;
		const transport: Transport = async (request) => {
			const isLook = request.method === 'GET' && /^\/files\/[^/]+$/.test(request.path);
			if (isLook && get !== undefined) return reply(get);
			if (isLook) left -= 1;
			if (isCreate(request) && left > 0) {
				if (get !== undefined) left -= 1;
				return reply(400, { error: { code: 'invalidPayload', message: UNREADY } });
			}
			const response = await inner(request);
			const isFile = isUpload(request) || isLook || request.path === '/files';
			if (!isFile || left <= 0) return response;
			const said = (await readText(response.body)).replaceAll('"processed"', `"${status}"`);
			return { ...response, body: bytesOfText(said) };
		};
		const ready = (): void => {
			left = 0;
		};
		return { ...local, ready, connection: { ...local.connection, transport } };
	}

	const UNREADY = 'The input file is not ready: its status must be processed.';

	it.each<[string, string, number]>([
		['openai/openai-dotnet#312', 'pending', 1],
		['sureshpaulraj/aoai-batchapi-demo', 'pending', 5],
		['bespokelabsai/curator#406', 'processing', 3],
		['Azure REST, operation states', 'notRunning', 2],
		['Azure REST, operation states', 'running', 2],
	])('is waited for, and bought once (%s: %s, %i looks)', async (_, status, looks) => {
		const local = processing({ looks, status });
		const { job } = await submit(planFor(), local.connection, RUN);
		expect(local.server.stats().calls['POST /v1/batches']).toBe(1);
		expect(local.clock.sleeps.length).toBe(looks);
		const { outcomes } = await resultsOf(local, job);
		expect(outcomes.map(({ kept }) => kept)).toEqual(ROWS.map(({ kept }) => kept));
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it.each<[string, number]>([
		['bespokelabsai/curator#406, kluster.ai', 404],
		['own fuzzing', 405],
		['vllm-project/vllm#44445', 501],
	])('is asked to be bought again where nobody can look at it (%s, %i)', async (_, get) => {
		const local = processing({ looks: 2, get });
		await submit(planFor(), local.connection, RUN);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it.each<[string, number, string]>([
		['bespokelabsai/curator#406', 404, 'File not found'],
		['own fuzzing', 400, 'No such File object: file-1'],
		['openai/openai-dotnet#312', 400, 'The file is still being processed.'],
	])(
		'is sent again when a purchase is refused for it, its files kept (%s, %i)',
		async (_, status, message) => {
			const local = connectLocally();
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status, message },
				times: 2,
			});
			await submit(planFor(), local.connection, RUN);
			expect(local.calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
			expect(local.clock.sleeps).toEqual([2 * SECOND_MS, 5 * SECOND_MS]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		},
	);

	it('is given up in words when it never turns up, and nothing is left (own fuzzing)', async () => {
		const local = connectLocally();
		const effect = { kind: 'status', status: 404, message: 'File not found' } as const;
		local.server.faults.add({ call: CREATE, effect, times: 'always' });
		expect((await errorOf(() => submit(planFor(), local.connection, RUN))).code).toBe('gone');
		expect(local.clock.sleeps.length).toBe(3);
		await expect(fileNamesOf(local)).resolves.toEqual([]);
	});

	it.each(['error', 'failed'])(
		'is refused in words when it cannot be processed (%s)',
		async (status) => {
			const local = processing({ looks: 1, status });
			const error = await errorOf(() => submit(planFor(), local.connection, RUN));
			expect(error).toMatchObject({ code: 'rejected', retryable: false });
			expect(error.message).toContain('could not process the uploaded file');
			expect(local.server.stats().batchesCreated).toBe(0);
			await expect(fileNamesOf(local)).resolves.toEqual([]);
		},
	);

	it('is refused in words when it turns out so after a while (Azure REST, file states)', async () => {
		let looks = 0;
		const local = answeringOtherwise((request) => {
			if (request.method !== 'GET' || !/^\/files\/[^/]+$/.test(request.path)) return undefined;
			looks += 1;
			const status = looks < 3 ? 'pending' : 'error';
			return reply(200, { id: 'file-1', filename: 'a.jsonl', created_at: 1, status });
		});
		const inner = local.connection.transport;
		const transport: Transport = async (request) => {
			const response = await inner(request);
			if (!isUpload(request)) return response;
			const said = (await readText(response.body)).replace('"processed"', '"pending"');
			return { ...response, body: bytesOfText(said) };
		};
		const connection = { ...local.connection, transport };
		expect((await errorOf(() => submit(planFor(), connection, RUN))).code).toBe('rejected');
		expect(looks).toBe(3);
		expect(local.server.stats().batchesCreated).toBe(0);
		await expect(fileNamesOf(local)).resolves.toEqual([]);
	});

	it('is bought with by the next run when it takes longer than this one waits', async () => {
		const local = processing({ looks: Infinity });
		const error = await errorOf(() => submit(planFor(), local.connection, RUN));
		expect(error).toMatchObject({ code: 'unavailable', retryable: true });
		expect(error.message).toContain('Nothing was bought');
		local.ready();
		await submit(planFor(), local.connection, RUN);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		const inputs = (await fileNamesOf(local)).filter((name) => /1of1\.Weekly/.test(name));
		expect(inputs).toHaveLength(1);
	});

	describe('when the host has no time left', () => {
		/** As Zapier's clock does: 30 seconds, and then it throws. */
		function impatient({ connection }: LocalConnection, ms: number): Connection {
			const { clock } = connection;
			const until = clock.now() + ms;
			const sleep = async (wait: number): Promise<void> => {
				if (clock.now() + wait > until) throw new Error('out of time');
				await clock.sleep(wait);
			};
			return { ...connection, clock: { now: clock.now, sleep } };
		}

		it.each<[string, object]>([
			['no key', REUSE],
			['the key of its run', RUN],
		])('is bought with by the next run, once (%s)', async (_, options) => {
			const local = processing({ looks: Infinity });
			const send = async () =>
				await submit(planFor(), impatient(local, 20 * SECOND_MS), { ...REUSE, ...options });
			await expect(send()).rejects.toThrow('out of time');
			local.clock.pass(30 * SECOND_MS);
			await expect(send()).rejects.toThrow('out of time');
			local.ready();
			local.clock.pass(30 * SECOND_MS);
			const { job } = await send();
			const again = await send();
			expect(again).toMatchObject({ reused: true, job: { id: job.id } });
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
			const inputs = (await fileNamesOf(local)).filter((name) => /1of1\.Weekly/.test(name));
			expect(inputs).toHaveLength(1);
		});

		it('keeps the next run waiting for ten minutes when that purchase is then lost', async () => {
			const local = processing({ looks: Infinity });
			const send = async (ms: number) => await submit(planFor(), impatient(local, ms), RUN);
			await expect(send(20 * SECOND_MS)).rejects.toThrow('out of time');
			local.ready();
			local.clock.pass(15 * MINUTE_MS);
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
			expect((await errorOf(() => send(Infinity))).code).toBe('unknown_outcome');
			local.clock.pass(5 * MINUTE_MS);
			expect((await errorOf(() => send(Infinity))).code).toBe('unknown_outcome');
			local.clock.pass(10 * MINUTE_MS);
			await send(Infinity);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});
	});
});
