import { GMAIL_CREDENTIAL, GmailStandIn } from '../support/stand-ins/gmail';
import { jsonOf, openScene, readTemplate, samplesOf, type Scene } from '../support/stand-ins/scene';

/**
 * The shipped templates that read or write e-mail, with their sample data taken out, on a real n8n 2.41.1:
 * n8n's own Gmail nodes speak to a stand-in, our nodes to the local server. Nothing leaves this machine.
 */
let gmail: GmailStandIn;
let scene: Scene;

beforeAll(async () => {
	gmail = new GmailStandIn();
	scene = await openScene({ standIns: [gmail], credentials: [GMAIL_CREDENTIAL] });
});

afterAll(async () => {
	await scene?.close();
});

afterEach(() => {
	expect(scene.standIns.unanswered).toEqual([]);
});

describe('Weekly e-mail review', () => {
	const FILE = 'weekly-email-review.json';

	it('answers every e-mail of the week, and none that is older', async () => {
		const samples = samplesOf(FILE, "Get This Week's E-Mails");
		samples.forEach((mail, index) => {
			gmail.deliver({ ...mail, id: String(mail['id']) }, Date.now() - index * 3_600_000);
		});
		gmail.deliver({ id: 'old', text: 'Long ago' }, Date.now() - 8 * 24 * 3_600_000);
		const workflowId = await scene.n8n.saveWorkflow(readTemplate(FILE));
		const finished = await scene.run(workflowId, 'Try It Now');
		const done = jsonOf(finished, 'Poll Batch', 1);
		expect(done.map(({ id }) => id)).toEqual(samples.map(({ id }) => id));
	});
});
