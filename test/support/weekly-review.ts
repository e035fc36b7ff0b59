import { readFileSync } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import type { N8nExecution, WorkflowJson } from '../../harness/real-n8n';

export const CREDENTIAL = 'Offpeak local server';
const INBOX_NODE = "Get This Week's E-Mails";

interface Mail {
	readonly id: string;
	readonly text?: string;
	readonly html?: string;
}

function readInbox(): Mail[] {
	return JSON.parse(readFileSync('workflows/samples/inbox.json', 'utf8'));
}

/** The shipped workflow with the shipped inbox instead of its few pinned samples. */
export function weeklyReview(count?: number): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(
		readFileSync('workflows/weekly-email-review.json', 'utf8'),
	);
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.credentials?.['offpeakApi'] === undefined
				? node
				: { ...node, credentials: { offpeakApi: { id: null, name: CREDENTIAL } } },
		),
		pinData: {
			[INBOX_NODE]: readInbox()
				.slice(0, count)
				.map((json) => ({ json })),
		},
	};
}

export function outputsOf(execution: N8nExecution): {
	readonly done: INodeExecutionData[];
	readonly failed: INodeExecutionData[];
} {
	const [, done = [], failed = []] = execution.data['Poll Batch']?.at(-1)?.outputs ?? [];
	return { done, failed };
}

/** The empty e-mail is the only one that fails. */
export function expectEveryRowOnce(execution: N8nExecution, count?: number): void {
	const inbox = readInbox().slice(0, count);
	const { done, failed } = outputsOf(execution);
	const ids = [...done, ...failed].map(({ json }) => Object(json['_offpeak']).id);
	expect(ids).toHaveLength(inbox.length);
	expect(new Set(ids)).toEqual(new Set(inbox.map(({ id }) => id)));
	const empty = inbox.filter(({ text, html }) => !text && !html);
	expect(failed.map(({ json }) => Object(json['_offpeak']).reason)).toEqual(
		empty.map(() => expect.stringContaining('text is empty')),
	);
	const [first] = done;
	expect(first?.json).toMatchObject({ subject: expect.any(String), category: expect.any(String) });
}
