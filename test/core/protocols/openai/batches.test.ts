import type { ProviderBatch } from '../../../../core';
import { batchesFor } from '../../../../core/protocols/openai/batches';
import type { Endpoint } from '../../../../core/protocols/openai/request';
import { readFixture } from '../../../support/core/fixtures';
import { textOfBytes } from '../../../support/core/samples';

const batches = batchesFor('/v1/responses');

function batchOf(fixture: string): ProviderBatch {
	const batch = batches.readBatch(readFixture(fixture));
	if (batch === undefined) throw new Error(`${fixture} cannot be read`);
	return batch;
}

describe('readBatch', () => {
	it('takes a null as not set yet', () => {
		const batch = batchOf('openai/batch-validating');
		expect(batch).toEqual({
			id: 'batch_67f94eff32888190860754b9a179d0bf',
			phase: 'validating',
			rawStatus: 'validating',
			counts: { total: 0, completed: 0, failed: 0 },
			createdAt: 1744391935,
			expiresAt: 1744478335,
			inputFileId: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
			faults: [],
			metadata: { description: 'nightly' },
		});
	});

	it('reads files, end and model of a finished batch', () => {
		expect(batchOf('openai/batch-completed')).toMatchObject({
			phase: 'completed',
			outputFileId: 'file-Kc2uXjT0wYh4sVn1aQb7Zd',
			endedAt: 1744391943,
			model: 'gpt-6-luna',
		});
		expect(batchOf('openai/batch-completed')).not.toHaveProperty('errorFileId');
	});

	it('reads a completed batch of which every row failed', () => {
		const batch = batchOf('openai/batch-all-failed');
		expect(batch).toMatchObject({ phase: 'completed', errorFileId: 'file-E1rVb0pQz8mYt5Lw2nJx4s' });
		expect(batch).not.toHaveProperty('outputFileId');
	});

	it('keeps counts that do not add up as they came', () => {
		expect(batchOf('openai/batch-expired')).toMatchObject({
			phase: 'expired',
			counts: { total: 10, completed: 1, failed: 0 },
			endedAt: 1744478340,
		});
	});

	it('reads why a batch was refused, with the line where one is named', () => {
		expect(batchOf('openai/batch-token-limit').faults).toEqual([
			{ code: 'token_limit_exceeded', message: expect.stringContaining('2,000,000') },
		]);
		expect(batchOf('openai/batch-bad-line').faults).toEqual([
			{ code: 'invalid_json_line', line: 2, message: 'This line is not parseable as valid JSON.' },
		]);
	});

	it('takes null counts as zero and null metadata as none (Azure)', () => {
		expect(batchOf('azure/batch-completed')).toMatchObject({
			counts: { total: 0, completed: 0, failed: 0 },
			metadata: {},
			errorFileId: 'file-3b0f2e7a9c5d4f18a6e1b2c3d4e5f607',
		});
		expect(batchOf('azure/batch-failed')).toMatchObject({
			phase: 'failed',
			endedAt: 1744392943,
			counts: { total: 0, completed: 0, failed: 0 },
			faults: [{ code: 'invalid_json_line', line: 1 }],
		});
	});

	it('leaves metadata out that is not text', () => {
		expect(batchOf('groq/batch-in-progress').metadata).toEqual({ offpeak_label: 'Weekly review' });
	});

	it('reads the errors of a clone that sends a bare list', () => {
		expect(batchOf('other/batch-errors-as-list').faults).toEqual([
			{ code: 'invalid_request', message: "Line 1: unknown field 'store'.", line: 1 },
			{ code: 'unknown', message: 'Stopped after the first error.' },
			{ code: 'unknown', message: 'rejected' },
		]);
	});

	it('takes a status that it does not know as running, and keeps the word', () => {
		expect(batchOf('other/batch-unknown-status')).toMatchObject({
			phase: 'in_progress',
			rawStatus: 'PROGRESS',
		});
		expect(batches.readBatch({ id: 'batch_1', status: 'CONTEMPLATING' })).toMatchObject({
			phase: 'in_progress',
			rawStatus: 'CONTEMPLATING',
		});
	});

	it.each<[ProviderBatch['phase'], string]>([
		['validating', 'queued'],
		['validating', 'pending'],
		['validating', 'notRunning'],
		['validating', 'JOB_STATE_PENDING'],
		['in_progress', 'PROGRESS'],
		['in_progress', 'running'],
		['in_progress', 'In-Progress'],
		['finalizing', 'FINALIZING'],
		['cancelling', 'canceling'],
		['cancelling', 'CANCELLATION_REQUESTED'],
		['completed', 'succeeded'],
		['completed', 'SUCCESS'],
		['completed', 'done'],
		['completed', 'ended'],
		['completed', 'completed_with_errors'],
		['completed', 'BATCH_STATE_SUCCEEDED'],
		['failed', 'error'],
		['failed', 'errored'],
		['failed', 'validation_failed'],
		['expired', 'timeout'],
		['expired', 'TIMEOUT_EXCEEDED'],
		['cancelled', 'canceled'],
		['cancelled', 'CANCELED'],
		['cancelled', 'aborted'],
	])('takes as %s what another server calls %s', (phase, status) => {
		expect(batches.readBatch({ id: 'batch_1', status })).toMatchObject({
			phase,
			rawStatus: status,
		});
	});

	it.each([undefined, null, [], 'text', {}, { id: 'batch_1' }, { id: 1, status: 'completed' }])(
		'reads no batch out of %j',
		(reply) => {
			expect(batches.readBatch(reply)).toBeUndefined();
		},
	);

	it('reads no batch out of a reply that wraps it (Together)', () => {
		expect(batches.readBatch(readFixture('together/batch-created'))).toBeUndefined();
	});
});

describe('readBatches', () => {
	it('gives the cursor of the next page, and none on the last', () => {
		const page = batches.readBatches(readFixture('openai/batch-list'));
		expect(page?.entries.map(({ phase }) => phase)).toEqual(['completed', 'in_progress']);
		expect(page?.after).toBe('batch_11111111111111111111111111111111');
		expect(batches.readBatches({ data: [], has_more: false })).toEqual({ entries: [] });
	});

	it('goes on from the last entry where the server names no cursor', () => {
		const data = [readFixture('openai/batch-completed'), { broken: true }];
		expect(batches.readBatches({ data, has_more: true })?.after).toBe(
			'batch_67f94eff32888190860754b9a179d0bf',
		);
		expect(batches.readBatches({ data: [], has_more: true })).toEqual({ entries: [] });
	});

	it('reads a bare array with upper-case statuses (Together)', () => {
		const page = batches.readBatches(readFixture('together/batches'));
		expect(page).not.toHaveProperty('after');
		expect(page?.entries.map(({ phase }) => phase)).toEqual(['in_progress', 'completed']);
		expect(page?.entries[1]?.outputFileId).toBe('file-6f9d');
	});

	it('reads times that come as text (Together)', () => {
		const page = batches.readBatches(readFixture('together/batches'));
		expect(page?.entries.map(({ createdAt }) => createdAt)).toEqual([1795435200, 1795431600]);
		expect(page?.entries[1]?.endedAt).toBe(1795432800);
	});

	it('reads no list out of something else', () => {
		expect(batches.readBatches({ object: 'list' })).toBeUndefined();
		expect(batches.readBatches('<html>')).toBeUndefined();
	});
});

describe('requests', () => {
	function bodyOf(seconds?: number, endpoint: Endpoint = '/v1/responses'): unknown {
		const { method, path, headers, body } = batchesFor(endpoint).create({
			inputFileId: 'file-1',
			metadata: { a: 'b' },
			...(seconds === undefined ? {} : { expireAfterSeconds: seconds }),
		});
		expect([method, path, headers]).toEqual([
			'POST',
			'/batches',
			{ 'content-type': 'application/json' },
		]);
		return JSON.parse(textOfBytes(body));
	}

	it('creates with a window of 24 hours, and an expiry of the output only where one is wanted', () => {
		expect(bodyOf(7200)).toEqual({
			input_file_id: 'file-1',
			endpoint: '/v1/responses',
			completion_window: '24h',
			metadata: { a: 'b' },
			output_expires_after: { anchor: 'created_at', seconds: 7200 },
		});
		expect(bodyOf()).not.toHaveProperty('output_expires_after');
	});

	it('creates for the endpoint that the lines of the file are for', () => {
		expect(bodyOf(undefined, '/v1/chat/completions')).toHaveProperty(
			'endpoint',
			'/v1/chat/completions',
		);
	});

	it('escapes ids in paths', () => {
		expect(batches.retrieve('a/b?c')).toEqual({ method: 'GET', path: '/batches/a%2Fb%3Fc' });
		expect(batches.cancel?.('a/b')).toEqual({ method: 'POST', path: '/batches/a%2Fb/cancel' });
	});

	it('asks for pages of 100, from the cursor on where there is one', () => {
		expect(batches.list().query).toEqual({ limit: '100' });
		expect(batches.list('x').query).toEqual({ limit: '100', after: 'x' });
	});
});

describe('resultsOf', () => {
	it('are the file with answers, then the one with failed rows, as far as there are any', () => {
		expect(batches.resultsOf(batchOf('openai/batch-completed'))).toEqual([
			{
				holds: 'answers',
				name: 'file-Kc2uXjT0wYh4sVn1aQb7Zd',
				request: { method: 'GET', path: '/files/file-Kc2uXjT0wYh4sVn1aQb7Zd/content' },
			},
		]);
		expect(batches.resultsOf(batchOf('openai/batch-all-failed'))).toMatchObject([
			{ holds: 'failed rows', name: 'file-E1rVb0pQz8mYt5Lw2nJx4s' },
		]);
		const both = { ...batchOf('openai/batch-all-failed'), outputFileId: 'file-out' };
		expect(batches.resultsOf(both).map(({ holds }) => holds)).toEqual(['answers', 'failed rows']);
		expect(batches.resultsOf(batchOf('openai/batch-validating'))).toEqual([]);
	});
});
