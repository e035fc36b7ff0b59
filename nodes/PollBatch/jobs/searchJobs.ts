import { listJobs } from '../../../core';
import { countItems } from '../../shared/input/items';
import { fillList, type ListSearch } from '../../shared/panel/lists';
import type { Service } from '../../shared/service';

const LISTED = 100;

/** Fills the list of jobs: "Weekly review, 200 items, completed, 2026-11-20 09:30". */
export function searchJobsOf(service: Service): ListSearch {
	return async function (this, filter) {
		return await fillList(this, service, filter, async (connection) =>
			(await listJobs(connection, LISTED)).map(({ job, status }) => ({
				name: `${job.label}, ${countItems(job.rowCount)}, ${status.phase.replace('_', ' ')}, ${job.createdAt.slice(0, 16).replace('T', ' ')}`,
				value: job.id,
			})),
		);
	};
}
