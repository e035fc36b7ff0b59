import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listJobs } from '../../../core';
import { fillList } from '../../shared/lists';

const LISTED = 100;

/** Fills the list of jobs: "Weekly review, 200 items, completed, 2026-11-20 09:30". */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await fillList(this, filter, async (connection) =>
		(await listJobs(connection, LISTED)).map(({ job, status }) => ({
			name: `${job.label}, ${job.rowCount} items, ${status.phase.replace('_', ' ')}, ${job.createdAt.slice(0, 16).replace('T', ' ')}`,
			value: job.id,
		})),
	);
}
