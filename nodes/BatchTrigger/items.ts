import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { JobEvent } from '../../core';

/** One light item for a finished job: what happened, and the handle with which Poll Batch gets the answers. */
export function toItem(event: JobEvent): INodeExecutionData {
	const { id, label, status, rowCount, answered, failed, submittedAt, endedAt } = event;
	const json: IDataObject = {
		id,
		label,
		status,
		items: rowCount,
		answered,
		failed,
		submittedAt,
		endedAt: endedAt ?? null,
	};
	if (event.job === undefined) json['batchId'] = event.batchIds[0] ?? null;
	else json['handle'] = structuredClone(event.job);
	return { json };
}
