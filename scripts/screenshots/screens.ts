import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LocalServer } from '../../local-server/src';
import type { Editor } from '../../harness/editor/editor';
import { photographCanvas, photographPart } from '../../harness/editor/photograph';
import { byTestId } from '../../harness/editor/by-test-id';
import type { RealN8n, WorkflowJson } from '../../harness/real-n8n';
import { readWorkflow, withCredential } from '../../harness/shipped-workflows';
import type { Credentials } from './credentials';

const WEEKLY = 'weekly-email-review.json';
const INBOX_NODE = "Get This Week's E-Mails";
/** The first of them is an invoice, so that the picture shows an answer that makes sense. */
const FEW = [90, 105] as const;
/** Poll Batch looks again after a minute or two. */
const PATIENCE_MS = 240_000;
const NODE_PANEL = byTestId('ndv');
const OUTPUT = `${NODE_PANEL} ${byTestId('output-panel')}`;
/** A mail is narrow. */
const MAIL_WIDTHS = [680];
/** Down to the last of our nodes. */
const NODE_LIST = { height: 490 };

export interface Studio {
	readonly editor: Editor;
	readonly n8n: RealN8n;
	readonly server: LocalServer;
	readonly credentials: Credentials;
	readonly folder: string;
}

/** The screens that the pages explain, all of the weekly review. */
export async function photographScreens(studio: Studio): Promise<void> {
	await photographRun(studio);
	await photographReview(studio);
	await photographEstimate(studio);
	await photographReport(studio);
}

/** The workflow after a run, in which it waited once; before that, the list from which its nodes come. */
async function photographRun({ editor, n8n, server, credentials, folder }: Studio): Promise<void> {
	const weekly = await credentials.fillIn(readWorkflow(WEEKLY));
	await editor.openWorkflow(await n8n.saveWorkflow(weekly));
	await editor.search('batch');
	const nodes = join(folder, 'find-the-nodes.png');
	tell(nodes, await photographPart(editor.page, nodes, byTestId('node-creator'), NODE_LIST));
	await editor.openWorkflow(await n8n.saveWorkflow(weekly));
	// Or the job would be done before the first look, and nothing would wait.
	server.faults.add({
		call: { method: 'GET', path: '/v1/batches/' },
		effect: { kind: 'status', status: 503 },
	});
	await editor.executeFrom('Try It Now');
	await editor.waitUntil('succeeded', 'Delete What Was Sent', PATIENCE_MS);
	const run = join(folder, 'workflow.png');
	tell(run, await photographCanvas(editor.page, run));
}

async function photographReview(studio: Studio): Promise<void> {
	const { editor, n8n, server, credentials } = studio;
	const weekly = await credentials.fillIn(readWorkflow(WEEKLY));
	await editor.openWorkflow(await n8n.saveWorkflow(withInbox(weekly, FEW)));
	const submit = await editor.open('Submit Batch');
	await shoot(studio, 'submit-batch');
	await submit.openOptions('when');
	await shoot(studio, 'when-do-you-need-it');
	await submit.closeOptions();
	await submit.execute();
	await submit.close();
	await server.idle();
	const poll = await editor.open('Poll Batch');
	await poll.execute();
	await poll.openOutput('Done');
	await poll.viewOutputAs('schema');
	await shoot(studio, 'results', OUTPUT);
	await poll.close();
}

/** Nothing is sent for an estimate, so it may be one of a real provider. */
async function photographEstimate(studio: Studio): Promise<void> {
	const { editor, n8n, credentials } = studio;
	const openAi = await credentials.storeOpenAi('My OpenAI key');
	const workflow = withParameters(
		withCredential(await credentials.fillIn(readWorkflow(WEEKLY)), openAi),
		'Submit Batch',
		{ run: 'estimate', model: { __rl: true, mode: 'id', value: 'gpt-5.4-mini' } },
	);
	await editor.openWorkflow(await n8n.saveWorkflow(withInbox(workflow)));
	const submit = await editor.open('Submit Batch');
	await submit.execute();
	await submit.viewOutputAs('schema');
	await shoot(studio, 'estimate-only', OUTPUT);
	await submit.close();
}

/** The report over the whole sample inbox, as a mail shows it. */
async function photographReport({ editor, n8n, credentials, folder }: Studio): Promise<void> {
	const workflow = withParameters(await credentials.fillIn(readWorkflow(WEEKLY)), 'Poll Batch', {
		resultsAs: 'report',
		options: {},
	});
	const id = await n8n.run(await n8n.saveWorkflow(withInbox(workflow)));
	const { data } = await n8n.waitFor(id, 'success', PATIENCE_MS);
	const [report] = data['Poll Batch']?.at(-1)?.outputs[1] ?? [];
	const page = await editor.page.context().newPage();
	await page.setContent(String(report?.json['html']));
	const path = join(folder, 'report.png');
	tell(path, await photographPart(page, path, 'body', { widths: MAIL_WIDTHS }));
	await page.close();
}

/** The workflow with the sample inbox in place of its own few e-mails. */
function withInbox(workflow: WorkflowJson, range: readonly [number, number?] = [0]): WorkflowJson {
	const inbox: object[] = JSON.parse(readFileSync('workflows/samples/inbox.json', 'utf8'));
	return {
		...workflow,
		pinData: { [INBOX_NODE]: inbox.slice(...range).map((json) => ({ json })) },
	};
}

function withParameters(
	workflow: WorkflowJson,
	node: string,
	parameters: WorkflowJson['nodes'][number]['parameters'],
): WorkflowJson {
	return {
		...workflow,
		nodes: workflow.nodes.map((entry) =>
			entry.name === node
				? { ...entry, parameters: { ...entry.parameters, ...parameters } }
				: entry,
		),
	};
}

async function shoot(
	{ editor, folder }: Studio,
	name: string,
	selector = NODE_PANEL,
): Promise<void> {
	const path = join(folder, `${name}.png`);
	tell(path, await photographPart(editor.page, path, selector));
}

/** What a picture weighs. */
export function tell(path: string, bytes: number): void {
	console.log(`${relative('.', path)}: ${Math.round(bytes / 1000)} kB`);
}
