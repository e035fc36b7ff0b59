import { readWorkflow } from '../support/shipped-workflows';
import { jsonOf, openScene, readTemplate, type Scene } from '../support/stand-ins/scene';

/** The shipped comparison with its own sample data, and n8n's own Edit Fields and Merge behind our nodes. */
const FILE = 'compare-the-three-ways.json';
const MINUTE_MS = 60_000;

let scene: Scene;

beforeAll(async () => {
	scene = await openScene({ standIns: [] });
});

afterAll(async () => {
	await scene?.close();
});

describe('Compare the three ways', () => {
	it('ends in a table with a line for each way, and leaves nothing at the provider', async () => {
		const { n8n, server } = scene;
		const { pinData = {} } = readWorkflow(FILE);
		const workflow = { ...readTemplate(FILE), pinData };
		const id = await n8n.run(await n8n.saveWorkflow(workflow));
		const finished = await n8n.waitFor(id, 'success', 5 * MINUTE_MS);

		const table = jsonOf(finished, 'The Three Ways');
		expect(table.map(({ way }) => way)).toEqual(['Now', 'In Minutes', 'Within 24 Hours']);
		for (const line of table) {
			expect(line).toMatchObject({ answered: 20, failed: 0, costUsd: 0, estimatedUsd: 0 });
			expect(line['seconds']).toEqual(expect.any(Number));
			expect(line['handle']).toEqual(expect.any(Object));
		}
		expect(jsonOf(finished, 'Delete What Was Sent', 1)).toHaveLength(3);
		expect(server.stats().batchesCreated).toBe(1);
	});
});
