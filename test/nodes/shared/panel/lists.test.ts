import { LoadOptionsContext } from 'n8n-core';
import type { INodeListSearchResult } from 'n8n-workflow';
import { PollBatch } from '../../../../nodes/PollBatch/PollBatch.node.ts';
import { SubmitBatch } from '../../../../nodes/SubmitBatch/SubmitBatch.node.ts';
import type { EngineOptions } from '../../../../harness/n8n-engine/engine';
import { SUBMIT, submitNode } from '../../../support/nodes/canvas';
import { KEY, closeHosts, engineFor, startHost } from '../../../support/nodes/host';
import { runInside } from '../../../support/nodes/inside';
import { run } from '../../../support/nodes/run';

afterEach(closeHosts);

const { searchModels } = new SubmitBatch().methods.listSearch;
const { searchJobs } = new PollBatch().methods.listSearch;

/** Opens a list of the panel, as n8n does when a person clicks on it. */
async function search(
	list: typeof searchModels,
	engine: EngineOptions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await runInside(engine, async ({ workflow, node, additionalData }) => {
		const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.model');
		const found: INodeListSearchResult = await Reflect.apply(list, context, [filter]);
		return found;
	});
}

function names({ results }: INodeListSearchResult): string[] {
	return results.map(({ name }) => name);
}

describe('the list of models', () => {
	it('holds the models of the provider, sorted', async () => {
		const host = await startHost({ models: ['gpt-6-luna', 'demo', 'gpt-6'] });
		expect(await search(searchModels, host.engine)).toEqual({
			results: ['demo', 'gpt-6', 'gpt-6-luna'].map((name) => ({ name, value: name })),
		});
	});

	it('is filtered by what is typed, whatever its case', async () => {
		const host = await startHost({ models: ['gpt-6-luna', 'demo', 'gpt-6'] });
		expect(names(await search(searchModels, host.engine, 'GPT'))).toEqual(['gpt-6', 'gpt-6-luna']);
		expect(names(await search(searchModels, host.engine, 'nope'))).toEqual([]);
	});

	it('says that the key is wrong', async () => {
		const host = await startHost({ key: 'another' });
		await expect(search(searchModels, host.engine)).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^The API key was not accepted\./),
			description: 'Check the key in the credential: it may be mistyped, expired or revoked.',
		});
	});

	it('says that the Base URL leads nowhere', async () => {
		const host = await startHost();
		const engine = engineFor(host.baseUrl.replace('v1', 'v9'));
		await expect(search(searchModels, engine)).rejects.toMatchObject({
			description: expect.stringMatching(/usually ends in \/v1/),
		});
	});

	it('says that the server is not there', async () => {
		const host = await startHost();
		await closeHosts();
		await expect(search(searchModels, host.engine)).rejects.toThrow(
			'The server cannot be reached (ECONNREFUSED).',
		);
	});

	it('sends no key in the clear', async () => {
		await expect(
			search(searchModels, engineFor('http://api.example.com/v1')),
		).rejects.toMatchObject({
			message: expect.not.stringContaining(KEY),
			description: 'Correct the credential.',
		});
	});
});

describe('the list of jobs', () => {
	it('names each job by label, size, status and time', async () => {
		const host = await startHost();
		const { jsonOf } = await run(host.engine, { nodes: [submitNode({ label: 'Inbox' })] });
		await host.finishJobs();
		const { results } = await search(searchJobs, host.engine);
		expect(results).toEqual([
			{
				name: expect.stringMatching(/^Inbox, 3 items, completed, \d{4}-\d\d-\d\d \d\d:\d\d$/),
				value: Object(jsonOf(SUBMIT)[0]).handle.id,
			},
		]);
	});

	it('is filtered by what is typed', async () => {
		const host = await startHost();
		for (const [executionId, label] of [
			['1', 'Inbox'],
			['2', 'Notes'],
		] as const) {
			await run(host.engine, { nodes: [submitNode({ label })], executionId });
		}
		expect(names(await search(searchJobs, host.engine, 'note'))).toEqual([
			expect.stringMatching(/^Notes,/),
		]);
	});

	it('says what is wrong', async () => {
		const host = await startHost({ key: 'another' });
		await expect(search(searchJobs, host.engine)).rejects.toThrow(
			/^The API key was not accepted\./,
		);
	});
});
