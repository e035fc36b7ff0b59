import { encodeText } from '../formats/bytes';
import type { Protocol } from '../protocols/protocol';
import type { Provider } from '../providers';
import type { KeptEntry } from '../types';
import { LIMITS } from './limits';
import { describeTraces, tracesAt } from './traces';

/**
 * Where a provider lets live what of a job must not be lost. Where it keeps nothing of it, the handle carries it:
 * then the handle is the job, and whoever loses it has lost the way to the answers.
 */
export interface Carriers {
	/** Whose job a batch is, which rows it holds, how its answers are read. */
	readonly record: 'metadata' | 'handle';
	/** What the rows keep: in a file of its own, or in the handle. */
	readonly kept: 'file' | 'handle';
}

export function carriersOf({ metadata, files }: Protocol): Carriers {
	return {
		record: metadata === undefined ? 'handle' : 'metadata',
		kept: files === undefined ? 'handle' : 'file',
	};
}

/** Whether kept fields may ride in a handle. */
export function fitsHandle(kept: readonly KeptEntry[]): boolean {
	let bytes = 0;
	for (const entry of kept) {
		bytes += encodeText(JSON.stringify(entry)).byteLength + 1;
		if (bytes > LIMITS.carriedBytes) return false;
	}
	return true;
}

/** What a job has to do without at this provider, said before it is bought. */
export function findLacks(provider: Provider): readonly string[] {
	const { name, keeps, protocol } = provider;
	const { metadata, files, readBack, cancel } = protocol;
	const untraced = files === undefined ? undefined : describeTraces(name, tracesAt(provider));
	return [
		...(untraced === undefined ? [] : [untraced]),
		...(metadata === undefined && files === undefined
			? [
					`${name} keeps no record of a job: its handle is the only way to the answers, so store it. No trigger, label or ID finds the job, and a run that is repeated buys it again, whatever the Reuse Window: leave retries of this step off.`,
				]
			: []),
		...(files === undefined
			? [
					`${name} keeps no files: kept fields travel in the handle, and Delete Files has nothing to delete; what was sent stays there as long as ${name} keeps it.`,
				]
			: []),
		...(readBack === undefined || keeps.inputContent === 'no'
			? [
					`${name} does not give back what was sent: Try Failed Items Again and Finish by Deadline cannot be used for this job. Send failed items anew from where they came.`,
				]
			: []),
		...(cancel === undefined ? [`${name} cannot cancel a job.`] : []),
	];
}
