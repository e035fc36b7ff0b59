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

	it('lets no step run again by itself that nobody would find bought', async () => {
		const details = { mayBuyTwice: true };
		const error = await zapierErrorOf(new OffpeakError('unknown_outcome', 'Lost.', details));
		expect(error.name).toBe('AppError');
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

	it.each([
		['a redirect', { status: 302 }, 'AppError'],
		['a host that nobody knows', { cause: 'ENOTFOUND' }, 'AppError'],
		['a certificate that is not valid', { cause: 'CERT_HAS_EXPIRED' }, 'AppError'],
		['a server that is being restarted', { cause: 'ECONNREFUSED' }, 'ThrottledError'],
		['a server with a problem', { status: 503 }, 'ThrottledError'],
	])('has Zapier try again only where that may help: %s', async (_, details, name) => {
		const error = await zapierErrorOf(new OffpeakError('unavailable', 'No.', details));

		expect(error.name).toBe(name);
	});

	it('speaks of what is on Zapier’s screen', async () => {
		const { message } = await zapierErrorOf(
			new OffpeakError(
				'invalid_input',
				'This credential is for another server: the node sets it.',
				{
					hint: 'Check the expression in Text, Options → Shorten Texts To or the credential, and send the items again.',
				},
			),
		);

		expect(JSON.parse(message)).toMatchObject({
			message:
				'This connection is for another server: Offpeak sets it. Check the field Text, Shorten Texts To or the connection, and send the rows again.',
		});
	});

	it('leaves what the user wrote as it is', async () => {
		const { message } = await zapierErrorOf(
			new OffpeakError('invalid_input', 'No record has a field called "items".', {
				hint: 'Rename "my credential".',
			}),
		);

		expect(JSON.parse(message)).toMatchObject({
			message: 'No record has a field called "items". Rename "my credential".',
		});
	});

	it('leaves what the provider says as it is', async () => {
		const words = 'The provider says: the credential has no "items".';

		const { message } = await zapierErrorOf(new OffpeakError('rejected', `Refused. ${words}`));

		expect(message).toContain(JSON.stringify(words).slice(1, -1));
	});

	it('leaves what is neither ours nor the language’s as it is', async () => {
		expect(await zapierErrorOf(new Error('Of Zapier.'))).toMatchObject({
			name: 'Error',
			message: expect.stringContaining('Of Zapier.'),
		});
	});

	it.each([TypeError, RangeError, SyntaxError])(
		'tells a %p in words, without its own, which may quote a row',
		async (Fault) => {
			const { message } = await zapierErrorOf(new Fault('Unexpected token: Dear Eve'));
			expect(message).toContain(`that Offpeak did not foresee (${Fault.name})`);
			expect(message).not.toContain('Eve');
		},
	);
});
