import { readObject, readString } from '../../formats/json';
import { encodePathPart } from '../../formats/well-formed';
import type { Protocol } from '../protocol';
import { batchesFor } from './batches';
import { contentOf, filesFor } from './files';
import { readPage } from './page';
import {
	changeRequest,
	encodeTemplate,
	type Endpoint,
	readOwnFields,
	readRequest,
} from './request';
import { answersFrom, background } from './responses';
import { readOpenAiResult } from './result';
import { webhooks } from './webhooks';

function openAiBatch(endpoint: Endpoint): Extract<Protocol, { readonly files: object }> {
	return {
		name: 'the OpenAI Batch API',
		encodeTemplate: (settings) => encodeTemplate(endpoint, settings),
		readRequest,
		changeRequest,
		readOwnFields,
		readResult: readOpenAiResult,
		...batchesFor(endpoint),
		...answersFrom(endpoint),
		models: () => ({ method: 'GET', path: '/models' }),
		model: (id) => ({ method: 'GET', path: `/models/${encodePathPart(id)}` }),
		readModels: (reply) =>
			readPage(reply, (entry) => readString(readObject(entry)?.['id']))?.entries,
		files: filesFor(endpoint),
		metadata: { pairs: 16, valueCharacters: 512 },
		readBack: {
			requestsOf: ({ inputFileId }) =>
				inputFileId === undefined
					? undefined
					: { name: inputFileId, request: contentOf(inputFileId) },
		},
	};
}

/** The OpenAI Batch API for Chat Completions, which most servers that speak it know alone. */
export const chatBatch: Protocol = openAiBatch('/v1/chat/completions');

/** The OpenAI Batch API for Responses, which can also be answered in the background. */
export const responsesBatch: Protocol = { ...openAiBatch('/v1/responses'), background, webhooks };
