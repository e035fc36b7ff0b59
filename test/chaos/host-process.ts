import { setTimeout as wait } from 'node:timers/promises';
import { submit, type HttpResponse, type Transport } from '../../core';
import { drawJob } from './draw-job';
import { fetchTransport } from '../../harness/fetch-transport';
import { Random } from './random';

/**
 * A host in a process of its own: submits the job of a seed to a server, and prints its handle. Arguments: seed,
 * base URL, by how many milliseconds its clock is ahead, and at which call and when in it it is to be killed.
 */
async function main(): Promise<void> {
	const [seed, baseUrl = '', ahead, lastCall, moment] = process.argv.slice(2);
	const job = drawJob(new Random(Number(seed)), 'run');
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
	const transport: Transport = async (request) => {
		calls += 1;
		console.log(`call ${calls}.`);
		const isLast = calls === Number(lastCall);
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
	const submission = await submit(job.plan, connection, job.options);
	console.log(`job ${JSON.stringify(submission.job)}`);
}

/** As the kernel does when memory runs out: nothing is tidied up. */
function killMyself(): void {
	process.kill(process.pid, 'SIGKILL');
}

main().catch((error: unknown) => {
	console.log(`error ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
