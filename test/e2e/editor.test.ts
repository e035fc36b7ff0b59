import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { createLocalServer, serve, type LocalServer, type Served } from '../../local-server/src';
import { openBrowser } from '../../harness/editor/browser';
import { Editor } from '../../harness/editor/editor';
import { INBOX, inboxWorkflow } from '../../harness/editor/inbox';
import { packTarball } from '../../harness/pack-tarball';
import { startN8n, type RealN8n } from '../../harness/real-n8n';
import { OWNER } from '../../harness/real-n8n/environment';
import { localCredential } from '../../harness/local-credential';

/**
 * What a person sees and does in the editor of a real n8n, with our package from its own tarball. Leaves
 * pictures of every screen, light and dark, in `.cache/screenshots`: read them after a change of words.
 */
const KEY = 'sk-e2e-not-a-secret';
const CREDENTIAL = 'Offpeak local server';
const OURS = ['Categorize Async', 'Poll Batch', 'Submit Batch'];
const SAMPLE = resolve('workflows/weekly-email-review.json');

let userFolder: string;
let n8n: RealN8n;
let server: LocalServer;
let served: Served;
let browser: Browser;
let editor: Editor;
/** The window in which the shipped workflow runs while the other tests go on. */
let weekly: Editor;

beforeAll(async () => {
	userFolder = mkdtempSync(join(tmpdir(), 'offpeak-editor-'));
	server = createLocalServer({ key: KEY, latencyMs: 10, phaseMs: 700 });
	served = await serve(server, { port: 0, host: '127.0.0.1' });
	n8n = await startN8n({
		userFolder,
		tarball: packTarball(),
		env: { N8N_DISABLE_UI: 'false' },
	});
	await n8n.importCredentials([
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, KEY) },
	]);
	browser = await openBrowser();
	editor = await Editor.logIn(browser, n8n.url, OWNER);
	weekly = await Editor.logIn(browser, n8n.url, OWNER);
});

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await served?.close();
	await server?.close();
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

describe('The shipped weekly review', () => {
	it('is imported with its loop, finds the credential by its name, runs and waits', async () => {
		await weekly.newWorkflow();
		await weekly.importFile(SAMPLE);
		await weekly.shoot('canvas-with-loop');

		const wires: Array<Array<unknown>> = Object.values(
			JSON.parse(readFileSync(SAMPLE, 'utf8')).connections,
		).flatMap((node) => Object(node).main);
		expect(await weekly.wires()).toBe(wires.flat().length);

		await weekly.executeFrom('Try It Now');
		await weekly.waitUntil('waiting', 'Poll Batch');
		await weekly.shoot('canvas-waiting');
		const poll = await weekly.open('Poll Batch');
		await weekly.shoot('poll-waiting');
		expect(await poll.outputText()).toMatch(
			/\d+ (answered|items), [a-z ,]+\. Next look at \d\d:\d\d/,
		);
		await poll.close();
	});
});

describe('The node panel', () => {
	it('lists our nodes for the words that people type', async () => {
		await editor.openWorkflow(await saveInbox(1));
		for (const words of ['batch', 'bulk', 'async', 'openai', 'offpeak']) {
			expect(await editor.search(words)).toEqual(expect.arrayContaining(OURS));
		}
		for (const words of ['classify', 'summarize', 'label', 'cheap']) {
			expect(await editor.search(words)).toEqual(
				expect.arrayContaining(['Submit Batch', 'Categorize Async']),
			);
		}
		for (const words of ['batch', 'classify']) {
			await editor.search(words);
			await editor.shoot(`search-${words}`);
		}
	});

	it('lists the trigger where a workflow begins', async () => {
		await editor.newWorkflow();
		const found = await editor.search('batch');
		await editor.shoot('search-trigger');
		// n8n leaves the word Trigger out here.
		expect(found).toContain('Batch');
	});
});

describe('Submit Batch and Poll Batch', () => {
	it('show first what a person decides first, task by task', async () => {
		await editor.openWorkflow(await saveInbox(8));
		await editor.select(INBOX);
		const panel = await editor.add('batch', 'Submit Batch');
		await editor.shoot('submit-categorize');
		await panel.scrollTo('when');
		await editor.shoot('submit-categorize-below');

		expect(await panel.openOptions('task')).toEqual([
			'Categorize',
			'Summarize',
			'Extract Fields',
			'Custom Prompt',
		]);
		await editor.shoot('submit-tasks');
		await panel.closeOptions();
		for (const task of ['Summarize', 'Extract Fields', 'Custom Prompt']) {
			await panel.choose('task', task);
			await panel.scrollTo('task');
			await editor.shoot(`submit-${task.toLowerCase().replaceAll(' ', '-')}`);
		}
		for (const field of ['when', 'run']) {
			await panel.openOptions(field);
			await editor.shoot(`submit-${field}`);
			await panel.closeOptions();
		}
		await panel.openMoreOptions();
		await editor.shoot('submit-options');
	});

	it('categorize e-mails, and bring each back with its answer on Done', async () => {
		await editor.openWorkflow(await saveInbox(8));
		await editor.select(INBOX);
		const submit = await editor.add('batch', 'Submit Batch');
		await submit.fillEach('name', ['Invoice', 'Meeting']);
		await submit.fillEach('description', [
			'bills, payment, receipt, amount due',
			'invitation, appointment, call, Thursday, Friday',
		]);
		expect(await submit.openList('model')).toEqual(['demo', 'demo-mini']);
		await editor.shoot('submit-models');
		await submit.chooseFromList('model', 'demo');
		await submit.execute();
		await editor.shoot('submit-output');
		expect(await submit.outputText()).toContain('submitted');
		await submit.close();
		await server.idle();

		const poll = await editor.add('batch', 'Poll Batch', 'Get the results of a batch');
		await editor.shoot('poll-panel');
		await poll.execute();
		expect(await poll.outputTabs()).toEqual([
			'Still Running Branch',
			'Done Branch (8 items)',
			'Failed Branch',
		]);
		await poll.openOutput('Done');
		await poll.viewOutputAs('schema');
		await editor.shoot('poll-done-fields');
		await poll.viewOutputAs('table');
		await editor.shoot('poll-done');
		expect(await poll.outputText()).toMatch(/category[\s\S]*confidence/);
		await poll.openOutput('Failed');
		await editor.shoot('poll-failed-empty');
		await poll.close();

		const before = await editor.wires();
		await editor.wire('Poll Batch', 0, 'Poll Batch');
		expect(await editor.wires()).toBe(before + 1);
		await editor.shoot('canvas-drawn-loop');
	});

	it('say what it would cost and what would come, before anything is queued', async () => {
		const { batchesCreated } = server.stats();
		await editor.openWorkflow(await saveInbox(8));
		await editor.select(INBOX);
		const submit = await editor.add('batch', 'Submit Batch');
		await submit.fillEach('name', ['Invoice', 'Meeting']);
		await submit.chooseFromList('model', 'demo');
		await submit.choose('run', 'Estimate Only');
		await submit.execute();
		await editor.shoot('submit-estimate');
		expect(await submit.outputText()).toMatch(/Nothing was sent\.\n8 items, about /);
		await submit.choose('run', 'Try First 5 Now');
		await submit.execute();
		await editor.shoot('submit-try');
		expect(await submit.outputText()).toContain('These are the first 5 of 8 items');
		expect(server.stats().batchesCreated).toBe(batchesCreated);
	});

	it('offer the next node their fields before anything has run', async () => {
		await editor.openWorkflow(await saveInbox(1));
		await editor.select(INBOX);
		await (await editor.add('batch', 'Submit Batch')).close();
		const poll = await editor.add('batch', 'Poll Batch', 'Get the results of a batch');
		expect(await poll.inputFields()).toEqual(expect.arrayContaining(['label', 'handle']));
		await poll.close();
		const set = await editor.add('edit fields', 'Edit Fields (Set)');
		const fields = await set.inputFields();
		await editor.shoot('next-node-fields');
		expect(fields).toEqual(expect.arrayContaining(['category', 'confidence', '_offpeak']));
	});
});

describe('Categorize Async', () => {
	it('asks for no more than it needs, and answers an e-mail in the same pass', async () => {
		await editor.openWorkflow(await saveInbox(1));
		await editor.select(INBOX);
		const panel = await editor.add('classify', 'Categorize Async');
		await editor.shoot('categorize-panel');
		await panel.fillEach('name', ['Invoice', 'Meeting']);
		await panel.fillEach('description', ['bills, payment, receipt', 'invitation, appointment']);
		await panel.chooseFromList('model', 'demo');
		await panel.execute();
		await panel.openOutput('Done');
		await editor.shoot('categorize-done');
		expect(await panel.outputText()).toMatch(/category[\s\S]*confidence/);
	});
});

describe('Bad input', () => {
	it('is refused with one category too few, before anything is sent', async () => {
		const { batchesCreated } = server.stats();
		await editor.openWorkflow(await saveInbox(2));
		await editor.select(INBOX);
		const panel = await editor.add('batch', 'Submit Batch');
		await panel.fillEach('name', ['Invoice']);
		await panel.chooseFromList('model', 'demo');
		await panel.execute();
		expect(await panel.outputText()).toContain('Category 2 has no name. Name it or remove it.');
		await panel.removeEntry('categories', 1);
		await panel.execute();
		await editor.shoot('error-categories');
		expect(await panel.outputText()).toMatch(/at least two categories/i);
		expect(server.stats().batchesCreated).toBe(batchesCreated);
	});

	it('is refused where every text is empty, before anything is sent', async () => {
		await editor.openWorkflow(await saveInbox(2, { 0: '', 1: '' }));
		await editor.select(INBOX);
		const panel = await editor.add('batch', 'Submit Batch');
		await panel.fillEach('name', ['Invoice', 'Meeting']);
		await panel.chooseFromList('model', 'demo');
		await panel.execute();
		await editor.shoot('error-empty-text');
		expect(await panel.outputText()).toContain('Every text is empty');
	});
});

describe('The shipped weekly review, a minute later', () => {
	it('has gone on by itself and shows every e-mail', async () => {
		await weekly.waitUntil('succeeded', 'Answered E-Mails', 120_000);
		await weekly.shoot('canvas-done');
		const submit = await weekly.open('Submit Batch');
		await weekly.shoot('weekly-submit');
		await submit.close();
		const panel = await weekly.open('Poll Batch');
		await panel.openOutput('Done');
		await panel.viewOutputAs('schema');
		await weekly.shoot('weekly-done-fields');
		await panel.viewOutputAs('table');
		await weekly.shoot('weekly-done');
		const pinned: unknown[] = JSON.parse(readFileSync(SAMPLE, 'utf8')).pinData[
			"Get This Week's E-Mails"
		];
		expect((await panel.outputTabs()).join(' ')).toContain(`Done Branch (${pinned.length} items)`);
	});
});

async function saveInbox(count: number, texts: Record<number, string> = {}): Promise<string> {
	return await n8n.saveWorkflow(inboxWorkflow(count, texts));
}
