import type { IDataObject } from 'n8n-workflow';
import type { Plan } from '../../core';

/** What is known before anything is sent. */
export function estimateOf({ label, rowCount }: Plan): IDataObject {
	return { label, items: rowCount };
}
