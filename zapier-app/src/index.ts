import zapier, { defineApp } from 'zapier-platform-core';
import packageJson from '../package.json';
import { authentication } from './authentication';
import cancelBatch from './creates/cancel_batch';
import categorizeAsync from './creates/categorize_async';
import pollBatch from './creates/poll_batch';
import submitBatch from './creates/submit_batch';
import { hydrators } from './hydrators';
import findBatch from './searches/find_batch';
import batchCompleted from './triggers/batch_completed';
import listBatches from './triggers/list_batches';
import listModels from './triggers/list_models';
import newBatchResults from './triggers/new_batch_results';

export default defineApp({
	version: packageJson.version,
	platformVersion: zapier.version,
	authentication,
	flags: { throwForThrottlingEarly: false, cleanInputData: false },
	hydrators,
	triggers: {
		[batchCompleted.key]: batchCompleted,
		[newBatchResults.key]: newBatchResults,
		[listModels.key]: listModels,
		[listBatches.key]: listBatches,
	},
	creates: {
		[submitBatch.key]: submitBatch,
		[pollBatch.key]: pollBatch,
		[categorizeAsync.key]: categorizeAsync,
		[cancelBatch.key]: cancelBatch,
	},
	searches: { [findBatch.key]: findBatch },
});
