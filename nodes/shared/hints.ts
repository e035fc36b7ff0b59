import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows words above the node's output, where n8n can. */
export function addHint(
	context: IExecuteFunctions,
	message: string,
	type: 'info' | 'warning' = 'info',
): void {
	context.addExecutionHints({ message, type, location: 'outputPane' });
}
