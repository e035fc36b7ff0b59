import type { Browser } from 'playwright-core';
import { openBrowser } from '../../harness/editor/browser';
import { serve, type LocalServer, type Served } from '../../local-server/src';
import { clientOf, closeServers, lines, startServer, upload } from '../local-server/support';

let browser: Browser | undefined;
let served: Served | undefined;

beforeAll(async () => {
	browser = await openBrowser();
}, 60_000);
afterEach(async () => {
	await served?.close();
	await closeServers();
});
afterAll(async () => await browser?.close());

async function open(server: LocalServer, width: number) {
	served = await serve(server, { port: 0 });
	if (browser === undefined) throw new Error('There is no browser');
	const page = await browser.newPage({ viewport: { width, height: 800 } });
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('dialog', (dialog) => {
		complaints.push('a dialog');
		void dialog.dismiss();
	});
	await page.goto(`${served.url}/`);
	return { page, complaints };
}

async function submit(server: LocalServer, label: string, key?: string): Promise<void> {
	const client = clientOf(server, key);
	const file = await upload(client, lines(40));
	await client.batches.create({
		input_file_id: file.id,
		endpoint: '/v1/responses',
		completion_window: '24h',
		metadata: { offpeak_label: label },
	});
}

describe('the page in a browser', () => {
	it.each([400, 1200])(
		'follows a job to its end by itself at %d pixels, with nothing cut off',
		async (width) => {
			const server = startServer({ latencyMs: 100, concurrency: 1 });
			const { page, complaints } = await open(server, width);
			await page.getByText('No jobs yet.').waitFor();
			const label = `${'A long label '.repeat(20)}<script>alert(1)</script>${'x'.repeat(120)}`;
			await submit(server, label);
			await page.getByText('Running').waitFor();
			await page.getByText('Done').waitFor();
			const wide = await page.evaluate('document.documentElement.scrollWidth');
			expect(wide).toBe(width);
			expect(complaints).toEqual([]);
			await page.close();
		},
		30_000,
	);

	it('asks for the key, and shows the jobs once it has the right one', async () => {
		const server = startServer({ key: 'secret' });
		await submit(server, 'Salaries', 'secret');
		const { page } = await open(server, 400);
		const field = page.getByLabel('The key this server was started with');
		await field.fill('wrong');
		await page.getByRole('button').click();
		await page.getByText('That key is not right.').waitFor();
		expect(await page.content()).not.toContain('Salaries');
		await field.fill('secret');
		await page.getByRole('button').click();
		await page.getByText('Salaries').waitFor();
		expect(await field.isVisible()).toBe(false);
		await page.close();
	}, 30_000);
});
