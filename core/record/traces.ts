import type { Provider } from '../providers';

/** By what a repeated run can tell that a job was bought before. */
export interface Traces {
	/** Its batches give their metadata back. */
	readonly record: boolean;
	readonly jobList: boolean;
	readonly fileList: boolean;
	/** A claim of ours names each batch. */
	readonly claim: boolean;
}

/** As far as the provider's row knows, before anything is bought. */
export function tracesAt({ keeps, protocol }: Provider): Traces {
	return {
		record: keeps.metadata !== 'no' && protocol.metadata !== undefined,
		jobList: keeps.jobList !== 'no',
		fileList: keeps.fileList !== 'no' && protocol.files !== undefined,
		claim: protocol.files !== undefined,
	};
}

/** What is not guarded, or only in another way than usual; `undefined` where all is as it should be. */
export function describeTraces(
	name: string,
	{ record, jobList, fileList, claim }: Traces,
): string | undefined {
	const isFoundByName = fileList && (jobList || claim);
	const isFound = isFoundByName || (record && jobList);
	const lack = lackOf(name, { record, jobList, fileList });
	if (lack === undefined) return undefined;
	const isListed = record && jobList;
	const way = isListed
		? ''
		: ' No trigger, label or ID finds the job: its handle is the only way to the answers, so store it.';
	if (!isFound) {
		return `${lack} A run that is repeated buys the job again, whatever the Reuse Window: leave retries of this step off.${way}`;
	}
	const guard = isFoundByName
		? 'A run that is repeated finds the job by the names of its files.'
		: 'A run that is repeated finds the job by its record alone, once it is in the list of jobs: after an error, wait ten minutes before you run this step again.';
	return `${lack} ${guard}${way}`;
}

function lackOf(
	name: string,
	{ record, jobList, fileList }: Omit<Traces, 'claim'>,
): string | undefined {
	const lists = [...(jobList ? [] : ['jobs']), ...(fileList ? [] : ['files'])].join(' or ');
	if (lists !== '') {
		return `${name} gives no list of ${lists}${record ? '' : ', and keeps no record of a job'}.`;
	}
	return record ? undefined : `${name} keeps no record of a job.`;
}
