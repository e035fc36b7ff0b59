import { bytesOf, encodeText } from '../../../../core/formats/bytes';
import { filesFor } from '../../../../core/protocols/openai/files';
import { readFixture } from '../../../support/core/fixtures';
import { textOfBytes } from '../../../support/core/samples';

const files = filesFor('/v1/responses');

describe('readFiles', () => {
	it('reads names and times, also where they are null', () => {
		expect(files.readFiles(readFixture('openai/files'))).toEqual({
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
		expect(files.readFile(readFixture('openai/file-uploaded'))).toMatchObject({
			id: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
			createdAt: 1744391930,
		});
		expect(files.readFile({ filename: 'no id' })).toBeUndefined();
	});
});

describe('requests', () => {
	const file = { fileName: 'a.jsonl', content: bytesOf(encodeText('{}\n')) };

	it('uploads a form whose file comes last, with an expiry only where one is wanted', () => {
		const { method, path, headers, body } = files.upload({
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
		expect(textOfBytes(files.upload({ file, boundary: 'b' }).body)).not.toContain('expires_after');
	});

	it('escapes ids in paths', () => {
		expect(files.content('a/b')).toEqual({ method: 'GET', path: '/files/a%2Fb/content' });
		expect(files.remove('a/b')).toEqual({ method: 'DELETE', path: '/files/a%2Fb' });
	});

	it('asks for pages of 100, from the cursor on where there is one', () => {
		const query = { purpose: 'batch', order: 'desc', limit: '100' };
		expect(files.list()).toEqual({ method: 'GET', path: '/files', query });
		expect(files.list('x').query).toEqual({ ...query, after: 'x' });
	});
});

describe.each([
	['/v1/responses', { model: 'gpt-6-luna', max_output_tokens: 16, input: 'a "text"\nof ours' }],
	[
		'/v1/chat/completions',
		{
			model: 'gpt-6-luna',
			max_completion_tokens: 1,
			messages: [{ role: 'user', content: 'a "text"\nof ours' }],
		},
	],
] as const)('a line of a side file for %s', (endpoint, body) => {
	const sideFiles = filesFor(endpoint);
	const { head, middle, tail } = sideFiles.encodeSideTemplate('gpt-6-luna');
	const line =
		head + 'offpeak-0-0' + middle + JSON.stringify('a "text"\nof ours').slice(1, -1) + tail;

	it('is a request that every server takes, and would ask for next to nothing if it were bought', () => {
		expect(line.indexOf('\n')).toBe(line.length - 1);
		expect(JSON.parse(line)).toEqual({
			custom_id: 'offpeak-0-0',
			method: 'POST',
			url: endpoint,
			body,
		});
	});

	it('gives its text back, and a line of anything else gives none', () => {
		expect(sideFiles.readSideLine(JSON.parse(line))).toBe('a "text"\nof ours');
		for (const other of [undefined, null, 'text', {}, { body: {} }, { body: { messages: [] } }]) {
			expect(sideFiles.readSideLine(other)).toBeUndefined();
		}
	});
});
