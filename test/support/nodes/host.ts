import './quiet';
import { readList, readObject } from '../../../core';
import { OffpeakApi } from '../../../credentials/OffpeakApi.credentials';
import {
	createDemoAnswerer,
	createLocalServer,
	serve,
	type LocalServer,
	type LocalServerOptions,
} from '../../../local-server/src';
import { CategorizeAsync } from '../../../nodes/CategorizeAsync/CategorizeAsync.node.ts';
import { PollBatch } from '../../../nodes/PollBatch/PollBatch.node.ts';
import { SubmitBatch } from '../../../nodes/SubmitBatch/SubmitBatch.node.ts';
import type { EngineOptions } from '../../../harness/n8n-engine/engine';
import { localCredential } from '../../../harness/local-credential';
import { LOOP_TYPE, loopOverItems, passThrough, wait } from './canvas';

/** A key that must never be seen in a message; it looks like none that is worth stealing. */
export const KEY = 'offpeak-test-key';

/** The real nodes and the real credential, aimed at `baseUrl`. */
export function engineFor(baseUrl: string, apiKey = KEY): EngineOptions {
	return {
		nodeTypes: {
			passThrough,
			wait,
			[LOOP_TYPE]: loopOverItems,
			categorizeAsync: new CategorizeAsync(),
			submitBatch: new SubmitBatch(),
			pollBatch: new PollBatch(),
		},
		credentialTypes: [new OffpeakApi()],
		credentials: { offpeakApi: localCredential(baseUrl, apiKey) },
	};
}

export interface Host {
	readonly server: LocalServer;
	readonly baseUrl: string;
	readonly engine: EngineOptions;
	/** Lets the model answer, and resolves when every job has ended. */
	finishJobs(): Promise<void>;
}

export interface HostOptions extends LocalServerOptions {
	/**
	 * The model does not answer before `finishJobs`: jobs stay running for as long as a test needs. A text:
	 * only what holds it has to wait.
	 */
	readonly holdAnswers?: boolean | string;
}

const open = new Set<() => Promise<void>>();

/** The local server on a socket of its own, until `closeHosts`. */
export async function startHost({
	holdAnswers = false,
	...options
}: HostOptions = {}): Promise<Host> {
	const demo = createDemoAnswerer({ seconds: () => 0 });
	let release = (): void => {};
	const released =
		holdAnswers !== false
			? new Promise<void>((resolve) => {
					release = resolve;
				})
			: Promise.resolve();
	const server = createLocalServer({
		answerer: async (call) => {
			const isHeld =
				typeof holdAnswers !== 'string' || JSON.stringify(call.body).includes(holdAnswers);
			if (isHeld) await released;
			return await demo(call);
		},
		...options,
	});
	const served = await serve(server, { port: 0, host: '127.0.0.1' });
	const baseUrl = `${served.url}/v1`;
	open.add(async () => {
		release();
		await served.close();
		await server.close();
	});
	return {
		server,
		baseUrl,
		engine: engineFor(baseUrl),
		async finishJobs() {
			release();
			await server.idle();
		},
	};
}

export async function closeHosts(): Promise<void> {
	await Promise.all([...open].map((close) => close()));
	open.clear();
}

/** What the provider was asked to do, in money: nothing, if a refusal came in time. */
export function boughtAt({ server }: Pick<Host, 'server'>): {
	readonly batches: number;
	readonly files: number;
} {
	const { batchesCreated, calls } = server.stats();
	return { batches: batchesCreated, files: calls['POST /v1/files'] ?? 0 };
}

export const NOTHING_BOUGHT = { batches: 0, files: 0 };

/** The input and kept files that the provider holds. */
export async function filesOf({
	baseUrl,
}: Host): Promise<readonly { readonly id: string; readonly name: string }[]> {
	const page: unknown = await (await fetch(`${baseUrl}/files?purpose=batch`)).json();
	return (readList(readObject(page)?.['data']) ?? []).map((file) => ({
		id: String(readObject(file)?.['id']),
		name: String(readObject(file)?.['filename']),
	}));
}
