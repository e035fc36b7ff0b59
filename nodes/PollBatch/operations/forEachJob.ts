import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Connection, Handle } from '../../../core';
import { warnOfFailed } from '../../shared/hints';
import { pairWith } from '../../shared/input/items';
import type { Outputs } from '../../shared/panel/outputs';
import { settle } from '../../shared/settle';
import { readWiring } from '../../shared/wiring';
import { readHandles } from '../jobs/readHandles';
import { toBroken, toBrokenItem, type Broken } from '../jobs/setAside';

/** One job that fails does not keep the others from it; the node fails for it all the same, at the end. */
export async function forEachJob(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	work: (handle: Handle) => Promise<IDataObject>,
): Promise<Outputs> {
	const { fine, broken } = await readHandles(context, items, connection);
	const done: INodeExecutionData[] = [];
	const failures: Broken[] = [];
	for (const entry of fine) {
		const worked = await settle(work(entry.handle));
		if ('error' in worked) failures.push(toBroken(entry, worked.error));
		else done.push({ json: worked.value, pairedItem: pairWith(entry.itemIndexes) });
	}
	const [failure] = failures;
	if (failure !== undefined && (done.length === 0 || !context.continueOnFail()))
		throw failure.error;
	const failed = [...broken, ...failures].map((entry) => toBrokenItem(context, entry));
	warnOfFailed(context, failed, readWiring(context));
	return [[], done, failed];
}
