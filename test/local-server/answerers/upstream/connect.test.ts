import {
	connectUpstream,
	offeredModels,
	readUpstreamUrl,
} from '../../../../local-server/src/answerers/upstream';
import { isLoopback } from '../../../../local-server/src/http/auth';
import {
	answererOf,
	closeModelServers,
	complains,
	says,
	startModelServer,
} from '../../model-server';

afterEach(closeModelServers);

describe('the upstream', () => {
	it('gets its own key and nothing from the environment', async () => {
		process.env['OPENAI_API_KEY'] = 'sk-from-environment';
		process.env['OPENAI_ORG_ID'] = 'org-1';
		const model = await startModelServer(() => says('fine'));
		const call = { endpoint: 'chat', body: { model: 'm', messages: [] } } as const;
		await answererOf(model).answerer(call);
		await answererOf(model, { key: 'sk-local' }).answerer(call);
		delete process.env['OPENAI_API_KEY'];
		delete process.env['OPENAI_ORG_ID'];
		expect(model.headers.map(({ authorization }) => authorization)).toEqual([
			undefined,
			'Bearer sk-local',
		]);
		expect(JSON.stringify(model.headers)).not.toMatch(/environment|org-1/);
	});

	const urls: [string, string][] = [
		['http://localhost:11434', 'http://localhost:11434/v1'],
		['http://localhost:11434/', 'http://localhost:11434/v1'],
		['http://localhost:1234/v1/', 'http://localhost:1234/v1'],
		['https://models.example/openai/v1', 'https://models.example/openai/v1'],
	];
	it.each(urls)('%s is called at %s', (given, used) => {
		expect(readUpstreamUrl(given).href).toBe(used);
	});

	it.each([
		'file:///etc/passwd',
		'ftp://x/',
		'localhost:11434',
		'',
		'http://me:pw@x/',
		'http://x/v1?a=1',
	])('is not %s', (given) => expect(() => readUpstreamUrl(given)).toThrow(/upstream/));

	it('is on this machine for loopback addresses only', () => {
		const here = ['http://127.0.0.1', 'http://127.9.9.9:1', 'http://localhost', 'http://[::1]:1'];
		expect(here.map((url) => isLoopback(new URL(url)))).toEqual([true, true, true, true]);
		const away = [
			'http://192.168.1.2',
			'https://localhost.example.com',
			'http://127.0.0.1.example.com',
		];
		expect(away.map((url) => isLoopback(new URL(url)))).toEqual([false, false, false]);
	});

	it('offers its models, the named one first', async () => {
		const data = [{ id: 'llama3.2:latest' }, { id: 'qwen2.5' }, {}];
		const { url } = await startModelServer(() => ({ body: { object: 'list', data } }));
		const upstream = connectUpstream({ url });
		expect(await offeredModels(upstream, undefined)).toEqual({
			models: ['llama3.2:latest', 'qwen2.5'],
		});
		expect((await offeredModels(upstream, 'qwen2.5')).models).toEqual([
			'qwen2.5',
			'llama3.2:latest',
		]);
		expect((await offeredModels(upstream, 'llama3.2')).models[0]).toBe('llama3.2');
	});

	it('without a list of models offers the named one, and says what is wrong', async () => {
		const { url } = await startModelServer(() => complains(404, 'no such page'));
		const upstream = connectUpstream({ url });
		expect(await offeredModels(upstream, 'phi')).toEqual({
			models: ['phi'],
			problem: 'no such page',
		});
		expect(await offeredModels(upstream, undefined)).toEqual({
			models: [],
			problem: 'no such page',
		});
	});
});
