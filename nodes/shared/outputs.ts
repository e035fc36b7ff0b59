import type { INodeExecutionData } from 'n8n-workflow';

export type Outputs = [
	running: INodeExecutionData[],
	done: INodeExecutionData[],
	failed: INodeExecutionData[],
];
