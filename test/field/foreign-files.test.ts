import {
	collect,
	deleteFiles,
	poll,
	submit,
	submitInBackground,
	type Connection,
	type Job,
} from '../../core';
import { upload } from '../../core/calls/upload';
import {
	closeLocalConnections,
	connectLocally,
	countingCalls,
	type LocalConnection,
} from '../../harness/local-connection';
import { changingReplies, withFields } from '../support/core/changed-replies';
import { NO_KEYS } from '../support/core/purchases';
import { errorOf } from '../support/core/refusal';
import { planOf, rowsOf } from '../support/core/samples';

/**
 * Handles pass through many hands, and anybody with the key can write a batch's metadata: what both name may be
 * another program's. It is neither read as ours nor deleted.
 */
afterEach(closeLocalConnections);

const THEIR_LINE = {
	custom_id: 'their-1',
	method: 'POST',
	url: '/v1/responses',
	body: { model: 'demo', input: '{"rowIndex":0,"fields":{"from":"eve@example.org"}}' },
};

async function uploadTheirs({ connection }: LocalConnection): Promise<string> {
	const bytes = new TextEncoder().encode(`${JSON.stringify(THEIR_LINE)}\n`);
	const content = { chunks: [bytes], byteLength: bytes.byteLength };
	const file = { fileName: 'nightly-report.jsonl', content, expireAfterSeconds: 86_400 };
	const stored = await upload(file, connection);
	if (!stored.ok) throw stored.error;
	return stored.fileId;
}

/** A batch of another program, that has ended. */
async function buyTheirs(local: LocalConnection): Promise<string> {
	const { files, create } = local.connection.provider.protocol;
	if (files === undefined) throw new Error('The local server keeps files.');
	const inputFileId = await uploadTheirs(local);
	const { body } = await local.connection.transport(create({ inputFileId }));
	let text = '';
	for await (const chunk of body) text += new TextDecoder().decode(chunk);
	await local.server.idle();
	return String(Object(JSON.parse(text)).id);
}

async function bought(local: LocalConnection): Promise<Job> {
	const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
	const { job } = await submit(plan, local.connection, NO_KEYS);
	await local.server.idle();
	return job;
}

/** The provider's word about a batch, changed by whoever has the key. */
function withBatch(
	local: LocalConnection,
	change: (batch: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
	calls: string[] = [],
): Connection {
	const { transport } = local.connection;
	return {
		...local.connection,
		transport: changingReplies(countingCalls(transport, calls), ({ path }, reply) =>
			/^\/batches\/[^/]+$/.test(path)
				? withFields(reply, change(Object(JSON.parse(reply.text))))
				: reply,
		),
	};
}

function deletionsOf(calls: readonly string[]): readonly string[] {
	return calls.filter((call) => call.startsWith('DELETE'));
}

describe('a file of another program', () => {
	it('is not deleted where a handle names it as its kept fields (our own fuzzing)', async () => {
		const local = connectLocally();
		const theirs = await uploadTheirs(local);
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const job = await submitInBackground(plan, local.connection);
		await local.server.idle();
		const deletion = await deleteFiles({ ...job, keptFileId: theirs }, local.connection);
		expect(deletion.caveats).toEqual([
			`${theirs} was not deleted: its name is none that Offpeak gives.`,
		]);
		expect(deletionsOf(local.calls)).not.toContain(`DELETE /files/${theirs}`);
	});

	it('is not deleted where a batch’s metadata names it, and what is ours goes (our own fuzzing)', async () => {
		const local = connectLocally();
		const job = await bought(local);
		const theirs = await uploadTheirs(local);
		const connection = withBatch(local, ({ metadata }) => ({
			metadata: { ...Object(metadata), offpeak_kept: theirs },
		}));
		const deletion = await deleteFiles(job, connection);
		expect(deletion.caveats).toEqual([expect.stringContaining(theirs)]);
		expect(deletion.deleted).toBeGreaterThanOrEqual(2);
		expect(deletionsOf(local.calls)).not.toContain(`DELETE /files/${theirs}`);
	});

	it('is not read as kept fields where a batch’s metadata names it (our own fuzzing)', async () => {
		const local = connectLocally();
		const job = await bought(local);
		const theirs = await uploadTheirs(local);
		const connection = withBatch(local, ({ metadata }) => ({
			metadata: { ...Object(metadata), offpeak_kept: theirs },
		}));
		const [read] = await collect(await poll(job, connection), connection);
		expect(read?.results.size).toBe(2);
		expect([...(read?.keptRows ?? [])]).toEqual([]);
	});
});

describe('a batch of another program', () => {
	function claiming(job: Job, batchId: string): Job {
		const record = {
			shardCount: 1,
			firstRow: 0,
			endRow: 2,
			model: 'demo',
			contentKey: 'c0ffee',
			sent: { rows: 2, requests: 2 },
		};
		return { ...job, shards: [{ batchId, index: 1, round: 1, record }] };
	}

	it('loses no file to a handle that carries a record of it (our own fuzzing)', async () => {
		const local = connectLocally();
		const job = await bought(local);
		const theirs = await buyTheirs(local);
		const error = await errorOf(() => deleteFiles(claiming(job, theirs), local.connection));
		expect(error).toMatchObject({
			code: 'invalid_input',
			message: `${theirs} was not submitted by Offpeak.`,
		});
		expect(deletionsOf(local.calls)).toEqual([]);
	});

	it('of ours, but of another job, is refused where the handle says otherwise (our own fuzzing)', async () => {
		const local = connectLocally();
		const job = await bought(local);
		const other = await bought(local);
		const [shard] = other.shards;
		const forged = claiming(job, shard?.batchId ?? '');
		const error = await errorOf(() => poll(forged, local.connection));
		expect(error.message).toContain('does not fit');
		await errorOf(() => deleteFiles(forged, local.connection));
		expect(deletionsOf(local.calls)).toEqual([]);
	});
});

describe('an id in a reply that would lead to another address', () => {
	it.each([
		['the answers', 'mercadopago/sdk-php#633', 'output_file_id', '../../models'],
		['the answers', 'simstudioai/sim#7258', 'output_file_id', '..'],
		['the failed rows', 'simstudioai/sim#7266', 'error_file_id', 'file/../../batches'],
	])('is refused in words where it is that of %s (%s)', async (_, _source, field, id) => {
		const local = connectLocally();
		const job = await bought(local);
		const calls: string[] = [];
		const connection = withBatch(local, () => ({ [field]: id }), calls);
		const error = await errorOf(async () => await collect(await poll(job, connection), connection));
		expect(error.message).toContain('something that is no id');
		expect(error.message).not.toContain(id);
		expect(calls.join()).not.toContain('..');
	});

	it('deletes nothing where it is that of an input file (apify/apify-client-js#1005)', async () => {
		const local = connectLocally();
		const job = await bought(local);
		const calls: string[] = [];
		const connection = withBatch(local, () => ({ input_file_id: '../batches' }), calls);
		const error = await errorOf(() => deleteFiles(job, connection));
		expect(error.message).toContain('something that is no id');
		expect(deletionsOf(calls)).toEqual([]);
	});
});
