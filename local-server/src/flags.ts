import { parseArgs } from 'node:util';

export const HELP = `An OpenAI-shaped Batch server for your own machine.

  --port N               8787 unless told; 0 takes a free one
  --host HOST            127.0.0.1 unless told
  --data FILE            where jobs are kept; ./.offpeak/local-server.sqlite unless told, :memory: for nowhere
  --key KEY              ask callers for this key
  --concurrency N        how many answers are worked on at a time; 16 unless told, 4 with --upstream

  --upstream URL         let a model answer: Ollama, LM Studio, vLLM or any other server with chat
                         completions, e.g. http://127.0.0.1:11434/v1
  --upstream-key KEY     the key that it asks for, if any
  --upstream-model NAME  offer this model, also when the upstream does not list it
  --upstream-timeout S   how long one answer may take; 600 unless told

  --latency MS           how long one model answer takes at least; 0 unless told
  --phase MS             how long validating and finalizing each last; 200 unless told
  --faults               let callers switch faults on, for tests
`;

export interface UpstreamFlags {
	readonly url: string;
	readonly key: string | undefined;
	readonly model: string | undefined;
	readonly timeoutMs: number;
}

export interface Flags {
	readonly help: boolean;
	readonly port: number;
	readonly host: string;
	readonly data: string;
	readonly key: string | undefined;
	readonly concurrency: number;
	readonly upstream: UpstreamFlags | undefined;
	readonly latencyMs: number;
	readonly phaseMs: number;
	readonly faults: boolean;
}

/** Throws a sentence for the user when a flag makes no sense. */
export function readFlags(args: readonly string[]): Flags {
	const { values } = parseArgs({
		args: [...args],
		options: {
			port: { type: 'string', default: '8787' },
			host: { type: 'string', default: '127.0.0.1' },
			data: { type: 'string', default: './.offpeak/local-server.sqlite' },
			key: { type: 'string' },
			concurrency: { type: 'string' },
			upstream: { type: 'string' },
			'upstream-key': { type: 'string' },
			'upstream-model': { type: 'string' },
			'upstream-timeout': { type: 'string' },
			latency: { type: 'string', default: '0' },
			phase: { type: 'string', default: '200' },
			faults: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	for (const [flag, value] of Object.entries(values)) {
		if (value === '') throw new Error(`--${flag} must not be empty`);
		if (flag.startsWith('upstream-') && values.upstream === undefined) {
			throw new Error(`--${flag} needs --upstream`);
		}
	}
	const concurrency = values.concurrency ?? (values.upstream === undefined ? '16' : '4');
	return {
		help: values.help,
		port: count('port', values.port, 0, 65_535),
		host: values.host,
		data: values.data,
		key: values.key,
		concurrency: count('concurrency', concurrency, 1, 10_000),
		upstream:
			values.upstream === undefined
				? undefined
				: {
						url: values.upstream,
						key: values['upstream-key'],
						model: values['upstream-model'],
						timeoutMs:
							1000 * count('upstream-timeout', values['upstream-timeout'] ?? '600', 1, 86_400),
					},
		latencyMs: count('latency', values.latency, 0, 3_600_000),
		phaseMs: count('phase', values.phase, 0, 3_600_000),
		faults: values.faults,
	};
}

function count(flag: string, value: string, least: number, most: number): number {
	const number = Number(value);
	if (value.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
		throw new Error(`--${flag} must be a whole number from ${least} to ${most}, not '${value}'`);
	}
	return number;
}
