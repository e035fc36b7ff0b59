import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType, IRunExecutionData } from 'n8n-workflow';
import { OffpeakApi } from '../credentials/OffpeakApi.credentials';
import { createLocalServer, serve } from '../local-server/src';
import { PollBatch } from '../nodes/PollBatch/PollBatch.node.ts';
import { SubmitBatch } from '../nodes/SubmitBatch/SubmitBatch.node.ts';
import { localCredential } from '../harness/local-credential';
import { runWorkflow, type EngineWorkflow } from '../harness/n8n-engine/engine';
import { printReview } from '../harness/n8n-engine/print-review';

/**
 * `npm start`: the shipped workflow on the shipped inbox, on n8n's own engine, against the local server.
 * Only the trigger and the Gmail node are stood in for: the e-mails come from `workflows/samples/`.
 */
const WORKFLOW = 'workflows/weekly-email-review.json';
const INBOX = 'workflows/samples/inbox.json';
const START = 'Try It Now';
const INBOX_NODE = "Get This Week's E-Mails";
/** 200 e-mails take about three seconds: long enough to watch. */
const ANSWER_MS = 250;
const LOOK_MS = 1000;
const WATCH_CALL = 'GET /v1/batches';

async function main(): Promise<void> {
	const started = Date.now();
	const root = join(__dirname, '..');
	const workflow: EngineWorkflow = JSON.parse(readFileSync(join(root, WORKFLOW), 'utf8'));
	const inbox: unknown[] = JSON.parse(readFileSync(join(root, INBOX), 'utf8'));

	const server = createLocalServer({ latencyMs: ANSWER_MS, concurrency: 16 });
	const served = await serve(server, { port: 0, host: '127.0.0.1' });
	const baseUrl = `${served.url}/v1`;
	console.log(
		`\nOffpeak: "${workflow.name}" on n8n's own engine, with the local server at ${baseUrl}.`,
	);
	console.log(`${inbox.length} e-mails come in.\n`);
	let watched = 0;
	let parkedMilliseconds = 0;

	try {
		const run = await runWorkflow(
			withTokens(workflow),
			{
				nodeTypes: {
					...STAND_INS,
					'n8n-nodes-offpeak.submitBatch': new SubmitBatch(),
					'n8n-nodes-offpeak.pollBatch': new PollBatch(),
				},
				credentialTypes: [new OffpeakApi()],
				credentials: { offpeakApi: localCredential(baseUrl, 'no key is needed here') },
			},
			{
				startNode: START,
				pinData: {
					[INBOX_NODE]: inbox.map((mail, item) => ({
						json: Object(mail),
						pairedItem: { item },
					})),
				},
				onNode: announce,
				// n8n would sleep for a minute or more; nobody wants to watch that.
				onPark: async () => {
					const parkedAt = Date.now();
					watched += 1;
					await watch(baseUrl);
					parkedMilliseconds += Date.now() - parkedAt;
				},
			},
		);
		if (run.data.resultData.error !== undefined) throw run.data.resultData.error;
		printReview(run.data, {
			calls: withoutWatching(server.stats().calls, watched),
			milliseconds: Date.now() - started,
			parkedMilliseconds,
			workflow: WORKFLOW,
		});
	} finally {
		await served.close();
		await server.close();
	}
}

/** With *Simplify* off, each item tells its tokens: what this screen says of the cost is added up from them. */
function withTokens(workflow: EngineWorkflow): EngineWorkflow {
	const nodes = workflow.nodes.map((node) =>
		node.name === 'Poll Batch'
			? { ...node, parameters: { ...node.parameters, simplify: false } }
			: node,
	);
	return { ...workflow, nodes };
}

function announce(nodeName: string, data: IRunExecutionData): void {
	const runs = data.resultData.runData[nodeName] ?? [];
	const outputs = runs.at(-1)?.data?.['main'] ?? [];
	const count = outputs.reduce((sum, items) => sum + (items?.length ?? 0), 0);
	const looked = nodeName === 'Poll Batch' && (outputs[0]?.length ?? 0) > 0;
	if (nodeName === 'Poll Batch' && runs.length > 1 && looked) return;
	console.log(
		looked
			? '▸ Poll Batch: still running. The execution is parked; n8n needs no worker for it.'
			: `▸ ${nodeName}: ${count} ${count === 1 ? 'item' : 'items'}`,
	);
}

/** Shows how far the job is, as a person would see it at the provider, until it is time to look again. */
async function watch(baseUrl: string): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
	const reply = await fetch(`${baseUrl}/batches?limit=1`);
	const page: unknown = await reply.json();
	const batch: unknown = Object(Object(page).data)[0];
	const { completed = 0, total = 0 } = Object(Object(batch).request_counts);
	console.log(`  … ${completed} of ${total} answered (${String(Object(batch).status)})`);
}

/** The calls that the workflow made: the ones that only this screen made are taken off. */
function withoutWatching(
	calls: Readonly<Record<string, number>>,
	watched: number,
): Readonly<Record<string, number>> {
	return { ...calls, [WATCH_CALL]: (calls[WATCH_CALL] ?? 0) - watched };
}

const passThrough: INodeType = {
	description: {
		displayName: 'Stand-in',
		name: 'standIn',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

const STAND_INS: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.manualTrigger': passThrough,
	'n8n-nodes-base.scheduleTrigger': passThrough,
	'n8n-nodes-base.gmail': passThrough,
	'n8n-nodes-base.noOp': passThrough,
	'n8n-nodes-base.stickyNote': passThrough,
};

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
