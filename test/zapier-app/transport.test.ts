import { failureOf } from '../../harness/zap-runner/platform';
import { closeScenes, startScene, submitInput } from '../../harness/zap-runner/scene';
import { Time } from '../../harness/time';
import { createLocalServer, serve } from '../../local-server/src';
import { dripping } from '../support/untimely-server';

afterEach(closeScenes);

describe('a create whose reply drips', () => {
	it('leaves the step in time, and is found when Zapier runs it again', async () => {
		const time = new Time();
		const server = createLocalServer({ now: Date.now });
		const fetch = dripping(
			async (request) => {
				const response = await server.fetch(request);
				const isCreate = request.method === 'POST' && request.url.endsWith('/batches');
				// All of the step's time but its last seconds.
				if (isCreate) time.pass(22_000);
				return response;
			},
			[{ method: 'POST', path: /^\/v1\/batches$/ }],
		);
		const served = await serve({ fetch }, { port: 0, host: '127.0.0.1' });
		const scene = await startScene({ authData: { base_url: `${served.url}/v1` } });

		const error = await failureOf(scene.create('submit_batch', submitInput()));
		const again = await scene.create('submit_batch', submitInput());

		await server.idle();
		const { batchesCreated } = server.stats();
		time.restore();
		await served.close();
		await server.close();
		expect(error.kind).toBe('ThrottledError');
		expect(error.message).toContain('Zapier');
		expect(again).toMatchObject({ is_reused: true });
		expect(batchesCreated).toBe(1);
	}, 30_000);
});
