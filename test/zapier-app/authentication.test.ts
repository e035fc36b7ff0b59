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

	it('never shows the key when the provider repeats it, whatever it looks like', async () => {
		const { platform, authData, server } = await startScene();
		const key = 'correct horse battery';
		server.faults.add({
			call: { path: '/v1/models' },
			effect: { kind: 'status', status: 400, message: `Who is ${key}?` },
		});

		const error = await failureOf(
			platform.execute(TEST, { authData: { ...authData, api_key: key } }),
		);

		expect(error.message).toContain('The provider says: Who is [key]?');
	});

	it('takes a base URL with a slash at its end', async () => {
		const { platform, authData, baseUrl } = await startScene();

		await expect(
			platform.execute(TEST, { authData: { ...authData, base_url: ` ${baseUrl}// ` } }),
		).resolves.toMatchObject({ models: 2 });
	});

	it.each([
		[
			401,
			'The API key was not accepted: it may be mistyped, expired or revoked. A key of an OpenAI project in a region works at its address alone: choose Another Server, e.g. https://eu.api.openai.com/v1.',
		],
		[403, 'The API key is known but may not list models: check its permissions.'],
		[404, 'There is no such API at this address: it usually ends in /v1.'],
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
		['http://api.example.com/v1', 'The Endpoint or Base URL must start with https://'],
		['api.openai.com', 'is not an address'],
		['https://me:secret@api.example.com/v1', 'must not hold a user name'],
	])('refuses the base URL %s', async (baseUrl, words) => {
		const { platform, authData } = await startScene();

		const error = await failureOf(
			platform.execute(TEST, { authData: { ...authData, base_url: baseUrl } }),
		);

		expect(error.message).toContain(words);
	});

	it('is refused over http on one’s own network unless that is switched on', async () => {
		const { platform, authData } = await startScene();

		const error = await failureOf(
			platform.execute(TEST, { authData: { ...authData, own_network: '' } }),
		);

		expect(error.message).toContain('switch on My Own Network');
	});

	it('is never sent to an address that is not the chosen provider’s', async () => {
		const { platform, authData, server } = await startScene();

		const error = await failureOf(
			platform.execute(TEST, { authData: { ...authData, provider: 'openai' } }),
		);

		expect(error.message).toContain('must start with https://');
		const other = { ...authData, provider: 'openai', base_url: 'https://api.groq.com/openai/v1' };
		expect((await failureOf(platform.execute(TEST, { authData: other }))).message).toContain(
			'Provider is OpenAI, but the Endpoint or Base URL is another’s',
		);
		expect(server.stats().calls).toEqual({});
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
