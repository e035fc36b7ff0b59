import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { isOffpeakError, unforeseen, type Handle, type OffpeakError } from '../../../core';
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
 * Does `work` for each entry, and sets aside what fails for good, be it by a fault that nobody foresaw. Throws what
 * waiting may mend (`mayPass`), and the first failure where nothing is left.
 */
export async function setBrokenAside<
	Entry extends { readonly itemIndexes: readonly number[]; readonly handle?: Handle },
	T,
>(
	entries: readonly Entry[],
	work: (entry: Entry) => Promise<T>,
	mayPass: (error: OffpeakError) => boolean = ({ retryable }) => retryable,
): Promise<Sorted<T>> {
	const fine: T[] = [];
	const broken: Broken[] = [];
	for (const entry of entries) {
		const settled = await settle(work(entry));
		if ('value' in settled) {
			fine.push(settled.value);
			continue;
		}
		const { error } = settled;
		if (isOffpeakError(error) && mayPass(error)) throw error;
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
	return { itemIndexes, error: inWords(error), label: handle?.label };
}

/** Errors of ours and of n8n's have words of their own. */
function inWords(error: unknown): unknown {
	const isKnown =
		isOffpeakError(error) || error instanceof NodeApiError || error instanceof NodeOperationError;
	return isKnown ? error : unforeseen(error);
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
