import { setTimeout as wait } from 'node:timers/promises';
import { PROVIDERS, inferProvider, recognize, type Clock, type Connection } from '../../core';
import { createLocalServer, serve } from '../../local-server/src';
import { fetchTransport } from '../../harness/fetch-transport';

/** Where the comparison runs. */
export interface World {
	readonly connection: Connection;
	readonly lookEveryMs?: number;
	close(): Promise<void>;
}

/** What the local server is told to take; a provider takes what it takes. */
export interface Times {
	/** One call, to and fro, without the answer. */
	readonly callMs: number;
	readonly answerMs: number;
	readonly answersAtOnce: number;
	/** A batch waits so long before its first answer, and again after its last. */
	readonly batchWaitMs: number;
	readonly lookEveryMs: number;
}

export const TIMES: Times = {
	callMs: 50,
	answerMs: 250,
	answersAtOnce: 16,
	batchWaitMs: 2_000,
	lookEveryMs: 500,
};

const clock: Clock = {
	now: Date.now,
	sleep: async (ms) => {
		await wait(ms);
	},
};

/** The local server on a socket of its own, dressed as a provider whose prices are known. */
export async function localWorld(model: string, times: Times): Promise<World> {
	const server = createLocalServer({
		models: [model],
		latencyMs: times.answerMs,
		concurrency: times.answersAtOnce,
		phaseMs: times.batchWaitMs,
		countPurchases: false,
	});
	server.faults.add({
		call: {},
		effect: { kind: 'slow', delayMs: times.callMs },
		times: 'always',
	});
	const served = await serve(server, { port: 0, host: '127.0.0.1' });
	const baseUrl = `${served.url}/v1`;
	return {
		connection: {
			provider: PROVIDERS.openai,
			baseUrl,
			transport: fetchTransport(() => baseUrl),
			clock,
		},
		lookEveryMs: times.lookEveryMs,
		close: async () => {
			await served.close();
			await server.close();
		},
	};
}

export async function providerWorld(baseUrl: string, key: string): Promise<World> {
	return {
		connection: await recognize({
			provider: inferProvider(baseUrl),
			baseUrl,
			transport: fetchTransport(() => baseUrl, key),
			clock,
		}),
		close: async () => {},
	};
}
