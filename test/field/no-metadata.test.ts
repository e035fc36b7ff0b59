import {
	collect,
	deleteFiles,
	findJob,
	findLatest,
	isJsonObject,
	join,
	poll,
	readHandle,
	submit,
	type Connection,
	type JsonObject,
	type Submission,
	type Transport,
} from '../../core';
import { readText } from '../../core/calls/send';
import { MINUTE_MS } from '../../harness/durations';
import { closeLocalConnections, type LocalConnection } from '../../harness/local-connection';
import { bytesOfText } from '../support/core/canned-transport';
import {
	fileNamesOf,
	isCreate,
	NEXT_RUN,
	purchasesOf,
	RUN,
	THIRD_RUN,
	through,
} from '../support/core/purchases';
import { errorOf } from '../support/core/refusal';
import { planOf, rowsOf, withRoomFor, without } from '../support/core/samples';
import { connectDressed, type Dress } from '../support/dressed-server';

/** Servers that keep, list or give back less than OpenAI does: a job is bought once there, too, or it is said. */
afterEach(closeLocalConnections);

const NOT_ALLOWED = { status: 405, body: { detail: 'Method Not Allowed' } };

function isoTimes(batch: JsonObject): JsonObject {
	const { created_at: at } = batch;
	return { ...batch, created_at: new Date(Number(at) * 1000).toISOString() };
}

/** One job in two files, as n8n sends it: three rows with fields to come back. */
function orderFor({ connection: { provider } }: LocalConnection, label = 'Weekly review') {
	return planOf({
		rows: rowsOf(3, (index) => ({ index })),
		provider: withRoomFor(2, provider),
		label,
	});
}

const IN_WINDOW = { ...NEXT_RUN, reuseWindowSeconds: 3600 };

/** Answers of the job, with what the items keep. */
async function answersOf(local: LocalConnection, { job }: Submission): Promise<unknown> {
	await local.server.idle();
	const collected = await collect(await poll(job, local.connection), local.connection);
	return join(job, collected).map(({ outcome, kept }) => [outcome, kept]);
}

const ALL_ANSWERED = answered({});

/** What items keep lies in an uploaded file as well: where that cannot be read, it is lost, and no answer is. */
function answered({ inputContent }: Dress): unknown {
	return [0, 1, 2].map((index) => ['succeeded', inputContent === undefined ? { index } : {}]);
}

interface Case {
	readonly source: string;
	readonly server: string;
	readonly dress: Dress;
	/** What the user is told of it; nothing where all is as usual. */
	readonly told?: RegExp;
}

const GUARDED: readonly Case[] = [
	{
		source: 'https://github.com/vllm-project/aibrix/issues/2149',
		server: 'gives every batch back with "metadata": null',
		dress: { metadata: 'null' },
		told: /keeps no record of a job.*by the names of its files.*store it/,
	},
	{
		source: 'https://github.com/BerriAI/litellm/pull/37203',
		server: 'answers 200 to metadata and gives none of its pairs back',
		dress: { metadata: 'empty' },
		told: /keeps no record of a job/,
	},
	{
		source: 'https://github.com/togethercomputer/openapi/pull/100',
		server: 'has no field for metadata, and writes times as text',
		dress: { metadata: 'absent', batch: isoTimes },
		told: /keeps no record of a job/,
	},
	{
		source: 'https://github.com/BerriAI/litellm/issues/4966',
		server: 'answers 405 to GET /batches',
		dress: { jobList: { status: 405, body: { detail: 'Method Not Allowed' } } },
		told: /gives no list of jobs\..*by the names of its files.*store it/,
	},
	{
		source: 'https://github.com/vllm-project/vllm/pull/44445',
		server: 'answers 501 to GET /batches',
		dress: { jobList: { status: 501, body: { detail: 'Not Implemented' } } },
		told: /gives no list of jobs/,
	},
	{
		source: 'https://github.com/BerriAI/litellm/pull/39810',
		server: 'leaves batches out of its list that this very key has made',
		dress: { jobList: 'empty' },
	},
	{
		source: 'https://github.com/vllm-project/aibrix/issues/1651',
		server: 'answers 405 to GET /files',
		dress: { fileList: NOT_ALLOWED },
		told: /gives no list of files\..*by its record alone/,
	},
	{
		source: 'https://github.com/chatanywhere/GPT_API_free/issues/326',
		server: 'answers 404 to GET /files, in the words of its framework',
		dress: {
			fileList: {
				status: 404,
				body: { timestamp: 1732457108046, error: 'Not Found', path: '//files' },
			},
		},
		told: /gives no list of files/,
	},
	{
		source: 'https://github.com/BerriAI/litellm/pull/40484',
		server: 'answers 400 to GET /files, for it cannot list those of the vendor behind it',
		dress: {
			fileList: {
				status: 400,
				body: {
					error: { message: "LiteLLM doesn't support mistral for 'file_list'.", code: '400' },
				},
			},
		},
		told: /gives no list of files/,
	},
	{
		source:
			'https://github.com/doublewordai/control-layer/blob/main/dwctl/src/api/handlers/files.rs',
		server: 'does not give back the content of an uploaded file',
		dress: { inputContent: { status: 403, body: { error: { message: 'Not allowed.' } } } },
	},
	{
		source: 'https://github.com/Eric-Terminal/ETOS-LLM-Studio/pull/96',
		server: 'keeps no metadata, and does not say when a batch was made',
		dress: { metadata: 'null', batch: (batch) => without(batch, 'created_at') },
		told: /keeps no record of a job/,
	},
	{
		source: 'own fuzzing',
		server: 'keeps no metadata, and does not say of which file a batch is made',
		dress: { metadata: 'null', batch: (batch) => without(batch, 'input_file_id') },
		told: /keeps no record of a job/,
	},
	{
		source: 'own fuzzing',
		server: 'keeps no metadata, and lists no jobs',
		dress: { metadata: 'absent', jobList: NOT_ALLOWED },
		told: /gives no list of jobs, and keeps no record of a job/,
	},
];

describe.each(GUARDED)('a server that $server ($source)', ({ dress, told }) => {
	it('sells a job once, however often its run is repeated', async () => {
		const local = connectDressed(dress);
		const order = orderFor(local);
		const first = await submit(order, local.connection, RUN);
		expect(readHandle(JSON.stringify(first.job))).toEqual(first.job);
		local.clock.pass(MINUTE_MS);
		const again = await submit(order, local.connection, RUN);
		expect(again).toMatchObject({ reused: true, cancelled: [] });
		expect(again.job.id).toBe(first.job.id);
		expect(again.job.shards.map(({ batchId }) => batchId)).toEqual(
			first.job.shards.map(({ batchId }) => batchId),
		);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it('sells the next run of the same content its own', async () => {
		const local = connectDressed(dress);
		await submit(orderFor(local), local.connection, RUN);
		local.clock.pass(MINUTE_MS);
		const next = await submit(orderFor(local), local.connection, THIRD_RUN);
		expect(next.reused).toBe(false);
		await expect(purchasesOf(local)).resolves.toEqual([2, 2, 2]);
	});

	it('says what guards the job, where that is another thing than usual', async () => {
		const local = connectDressed(dress);
		const { caveats } = await submit(orderFor(local), local.connection, RUN);
		expect(caveats).toEqual(told === undefined ? [] : [expect.stringMatching(told)]);
	});
});

/** Whether a batch is young enough is read from the batch: where that does not say, it is bought anew. */
const DATED = GUARDED.filter(({ source }) => !source.includes('ETOS'));

describe.each(DATED)('inside the Reuse Window, a server that $server ($source)', ({ dress }) => {
	it('gives another run the job, with every answer', async () => {
		const local = connectDressed(dress);
		const first = await submit(orderFor(local), local.connection, RUN);
		local.clock.pass(MINUTE_MS);
		const other = await submit(orderFor(local), local.connection, IN_WINDOW);
		expect(other.reused).toBe(true);
		expect(other.job.id).toBe(first.job.id);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		await expect(answersOf(local, other)).resolves.toEqual(answered(dress));
	});

	it('gives a replay without any key the job, as Zapier needs it', async () => {
		const local = connectDressed(dress);
		const replayed = { reuseWindowSeconds: 3600 };
		const first = await submit(orderFor(local), local.connection, replayed);
		local.clock.pass(MINUTE_MS);
		const again = await submit(orderFor(local), local.connection, replayed);
		expect([again.reused, again.job.id]).toEqual([true, first.job.id]);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});
});

/** The reply to the nth create is lost; the purchase was made. */
function losingReply(nth: number): (inner: Transport) => Transport {
	let creates = 0;
	return (inner) => async (request) => {
		const response = await inner(request);
		if (!isCreate(request) || ++creates !== nth) return response;
		throw new TypeError('fetch failed');
	};
}

const LISTED = GUARDED.filter(
	({ dress }) => dress.jobList === undefined && dress.batch === undefined,
);

describe.each(LISTED)('a lost reply at a server that $server ($source)', ({ dress }) => {
	it('is found by its input file, and by the run that is repeated', async () => {
		const local = connectDressed(dress);
		const connection = through(local, losingReply(2));
		const first = await submit(orderFor(local), connection, RUN);
		const again = await submit(orderFor(local), local.connection, RUN);
		expect(again.job.shards).toEqual(first.job.shards);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		await expect(answersOf(local, again)).resolves.toEqual(answered(dress));
	});
});

describe('a lost reply at a server without a list of jobs (https://github.com/BerriAI/litellm/issues/4966)', () => {
	const dress = { jobList: NOT_ALLOWED };

	it('is told at once, and never followed by another purchase of that run', async () => {
		const local = connectDressed(dress);
		const lost = await errorOf(() => submit(orderFor(local), through(local, losingReply(1)), RUN));
		expect(lost).toMatchObject({ code: 'unknown_outcome', retryable: false });
		expect(lost.message).toContain('gives no list of jobs');
		expect(lost.details.hint).toContain('console');
		for (const minutes of [1, 15, 600]) {
			local.clock.pass(minutes * MINUTE_MS);
			const again = await errorOf(() => submit(orderFor(local), local.connection, RUN));
			expect(again).toMatchObject({ code: 'unknown_outcome', retryable: false });
			expect(again.details.inputFileId).toBe(lost.details.inputFileId);
		}
		await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
	});

	it('is sent anew once the user has deleted the file of which no job was made', async () => {
		const local = connectDressed(dress);
		const dropping: (inner: Transport) => Transport = (inner) => async (request) => {
			if (isCreate(request)) throw new TypeError('fetch failed');
			return await inner(request);
		};
		const lost = await errorOf(() => submit(orderFor(local), through(local, dropping), RUN));
		const id = lost.details.inputFileId ?? '';
		await local.connection.transport({ method: 'DELETE', path: `/files/${id}` });
		await submit(orderFor(local), local.connection, RUN);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});
});

/** The reply to create as Together writes it: the batch stands in a field of its own. */
function inJob(inner: Transport): Transport {
	return async (request) => {
		const response = await inner(request);
		if (!isCreate(request)) return response;
		const job: unknown = JSON.parse(await readText(response.body));
		return { ...response, body: bytesOfText(JSON.stringify({ job, warning: '' })) };
	};
}

/** Their list is one, and nothing around it. */
function bareList(inner: Transport): Transport {
	return async (request) => {
		const response = await inner(request);
		if (request.method !== 'GET' || request.path !== '/batches') return response;
		const page: unknown = JSON.parse(await readText(response.body));
		const data = isJsonObject(page) ? page['data'] : [];
		return { ...response, body: bytesOfText(JSON.stringify(data)) };
	};
}

describe('a server whose replies to create cannot be read (https://github.com/togethercomputer/openapi/pull/100)', () => {
	it('sells each file once: its list tells what came of it', async () => {
		const local = connectDressed({ metadata: 'absent', batch: isoTimes });
		const connection = through(local, (inner) => bareList(inJob(inner)));
		const first = await submit(orderFor(local), connection, RUN);
		const again = await submit(orderFor(local), connection, RUN);
		expect([again.reused, again.job.id]).toEqual([true, first.job.id]);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});
});

describe('a server that keeps no metadata, where the text changed before the retry', () => {
	it('sells nothing more (https://github.com/vllm-project/aibrix/issues/2149)', async () => {
		const local = connectDressed({ metadata: 'null' });
		const { job } = await submit(orderFor(local), local.connection, RUN);
		const error = await errorOf(() => submit(orderFor(local, 'At 10:04'), local.connection, RUN));
		expect(error.code).toBe('unsupported');
		const ids = job.shards.map(({ batchId }) => batchId);
		expect(ids.some((id) => error.message.includes(id))).toBe(true);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});
});

const UNGUARDED: readonly (Case & { readonly told: RegExp })[] = [
	{
		source: 'https://github.com/vllm-project/aibrix/issues/1651',
		server: 'keeps no metadata and lists no files',
		dress: { metadata: 'null', fileList: NOT_ALLOWED },
		told: /no list of files, and keeps no record.*buys the job again.*store it/,
	},
	{
		source: 'own fuzzing',
		server: 'lists neither jobs nor files',
		dress: { jobList: NOT_ALLOWED, fileList: NOT_ALLOWED },
		told: /no list of jobs or files\..*buys the job again.*store it/,
	},
];

describe.each(UNGUARDED)('a server that $server ($source)', ({ dress, told }) => {
	it('takes the job all the same, and the user is told that nothing guards it', async () => {
		const local = connectDressed(dress);
		const submission = await submit(orderFor(local), local.connection, RUN);
		expect(submission.caveats).toEqual([expect.stringMatching(told)]);
		await expect(answersOf(local, submission)).resolves.toEqual(ALL_ANSWERED);
	});
});

describe('a server without a list of jobs, asked for one by its label or ID (https://github.com/BerriAI/litellm/issues/4966)', () => {
	it.each<[string, (connection: Connection) => Promise<unknown>]>([
		['label', async (connection) => await findLatest('Weekly review', connection)],
		['ID', async (connection) => await findJob('op_1f', connection)],
	])('says that there is none: %s', async (_, find) => {
		const { connection } = connectDressed({ jobList: NOT_ALLOWED });
		const error = await errorOf(async () => await find(connection));
		expect(error.code).toBe('unsupported');
		expect(error.message).toContain('gives no list of jobs');
		expect(error.details.hint).toContain('handle');
	});
});

/** Of the others every file can be named. */
const NAMED = [...GUARDED, ...UNGUARDED].filter(({ server }) => !server.includes('of which file'));

describe.each(NAMED)('Delete Files at a server that $server ($source)', ({ dress }) => {
	it('deletes what was sent and what came back, and says what it cannot see', async () => {
		const local = connectDressed(dress);
		const { job } = await submit(orderFor(local), local.connection, RUN);
		await local.server.idle();
		const { caveats = [] } = await deleteFiles(job, local.connection);
		const isSeen = !('status' in Object(dress.jobList)) && dress.fileList === undefined;
		expect(caveats).toEqual(
			isSeen ? [] : [expect.stringMatching(/gives no list of .* may be left/)],
		);
		await expect(fileNamesOf({ ...local, connection: local.bare })).resolves.toEqual([]);
	});
});

describe('Delete Files at a server that does not say of which file a batch is made (own fuzzing)', () => {
	it('says that this file may be left', async () => {
		const local = connectDressed({ batch: (batch) => without(batch, 'input_file_id') });
		const { job } = await submit(orderFor(local), local.connection, RUN);
		await local.server.idle();
		const { caveats } = await deleteFiles(job, local.connection);
		expect(caveats).toHaveLength(job.shards.length);
		for (const { batchId } of job.shards) {
			const words = new RegExp(`^${batchId} does not say .* may be left`);
			expect(caveats).toContainEqual(expect.stringMatching(words));
		}
	});
});
