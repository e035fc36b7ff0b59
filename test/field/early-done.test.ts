import {
	isOffpeakError,
	lookAt,
	resubmit,
	submit,
	submitInBackground,
	type Connection,
	type Handle,
	type HttpRequest,
	type Job,
	type Results,
} from '../../core';
import { changingReplies, type PlainReply, withFields } from '../support/core/changed-replies';
import { errorOf } from '../support/core/refusal';
import { planInput, rowsOf } from '../support/core/samples';
import { plan } from '../../core';
import { MINUTE_MS } from '../../harness/durations';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../harness/local-connection';

/**
 * A status, a count and a file run ahead of each other: what a provider says it has answered is paid for, so it is
 * looked for before it is called missing.
 */
afterEach(closeLocalConnections);

const ROWS = 5;

type Change = (reply: PlainReply) => PlainReply;

interface Slip {
	readonly title: string;
	readonly source: string;
	/** What the batch says. */
	readonly batch?: Change;
	/** What its file with answers says. */
	readonly file?: Change;
}

const PAGE = '<!DOCTYPE html>\n<html><body>\n<h1>502 Bad Gateway</h1>\n</body></html>\n';
const OCTETS = { 'content-type': 'application/octet-stream' };

const linesOf = (text: string, count: number): string =>
	text.split('\n').slice(0, count).join('\n') + '\n';

const SLIPS: readonly Slip[] = [
	{
		title: 'the id of its file is null',
		source: 'https://github.com/BerriAI/litellm/issues/37713',
		batch: (reply) => withFields(reply, { output_file_id: null }),
	},
	{
		title: 'the id of its file is not there at all',
		source: 'https://github.com/openai/openai-cookbook/issues/1564',
		batch: (reply) => withFields(reply, { output_file_id: undefined }),
	},
	{
		title: 'the id of its file is an empty text',
		source: 'https://github.com/tobert/kaibo/pull/93',
		batch: (reply) => withFields(reply, { output_file_id: '' }),
	},
	{
		title: 'it names neither file nor counts',
		source: 'https://github.com/BerriAI/litellm/pull/38744',
		batch: (reply) => withFields(reply, { output_file_id: null, request_counts: null }),
	},
	{
		title: 'its counts are all zero, and it names no file',
		source: 'https://github.com/BerriAI/litellm/pull/38744',
		batch: (reply) =>
			withFields(reply, {
				output_file_id: null,
				request_counts: { total: 0, completed: 0, failed: 0 },
			}),
	},
	{
		title: 'its counts are those of its beginning, and it names no file',
		source: 'our own examiner, 2026-11-29',
		batch: (reply) =>
			withFields(reply, {
				output_file_id: null,
				request_counts: { total: 5, completed: 0, failed: 0 },
			}),
	},
	{
		title: 'its counts have other names, and it names no file',
		source: 'our own examiner, 2026-11-29',
		batch: (reply) =>
			withFields(reply, {
				output_file_id: null,
				request_counts: { total: 5, succeeded: 5, errored: 0 },
			}),
	},
	{
		title: 'its counts are texts, and it names no file by the word for it',
		source: 'our own examiner, 2026-11-29',
		batch: (reply) =>
			withFields(reply, {
				output_file_id: 'None',
				request_counts: { total: '5', completed: '5', failed: '0' },
			}),
	},
	{
		title: 'it counts nothing, and its file is cut behind a line',
		source: 'our own examiner, 2026-11-29',
		batch: (reply) => withFields(reply, { request_counts: null }),
		file: (reply) => ({ ...reply, text: linesOf(reply.text, 3) }),
	},
	{
		title: 'its end is told in milliseconds, and its file is empty',
		source: 'our own examiner, 2026-11-29',
		batch: (reply) => {
			const { completed_at: at } = Object(JSON.parse(reply.text));
			return withFields(reply, { completed_at: at * 1000, failed_at: 0, expired_at: 0 });
		},
		file: (reply) => ({ ...reply, text: '' }),
	},
	{
		title: 'its file is empty',
		source: 'https://github.com/doublewordai/control-layer/issues/160',
		file: (reply) => ({ ...reply, text: '' }),
	},
	{
		title: 'its file holds blank lines',
		source: 'our own fuzzing',
		file: (reply) => ({ ...reply, text: '\n\n\n' }),
	},
	{
		title: 'a page stands in its file’s place',
		source: 'https://github.com/openai/openai-dotnet/issues/312',
		file: (reply) => ({ ...reply, headers: { 'content-type': 'text/html' }, text: PAGE }),
	},
	{
		title: 'a page stands in its file’s place and calls itself octets',
		source: 'https://github.com/BerriAI/litellm/issues/37715',
		file: (reply) => ({ ...reply, headers: OCTETS, text: PAGE }),
	},
	{
		title: 'a page of one line stands in its file’s place and calls itself JSON',
		source: 'our own fuzzing',
		file: (reply) => ({
			...reply,
			headers: { 'content-type': 'application/json' },
			text: PAGE.replaceAll('\n', ''),
		}),
	},
	{
		title: 'an error stands in its file with a status of 200',
		source: 'https://github.com/llm-d/llm-d-batch-gateway/pull/690',
		file: (reply) => ({ ...reply, text: '{"error":{"message":"still being written"}}' }),
	},
	{
		title: 'its file is cut behind a line',
		source: 'https://github.com/cds-snc/ai-answers/issues/1272',
		file: (reply) => ({ ...reply, text: linesOf(reply.text, 3) }),
	},
	{
		title: 'its file is cut within a line',
		source: 'https://github.com/BerriAI/litellm/pull/37457',
		file: (reply) => ({ ...reply, text: reply.text.slice(0, reply.text.length / 2) }),
	},
	{
		title: 'its file is cut within a character',
		source: 'our own fuzzing',
		file: (reply) => ({ ...reply, text: `${linesOf(reply.text, 4)}{"custom_id":"\uFFFD` }),
	},
	{
		title: 'its file is not known yet',
		source: 'https://github.com/anthropics/anthropic-sdk-python/issues/1432',
		file: (reply) => ({
			...reply,
			status: 404,
			text: '{"error":{"message":"No such File object","code":null}}',
		}),
	},
];

interface Run {
	readonly local: LocalConnection;
	readonly connection: Connection;
	readonly job: Job;
	/** No further reply is changed. */
	readonly mend: () => void;
}

const isBatch = ({ method, path }: HttpRequest): boolean =>
	method === 'GET' && /^\/batches\/[^/]+$/.test(path);

async function run({ batch, file }: Pick<Slip, 'batch' | 'file'>): Promise<Run> {
	const local = connectLocally();
	let isSlipping = true;
	let output = '';
	const transport = changingReplies(local.connection.transport, (request, reply) => {
		if (isBatch(request)) {
			output = String(Object(JSON.parse(reply.text)).output_file_id);
			return isSlipping && batch !== undefined ? batch(reply) : reply;
		}
		const isOutput = request.path === `/files/${output}/content`;
		return isSlipping && isOutput && file !== undefined ? file(reply) : reply;
	});
	const connection = { ...local.connection, transport };
	const { job } = await submit(plan(planInput({ rows: rowsOf(ROWS) })), connection, {
		reuseWindowSeconds: 0,
	});
	await local.server.idle();
	return { local, connection, job, mend: () => (isSlipping = false) };
}

/** What one look comes to: the results, or in how many minutes the next look is due. */
async function look(handle: Handle, connection: Connection): Promise<Results | number> {
	const seen = await lookAt(handle, connection);
	if (seen.state === 'running') return seen.progress.nextLookMs / MINUTE_MS;
	const read = await seen.read();
	return 'unsettled' in read ? read.unsettled.nextLookMs / MINUTE_MS : read;
}

function tally(results: Results | number): Readonly<Record<string, number>> {
	if (typeof results === 'number') return { 'look again in minutes': results };
	const counts: Record<string, number> = {};
	for (const { outcome } of results.outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
	return counts;
}

const purchases = ({ calls }: LocalConnection): number =>
	calls.filter((call) => call === 'POST /batches').length;

describe('a job that is called done before its answers are there', () => {
	it.each(SLIPS)('is looked at again when $title', async (slip) => {
		const { local, connection, job, mend } = await run(slip);
		for (const pause of [1, 2]) {
			expect(await look(job, connection)).toBe(1);
			local.clock.pass(pause * MINUTE_MS);
		}
		mend();
		expect(tally(await look(job, connection))).toEqual({ succeeded: ROWS });
		expect(purchases(local)).toBe(1);
	});

	it.each(SLIPS.filter(({ title }) => !title.includes('not known')))(
		'is believed an hour after its end when $title, and its rows are not bought again',
		async (slip) => {
			const { local, connection, job } = await run(slip);
			local.clock.pass(59 * MINUTE_MS);
			expect(await look(job, connection)).toBe(11.8);
			local.clock.pass(2 * MINUTE_MS);
			const results = await look(job, connection);
			if (typeof results === 'number') throw new Error('It is still waited for.');
			const lost = results.outcomes.filter(({ outcome }) => outcome === 'missing');
			expect(lost.length).toBeGreaterThan(0);
			expect(results.outcomes.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(
				ROWS - lost.length,
			);
			for (const { reason } of lost) {
				expect(reason).toMatch(
					/says that (?:it answered 5|the job is done), and its files hold \d/,
				);
			}
			const { collected, outcomes } = results;
			const finished = { job, collected, outcomes };
			expect(await resubmit(finished, connection, { maxRounds: 3 })).toBeUndefined();
			expect(purchases(local)).toBe(1);
			const again = await resubmit(finished, connection, { maxRounds: 3, evenIfCounted: true });
			expect(again?.rowCount).toBe(lost.length);
			expect(purchases(local)).toBe(2);
		},
	);

	it('is looked at ever less often', async () => {
		const { local, connection, job } = await run({
			batch: (reply) => withFields(reply, { output_file_id: null }),
		});
		const waits: number[] = [];
		for (;;) {
			const wait = await look(job, connection);
			if (typeof wait !== 'number') break;
			waits.push(wait);
			local.clock.pass(wait * MINUTE_MS);
		}
		expect(waits.length).toBeLessThan(20);
		expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThanOrEqual(60);
	});

	it('keeps waiting for a file that is gone no longer than ten minutes', async () => {
		const { local, connection, job } = await run({
			file: (reply) => ({ ...reply, status: 404, text: '{"error":{"message":"No such File"}}' }),
		});
		local.clock.pass(11 * MINUTE_MS);
		const results = await look(job, connection);
		expect(tally(results)).toEqual({ missing: ROWS });
	});
});

interface Whole {
	readonly title: string;
	readonly source: string;
	readonly batch: Change;
	readonly expected: Readonly<Record<string, number>>;
}

const counted =
	(total: number, completed: number, failed: number): Change =>
	(reply) =>
		withFields(reply, { request_counts: { total, completed, failed } });

const WHOLE: readonly Whole[] = [
	{
		title: 'fewer answers than its files hold',
		source: 'https://github.com/warmbly/warmbly/pull/333',
		batch: counted(5, 3, 0),
		expected: { succeeded: 5 },
	},
	{
		title: 'no answers, and its files hold all',
		source: 'https://github.com/BerriAI/litellm/pull/38744',
		batch: counted(0, 0, 0),
		expected: { succeeded: 5 },
	},
	{
		title: 'its failed rows as answered, too',
		source: 'our own reading of Mistral’s counts',
		batch: counted(5, 6, 1),
		expected: { succeeded: 5 },
	},
	{
		title: 'more rows than were sent',
		source: 'our own fuzzing',
		batch: counted(500, 500, 0),
		expected: { succeeded: 5 },
	},
];

describe('a job whose files hold a line for each row', () => {
	it.each(WHOLE)('is done at once when it counts $title', async ({ batch, expected }) => {
		const { connection, job } = await run({ batch });
		expect(tally(await look(job, connection))).toEqual(expected);
	});
});

describe('a reply that cannot be about what was asked', () => {
	const isUnreadable = (error: unknown): boolean =>
		isOffpeakError(error) && error.code === 'malformed_response';

	it.each([
		['is about another job', (reply: PlainReply) => withFields(reply, { id: 'batch_of_another' })],
		['is an empty object', (reply: PlainReply) => ({ ...reply, text: '{}' })],
		['is a page', (reply: PlainReply) => ({ ...reply, headers: OCTETS, text: PAGE })],
		['is null', (reply: PlainReply) => ({ ...reply, text: 'null' })],
		['is a list', (reply: PlainReply) => ({ ...reply, text: `[${reply.text}]` })],
	])('is no look where it %s', async (_, batch) => {
		let slips = 1;
		const once = await run({ batch: (reply) => (slips-- > 0 ? batch(reply) : reply) });
		expect(tally(await look(once.job, once.connection))).toEqual({ succeeded: ROWS });

		const { local, connection, job, mend } = await run({ batch });
		expect(isUnreadable(await errorOf(async () => await look(job, connection)))).toBe(true);
		mend();
		expect(tally(await look(job, connection))).toEqual({ succeeded: ROWS });
		expect(purchases(local)).toBe(1);
	});

	it('is no answer of another background call', async () => {
		const local = connectLocally();
		const transport = changingReplies(local.connection.transport, (request, reply) =>
			request.method === 'GET' ? withFields(reply, { id: 'resp_of_another' }) : reply,
		);
		const handle = await submitInBackground(plan(planInput({ rows: rowsOf(1) })), local.connection);
		await local.server.idle();
		const mixed = { ...local.connection, transport };
		expect(isUnreadable(await errorOf(async () => await look(handle, mixed)))).toBe(true);
	});

	it('is another look where the job was sent a minute ago and is not known yet', async () => {
		const { local, connection, job, mend } = await run({
			batch: (reply) => ({ ...reply, status: 404, text: '{"error":{"message":"not found"}}' }),
		});
		local.clock.pass(2 * MINUTE_MS);
		const early = await errorOf(async () => await look(job, connection));
		expect(early).toMatchObject({ code: 'unavailable', retryable: true });
		local.clock.pass(20 * MINUTE_MS);
		expect(await errorOf(async () => await look(job, connection))).toMatchObject({ code: 'gone' });
		mend();
		expect(tally(await look(job, connection))).toEqual({ succeeded: ROWS });
	});
});
