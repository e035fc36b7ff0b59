import type { JsonObject } from '../../../../core';
import { answersFrom, background } from '../../../../core/protocols/openai/responses';
import { textOfBytes } from '../../../support/core/samples';

const REQUEST = {
	id: 'r0',
	line: { custom_id: 'r0', body: { model: 'gpt-6-luna', store: false, input: 'Hello' } },
};
const BODY: JsonObject = { model: 'gpt-6-luna', store: false, input: 'Hello' };

describe('one answer, now', () => {
	it.each([
		['/v1/responses', '/responses'],
		['/v1/chat/completions', '/chat/completions'],
	] as const)(
		'is asked for at %s, below the base URL, with what a line of a batch holds',
		(endpoint, path) => {
			const { answer } = answersFrom(endpoint);
			const { body, ...request } = answer(REQUEST, 'standard');
			expect(request).toEqual({
				method: 'POST',
				path,
				headers: { 'content-type': 'application/json' },
			});
			expect(JSON.parse(textOfBytes(body))).toEqual(BODY);
		},
	);

	it('names the slow tier, and only that one', () => {
		const { body } = answersFrom('/v1/responses').answer(REQUEST, 'flex');
		expect(JSON.parse(textOfBytes(body))).toEqual({ ...BODY, service_tier: 'flex' });
	});

	it('is read as a line of an output file would be', () => {
		const { readAnswer } = answersFrom('/v1/responses');
		const content = [{ type: 'output_text', text: 'yes' }];
		expect(
			readAnswer('r3', { status: 'completed', output: [{ type: 'message', content }] }),
		).toMatchObject({ requestId: 'r3', outcome: 'succeeded', text: 'yes' });
		expect(readAnswer('r3', '<html>')).toMatchObject({ requestId: 'r3', outcome: 'failed' });
	});
});

describe('an answer in the background', () => {
	it('is asked for with its own body, in the background, and is stored until it is fetched', () => {
		const { body, method, path } = background.ask(REQUEST);
		expect([method, path]).toEqual(['POST', '/responses']);
		expect(JSON.parse(textOfBytes(body))).toEqual({ ...BODY, background: true, store: true });
	});

	it('is fetched and removed by its id, whatever stands in it', () => {
		expect(background.retrieve('a/b')).toEqual({ method: 'GET', path: '/responses/a%2Fb' });
		expect(background.remove('a/b')).toEqual({ method: 'DELETE', path: '/responses/a%2Fb' });
	});

	it.each([
		['queued', true],
		['in_progress', true],
		['completed', false],
		['failed', false],
		['incomplete', false],
	])('that is %s runs: %s', (status, isRunning) => {
		const reply = { id: 'resp_1', status };
		expect(background.read(reply)).toEqual({ id: 'resp_1', isRunning, reply });
	});

	it.each([undefined, null, 'text', {}, { status: 'queued' }])('is none in %j', (reply) => {
		expect(background.read(reply)).toBeUndefined();
	});
});
