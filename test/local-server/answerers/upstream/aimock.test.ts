import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join as joinPath } from 'node:path';
import OpenAI from 'openai';
import { collect, join, plan, poll, submit } from '../../../../core';
import { closeLocalConnections, connectLocally } from '../../../../harness/local-connection';
import { planInput } from '../../../support/core/samples';
import { answererOf } from '../../model-server';
import { killProcesses, startProcess } from '../../process';

/**
 * A server of other people, in a process of its own: aimock (MIT) speaks chat completions and checks what
 * it gets against nobody's idea of ours. It answers by what the last message says.
 */
const FIXTURES = [
	{
		match: { userMessage: 'broken' },
		response: { error: { message: 'No ears', type: 'invalid_request_error' }, status: 400 },
	},
	{
		match: { userMessage: 'busy', sequenceIndex: 0 },
		response: {
			error: { message: 'Slow down', type: 'rate_limit_error' },
			status: 429,
			retryAfter: 3,
		},
	},
	{ match: { userMessage: 'busy' }, response: { content: answer('Meeting') } },
	{ match: { userMessage: 'endless' }, response: { content: '{"cat', finishReason: 'length' } },
	{
		match: { userMessage: 'invoice', systemMessage: 'Invoice', responseFormat: 'json_schema' },
		response: {
			content: answer('Invoice'),
			usage: { prompt_tokens: 40, completion_tokens: 6, total_tokens: 46 },
		},
	},
	{
		match: { userMessage: 'chatty', responseFormat: 'json_schema' },
		response: { content: 'Sure, that is a meeting!' },
	},
	{
		match: { userMessage: 'cannot be used', responseFormat: 'json_object' },
		response: { content: `\`\`\`json\n${answer('Meeting')}\n\`\`\`` },
	},
];

function answer(category: string): string {
	return JSON.stringify({ category, confidence: 0.9, reason: 'It says so.' });
}

let aimock: ChildProcessWithoutNullStreams;
let url: string;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(joinPath(tmpdir(), 'offpeak-'));
	const fixtures = joinPath(folder, 'fixtures.json');
	writeFileSync(fixtures, JSON.stringify({ fixtures: FIXTURES }));
	const command = joinPath(dirname(require.resolve('@copilotkit/aimock')), 'cli.js');
	const flags = ['--port', '0', '--fixtures', fixtures, '--strict', '--validate-on-load'];
	aimock = spawn(process.execPath, [command, ...flags], { cwd: folder });
	const ended = once(aimock, 'exit');
	let printed = '';
	aimock.stdout.on('data', (chunk) => (printed += String(chunk)));
	aimock.stderr.on('data', (chunk) => (printed += String(chunk)));
	for (;;) {
		const found = /listening on (http:\S+)/.exec(printed)?.[1];
		if (found) {
			url = `${found}/v1`;
			return;
		}
		if (aimock.exitCode !== null) throw new Error(`aimock did not start: ${printed}`);
		await Promise.race([ended, once(aimock.stdout, 'data'), once(aimock.stderr, 'data')]);
	}
});
afterEach(closeLocalConnections);
afterAll(() => {
	killProcesses();
	aimock.kill();
	rmSync(folder, { recursive: true });
});

const TEXTS = ['An invoice', 'A busy day', 'A chatty note', 'An endless text', 'A broken one'];

describe('a job on a server that is not ours', () => {
	it('joins to each row what that server made of it', async () => {
		const { answerer, waits } = answererOf({ url });
		const models = ['llama3.2'];
		const local = connectLocally({ server: { answerer, models } });
		const rows = TEXTS.map((text) => ({ text }));
		const made = plan(planInput({ rows, model: 'llama3.2' }));
		const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const outcomes = join(job, await collect(await poll(job, local.connection), local.connection));
		expect(outcomes.map(({ outcome, answer: { category } }) => [outcome, category])).toEqual([
			['succeeded', 'Invoice'],
			['succeeded', 'Meeting'],
			['succeeded', 'Meeting'],
			['truncated', undefined],
			['failed', undefined],
		]);
		expect(outcomes[0]?.usage).toMatchObject({ inputTokens: 40, outputTokens: 6 });
		expect(outcomes[4]?.reason).toContain('No ears');
		expect(waits).toEqual([3000]);
	});

	it('runs from the command line, and offers that server’s models', async () => {
		const flags = ['--data', ':memory:', '--upstream', url, '--upstream-model', 'llama3.2'];
		const server = await startProcess(...flags);
		const client = new OpenAI({ apiKey: 'any', baseURL: server.url, maxRetries: 0 });
		const models = (await client.models.list()).data.map(({ id }) => id);
		expect(models[0]).toBe('llama3.2');
		expect(models).toContain('gpt-4o');
		const response = await client.responses.create({ model: 'llama3.2', input: 'A busy day' });
		expect(response.output_text).toBe(answer('Meeting'));
	}, 20_000);
});
