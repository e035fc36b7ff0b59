import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isOffpeakError, type Handle } from '../../../core';
import { toErrorItem, toNodeError } from '../../shared/errors';
import { pairWith } from '../../shared/input/items';
import { settle } from '../../shared/settle';

/** Input items that lead to no results, and why. They must not cost the results of the others. */
export interface Broken {
	readonly itemIndexes: readonly number[];
	/** Of the job, where that much is known. */
	readonly label: string | undefined;
	readonly error: unknown;
}

export interface Sorted<T> {
	readonly fine: readonly T[];
	readonly broken: readonly Broken[];
}

/**
 * Does `work` for each entry, and sets aside what fails for good. Throws what waiting may mend, and the first
 * failure where nothing is left.
 */
export async function setBrokenAside<
	Entry extends { readonly itemIndexes: readonly number[]; readonly handle?: Handle },
	T,
>(entries: readonly Entry[], work: (entry: Entry) => Promise<T>): Promise<Sorted<T>> {
	const fine: T[] = [];
	const broken: Broken[] = [];
	for (const entry of entries) {
		const settled = await settle(work(entry));
		if ('value' in settled) {
			fine.push(settled.value);
			continue;
		}
		const { error } = settled;
		if (!isOffpeakError(error) || error.retryable) throw error;
		broken.push(toBroken(entry, error));
	}
	const [first] = broken;
	if (fine.length === 0 && first !== undefined) throw first.error;
	return { fine, broken };
}

export function toBroken(
	{ itemIndexes, handle }: { readonly itemIndexes: readonly number[]; readonly handle?: Handle },
	error: unknown,
): Broken {
	return { itemIndexes, error, label: handle?.label };
}

/** What leaves on *Failed* in place of their results. */
export function toBrokenItem(
	context: IExecuteFunctions,
	{ itemIndexes, label, error }: Broken,
): INodeExecutionData {
	const { json } = toErrorItem(toNodeError(context.getNode(), error), []);
	const reason = label === undefined ? json['error'] : `"${label}": ${String(json['error'])}`;
	return { json: { ...json, error: reason }, pairedItem: pairWith(itemIndexes) };
}
