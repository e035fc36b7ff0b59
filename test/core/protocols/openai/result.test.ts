import type { Result } from '../../../../core';
import { readOpenAiResult } from '../../../../core/protocols/openai/result';
import { readFixtureLines } from '../../../support/core/fixtures';

function resultsOf(fixture: string): ReadonlyMap<string, Result> {
	const results = readFixtureLines(fixture).map((line) => readOpenAiResult(line));
	return new Map(
		results.flatMap((result) => (result === undefined ? [] : [[result.requestId, result]])),
	);
}

describe('readOpenAiResult', () => {
	describe('of a Responses body', () => {
		const results = resultsOf('openai/responses-output');

		it('joins the texts of a message’s parts and skips what is no message', () => {
			expect(results.get('r2-abc')).toEqual({
				requestId: 'r2-abc',
				outcome: 'succeeded',
				text: '{"category":"Invoice"}',
				usage: { inputTokens: 120, cachedTokens: 64, outputTokens: 21, model: 'gpt-6-luna' },
			});
		});

		it('takes a refusal as refused although its status is 200', () => {
			expect(results.get('r0')).toMatchObject({
				outcome: 'refused',
				reason: "The model refused: I'm sorry, but I can't help with that.",
				retryable: false,
				usage: { outputTokens: 21 },
			});
		});

		it('takes an answer that ran out of tokens as truncated', () => {
			expect(results.get('r1')).toMatchObject({
				outcome: 'truncated',
				reason: expect.stringContaining('more output tokens'),
				retryable: true,
			});
		});

		it('takes a filtered answer as refused', () => {
			expect(results.get('r3')).toMatchObject({
				outcome: 'refused',
				reason: expect.stringContaining('content filter'),
				retryable: false,
			});
		});

		it('takes every other incomplete answer as truncated and says why', () => {
			expect(results.get('r4')).toMatchObject({
				outcome: 'truncated',
				reason: 'The answer is incomplete (max_messages).',
			});
			expect(results.get('r5')).toMatchObject({
				outcome: 'truncated',
				reason: expect.stringContaining('unknown'),
			});
		});

		it('offers another try after a failure of the server or an unknown one, and none after one of the prompt', () => {
			expect(results.get('r6')).toMatchObject({
				outcome: 'failed',
				reason: 'The model failed: The model had an internal error.',
				retryable: true,
			});
			expect(results.get('r7')).toMatchObject({ outcome: 'failed', retryable: false });
			expect(results.get('r8')).toMatchObject({
				outcome: 'failed',
				reason: 'The model failed: no reason given',
				retryable: true,
			});
			expect(results.get('r9')).toMatchObject({ outcome: 'cancelled', retryable: true });
			expect(results.get('r7')).not.toHaveProperty('usage');
		});
	});

	describe('of a Chat Completions body', () => {
		const results = resultsOf('groq/chat-output');

		it('reads what was put into the cache, which some models charge more for', () => {
			const details = { cached_tokens: 0, cache_write_tokens: 3207 };
			const usage = { input_tokens: 3300, input_tokens_details: details, output_tokens: 9 };
			const line = {
				custom_id: 'r0',
				error: null,
				response: { status_code: 200, body: { object: 'response', output: [], usage } },
			};
			expect(readOpenAiResult(line)?.usage).toMatchObject({ cacheWriteTokens: 3207 });
		});

		it('reads the content and both kinds of usage', () => {
			expect(results.get('r0')).toEqual({
				requestId: 'r0',
				outcome: 'succeeded',
				text: '{"category":"Invoice"}',
				usage: { inputTokens: 90, cachedTokens: 32, outputTokens: 11, model: 'llama' },
			});
		});

		it.each([
			['default', undefined],
			['auto', undefined],
			// Groq's name for its normal tier.
			['on_demand', undefined],
			['flex', 'flex'],
			['priority', 'priority'],
		])('reads the tier "%s" as %s', (name, tier) => {
			const body = {
				service_tier: name,
				choices: [{ finish_reason: 'stop', message: { content: 'hi' } }],
				usage: { prompt_tokens: 90, completion_tokens: 11 },
			};
			const line = { custom_id: 'r0', error: null, response: { status_code: 200, body } };
			expect(readOpenAiResult(line)?.usage?.tier).toBe(tier);
		});

		it('tells refusal, truncation and filter from success', () => {
			expect(results.get('r1')).toMatchObject({ outcome: 'refused' });
			expect(results.get('r2')).toMatchObject({ outcome: 'truncated' });
			expect(results.get('r3')).toMatchObject({ outcome: 'refused', retryable: false });
		});

		it('takes a body without an answer as invalid, worth another try', () => {
			expect(results.get('r5')).toEqual({
				requestId: 'r5',
				outcome: 'invalid',
				reason: 'The model’s answer is empty.',
				retryable: true,
			});
		});

		it('reads a body that holds no more than the answer', () => {
			expect(results.get('r4')).toEqual({ requestId: 'r4', outcome: 'succeeded', text: 'bare' });
		});
	});

	describe('of an error line', () => {
		const results = resultsOf('openai/errors');

		it('takes a 4xx body as a failure although error is null', () => {
			expect(results.get('r0')).toEqual({
				requestId: 'r0',
				outcome: 'failed',
				reason: 'The provider refused this row (400): Input is too long.',
				retryable: false,
			});
		});

		it('offers another try after 429 and 5xx', () => {
			expect(results.get('r1')).toMatchObject({ outcome: 'failed', retryable: true });
			expect(results.get('r2')).toMatchObject({ outcome: 'failed', retryable: true });
			expect(results.get('r3')).toMatchObject({
				reason: 'The provider refused this row (503): no reason given',
				retryable: true,
			});
		});

		it('tells rows whose turn never came from rows that failed', () => {
			expect(results.get('r4')).toMatchObject({ outcome: 'expired', retryable: true });
			expect(results.get('r5')).toMatchObject({ outcome: 'cancelled', retryable: true });
			expect(results.get('r6')).toMatchObject({ outcome: 'failed', retryable: true });
			expect(results.get('r7')).toMatchObject({ reason: 'mystery', retryable: true });
			expect(results.get('r8')).toMatchObject({
				outcome: 'failed',
				reason: 'The provider gave no reason.',
				retryable: true,
			});
		});

		it('takes a line without an answer as failed, never as success', () => {
			expect(results.get('r9')).toMatchObject({ outcome: 'failed', retryable: true });
			expect(results.get('r10')).toMatchObject({ outcome: 'failed', retryable: true });
		});

		it('takes a missing status code as 200', () => {
			expect(results.get('r11')).toMatchObject({ outcome: 'succeeded', text: 'no status code' });
		});
	});

	it('cuts a long refusal', () => {
		const message = { refusal: 'no '.repeat(500) };
		const result = readOpenAiResult({
			custom_id: 'r0',
			response: { status_code: 200, body: { choices: [{ message }] } },
		});
		expect(result).toMatchObject({ outcome: 'refused' });
		expect(JSON.stringify(result).length).toBeLessThan(500);
	});

	it('reads an answer beside an error that says nothing, and an error in the place of an answer', () => {
		const choices = [{ finish_reason: 'stop', message: { content: 'hi' } }];
		const lineOf = (body: unknown, error: unknown) =>
			readOpenAiResult({ custom_id: 'r0', response: { status_code: 200, body }, error });
		for (const error of [{}, { code: '', message: '' }, '', []]) {
			expect(lineOf({ choices }, error)).toMatchObject({ outcome: 'succeeded', text: 'hi' });
		}
		expect(lineOf({ choices }, { code: 'x_error', message: 'No.' })).toMatchObject({
			outcome: 'failed',
		});
		for (const body of [
			{ error: { message: 'No room.', code: 503 } },
			{ error: { message: 'No room.', code: 503 }, choices: [] },
			{ object: 'error', message: 'No room.', code: 503 },
			{ detail: 'No room.' },
		]) {
			expect(lineOf(body, null)).toMatchObject({
				outcome: 'failed',
				reason: expect.stringContaining('No room.'),
				retryable: true,
			});
		}
	});

	it.each(['content_filter', 'content_filter: PROHIBITED_CONTENT', 'SAFETY'])(
		'takes an answer that ended with "%s" as refused',
		(finish_reason) => {
			const body = { choices: [{ finish_reason, message: { content: null } }] };
			const line = { custom_id: 'r0', response: { status_code: 200, body } };
			expect(readOpenAiResult(line)).toMatchObject({ outcome: 'refused', retryable: false });
		},
	);

	it.each([null, 'text', [], {}, { custom_id: 7 }])('reads no result out of %j', (line) => {
		expect(readOpenAiResult(line)).toBeUndefined();
	});
});
