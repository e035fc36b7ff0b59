import {
	createDemoAnswerer,
	createLocalServer,
	serve,
	type LocalServer,
	type LocalServerOptions,
} from '../../local-server/src';
import App from '../../zapier-app/src';
import { startBackend, type ZapierBackend } from './backend';
import { Platform, handlerOf, type BundleParts, type Handler } from './platform';

/** A key that must never be seen in a message or a log; it looks like none that is worth stealing. */
export const KEY = 'offpeak-test-key-0123456789';

export type Input = Readonly<Record<string, unknown>>;

/** The app on a stand-in for Zapier, connected to a local server, each on a socket of its own. */
export interface Scene {
	readonly server: LocalServer;
	readonly baseUrl: string;
	readonly backend: ZapierBackend;
	readonly platform: Platform;
	readonly authData: BundleParts['authData'];
	create(key: string, inputData: Input, meta?: BundleParts['meta']): Promise<Output>;
	search(key: string, inputData: Input): Promise<readonly Output[]>;
	/** What a poll puts out, not yet hydrated. */
	poll(key: string, inputData?: Input, meta?: BundleParts['meta']): Promise<readonly Output[]>;
	/** With everything that the app points to; the files only where told. */
	hydrate(value: unknown, files?: boolean): Promise<Output>;
	/** Lets the model answer, and resolves when every job has ended. */
	finishJobs(): Promise<void>;
}

export type Output = Readonly<Record<string, unknown>>;

export interface SceneOptions extends LocalServerOptions {
	/** The model does not answer before `finishJobs`. */
	readonly holdAnswers?: boolean;
	/** The app as somebody else runs it; from its source unless told. */
	readonly handler?: Handler;
	readonly authData?: Partial<Record<'provider' | 'api_key' | 'base_url' | 'own_network', string>>;
}

const open = new Set<() => Promise<void>>();

export async function startScene(options: SceneOptions = {}): Promise<Scene> {
	const { holdAnswers = false, authData: auth, handler, ...serverOptions } = options;
	const demo = createDemoAnswerer({ seconds: () => 0 });
	let release = (): void => {};
	const released = holdAnswers
		? new Promise<void>((resolve) => {
				release = resolve;
			})
		: Promise.resolve();
	const server = createLocalServer({
		answerer: async (call) => {
			await released;
			return await demo(call);
		},
		now: () => Date.now(),
		...serverOptions,
	});
	const served = await serve(
		{ fetch: async (request) => dated(await server.fetch(request)) },
		{ port: 0, host: '127.0.0.1' },
	);
	const backend = await startBackend();
	open.add(async () => {
		release();
		await served.close();
		await server.close();
		await backend.close();
	});
	const platform = new Platform(handler ?? handlerOf(App), backend);
	const baseUrl = `${served.url}/v1`;
	const authData = {
		provider: 'other',
		api_key: KEY,
		base_url: baseUrl,
		own_network: 'true',
		...auth,
	};
	const run = async (method: string, parts: Omit<BundleParts, 'authData'>): Promise<unknown> =>
		await platform.execute(method, { ...parts, authData });
	return {
		server,
		baseUrl,
		backend,
		platform,
		authData,
		create: async (key, inputData, meta = {}) =>
			Object(await run(`creates.${key}.operation.perform`, { inputData, meta })),
		search: async (key, inputData) =>
			Object(await run(`searches.${key}.operation.perform`, { inputData })),
		poll: async (key, inputData = {}, meta = {}) =>
			Object(await run(`triggers.${key}.operation.perform`, { inputData, meta })),
		hydrate: async (value, files = true) =>
			Object(await platform.hydrate(value, { authData }, { files })),
		async finishJobs() {
			release();
			await server.idle();
		},
	};
}

/** A provider says what time it is; here it is the test's time, which Node's own header would not be. */
function dated({ body, status, headers }: Response): Response {
	const date = new Date(Date.now()).toUTCString();
	return new Response(body, { status, headers: { ...Object.fromEntries(headers), date } });
}

export async function closeScenes(): Promise<void> {
	await Promise.all([...open].map((close) => close()));
	open.clear();
}

/** Sorting e-mails, as a person sets it in the editor. */
export const CATEGORIZE: Input = {
	task: 'categorize',
	categories: {
		Invoice: 'bills, payment reminders',
		Meeting: 'appointments, calendar',
	},
	category_values: { Invoice: 'Label_1' },
	model: 'demo',
};

export const MAILS: readonly Input[] = [
	{
		row_id: 'm-1',
		row_text: 'An invoice: please pay the bill by Friday.',
		keep_subject: 'Your bill',
	},
	{ row_id: 'm-2', row_text: 'A meeting? Put it in the calendar.', keep_subject: 'Thursday' },
	{ row_id: 'm-3', row_text: 'A payment reminder for your invoice.', keep_subject: 'Reminder' },
];

/** Submit Batch on a few e-mails. */
export function submitInput(changes: Input = {}): Input {
	return {
		...CATEGORIZE,
		source: 'items',
		keep_names: ['subject'],
		rows: MAILS,
		label: 'Weekly review',
		...changes,
	};
}

/** So many e-mails, as line items. */
export function mailRows(count: number): readonly Input[] {
	return Array.from({ length: count }, (_, index) => ({
		row_id: `m-${index}`,
		row_text: `E-mail ${index}: an invoice, please pay the bill.`,
		keep_subject: `Subject ${index}`,
	}));
}
