import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listJobs } from '../../../core';
import { toNodeError } from '../../shared/errors';
import { connect } from '../../shared/transport';

const LISTED = 100;

/** Fills the list of jobs: "Weekly review, 200 items, completed, 20 Nov 2026". */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const wanted = filter?.toLowerCase() ?? '';
		const jobs = await listJobs(await connect(this), LISTED);
		return {
			results: jobs
				.map(({ job, status }) => ({
					name: `${job.label}, ${job.rowCount} items, ${status.phase.replace('_', ' ')}, ${job.createdAt.slice(0, 16).replace('T', ' ')}`,
					value: job.id,
				}))
				.filter(({ name }) => name.toLowerCase().includes(wanted)),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
