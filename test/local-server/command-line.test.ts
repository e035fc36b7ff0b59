import { closeModelServers, complains, startModelServer } from './model-server';
import { killProcesses, runProcess } from './process';

afterAll(async () => {
	killProcesses();
	await closeModelServers();
});

const MEMORY = ['--port', '0', '--data', ':memory:'];

describe('the command line', () => {
	const bad: [string, string[], RegExp][] = [
		['an unknown flag', ['--nope'], /--nope/],
		['a port that is none', ['--port', 'http'], /--port must be a whole number/],
		['no concurrency', ['--concurrency', '0'], /--concurrency must be a whole number from 1/],
		['an empty key', ['--key', ''], /--key must not be empty/],
		['a value missing', ['--key'], /--key/],
		['an upstream that is no web address', ['--upstream', 'file:///etc'], /http:\/\/ or https:/],
		['an upstream with a password in it', ['--upstream', 'http://me:pw@x'], /give a key instead/],
		[
			'an upstream key without an upstream',
			['--upstream-key', 'k'],
			/--upstream-key needs --upstream/,
		],
		[
			'no time for an answer',
			['--upstream', 'http://x', '--upstream-timeout', '0'],
			/from 1 to 86400/,
		],
	];
	it.each(bad)('refuses %s and says why', async (_, flags, message) => {
		const { printed, code } = await runProcess(flags);
		expect(code).toBe(1);
		expect(printed).toMatch(message);
		expect(printed).not.toContain('    at ');
	});

	it('says where it listens and that it is no language model', async () => {
		const { printed } = await runProcess(MEMORY, /no language model/);
		expect(printed).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+\/v1/);
		expect(printed).not.toContain('WARNING');
	});

	it('warns when others can reach it without a key', async () => {
		const open = ['--host', '0.0.0.0', ...MEMORY];
		expect((await runProcess(open, /WARNING.*no --key/)).printed).toContain('WARNING');
		const closed = await runProcess([...open, '--key', 'secret'], /no language model/);
		expect(closed.printed).not.toContain('WARNING');
	});

	it('tells its flags', async () => {
		const { printed, code } = await runProcess(['--help']);
		expect(code).toBe(0);
		for (const flag of [
			'port',
			'host',
			'data',
			'latency',
			'concurrency',
			'phase',
			'key',
			'faults',
			'upstream',
			'upstream-key',
			'upstream-model',
			'upstream-timeout',
		]) {
			expect(printed).toContain(`--${flag}`);
		}
	});

	it('says where answers come from and which models there are', async () => {
		const list = { object: 'list', data: [{ id: 'llama3.2:latest' }] };
		const { url } = await startModelServer(() => ({ body: list }));
		const { printed } = await runProcess([...MEMORY, '--upstream', url], /Models: .*\n/);
		expect(printed).toContain(`Answers come from ${url}, 4 at a time.`);
		expect(printed).toContain('Models: llama3.2:latest');
		expect(printed).toMatch(/Jobs are shown at http:\/\/127\.0\.0\.1:\d+\/\n/);
		expect(printed).not.toContain('WARNING');
		expect(printed).not.toContain('no language model');
	});

	it('does not start without a model to offer, and says what to do', async () => {
		const { url } = await startModelServer(() => complains(404, 'no such page'));
		const { printed, code } = await runProcess([...MEMORY, '--upstream', url]);
		expect(code).toBe(1);
		expect(printed).toContain(
			'no such page Start the upstream, or name a model with --upstream-model',
		);
	});

	it('warns that texts go to another machine, and never prints the key', async () => {
		const flags = ['--upstream', 'http://models.invalid', '--upstream-model', 'phi'];
		const { printed } = await runProcess(
			[...MEMORY, ...flags, '--upstream-key', 'sk-local'],
			/Models: /,
		);
		expect(printed).toMatch(/WARNING: models\.invalid is another machine/);
		expect(printed).not.toContain('sk-local');
	}, 20_000);
});
