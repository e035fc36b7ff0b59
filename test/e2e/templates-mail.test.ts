import type { IDataObject } from 'n8n-workflow';
import { createLocalServer, serve } from '../../local-server/src';
import { connectUpstream, createUpstreamAnswerer } from '../../local-server/src/answerers/upstream';
import { readWorkflow, withCredential } from '../../harness/shipped-workflows';
import { GMAIL_CREDENTIAL, GmailStandIn } from '../../harness/stand-ins/gmail';
import { READER, deliver, sampleMails } from '../../harness/stand-ins/mailbox';
import { jsonOf, openScene, readTemplate, type Scene } from '../../harness/stand-ins/scene';
import { DAY_MS, HOUR_MS } from '../../harness/durations';
import { localCredential } from '../../harness/local-credential';

/**
 * The shipped templates that read or write e-mail, with their sample data taken out, on a real n8n 2.41.1:
 * n8n's own Gmail nodes speak to a stand-in, our nodes to the local server. Nothing leaves this machine.
 */
const OWN_MODEL = { __rl: true, mode: 'list', value: 'llama-at-home' };

let gmail: GmailStandIn;
let scene: Scene;

beforeAll(async () => {
	gmail = new GmailStandIn();
	scene = await openScene({ standIns: [gmail] });
});

afterAll(async () => {
	await scene?.close();
});

beforeEach(() => {
	gmail.empty();
});

afterEach(() => {
	expect(scene.standIns.unanswered).toEqual([]);
});

async function save(file: string): Promise<string> {
	return await scene.n8n.saveWorkflow(readTemplate(file));
}

/** Both lines, one after the other: what sends, and what starts when the job is done. */
async function runBothLines(file: string) {
	const workflowId = await save(file);
	const sent = await scene.run(workflowId, 'Try It Now');
	await scene.server.idle();
	return { sent, answered: await scene.run(workflowId, 'Batch Trigger') };
}

function idsOf(items: readonly IDataObject[]): readonly string[] {
	return items.map(({ id }) => String(id));
}

const IN_TWO_LINES = [
	'weekly-review-in-two-lines.json',
	'quarter-of-email-history.json',
	'urgent-now-rest-overnight.json',
	'most-important-first.json',
	'options-for-ideas.json',
	'overnight-on-your-own-model.json',
];
const IN_ONE_LINE = [
	['weekly-email-review.json', 'Try It Now'],
	['tag-new-email-as-it-arrives.json', 'New E-Mail'],
] as const;

describe('A template as it is imported, with no account connected', () => {
	const saveImported = async (file: string): Promise<string> =>
		await scene.n8n.saveWorkflow(readWorkflow(file));

	it.each(IN_TWO_LINES)('%s runs to its end on its sample data', async (file) => {
		const workflowId = await saveImported(file);
		await scene.run(workflowId, 'Try It Now');
		await scene.server.idle();
		const answered = await scene.run(workflowId, 'Batch Trigger');
		expect(jsonOf(answered, 'Poll Batch', 1)).not.toEqual([]);
	});

	it.each(IN_ONE_LINE)('%s runs to its end on its sample data', async (file, trigger) => {
		const finished = await scene.run(await saveImported(file), trigger);
		const answers = Object.keys(finished.data).filter((name) => /^(Poll|Categorize)/.test(name));
		for (const name of answers) expect(jsonOf(finished, name, 1)).not.toEqual([]);
	});

	it('friday-evening-in-monday-morning-out.json runs to its end on its sample data', async () => {
		const workflowId = await saveImported('friday-evening-in-monday-morning-out.json');
		await scene.run(workflowId, 'Friday 18:00');
		await scene.server.idle();
		const monday = await scene.run(workflowId, 'Monday 7:30');
		expect(jsonOf(monday, 'Poll Batch', 1)).toHaveLength(1);
	});

	it('calls nobody', () => {
		expect(gmail.calls).toBe(0);
	});

	afterAll(async () => {
		await scene.n8n.importCredentials([GMAIL_CREDENTIAL]);
	});
});

/** Nothing of the job is left at the provider. */
async function expectNothingLeft(deleted: readonly IDataObject[]): Promise<void> {
	expect(deleted).toMatchObject([{ deleted: 3, goneBefore: 0 }]);
}

describe('Weekly e-mail review', () => {
	it('answers every e-mail of the week and none that is older, and deletes what was sent', async () => {
		const ids = deliver(gmail, 30, 6 * DAY_MS);
		gmail.deliver({ id: 'old', text: 'Long ago' }, Date.now() - 8 * DAY_MS);
		const finished = await scene.run(await save('weekly-email-review.json'), 'Try It Now');

		const done = jsonOf(finished, 'Answered E-Mails');
		expect(idsOf(done)).toEqual(ids);
		expect(done[0]).toMatchObject({
			subject: sampleMails[0]?.subject,
			category: expect.any(String),
		});
		await expectNothingLeft(jsonOf(finished, 'Delete What Was Sent', 1));
	});
});

describe('Weekly review in two lines', () => {
	it('puts every answer beside its e-mail, tells of the job once, and deletes what was sent', async () => {
		const ids = deliver(gmail, 12, 3 * DAY_MS);
		const { answered } = await runBothLines('weekly-review-in-two-lines.json');

		expect(idsOf(jsonOf(answered, 'Your Sheet or Report'))).toEqual(ids);
		await expectNothingLeft(jsonOf(answered, 'Delete What Was Sent', 1));
	});
});

describe('Friday evening in, Monday morning out', () => {
	it('mails one report with the senders counted', async () => {
		const ids = deliver(gmail, 20, 5 * DAY_MS);
		const workflowId = await save('friday-evening-in-monday-morning-out.json');
		await scene.run(workflowId, 'Friday 18:00');
		await scene.server.idle();
		const monday = await scene.run(workflowId, 'Monday 7:30');

		const [mail, ...others] = gmail.sent;
		expect(others).toEqual([]);
		expect(mail?.to).toContain(READER);
		expect(mail?.subject).toContain(`${ids.length} items`);
		expect(mail?.html).toContain('sender');
		await expectNothingLeft(jsonOf(monday, 'Delete What Was Sent', 1));
	});
});

describe('Tag new e-mail as it arrives', () => {
	it('labels each new e-mail with the label of its category, and no other one', async () => {
		const workflowId = await save('tag-new-email-as-it-arrives.json');
		await scene.n8n.publish(workflowId);
		const ids = deliver(gmail, 6, 0);
		const executionId = await firstTriggered(workflowId);
		await scene.n8n.unpublish(workflowId);
		const finished = await scene.n8n.waitFor(executionId, 'success', 120_000);

		const done = jsonOf(finished, 'Categorize Async', 1);
		expect(new Set(idsOf(done))).toEqual(new Set(ids));
		for (const { id, categoryValue } of done) {
			expect([id, gmail.labelsOf(String(id))]).toEqual([id, categoryValue ? [categoryValue] : []]);
		}
		expect(done.some(({ categoryValue }) => categoryValue)).toBe(true);
	});
});

describe('A quarter of e-mail history', () => {
	it('mails the patterns of 520 e-mails week by week, and reads none that is older', async () => {
		deliver(gmail, 520, 85 * DAY_MS);
		gmail.deliver({ id: 'old', text: 'Last spring' }, Date.now() - 120 * DAY_MS);
		const { answered } = await runBothLines('quarter-of-email-history.json');

		const [mail, ...others] = gmail.sent;
		expect(others).toEqual([]);
		expect(mail?.to).toContain(READER);
		expect(mail?.subject).toContain('520 items');
		const [report] = jsonOf(answered, 'Poll Batch', 1);
		const { trend } = Object(report?.['report']);
		expect(trend.unit).toBe('week');
		expect(trend.periods.length).toBeGreaterThanOrEqual(12);
		expect(mail?.html).toContain('By week');
		expect(mail?.html).toContain(`>${String(trend.periods[3].label).replace('week ', '')}</th>`);
		await expectNothingLeft(jsonOf(answered, 'Delete What Was Sent', 1));
	});
});

describe('A report that could not be mailed', () => {
	it('leaves what was sent at the provider, so that n8n can try again from there', async () => {
		deliver(gmail, 10, 5 * DAY_MS);
		const workflowId = await save('quarter-of-email-history.json');
		await scene.run(workflowId, 'Try It Now');
		await scene.server.idle();
		const deletedBefore = deletions();
		gmail.isClosed = true;
		const executionId = await scene.n8n.run(workflowId, { triggerToStartFrom: 'Batch Trigger' });
		const failed = await scene.n8n.waitFor(executionId, 'error', 60_000);
		gmail.isClosed = false;

		expect(failed.lastNodeExecuted).toBe('Mail the Report');
		expect(deletions()).toBe(deletedBefore);
		const retried = await scene.n8n.retry(executionId);
		const mended = await scene.n8n.waitFor(retried, 'success', 60_000);
		expect(gmail.sent).toHaveLength(1);
		await expectNothingLeft(jsonOf(mended, 'Delete What Was Sent', 1));
	});
});

describe('A provider that is out of reach when the second line starts', () => {
	it('is looked at again, and what was sent is deleted after the mail', async () => {
		deliver(gmail, 10, 20 * HOUR_MS);
		const workflowId = await save('most-important-first.json');
		await scene.run(workflowId, 'Try It Now');
		await scene.server.idle();
		const busy = { kind: 'status', status: 503 } as const;
		scene.server.faults.add(
			{ call: { method: 'GET', path: '/v1/batches/' }, effect: busy },
			{ call: { method: 'DELETE', path: '/v1/files/' }, effect: busy },
		);
		const executionId = await scene.n8n.run(workflowId, { triggerToStartFrom: 'Batch Trigger' });
		const parked = await scene.n8n.waitFor(executionId, 'waiting', 60_000);
		expect(parked.data['Delete What Was Sent']).toBeUndefined();
		const finished = await scene.n8n.waitFor(executionId, 'success', 180_000);
		scene.server.faults.clear();

		expect(gmail.sent).toHaveLength(1);
		expect(jsonOf(finished, 'Poll Batch', 1)).toHaveLength(10);
		// The first try had deleted all but the file whose call was turned away.
		expect(jsonOf(finished, 'Delete What Was Sent', 1)).toMatchObject([
			{ deleted: 1, goneBefore: 2 },
		]);
	});
});

describe('A second line that is tried by hand', () => {
	it('shows the same job each time', async () => {
		const workflowId = await save('options-for-ideas.json');
		await scene.run(workflowId, 'Try It Now');
		await scene.server.idle();
		for (let time = 1; time <= 2; time++) {
			await scene.run(workflowId, 'Batch Trigger');
			expect(gmail.sent).toHaveLength(time);
		}
	});
});

function deletions(): number {
	const calls = Object.entries(scene.server.stats().calls);
	const deleted = calls.filter(([call]) => call.startsWith('DELETE '));
	return deleted.reduce((sum, [, times]) => sum + times, 0);
}

describe('Urgent now, the rest overnight', () => {
	it('labels what is urgent in the same run, and the rest when the job is done', async () => {
		const ids = deliver(gmail, 10, 20 * HOUR_MS);
		gmail.deliver({ ...sampleMails[3], id: 'hot', subject: 'Re: URGENT: the invoice' });
		const workflowId = await save('urgent-now-rest-overnight.json');
		const morning = await scene.run(workflowId, 'Try It Now');
		expect(idsOf(jsonOf(morning, 'Urgent Answers', 1))).toEqual(['hot']);
		expectLabelled(jsonOf(morning, 'Urgent Answers', 1));
		expect(ids.flatMap((id) => gmail.labelsOf(id))).toEqual([]);

		await scene.server.idle();
		const answered = await scene.run(workflowId, 'Batch Trigger');
		const rest = jsonOf(answered, 'Poll Batch', 1);
		expect(idsOf(rest)).toEqual(ids);
		expectLabelled(rest);
		await expectNothingLeft(jsonOf(answered, 'Delete What Was Sent', 1));
	});
});

describe('Most important first', () => {
	it('mails the ten highest scores, highest first', async () => {
		deliver(gmail, 25, 20 * HOUR_MS);
		const { answered } = await runBothLines('most-important-first.json');

		const all = jsonOf(answered, 'Poll Batch', 1).map(({ score }) => Number(score));
		const highest = [...all].sort((a, b) => b - a).slice(0, 10);
		expect(all).toHaveLength(25);
		expect(new Set(highest).size).toBeGreaterThan(1);
		expect(jsonOf(answered, 'Columns of the Table').map((row) => row['Score'])).toEqual(highest);
		const [mail] = gmail.sent;
		expect(mail?.to).toContain(READER);
		const cells = [...(mail?.html ?? '').matchAll(/<tr\s*>\s*<td[^>]*>(\d+)/g)];
		expect(cells.map(([, score]) => Number(score))).toEqual(highest);
		await expectNothingLeft(jsonOf(answered, 'Delete What Was Sent', 1));
	});
});

describe('Options for a list of ideas', () => {
	it('mails one table with a row for each idea', async () => {
		const { sent, answered } = await runBothLines('options-for-ideas.json');

		const ideas = jsonOf(sent, 'One Idea Each').map(({ idea }) => String(idea));
		expect(ideas).toHaveLength(8);
		expect(jsonOf(answered, 'Poll Batch', 1)).toMatchObject([{ items: 8, succeeded: 8 }]);
		const [mail] = gmail.sent;
		expect(mail?.subject).toBe('Options for 8 ideas');
		const [table] = mail?.files ?? [];
		expect(table?.name).toMatch(/\.csv$/);
		const lines = (table?.content ?? '').trim().split('\r\n');
		expect(lines[0]).toContain('idea,smallWay,solidWay,boldWay,choice,firstStep');
		for (const idea of ideas) expect(table?.content).toContain(idea);
	});
});

describe('Overnight on your own model', () => {
	it('has each e-mail of the day summarized by the model behind the local server', async () => {
		// In the place of Ollama stands a second local server: it has chat completions, too.
		const own = createLocalServer({ models: ['llama-at-home'] });
		const ownServed = await serve(own, { port: 0, host: '127.0.0.1' });
		const server = createLocalServer({
			models: ['llama-at-home'],
			answerer: createUpstreamAnswerer({
				upstream: connectUpstream({ url: `${ownServed.url}/v1` }),
				concurrency: 4,
				seconds: () => Math.floor(Date.now() / 1000),
			}),
		});
		const served = await serve(server, { port: 0, host: '127.0.0.1' });
		const data = localCredential(`${served.url}/v1`, 'none');
		const credential = { name: 'Own model', type: 'offpeakApi', data };
		const [stored] = await scene.n8n.importCredentials([credential]);
		const template = withCredential(
			readTemplate('overnight-on-your-own-model.json'),
			stored ?? { id: '', name: credential.name },
		);
		const workflowId = await scene.n8n.saveWorkflow({
			...template,
			nodes: template.nodes.map((node) =>
				node.parameters['model'] === undefined
					? node
					: { ...node, parameters: { ...node.parameters, model: OWN_MODEL } },
			),
		});

		deliver(gmail, 12, 20 * HOUR_MS);
		gmail.deliver({ id: 'bare', text: 'No head at all, only this line.' });
		gmail.deliver({ id: 'marks', subject: 'Fish & chips < 10 €', text: 'Dinner on Friday?' });
		await scene.run(workflowId, 'Try It Now');
		await server.idle();
		const answered = await scene.run(workflowId, 'Batch Trigger');
		const calls = own.stats().calls['POST /v1/chat/completions'];
		await served.close();
		await server.close();
		await ownServed.close();
		await own.close();

		expect(calls).toBe(14);
		const [mail] = gmail.sent;
		expect(mail?.to).toContain(READER);
		const rows = jsonOf(answered, 'Columns of the Table');
		expect(rows).toHaveLength(14);
		expect(mail?.html).toContain('Fish &amp; chips &lt; 10 €');
		expect(mail?.html).not.toContain('undefined');
		for (const { Summary } of rows) {
			expect(String(Summary)).not.toBe('');
			expect(mail?.html).toContain(String(Summary));
		}
		await expectNothingLeft(jsonOf(answered, 'Delete What Was Sent', 1));
	});
});

function expectLabelled(answers: readonly IDataObject[]): void {
	for (const { id, categoryValue } of answers) {
		expect([id, gmail.labelsOf(String(id))]).toEqual([id, categoryValue ? [categoryValue] : []]);
	}
}

/** The execution that the published workflow started by itself: n8n looks once a minute. */
async function firstTriggered(workflowId: string): Promise<string> {
	const deadline = Date.now() + 100_000;
	for (;;) {
		const [execution] = await scene.n8n.executions(workflowId);
		if (execution !== undefined) return execution.id;
		if (Date.now() > deadline) throw new Error(`Nothing came.\n${scene.n8n.logs().slice(-2000)}`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
