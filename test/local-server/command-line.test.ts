import { killProcesses, runProcess } from './process';

afterAll(killProcesses);

const MEMORY = ['--port', '0', '--data', ':memory:'];

describe('the command line', () => {
	const bad: [string, string[], RegExp][] = [
		['an unknown flag', ['--nope'], /--nope/],
		['a port that is none', ['--port', 'http'], /--port must be a whole number/],
		['no concurrency', ['--concurrency', '0'], /--concurrency must be a whole number from 1/],
		['an empty key', ['--key', ''], /--key must not be empty/],
		['a value missing', ['--key'], /--key/],
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
		]) {
			expect(printed).toContain(`--${flag}`);
		}
	});
});
