import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import {
	stepRunKeyOf,
	submit,
	type HttpResponse,
	type SubmitOptions,
	type Transport,
} from '../../core';
import { drawJob } from './draw-job';
import { fetchTransport } from '../../harness/fetch-transport';
import { Random } from './random';

/**
 * A host in a process of its own: submits the job of a seed to a server, and prints its handle. Arguments: seed,
 * base URL, by how many milliseconds its clock is ahead, and at which call (`c2`: the second purchase) and when in
 * it it is to be killed. Two more make it an execution of its own, which is no try of another: its number, and the
 * file of what the host remembers.
 */
async function main(): Promise<void> {
	const [seed = '', baseUrl = '', ahead, lastCall, moment, execution, memory] =
		process.argv.slice(2);
	const job = drawJob(new Random(Number(seed)), 'run');
	const options =
		execution === undefined || memory === undefined
			? job.options
			: {
					runKey: stepRunKeyOf(['chaos', seed], execution),
					reuseWindowSeconds: 0,
					ended: rememberedIn(memory),
				};
	let offset = Number(ahead);
	const clock = {
		now: () => Date.now() + offset,
		sleep: async (ms: number) => {
			offset += ms;
			await wait(ms / 500);
		},
	};
	const inner = fetchTransport(() => baseUrl);
	/** Time goes on for the provider as it does for the host. */
	const later = ({
		headers: { date = '', ...headers },
	}: HttpResponse): HttpResponse['headers'] => ({
		...headers,
		date: new Date(Date.parse(date) + offset).toUTCString(),
	});
	let calls = 0;
	let creates = 0;
	const transport: Transport = async (request) => {
		calls += 1;
		console.log(`call ${calls}.`);
		if (request.method === 'POST' && request.path === '/batches') creates += 1;
		const isLast = lastCall === String(calls) || lastCall === `c${creates}`;
		if (isLast && moment === 'before') killMyself();
		const reply = inner(request).then((response) => ({ ...response, headers: later(response) }));
		if (isLast && moment === 'after') await reply.catch(() => undefined);
		if (isLast) await wait(moment === 'after' ? 0 : 2).then(killMyself);
		return await reply;
	};
	const connection = {
		provider: job.provider,
		baseUrl: 'http://127.0.0.1:8787/v1',
		transport,
		clock,
	};
	const submission = await submit(job.plan, connection, options);
	console.log(`job ${JSON.stringify(submission.job)}`);
}

/** As n8n's database keeps it: written at once. */
function rememberedIn(file: string): NonNullable<SubmitOptions['ended']> {
	const runs = (): readonly string[] =>
		existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
	return {
		has: async (runKey) => await Promise.resolve(runs().includes(runKey)),
		add: async (runKey) => {
			await Promise.resolve(appendFileSync(file, `${runKey}\n`));
		},
	};
}

/** As the kernel does when memory runs out: nothing is tidied up. */
function killMyself(): void {
	process.kill(process.pid, 'SIGKILL');
}

main().catch((error: unknown) => {
	console.log(`error ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
