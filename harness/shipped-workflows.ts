import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from './real-n8n';

const FOLDER = join(__dirname, '..', 'workflows');

/** The names of the files in `workflows/`. */
export function listWorkflowFiles(): readonly string[] {
	return readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
}

export function readWorkflow(file: string): WorkflowJson {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
}

/** The workflow with this credential of ours in each node that needs one. */
export function withCredential(
	workflow: WorkflowJson,
	credential: { readonly id: string; readonly name: string },
): WorkflowJson {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.credentials?.['offpeakApi'] === undefined
				? node
				: { ...node, credentials: { ...node.credentials, offpeakApi: credential } },
		),
	};
}
