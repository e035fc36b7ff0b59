import type { LocalServer } from '../../../local-server/src';
import { call, clientOf, closeServers, line, lines, startServer, upload } from '../support';

afterEach(closeServers);

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function submit(server: LocalServer, label: string, input = lines(3), key?: string) {
	const client = clientOf(server, key);
	const file = await upload(client, input);
	await client.batches.create({
		input_file_id: file.id,
		endpoint: '/v1/responses',
		completion_window: '24h',
		metadata: { offpeak_label: label },
	});
	await server.idle();
}

async function page(server: LocalServer, headers = {}): Promise<string> {
	return (await call(server, 'GET', '/', undefined, { ...BROWSER, ...headers })).text;
}

describe('the page', () => {
	it('shows what became of each job', async () => {
		const server = startServer();
		server.faults.add({ batch: { failLines: { ids: ['r-1'], status: 500 } } });
		await submit(server, 'Weekly review');
		await submit(server, 'Wrong model', [line('r-0', 'a', { model: 'gpt-x' })]);
		const [first = '', second = ''] =
			(await page(server)).split('<tbody>')[1]?.split('</tr>') ?? [];
		expect(first).toContain('Wrong model');
		expect(first).toContain('Refused');
		expect(first).toContain('The model &#39;gpt-x&#39; does not exist here.');
		expect(second).toContain('Weekly review');
		expect(second).toContain('Done');
		const cells = [...second.matchAll(/data-name="(\w+)"[^>]*>([^<]*)/g)].map(([, name, text]) => [
			name,
			text,
		]);
		expect(Object.fromEntries(cells)).toMatchObject({
			Items: '3',
			Answered: '2',
			Failed: '1',
			Model: 'demo',
		});
	});

	it('says so when there are no jobs', async () => {
		expect(await page(startServer())).toContain('No jobs yet.');
	});

	it('escapes what callers chose', async () => {
		const server = startServer();
		await submit(server, '<img src=x onerror=alert(1)>"\'');
		for (const path of ['/', '/_jobs']) {
			const { text } = await call(server, 'GET', path, undefined, BROWSER);
			expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
			expect(text).not.toContain('<img');
		}
	});

	it('lets nothing run or load but itself', async () => {
		const { headers, text } = await call(startServer(), 'GET', '/', undefined, BROWSER);
		const policy = headers.get('content-security-policy') ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toContain('unsafe-inline');
		expect(text).not.toMatch(/(?:src|href)="(?!data:)/);
		expect(headers.get('cache-control')).toBe('no-store');
	});

	it('shows neither jobs nor models to whoever has no key', async () => {
		const server = startServer({ key: 'secret' });
		await submit(server, 'Salaries', lines(1), 'secret');
		expect(await page(server)).not.toMatch(/Salaries|demo/);
		expect(await call(server, 'GET', '/_jobs')).toMatchObject({ status: 401 });
		const headers = { authorization: 'Bearer secret' };
		expect((await call(server, 'GET', '/_jobs', undefined, headers)).text).toContain('Salaries');
		expect(await page(server, headers)).not.toContain('Salaries');
	});

	it('is not for pages of other origins', async () => {
		const headers = { origin: 'https://elsewhere.example' };
		expect(await call(startServer(), 'GET', '/_jobs', undefined, headers)).toMatchObject({
			status: 403,
		});
	});

	it('stays JSON for programs', async () => {
		const { json } = await call(startServer(), 'GET', '/');
		expect(json).toMatchObject({ name: 'offpeak local-server', batches: 0 });
	});

	it('tells programs without the key no more than its name', async () => {
		const server = startServer({ key: 'secret' });
		for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
			const { json } = await call(server, 'GET', '/', undefined, headers);
			expect(json).toEqual({ name: 'offpeak local-server' });
		}
		const headers = { authorization: 'Bearer secret' };
		const { json } = await call(server, 'GET', '/', undefined, headers);
		expect(json).toMatchObject({ models: ['demo', 'demo-mini'], files: 0, batches: 0 });
	});

	it('counts the answers in the background', async () => {
		const server = startServer({ latencyMs: 50 });
		await clientOf(server).responses.create({ model: 'demo', input: 'hi', background: true });
		expect(await page(server)).toMatch(/1 single answer in the\s+background/);
	});
});
