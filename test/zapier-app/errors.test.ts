import { OffpeakError, type ErrorCode } from '../../core';
import { withZapierErrors } from '../../zapier-app/src/errors';
import App from '../../zapier-app/src';
import { createAppTester, type ZObject } from '../../zapier-app/node_modules/zapier-platform-core';

const appTester = createAppTester(App);

/** What Zapier gets when a step ends with this error of ours. */
async function zapierErrorOf(error: Error): Promise<{ name: string; message: string }> {
	const step = async (z: ZObject) =>
		await withZapierErrors(z, async () => {
			throw error;
		});
	return await appTester(step).then(
		() => ({ name: 'none', message: '' }),
		(reason: unknown) => ({ name: Object(reason).name, message: Object(reason).message }),
	);
}

const KINDS: Readonly<Record<ErrorCode, string>> = {
	invalid_input: 'AppError',
	unsupported: 'AppError',
	over_budget: 'AppError',
	quota_exhausted: 'AppError',
	rejected: 'AppError',
	gone: 'AppError',
	malformed_response: 'AppError',
	not_finished: 'HaltedError',
	unauthorized: 'AppError',
	rate_limited: 'ThrottledError',
	enqueued_limit: 'ThrottledError',
	unavailable: 'ThrottledError',
	unknown_outcome: 'ThrottledError',
};

function isCode(text: string): text is ErrorCode {
	return Object.hasOwn(KINDS, text);
}

describe('errors on Zapier', () => {
	it.each(Object.entries(KINDS))('makes of %s a %s', async (code, name) => {
		if (!isCode(code)) throw new Error(code);

		const error = await zapierErrorOf(
			new OffpeakError(code, 'What happened.', { hint: 'Do this.' }),
		);

		expect(error.name).toBe(name);
		expect(error.message).toContain('What happened. Do this.');
	});

	it('asks for a new connection only where the key itself is refused', async () => {
		const refused = await zapierErrorOf(new OffpeakError('unauthorized', 'No.', { status: 401 }));
		const forbidden = await zapierErrorOf(new OffpeakError('unauthorized', 'No.', { status: 403 }));

		expect([refused.name, forbidden.name]).toEqual(['ExpiredAuthError', 'AppError']);
	});

	it.each([
		['rate_limited', undefined, 60],
		['rate_limited', 200_000, 200],
		['enqueued_limit', undefined, 900],
	] as const)('has Zapier wait after %s (%s ms asked for)', async (code, retryAfterMs, seconds) => {
		const details = retryAfterMs === undefined ? {} : { retryAfterMs };

		const { message } = await zapierErrorOf(new OffpeakError(code, 'Wait.', details));

		expect(JSON.parse(message)).toMatchObject({ delay: seconds });
	});

	it('leaves what is not ours as it is', async () => {
		expect(await zapierErrorOf(new TypeError('A bug.'))).toMatchObject({ name: 'TypeError' });
	});
});
