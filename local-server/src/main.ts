#!/usr/bin/env node
import './node-version';
import { connectUpstream, createUpstreamAnswerer, offeredModels } from './answerers/upstream';
import { isLoopback } from './http/auth';
import { HELP, readFlags, type Flags, type UpstreamFlags } from './flags';
import { createLocalServer, DEMO_SOURCE, type LocalServerOptions } from './index';
import { isLoopbackBind, serve } from './http/serve';
import { waitWarnings } from './work/waits';

function warn(message: string): void {
	console.warn(`WARNING: ${message}`);
}

/** The pace of own hardware is nobody's promise. As long as the files of a job are kept unless told. */
const OWN_PACE_SECONDS = 7 * 86_400;

type Answers = Required<Pick<LocalServerOptions, 'source'>> &
	Pick<LocalServerOptions, 'windowSeconds' | 'answerer' | 'answererName' | 'models'>;

async function answersFrom(flags: UpstreamFlags, concurrency: number): Promise<Answers> {
	const { key, model, timeoutMs } = flags;
	const upstream = connectUpstream({ url: flags.url, timeoutMs, key });
	if (!isLoopback(upstream.url)) {
		warn(`${upstream.url.host} is another machine: every text that you send goes there.`);
	}
	const { models, problem } = await offeredModels(upstream, model);
	if (models.length === 0) {
		throw new Error(
			`${upstream.url.href} gives no list of models: ${problem} Start the upstream, or name a model with --upstream-model`,
		);
	}
	if (problem !== undefined) warn(`${upstream.url.href} gives no list of models: ${problem}`);
	const seconds = (): number => Math.floor(Date.now() / 1000);
	return {
		answerer: createUpstreamAnswerer({ upstream, concurrency, seconds }),
		answererName: upstream.url.href,
		windowSeconds: OWN_PACE_SECONDS,
		models,
		source: `Answers come from ${upstream.url.href}, ${concurrency} at a time.`,
	};
}

async function start(flags: Flags): Promise<void> {
	const { concurrency, data, faults, host, key, latencyMs, phaseMs, port, upstream } = flags;
	const answers: Answers =
		upstream === undefined ? { source: DEMO_SOURCE } : await answersFrom(upstream, concurrency);
	const server = createLocalServer({
		...answers,
		data,
		latencyMs,
		concurrency,
		phaseMs,
		faultsOverHttp: faults,
		countPurchases: faults,
		key,
	});
	if (key === undefined && !isLoopbackBind(host)) {
		warn(
			`${host} is open to other machines and no --key is set: anyone who reaches it can read every file.`,
		);
	}
	const served = await serve(server, { port, host });
	console.log(`Local server ready at ${served.url}/v1`);
	console.log(`Jobs are shown at ${served.url}/`);
	console.log(answers.source);
	for (const warning of waitWarnings(server.waits())) warn(warning);
	if (answers.models) console.log(`Models: ${answers.models.join(', ')}`);
	const stop = (): void => {
		void served
			.close()
			.then(() => server.close())
			.then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

async function main(): Promise<void> {
	const flags = readFlags(process.argv.slice(2));
	if (flags.help) console.log(HELP);
	else await start(flags);
}

main().catch((error: unknown) => {
	console.error(`local-server: ${error instanceof Error ? error.message : String(error)}`);
	console.error('See --help.');
	process.exit(1);
});
