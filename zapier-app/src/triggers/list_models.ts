import { defineTrigger, type Bundle, type ZObject } from 'zapier-platform-core';
import { listModels } from '../../../core';
import { withConnection } from '../transport';

interface ModelChoice {
	readonly id: string;
	readonly name: string;
}

async function readModels(z: ZObject, bundle: Bundle): Promise<ModelChoice[]> {
	return await withConnection(z, bundle, async (connection) => {
		const models = await listModels(connection);
		return models.map((id) => ({ id, name: id }));
	});
}

/** Fills the dropdown Model. */
export default defineTrigger({
	key: 'list_models',
	noun: 'Model',
	display: {
		label: 'List Models',
		description: 'Triggers when a model is available.',
		hidden: true,
	},
	operation: { type: 'polling', perform: readModels, sample: { id: 'demo', name: 'demo' } },
});
