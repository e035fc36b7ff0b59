import { failureOf } from '../../harness/zap-runner/platform';
import { KEY, closeScenes, startScene } from '../../harness/zap-runner/scene';

afterEach(closeScenes);

const TEST = 'authentication.test';

describe('the connection', () => {
	it('is tested by listing the models, and labelled without the key', async () => {
		const { platform, authData, baseUrl } = await startScene({ key: KEY });

		const result = await platform.execute(TEST, { authData });

		expect(result).toEqual({ label: `Local server, ${new URL(baseUrl).host}`, models: 2 });
	});

	it('takes a base URL with a slash at its end', async () => {
		const { platform, authData, baseUrl } = await startScene();

		await expect(
			platform.execute(TEST, { authData: { ...authData, base_url: ` ${baseUrl}// ` } }),
		).resolves.toMatchObject({ models: 2 });
	});

	it.each([
		[401, 'The API key was not accepted: it may be mistyped, expired or revoked.'],
		[403, 'The API key is known but may not list models: check its permissions.'],
		[404, 'There is no such API at this Base URL: it usually ends in /v1.'],
	])('says what a %i means, in the words of the n8n credential', async (status, words) => {
		const { platform, authData, server } = await startScene();
		const message = `Incorrect API key provided: ${KEY}.`;
		server.faults.add({
			call: { path: '/v1/models' },
			effect: { kind: 'status', status, message },
		});

		const error = await failureOf(platform.execute(TEST, { authData }));

		expect(error.message).toBe(words);
	});

	it.each([
		['http://api.example.com/v1', 'The Base URL must start with https://'],
		['api.openai.com', 'is not an address'],
		['https://me:secret@api.example.com/v1', 'must not hold a user name'],
	])('refuses the base URL %s', async (baseUrl, words) => {
		const { platform, authData } = await startScene();

		const error = await failureOf(
			platform.execute(TEST, { authData: { ...authData, base_url: baseUrl } }),
		);

		expect(error.message).toContain(words);
	});

	it('follows no redirect with the key', async () => {
		const { platform, authData, server } = await startScene();
		server.faults.add({
			call: { path: '/v1/models' },
			effect: { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } },
		});

		const error = await failureOf(platform.execute(TEST, { authData }));

		expect(error.message).toContain('redirect (302), which is not followed with a key');
	});
});
