import {
	CATEGORIZE,
	KEY,
	closeScenes,
	mailRows,
	startScene,
	submitInput,
	type Scene,
} from '../../harness/zap-runner/scene';
import { failureOf } from '../../harness/zap-runner/platform';
import { buildAndUnpack, type UnpackedApp } from '../../harness/zap-runner/unpacked';
import { rowsIn } from '../../harness/zap-runner/zap';

let app: UnpackedApp;
let scene: Scene;

beforeAll(async () => {
	app = await buildAndUnpack();
}, 300_000);

afterAll(async () => {
	await app.close();
});

beforeEach(async () => {
	scene = await startScene({ handler: app.handler, key: KEY });
});

afterEach(closeScenes);

/** A finished batch is shown by the triggers once it has settled. */
async function settle(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 4_500));
}

describe('the zip that Zapier runs, far from this repository', () => {
	it('is small, and needs nothing but itself', () => {
		expect(app.zipBytes).toBeLessThan(3_000_000);
	});

	it('describes itself without an error', async () => {
		const output = await app.handler({ command: 'validate', calledFromCli: true });

		expect(output.results).toEqual([]);
	});

	it('tests the connection, and says what is wrong with it', async () => {
		const { platform, authData } = scene;

		expect(await platform.execute('authentication.test', { authData })).toMatchObject({
			models: 2,
		});
		const error = await failureOf(
			platform.execute('authentication.test', { authData: { ...authData, api_key: 'wrong' } }),
		);
		expect(error.message).toContain('The API key was not accepted');
	});

	it('submits, polls, and fires both triggers', async () => {
		const submitted = await scene.create('submit_batch', submitInput({ rows: mailRows(250) }));
		await scene.finishJobs();
		const polled = await scene.create('poll_batch', { batch: submitted['handle'] });
		await settle();
		const [completed] = await scene.poll('batch_completed');
		const results = await scene.poll('new_batch_results');
		const whole = await scene.hydrate(results[0]);

		expect(rowsIn(polled)).toHaveLength(250);
		expect(await scene.hydrate(completed)).toMatchObject({
			id: submitted['id'],
			report_subject: expect.stringContaining('250 rows'),
		});
		expect(results.map(({ id }) => id)).toEqual(
			[3, 2, 1].map((part) => `${String(submitted['id'])}:${part}`),
		);
		expect(rowsIn(whole)).toHaveLength(50);
		expect(scene.backend.files.get(String(whole['results_file']))?.text).toContain('m-249');
		expect(scene.backend.log()).not.toContain(KEY);
	}, 30_000);

	it('categorizes one text in about a second', async () => {
		const output = await scene.create('categorize_async', {
			...CATEGORIZE,
			text: 'An invoice: please pay the bill.',
		});

		expect(output).toMatchObject({ is_done: true, category: 'Invoice' });
		expect(scene.platform.calls.at(-1)?.milliseconds).toBeLessThan(3_000);
	});

	it('gives its dynamic fields for a task', async () => {
		const fields = await scene.platform.execute('creates.submit_batch.operation.inputFields', {
			authData: scene.authData,
			inputData: { task: 'extract', source: 'json' },
		});

		expect(JSON.stringify(fields)).toContain('extract_fields');
		expect(JSON.stringify(fields)).toContain('text_field');
	});
});
