import { type ErrorCode, OffpeakError } from '../../../core';
import { send } from '../../../core/calls/send';
import {
	cannedTransport,
	fixtureReply,
	type CannedReply,
} from '../../support/core/canned-transport';

const GET = { method: 'GET', path: '/batches/batch_1' } as const;

async function failureOf(
	reply: CannedReply | Error,
): Promise<{ error: OffpeakError; refused: boolean }> {
	const sent = await send(cannedTransport(reply).transport, GET);
	if (sent.ok) throw new Error('Expected a failure');
	return sent;
}

function connectionError(code: string): Error {
	return Object.assign(new TypeError('fetch failed'), {
		cause: Object.assign(new Error(`connect ${code} https://user:sk-secret-key@host`), { code }),
	});
}

describe('a call without success', () => {
	it.each<[number, CannedReply['body'], ErrorCode, boolean]>([
		[301, '', 'unavailable', false],
		[307, '', 'unavailable', false],
		[400, { error: { message: 'Bad field.' } }, 'rejected', true],
		[401, { error: { message: 'No.' } }, 'unauthorized', true],
		[402, {}, 'quota_exhausted', true],
		[403, {}, 'unauthorized', true],
		[404, {}, 'gone', true],
		[408, {}, 'unavailable', false],
		[409, {}, 'unavailable', false],
		[410, {}, 'gone', true],
		[413, '<html>too large</html>', 'rejected', true],
		[422, {}, 'rejected', true],
		[429, { error: { message: 'Slow down.', code: 'rate_limit_exceeded' } }, 'rate_limited', true],
		[429, '<html>from a proxy</html>', 'rate_limited', false],
		[429, { error: 'a text' }, 'rate_limited', true],
		[429, {}, 'rate_limited', false],
		[429, { error: {} }, 'rate_limited', false],
		[429, 'Too many requests', 'rate_limited', false],
		[499, { error: { message: 'Cancelled.' } }, 'unavailable', false],
		[429, { error: { message: '', code: 'insufficient_quota' } }, 'quota_exhausted', true],
		[429, { error: { type: 'insufficient_quota' } }, 'quota_exhausted', true],
		[500, {}, 'unavailable', false],
		[503, '', 'unavailable', false],
		[529, {}, 'unavailable', false],
	])('maps status %i with %j to %s', async (status, body, code, refused) => {
		const failure = await failureOf({ status, body });
		expect(failure.error).toMatchObject({ code, details: { status } });
		expect(failure.refused).toBe(refused);
		expect(failure.error.details.hint).toMatch(/\w/);
	});

	it('says that waiting helps against a busy server and not against a wrong key', async () => {
		expect((await failureOf({ status: 503 })).error.retryable).toBe(true);
		expect((await failureOf({ status: 429 })).error.retryable).toBe(true);
		expect((await failureOf({ status: 401 })).error.retryable).toBe(false);
		expect((await failureOf({ status: 400 })).error.retryable).toBe(false);
	});

	it('names a redirect as what it is', async () => {
		const { error } = await failureOf({ status: 308 });
		expect(error.message).toContain('redirect (308)');
		expect(error.details.hint).toContain('Base URL');
	});

	it('hands on what the provider says and its code', async () => {
		const { error } = await failureOf(fixtureReply('openai/error-no-batch', 404));
		expect(error.message).toContain("No batch found with id 'batch_x'.");
		expect(error.details.providerCode).toBe('invalid_request_error');
		const quota = await failureOf(fixtureReply('openai/error-quota', 429));
		expect(quota.error).toMatchObject({ code: 'quota_exhausted', retryable: false });
		expect((await failureOf(fixtureReply('other/error-gateway', 500))).error.message).toBe(
			'The server has a problem (500). The provider says: upstream connect error',
		);
	});

	it('says that a web page came instead of data', async () => {
		const headers = { 'content-type': 'text/html; charset=utf-8' };
		const { error, refused } = await failureOf({
			status: 200,
			headers,
			body: '<html>Log in</html>',
		});
		expect(error).toMatchObject({ code: 'malformed_response', retryable: false });
		expect(error.message).toContain('web page');
		expect(error.details.hint).toContain('/v1');
		expect(refused).toBe(false);
		expect((await failureOf({ status: 200, body: 'OK' })).error.message).toContain('not JSON');
	});

	it('never repeats a page or a body that is not an error message', async () => {
		const body = { secret: 'row text', error: { message: 'x'.repeat(5000), param: 'row text' } };
		const { error } = await failureOf({ status: 400, body });
		expect(error.message.length).toBeLessThan(600);
		expect(error.message).not.toContain('row text');
		const page = await failureOf({ status: 502, body: '<html>row text</html>' });
		expect(page.error.message).not.toContain('row text');
	});

	it.each([
		['ECONNABORTED', 'The server did not answer in time (ECONNABORTED).'],
		['ETIMEDOUT', 'The server did not answer in time (ETIMEDOUT).'],
		['UND_ERR_BODY_TIMEOUT', 'The server did not answer in time (UND_ERR_BODY_TIMEOUT).'],
		['Z_DATA_ERROR', 'The answer was damaged on the way: it cannot be unpacked (Z_DATA_ERROR).'],
		['Z_BUF_ERROR', 'The answer was damaged on the way: it cannot be unpacked (Z_BUF_ERROR).'],
		['HPE_INVALID_CONSTANT', 'What came from the server is no HTTP (HPE_INVALID_CONSTANT).'],
		[
			'EPROTO',
			'No safe connection can be made: the address may be one of http, not https (EPROTO).',
		],
		[
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'The server cannot be reached (UNABLE_TO_VERIFY_LEAF_SIGNATURE).',
		],
	])('says in words what %s means', async (code, words) => {
		expect((await failureOf(connectionError(code))).error.message).toBe(words);
	});

	it('says of a signal that timed out that it was too slow', async () => {
		const error = new TypeError('fetch failed', { cause: new DOMException('x', 'TimeoutError') });
		expect((await failureOf(error)).error.message).toBe(
			'The server did not answer in time (TIMEOUT).',
		);
	});

	it('leaves words of ours as they are, whoever threw them', async () => {
		const own = new OffpeakError('unavailable', 'The server went silent.', { hint: 'Wait.' });
		expect((await failureOf(own)).error).toBe(own);
	});

	it.each([
		'sk-proj-AbCd************wxYZ',
		'sk-abcdef0123456789',
		'gsk_abcdef0123456789',
		'Bearer abc.def',
		'4f0c************************9a1b',
		'dw-1234-abcd-5678',
		'0123456789abcdef0123456789abcdef',
	])('masks a key that the provider echoes: %s', async (key) => {
		const message = `Incorrect API key provided: ${key}. You can find your API key online.`;
		const { error } = await failureOf({ status: 401, body: { error: { message } } });
		expect(error.message).not.toContain(key.replace('Bearer ', ''));
		expect(error.message).toContain('[key]');
		expect(error.message).toContain('You can find your API key online.');
	});

	it('masks the key in the recorded words of a provider', async () => {
		const { error } = await failureOf(fixtureReply('openai/error-unauthorized', 401));
		expect(error.message).not.toMatch(/AbCd|wxYZ/);
		expect(error.message).toContain('https://platform.openai.com/account/api-keys');
	});

	it('leaves ids of batches and files readable', async () => {
		const message =
			"No batch found with id 'batch_67f94eff32888190860754b9a179d0bf' for file-9f1CzuAGmk3LZ5Qbs6fVLx.";
		const { error } = await failureOf({ status: 404, body: { error: { message } } });
		expect(error.message).toContain(message);
	});

	it.each<[Record<string, string>, number | undefined]>([
		[{ 'retry-after': '7' }, 7000],
		[{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
		[{ 'retry-after': '0.5' }, 500],
		[{ 'retry-after': '99999999' }, 86_400_000],
		[{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
		[{ 'retry-after': '-3' }, undefined],
		[{}, undefined],
	])('reads how long to wait from %j', async (headers, retryAfterMs) => {
		const { error } = await failureOf({ status: 429, headers, body: {} });
		expect(error.details.retryAfterMs).toBe(retryAfterMs);
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED'])(
		'says that a server cannot be reached after %s',
		async (code) => {
			const { error, refused } = await failureOf(connectionError(code));
			expect(error.message).toBe(`The server cannot be reached (${code}).`);
			expect(error.details.hint).toContain('Base URL');
			expect(error).toMatchObject({ code: 'unavailable', retryable: true });
			expect(refused).toBe(false);
		},
	);

	it('says that the connection broke when it did, and nothing of the address', async () => {
		const { error } = await failureOf(connectionError('ECONNRESET'));
		expect(error.message).toBe('The connection broke before an answer came (ECONNRESET).');
		expect(error.message).not.toContain('sk-secret');
		expect((await failureOf(new Error('socket hang up'))).error.message).toContain('no response');
		expect(
			(await failureOf(Object.assign(new Error('x'), { code: 'lower' }))).error.message,
		).toContain('no response');
	});
});
