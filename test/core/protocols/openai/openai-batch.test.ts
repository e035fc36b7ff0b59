import { PROVIDERS } from '../../../../core';
import { chatBatch, responsesBatch } from '../../../../core/protocols/openai/openai-batch';
import { batchOf } from '../../../support/core/batches';
import { readFixture } from '../../../support/core/fixtures';
import { without } from '../../../support/core/samples';

describe('readModels', () => {
	it('reads the ids and leaves what has none', () => {
		expect(responsesBatch.readModels(readFixture('openai/models'))).toEqual([
			'gpt-6-luna',
			'gpt-6',
		]);
		expect(responsesBatch.readModels({ data: [{ name: 'x' }, 'y'] })).toEqual([]);
		expect(responsesBatch.readModels('no')).toBeUndefined();
		expect(responsesBatch.readModels({ data: [{ id: 'a' }], has_more: true })).toEqual(['a']);
	});
});

describe('the OpenAI Batch API', () => {
	it('is the protocol of every provider in the table', () => {
		expect(new Set(Object.values(PROVIDERS).map(({ protocol }) => protocol))).toEqual(
			new Set([responsesBatch, chatBatch]),
		);
	});

	it('answers in the background, and calls back, only where it speaks Responses', () => {
		expect(responsesBatch).toMatchObject({ background: {}, webhooks: {} });
		expect(chatBatch).not.toHaveProperty('background');
		expect(chatBatch).not.toHaveProperty('webhooks');
	});

	it('asks for models, and for one by its id', () => {
		expect(responsesBatch.models().path).toBe('/models');
		expect(responsesBatch.model('a/b').path).toBe('/models/a%2Fb');
	});

	it('gives back what was sent from the input file of a batch that names it', () => {
		const { readBack } = responsesBatch;
		expect(readBack?.requestsOf(batchOf({ inputFileId: 'a/b' }))).toEqual({
			name: 'a/b',
			request: { method: 'GET', path: '/files/a%2Fb/content' },
		});
		expect(readBack?.requestsOf(without(batchOf(), 'inputFileId'))).toBeUndefined();
	});
});
