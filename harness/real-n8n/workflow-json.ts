import type { IConnections, INode } from 'n8n-workflow';

export interface CredentialJson {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export type NodeJson = Omit<INode, 'id'> & { id?: string };

/** What the editor exports; anything else in the file is ignored. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: NodeJson[];
	connections: IConnections;
	settings?: object;
	pinData?: object;
}
