import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Outputs } from '../../shared/panel/outputs';
import { readText } from '../../shared/input/parameters';
import type { Service } from '../../shared/service';
import { connect } from '../../shared/connect';
import { cancel } from './cancel';
import { deleteAllFiles } from './deleteFiles';
import { getMany } from './getMany';
import { getResults } from './getResults';

export async function runOperation(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	service: Service,
): Promise<Outputs> {
	const connection = await connect(context, service);
	switch (readText(context, 'operation')) {
		case 'cancel':
			return await cancel(context, items, connection);
		case 'deleteFiles':
			return await deleteAllFiles(context, items, connection);
		case 'getMany':
			return await getMany(context, items, connection);
		default:
			return await getResults(context, items, connection);
	}
}
