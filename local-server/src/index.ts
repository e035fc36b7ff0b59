import { steadied, type Answerer } from './answerer';
import { createDemoAnswerer } from './answerers/demo';
import { createApp, WHO } from './http/app';
import { Background } from './work/background';
import { BatchRuns } from './batch/runs';
import { Slots, Work } from './work/clock';
import { strikeCall } from './faults/calls';
import { Faults } from './faults/faults';
import { newId } from './ids';
import { Counters, type Stats } from './work/stats';
import { AnswerStore } from './store/answers';
import { BatchStore } from './store/batches';
import { openDatabase } from './store/database';
import { FileStore } from './store/files';
import { ResponseStore } from './store/responses';
import { Space } from './store/space';
import { DEMO_NAME, type Wait } from './work/waits';

export type { Answer, AnswerCall, Answerer, Endpoint } from './answerer';
export { createDemoAnswerer } from './answerers/demo';
export { DroppedConnection } from './faults/calls';
export { Faults } from './faults/faults';
export type { BatchFault, CallEffect, FaultRule, LineChoice } from './faults/types';
export { serve, type Served } from './http/serve';
export type { Purchase, Stats } from './work/stats';
export type { Wait } from './work/waits';

export const DEMO_MODELS: readonly string[] = ['demo', 'demo-mini'];
export const DEMO_SOURCE =
	'The demo answerer is no language model: it matches words and quotes sentences.';

/** How often what has expired is looked for while nothing else happens. */
const SWEEP_MS = 3_600_000;

export interface LocalServerOptions {
	/** The SQLite file; `:memory:` unless told. */
	readonly data?: string;
	readonly answerer?: Answerer;
	/**
	 * Names the answerer in the data file: what one has begun, another never goes on with. `demo` for the demo
	 * answerer, `own` for another one, unless told.
	 */
	readonly answererName?: string;
	/** The models offered; a request for another one is refused. */
	readonly models?: readonly string[];
	/** One sentence for the page at `/`: where answers come from. */
	readonly source?: string;
	/** How long one model answer takes. */
	readonly latencyMs?: number;
	/** How many answers are worked on at a time. */
	readonly concurrency?: number;
	/** How long validating, finalizing and cancelling each last. */
	readonly phaseMs?: number;
	/**
	 * How long a batch has before it expires; 24 hours unless told. `completion_window` stays `24h` on the wire, as
	 * OpenAI knows no other; `expires_at` says when it really ends.
	 */
	readonly windowSeconds?: number;
	/** When set, every route but `/`, `/health` and `/v1/offpeak` asks for it as a bearer token, and `/` shows no jobs. */
	readonly key?: string | undefined;
	/** Milliseconds, as `Date.now`. */
	readonly now?: () => number;
	readonly bodyLimitBytes?: number;
	readonly faultsOverHttp?: boolean;
	/** Whether `stats().bought` is kept: memory for every request ever bought. On unless told. */
	readonly countPurchases?: boolean;
}

export interface LocalServer {
	/** The whole server as a function. A dropped connection rejects, as a real fetch does. */
	fetch(request: Request): Promise<Response>;
	readonly faults: Faults;
	stats(): Stats;
	/** One for each open batch and background response that the answerer of now must not go on with. */
	waits(): readonly Wait[];
	/** Resolves when no accepted job is left to do. */
	idle(): Promise<void>;
	/** Begins no further line; those in flight are kept. The rest goes on at the next start on the same file. */
	close(): Promise<void>;
}

/** What the server is made of. Each part is handed all of it and names what it takes. */
function partsOf(options: LocalServerOptions, closing: AbortSignal) {
	const now = options.now ?? Date.now;
	const seconds = (): number => Math.floor(now() / 1000);
	const concurrency = options.concurrency ?? 16;
	const answererName = options.answererName ?? (options.answerer ? 'own' : DEMO_NAME);
	const database = openDatabase(options.data ?? ':memory:');
	const work = new Work();
	const space = new Space(database, work);
	const answerer = options.answerer ?? createDemoAnswerer({ seconds });
	return {
		database,
		files: new FileStore(database, seconds, space),
		batches: new BatchStore(database, seconds, answererName, options.windowSeconds ?? 86_400),
		responses: new ResponseStore(database, seconds, answererName, space),
		answers: new AnswerStore(database),
		work,
		slots: new Slots(concurrency),
		faults: new Faults(),
		counters: new Counters(options.countPurchases ?? true),
		answerer: steadied(answerer, options.latencyMs ?? 0, closing),
		answererName,
		models: options.models ?? DEMO_MODELS,
		concurrency,
		phaseMs: options.phaseMs ?? 0,
		seconds,
		closing,
		bodyLimit: options.bodyLimitBytes ?? 220_000_000,
		key: options.key,
		source: options.source ?? DEMO_SOURCE,
		faultsOverHttp: options.faultsOverHttp ?? false,
		startedAt: seconds(),
	};
}

export function createLocalServer(options: LocalServerOptions = {}): LocalServer {
	const closing = new AbortController();
	const parts = partsOf(options, closing.signal);
	const { counters, database, faults, files, responses, work } = parts;
	const runs = new BatchRuns(parts);
	const background = new Background(parts);
	const app = createApp({ ...parts, runs, background });

	responses.purge();
	files.dropUnfinished();
	const sweep = setInterval(() => {
		responses.purge();
		files.purge();
	}, SWEEP_MS);
	sweep.unref();
	runs.resume();
	background.resume();

	return {
		faults,
		stats: () => counters.read(),
		waits: () => [...runs.waits(), ...background.waits()],
		idle: () => work.idle(),
		async fetch(request) {
			const { pathname } = new URL(request.url);
			// Neither a control nor the question who this is belongs to what a test lets a host do, or fail in.
			const controls = pathname.startsWith('/_') || pathname === WHO;
			if (!controls) counters.called(request.method, pathname);
			const effect = controls ? undefined : faults.takeCall(request.method, pathname);
			const call = async (): Promise<Response> => await app.fetch(request);
			const response = await strikeCall(effect, call, closing.signal);
			response.headers.set('x-request-id', newId.request());
			return response;
		},
		async close() {
			if (closing.signal.aborted) return;
			closing.abort();
			clearInterval(sweep);
			await work.idle();
			database.close();
		},
	};
}
