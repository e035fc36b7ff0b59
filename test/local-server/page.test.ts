import { jobsOf } from '../../local-server/src/page/jobs';
import { duration } from '../../local-server/src/page/jobs-html';
import type { LocalServer } from '../../local-server/src';
import type { StoredBatch } from '../../local-server/src/store/batches';
import { call, clientOf, closeServers, line, lines, startServer, upload } from './support';

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

describe('a job of several batches', () => {
	const batch = (changes: Partial<StoredBatch>): StoredBatch => ({
		seq: 1,
		id: 'batch_1',
		endpoint: '/v1/responses',
		inputFileId: 'file-1',
		inputSeq: 1,
		metadata: JSON.stringify({ offpeak_job: 'j-1', offpeak_label: 'Quarter' }),
		outputExpiresSeconds: null,
		status: 'completed',
		model: 'demo',
		answerer: 'demo',
		createdAt: 1000,
		expiresAt: 87_400,
		times: { in_progress_at: 1000 },
		counts: { total: 10, completed: 10, failed: 0 },
		errors: null,
		usage: null,
		outputFileId: null,
		errorFileId: null,
		...changes,
	});

	const AT = { now: 1100, waitOf: () => undefined };

	it('is one line with the sums, and open while one of them is', () => {
		const running = batch({
			id: 'batch_2',
			status: 'in_progress',
			createdAt: 990,
			counts: { total: 30, completed: 9, failed: 1 },
		});
		expect(jobsOf([batch({}), running], AT)).toEqual([
			{
				label: 'Quarter',
				state: 'in_progress',
				model: 'demo',
				items: 40,
				answered: 19,
				failed: 1,
				startedAt: 990,
				secondsLeft: 100,
				problem: undefined,
			},
		]);
	});

	it('shows what went wrong with one of them once all have ended', () => {
		const [job] = jobsOf([batch({}), batch({ status: 'expired' })], AT);
		expect(job).toMatchObject({ state: 'expired', secondsLeft: undefined });
	});

	it('is named by its id when nobody named it', () => {
		expect(jobsOf([batch({ metadata: null })], AT)[0]?.label).toBe('batch_1');
		expect(jobsOf([batch({ metadata: '{"label":"Mine"}' })], AT)[0]?.label).toBe('Mine');
	});

	it('says how long it will take in words', () => {
		expect([5, 90, 3600, 9000].map(duration)).toEqual(['5 s', '2 min', '1 h', '2 h 30 min']);
	});
});
