import { CATEGORIZE, closeScenes, startScene, submitInput, type Output } from './scene';

/** The app's static samples, as the local server's real output gives them. */
export type Samples = Readonly<Record<string, Output>>;

/** What is null where nothing is charged, and a figure at a provider. */
const KNOWN_LATER: Readonly<Record<string, number | null>> = {
	saved_percent: 50,
	findings_usd: 0.01,
};

const SETTLE_MS = 4_500;

/** Runs every step once. `pass` lets time pass: a finished batch must settle before a trigger shows it. */
export async function takeSamples(pass: (ms: number) => Promise<void> | void): Promise<Samples> {
	const scene = await startScene({ models: ['gpt-6-luna'] });
	const model = 'gpt-6-luna';
	const submit = await scene.create('submit_batch', submitInput({ model, label: 'Weekly review' }));
	await scene.finishJobs();
	const poll = await scene.hydrate(await scene.create('poll_batch', { batch: submit['handle'] }));
	const cancel = await scene.create('cancel_batch', { batch: submit['handle'] });
	const async = await scene.create('categorize_async', {
		...CATEGORIZE,
		model,
		row_id: 'm-1',
		text: 'An invoice: please pay the bill by Friday.',
	});
	const [find = {}] = await scene.search('find_batch', { label: 'Weekly review' });
	await pass(SETTLE_MS);
	const [completed] = await scene.poll('batch_completed');
	const [results] = await scene.poll('new_batch_results');
	const samples = {
		submit,
		poll,
		async,
		cancel,
		find,
		completed: await scene.hydrate(completed),
		results: await scene.hydrate(results),
	};
	const { url } = scene.backend;
	const { baseUrl } = scene;
	await closeScenes();
	return JSON.parse(JSON.stringify(samples), (key, value: unknown) =>
		typeof value === 'string'
			? presentable(key, value, baseUrl, url)
			: (value ?? KNOWN_LATER[key] ?? null),
	);
}

/** What a person sees in the editor before the first real run: no port of ours, no page of HTML. */
function presentable(key: string, text: string, baseUrl: string, fileUrl: string): string {
	switch (key) {
		case 'report_html':
			return '<!doctype html><html lang="en"><body><h1>Weekly review</h1></body></html>';
		case 'report_json':
			return '{"version":1}';
		case 'dashboard_url':
			return 'https://platform.openai.com/batches/batch_2f90ef211dbab870ca0f2db930f192e0';
		case 'note':
			return '';
		case 'estimate':
			return text.replace('Nothing is charged for it. ', '');
		default:
			return text
				.replaceAll(baseUrl, 'https://api.openai.com/v1')
				.replaceAll('"provider":"local"', '"provider":"openai"')
				.replaceAll(
					new RegExp(`${fileUrl}/file-\\d+`, 'g'),
					'https://zapier.com/weekly-review.csv',
				);
	}
}
