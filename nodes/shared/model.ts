import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { listModels } from '../../core';
import { fillList, type ListSearch } from './panel/lists';
import type { Service } from './service';

export const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The model that answers. A small one is usually enough to categorize.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. gpt-6-luna',
		},
	],
};

/** Fills the list of models from the provider. */
export function searchModelsOf(service: Service): ListSearch {
	return async function (this, filter) {
		return await fillList(this, service, filter, async (connection) =>
			(await listModels(connection)).map((model) => ({ name: model, value: model })),
		);
	};
}

export interface ModelChoice {
	readonly model: string;
	/** A name typed by hand may be misspelt; one from the list is not. */
	readonly isTyped: boolean;
}

export function readModel(context: IExecuteFunctions, field = 'model'): ModelChoice {
	const model: unknown = context.getNodeParameter(field, 0, '', { extractValue: true });
	const mode: unknown = context.getNodeParameter(`${field}.mode`, 0, 'id');
	return { model: String(model ?? '').trim(), isTyped: mode !== 'list' };
}
