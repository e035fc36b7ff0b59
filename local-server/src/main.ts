import { parseArgs } from 'node:util';
import { createLocalServer } from './index';
import { serve } from './serve';

const HELP = `An OpenAI-shaped Batch server for your own machine.

  --port N          8787 unless told; 0 takes a free one
  --host HOST       127.0.0.1 unless told
  --data FILE       where jobs are kept; ./.offpeak/local-server.sqlite unless told, :memory: for nowhere
  --latency MS      how long one model answer takes; 0 unless told
  --concurrency N   how many answers are worked on at a time; 16 unless told
  --phase MS        how long validating and finalizing each last; 200 unless told
  --key KEY         ask callers for this key
  --faults          let callers switch faults on, for tests
`;

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

function readFlags() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8787' },
			host: { type: 'string', default: '127.0.0.1' },
			data: { type: 'string', default: './.offpeak/local-server.sqlite' },
			latency: { type: 'string', default: '0' },
			concurrency: { type: 'string', default: '16' },
			phase: { type: 'string', default: '200' },
			key: { type: 'string' },
			faults: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	return values;
}

function count(flag: string, value: string, least: number, most: number): number {
	const number = Number(value);
	if (value.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
		throw new Error(`--${flag} must be a whole number from ${least} to ${most}, not '${value}'`);
	}
	return number;
}

async function main(): Promise<void> {
	const flags = readFlags();
	if (flags.help) {
		console.log(HELP);
		return;
	}
	if (flags.key === '') throw new Error('--key must not be empty');
	const port = count('port', flags.port, 0, 65_535);
	const server = createLocalServer({
		data: flags.data,
		latencyMs: count('latency', flags.latency, 0, 3_600_000),
		concurrency: count('concurrency', flags.concurrency, 1, 10_000),
		phaseMs: count('phase', flags.phase, 0, 3_600_000),
		faultsOverHttp: flags.faults,
		countPurchases: flags.faults,
		...(flags.key === undefined ? {} : { key: flags.key }),
	});
	if (flags.key === undefined && !LOOPBACK.includes(flags.host)) {
		console.warn(
			`WARNING: ${flags.host} is open to other machines and no --key is set: anyone who reaches it can read every file.`,
		);
	}
	const served = await serve(server, { port, host: flags.host });
	console.log(`Local server ready at ${served.url}/v1`);
	console.log('The demo answerer is no language model: it matches words and quotes sentences.');
	const stop = (): void => {
		void served
			.close()
			.then(() => server.close())
			.then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
	console.error(`local-server: ${error instanceof Error ? error.message : String(error)}`);
	console.error('See --help.');
	process.exit(1);
});
