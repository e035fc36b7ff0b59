import { PROVIDERS, type ProviderBatch } from '../../../core';
import { openAiBatch } from '../../../core/protocols/openai-batch';
import type { RequestSettings } from '../../../core/protocols';
import { bytesOf, encodeText } from '../../../core/formats/bytes';
import { promptOf } from '../../../core/tasks';
import { readFixture } from '../../support/core/fixtures';
import { CATEGORIZE, textOfBytes } from '../../support/core/samples';

function settings(changes: Partial<RequestSettings> = {}): RequestSettings {
	return {
		endpoint: '/v1/responses',
		model: 'gpt-6-luna',
		prompt: promptOf(CATEGORIZE),
		forbidStoring: false,
		...changes,
	};
}

function lineOf(changes: Partial<RequestSettings>, id = 'r0', text = 'Hello'): unknown {
	const { head, middle, tail } = openAiBatch.encodeTemplate(settings(changes));
	const line = head + id + middle + JSON.stringify(text).slice(1, -1) + tail;
	expect(line.indexOf('\n')).toBe(line.length - 1);
	return JSON.parse(line);
}

function batchOf(fixture: string): ProviderBatch {
	const batch = openAiBatch.readBatch(readFixture(fixture));
	if (batch === undefined) throw new Error(`${fixture} cannot be read`);
	return batch;
}

describe('encodeTemplate', () => {
	const { instructions, schema } = promptOf(CATEGORIZE);

	it('makes a line for the Responses API that asks for a strict schema and stores nothing', () => {
		expect(
			lineOf({
				forbidStoring: true,
				maxOutputTokens: 900,
				extra: { reasoning: { effort: 'low' } },
			}),
		).toEqual({
			custom_id: 'r0',
			method: 'POST',
			url: '/v1/responses',
			body: {
				model: 'gpt-6-luna',
				reasoning: { effort: 'low' },
				store: false,
				max_output_tokens: 900,
				text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } },
				instructions,
				input: '<row>\nHello\n</row>',
			},
		});
	});

	it('makes a line for Chat Completions that asks for a strict schema', () => {
		expect(lineOf({ endpoint: '/v1/chat/completions', maxOutputTokens: 900 })).toEqual({
			custom_id: 'r0',
			method: 'POST',
			url: '/v1/chat/completions',
			body: {
				model: 'gpt-6-luna',
				max_completion_tokens: 900,
				response_format: {
					type: 'json_schema',
					json_schema: { name: 'answer', strict: true, schema },
				},
				messages: [
					{ role: 'system', content: instructions },
					{ role: 'user', content: '<row>\nHello\n</row>' },
				],
			},
		});
	});

	it('asks for free text when the task has no schema', () => {
		const prompt = promptOf({ kind: 'custom', prompt: 'Translate.' });
		expect(lineOf({ prompt })).toHaveProperty('body', {
			model: 'gpt-6-luna',
			instructions: prompt.instructions,
			input: '<row>\nHello\n</row>',
		});
		expect(lineOf({ prompt, endpoint: '/v1/chat/completions' })).not.toHaveProperty(
			'body.response_format',
		);
	});

	it.each(['/v1/responses', '/v1/chat/completions'] as const)(
		'finds the place of the row in %s although the prompt holds the same marks',
		(endpoint) => {
			const prompt = promptOf({ kind: 'custom', prompt: 'Say "" and \u0000row\u0000 and "".' });
			const line = lineOf({ prompt, endpoint, model: 'a""b' }, 'r7-x', 'the "row"\n');
			expect(line).toMatchObject({ custom_id: 'r7-x', body: { model: 'a""b' } });
			expect(JSON.stringify(line)).toContain(
				JSON.stringify('<row>\nthe "row"\n\n</row>').slice(1, -1),
			);
			expect(JSON.stringify(line)).toContain(JSON.stringify(prompt.instructions));
		},
	);
});

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
		]);
	});

	it('takes a status that it does not know as running, and keeps the word', () => {
		expect(batchOf('other/batch-unknown-status')).toMatchObject({
			phase: 'in_progress',
			rawStatus: 'PROGRESS',
		});
	});

	it.each([undefined, null, [], 'text', {}, { id: 'batch_1' }, { id: 1, status: 'completed' }])(
		'reads no batch out of %j',
		(reply) => {
			expect(openAiBatch.readBatch(reply)).toBeUndefined();
		},
	);

	it('reads no batch out of a reply that wraps it (Together)', () => {
		expect(openAiBatch.readBatch(readFixture('together/batch-created'))).toBeUndefined();
	});
});

describe('readBatches', () => {
	it('gives the cursor of the next page, and none on the last', () => {
		const page = openAiBatch.readBatches(readFixture('openai/batch-list'));
		expect(page?.entries.map(({ phase }) => phase)).toEqual(['completed', 'in_progress']);
		expect(page?.after).toBe('batch_11111111111111111111111111111111');
		expect(openAiBatch.readBatches({ data: [], has_more: false })).toEqual({ entries: [] });
	});

	it('goes on from the last entry where the server names no cursor', () => {
		const data = [readFixture('openai/batch-completed'), { broken: true }];
		expect(openAiBatch.readBatches({ data, has_more: true })?.after).toBe(
			'batch_67f94eff32888190860754b9a179d0bf',
		);
		expect(openAiBatch.readBatches({ data: [], has_more: true })).toEqual({ entries: [] });
	});

	it('reads a bare array with upper-case statuses (Together)', () => {
		const page = openAiBatch.readBatches(readFixture('together/batches'));
		expect(page).not.toHaveProperty('after');
		expect(page?.entries.map(({ phase }) => phase)).toEqual(['in_progress', 'completed']);
		expect(page?.entries[1]?.outputFileId).toBe('file-6f9d');
	});

	it('reads times that come as text (Together)', () => {
		const page = openAiBatch.readBatches(readFixture('together/batches'));
		expect(page?.entries.map(({ createdAt }) => createdAt)).toEqual([1795435200, 1795431600]);
		expect(page?.entries[1]?.endedAt).toBe(1795432800);
	});

	it('reads no list out of something else', () => {
		expect(openAiBatch.readBatches({ object: 'list' })).toBeUndefined();
		expect(openAiBatch.readBatches('<html>')).toBeUndefined();
	});
});

describe('readFiles', () => {
	it('reads names and times, also where they are null', () => {
		expect(openAiBatch.readFiles(readFixture('openai/files'))).toEqual({
			entries: [
				{
					id: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
					name: 'offpeak.0f.1of1.Weekly-review.jsonl',
					createdAt: 1744391930,
				},
				{ id: 'file-2', name: '', createdAt: 0 },
			],
		});
	});

	it('reads the reply to an upload', () => {
		expect(openAiBatch.readFile(readFixture('openai/file-uploaded'))).toMatchObject({
			id: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
			createdAt: 1744391930,
		});
		expect(openAiBatch.readFile({ filename: 'no id' })).toBeUndefined();
	});
});

describe('readModels', () => {
	it('reads the ids and leaves what has none', () => {
		expect(openAiBatch.readModels(readFixture('openai/models'))).toEqual(['gpt-6-luna', 'gpt-6']);
		expect(openAiBatch.readModels({ data: [{ name: 'x' }, 'y'] })).toEqual([]);
		expect(openAiBatch.readModels('no')).toBeUndefined();
		expect(openAiBatch.readModels({ data: [{ id: 'a' }], has_more: true })).toEqual(['a']);
	});
});

describe('requests', () => {
	const file = { fileName: 'a.jsonl', content: bytesOf(encodeText('{}\n')) };

	it('uploads a form whose file comes last, with an expiry only where one is wanted', () => {
		const { method, path, headers, body } = openAiBatch.upload({
			file,
			boundary: 'b',
			expireAfterSeconds: 3600,
		});
		expect([method, path, headers]).toEqual([
			'POST',
			'/files',
			{ 'content-type': 'multipart/form-data; boundary=b' },
		]);
		expect(textOfBytes(body)).toBe(
			[
				'--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n',
				'--b\r\ncontent-disposition: form-data; name="expires_after[anchor]"\r\n\r\ncreated_at\r\n',
				'--b\r\ncontent-disposition: form-data; name="expires_after[seconds]"\r\n\r\n3600\r\n',
				'--b\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n',
				'content-type: application/jsonl\r\n\r\n{}\n\r\n--b--\r\n',
			].join(''),
		);
		expect(textOfBytes(openAiBatch.upload({ file, boundary: 'b' }).body)).not.toContain(
			'expires_after',
		);
	});

	it('creates with a window of 24 hours, and an expiry of the output only where one is wanted', () => {
		const shared = {
			inputFileId: 'file-1',
			endpoint: '/v1/responses',
			metadata: { a: 'b' },
		} as const;
		const bodyOf = (seconds?: number): unknown =>
			JSON.parse(
				textOfBytes(
					openAiBatch.create({
						...shared,
						...(seconds === undefined ? {} : { expireAfterSeconds: seconds }),
					}).body,
				),
			);
		expect(bodyOf(7200)).toEqual({
			input_file_id: 'file-1',
			endpoint: '/v1/responses',
			completion_window: '24h',
			metadata: { a: 'b' },
			output_expires_after: { anchor: 'created_at', seconds: 7200 },
		});
		expect(bodyOf()).not.toHaveProperty('output_expires_after');
	});

	it('escapes ids in paths', () => {
		expect(openAiBatch.retrieve('a/b?c').path).toBe('/batches/a%2Fb%3Fc');
		expect(openAiBatch.content('a/b').path).toBe('/files/a%2Fb/content');
		expect(openAiBatch.deleteFile('a/b')).toEqual({ method: 'DELETE', path: '/files/a%2Fb' });
		expect(openAiBatch.cancel?.('a/b')).toEqual({ method: 'POST', path: '/batches/a%2Fb/cancel' });
		expect(openAiBatch.model('a/b').path).toBe('/models/a%2Fb');
		expect(openAiBatch.models().path).toBe('/models');
	});

	it('asks for pages of 100, from the cursor on where there is one', () => {
		expect(openAiBatch.list().query).toEqual({ limit: '100' });
		expect(openAiBatch.list('x').query).toEqual({ limit: '100', after: 'x' });
		expect(openAiBatch.listFiles('x').query).toEqual({
			purpose: 'batch',
			order: 'desc',
			limit: '100',
			after: 'x',
		});
	});

	it('is the protocol of every provider in the table', () => {
		expect(new Set(Object.values(PROVIDERS).map(({ protocol }) => protocol))).toEqual(
			new Set(['openai-batch']),
		);
	});
});
