import { readFailure, readModelFailure } from '../../../../core/protocols/openai/failure';

describe('readFailure', () => {
	it.each<[number | undefined, unknown, boolean]>([
		[0, {}, true],
		[200, null, true],
		[307, {}, true],
		[400, null, true],
		[400, { error: { message: 'Bad.' } }, false],
		[400, { __type: 'ThrottlingException', Message: 'Slow down.' }, true],
		[400, { error: { message: 'x', code: 'server_error' } }, false],
		[401, { error: { message: 'No.' } }, false],
		[402, null, false],
		[403, { detail: 'No.' }, false],
		[404, { error: { code: 'model_not_found' } }, false],
		[408, { error: { message: 'Slow.', type: 'invalid_request_error' } }, true],
		[409, { error: { message: 'Busy.' } }, true],
		[413, { error: { message: 'Request too large', code: 'rate_limit_exceeded' } }, false],
		[422, { detail: [{ msg: 'No.' }] }, false],
		[429, { error: { message: 'Slow down.' } }, true],
		[429, { error: { message: '', code: 'insufficient_quota' } }, false],
		[499, null, true],
		[500, { error: { message: 'x', code: 'context_length_exceeded' } }, false],
		[500, { error: { message: 'x', type: 'invalid_request_error' } }, true],
		[503, null, true],
		[undefined, { code: 'request_timeout' }, true],
		[undefined, { code: 'never_heard_of', message: 'x' }, true],
		[undefined, { code: 'invalid_request', message: 'x' }, false],
		[undefined, { code: 'invalid_prompt', message: 'x' }, false],
		[undefined, 'a text', true],
	])('of status %s with %j may be tried again: %s', (status, error, retryable) => {
		expect(readFailure('r0', status, error)).toMatchObject({ outcome: 'failed', retryable });
	});

	it('finds the status where the error alone has it', () => {
		const error = { error: { message: 'No.', code: '400' } };
		expect(readFailure('r0', 200, error)).toMatchObject({
			reason: 'The provider refused this row (400): No.',
			retryable: false,
		});
	});
});

describe('readModelFailure', () => {
	it('takes a filter for a refusal, and keeps what was used', () => {
		const usage = { usage: { inputTokens: 9, cachedTokens: 0, outputTokens: 0 } };
		expect(readModelFailure('r0', { code: 'content_filter', message: 'Blocked.' }, usage)).toEqual({
			requestId: 'r0',
			outcome: 'refused',
			reason: 'The provider’s content filter stopped the answer: Blocked.',
			retryable: false,
			...usage,
		});
	});
});
