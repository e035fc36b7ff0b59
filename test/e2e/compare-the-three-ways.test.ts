import { GMAIL_CREDENTIAL, GmailStandIn } from '../../harness/stand-ins/gmail';
import {
	jsonOf,
	openScene,
	readTemplate,
	samplesOf,
	type Scene,
} from '../../harness/stand-ins/scene';

/** The shipped comparison, its sample data taken out, with n8n's own Gmail, Edit Fields and Merge around our nodes. */
const FILE = 'compare-the-three-ways.json';
/** Two of the ways may sleep for a good minute each, and n8n looks for sleepers once a minute. */
const LONGEST_MS = 6 * 60_000;

let gmail: GmailStandIn;
let scene: Scene;

beforeAll(async () => {
	gmail = new GmailStandIn();
	scene = await openScene({ standIns: [gmail], credentials: [GMAIL_CREDENTIAL] });
});

afterAll(async () => {
	await scene?.close();
});

describe('Compare the three ways', () => {
	it('ends in a table with a line for each way, and leaves nothing at the provider', async () => {
		const { n8n, server } = scene;
		for (const mail of samplesOf(FILE, 'Get 20 E-Mails')) {
			gmail.deliver({ ...mail, id: String(mail['id']) });
		}
		gmail.deliver({ id: 'one too many', text: 'Long ago' }, Date.now() - 60_000);
		const id = await n8n.run(await n8n.saveWorkflow(readTemplate(FILE)));
		const finished = await n8n.waitFor(id, 'success', LONGEST_MS);

		const table = jsonOf(finished, 'The Three Ways');
		expect(table.map(({ way }) => way)).toEqual(['Now', 'In Minutes', 'Within 24 Hours']);
		for (const line of table) {
			expect(line).toMatchObject({ answered: 20, failed: 0, costUsd: 0, estimatedUsd: 0 });
			expect(line).toMatchObject({ seconds: expect.any(Number), handle: expect.any(Object) });
		}
		expect(jsonOf(finished, 'Delete What Was Sent', 1)).toHaveLength(3);
		expect(server.stats().batchesCreated).toBe(1);
	});
});
