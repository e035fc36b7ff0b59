import { readFileSync } from 'node:fs';
import type { WorkflowJson } from '../real-n8n';

/** The trigger of the workflow below. */
export const INBOX = "This week's e-mails";

/** The first of the e-mails is an invoice, so that pictures show an answer that makes sense. */
const FIRST = 90;

/** One trigger that holds e-mails of the shipped inbox, some of them with another text. */
export function inboxWorkflow(
	count: number,
	texts: Readonly<Record<number, string>>,
): WorkflowJson {
	const inbox: object[] = JSON.parse(readFileSync('workflows/samples/inbox.json', 'utf8'));
	const chosen = inbox.slice(FIRST, FIRST + count).map((json, index) => {
		const text = texts[index];
		return { json: text === undefined ? json : { ...json, text, html: text } };
	});
	return {
		name: 'Inbox',
		nodes: [
			{
				name: INBOX,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
		],
		connections: {},
		pinData: { [INBOX]: chosen },
	};
}
