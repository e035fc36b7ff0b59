import type { IConnections, INode } from 'n8n-workflow';

export interface CredentialJson {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** What the editor exports; anything else in the file is ignored. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: Array<Omit<INode, 'id'> & { id?: string }>;
	connections: IConnections;
	settings?: object;
	pinData?: object;
}
