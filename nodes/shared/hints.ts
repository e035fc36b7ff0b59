import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { countItems } from './input/items';
import type { Wiring } from './wiring';

/** Shows words above the node's output, where n8n can. */
export function tell(context: IExecuteFunctions, ...messages: readonly string[]): void {
	show(context, messages, 'info');
}

/** The same for what may need somebody's care. */
export function warn(context: IExecuteFunctions, ...messages: readonly string[]): void {
	show(context, messages, 'warning');
}

function show(
	context: IExecuteFunctions,
	messages: readonly string[],
	type: 'info' | 'warning',
): void {
	for (const message of messages) {
		context.addExecutionHints({ message, type, location: 'outputPane' });
	}
}

export function warnOfFailed(
	context: IExecuteFunctions,
	failed: readonly INodeExecutionData[],
	{ isFailedWired }: Wiring,
): void {
	if (failed.length === 0 || isFailedWired) return;
	warn(
		context,
		`${countItems(failed.length)} failed. Open the output Failed to see why, and wire it to act on them.`,
	);
}
