import { createRequire } from 'node:module';
import { join } from 'node:path';
import zapier, { type Bundle } from '../../zapier-app/node_modules/zapier-platform-core';
import type { ZapierBackend } from './backend';

/** One call of the app's handler, as Zapier's own servers make it. */
export type Handler = (event: object) => Promise<{ readonly results?: unknown }>;

export type BundleParts = {
	readonly authData: Readonly<Record<string, string>>;
	readonly inputData?: Readonly<Record<string, unknown>>;
	readonly meta?: Partial<Bundle['meta']>;
};

/** What a step ended with that Zapier shows to the user. */
export class StepError extends Error {
	constructor(
		/** `HaltedError`, `ThrottledError`, `ExpiredAuthError`, `AppError` … */
		readonly kind: string,
		message: string,
		/** Seconds until Zapier tries again by itself. */
		readonly delay: number | undefined,
	) {
		super(message);
	}
}

export const STEP_MS = 30_000;
export const RESPONSE_BYTES = 6_291_456;

const SDK = join(__dirname, '../../zapier-app/node_modules/zapier-platform-core/package.json');
const requireFromSdk = createRequire(SDK);

function sdk(path: string): object {
	const loaded: unknown = requireFromSdk(path);
	return Object(loaded);
}

/** `createAppHandler` is not in the package's types. */
export function handlerOf(app: object): Handler {
	// The SDK ends a large process after 250 steps, for Zapier to replace it; here there is only this one.
	Object.assign(sdk('./src/constants'), { KILL_MIN_LIMIT: Infinity });
	const create: unknown = Object(zapier).createAppHandler;
	if (typeof create !== 'function') throw new Error('zapier-platform-core has no handler.');
	const handler: unknown = create(app);
	if (typeof handler !== 'function') throw new Error('zapier-platform-core made no handler.');
	return async (event) => Object(await handler(event));
}

const DEFAULT_META: Partial<Bundle['meta']> = {
	isLoadingSample: false,
	isFillingDynamicDropdown: false,
	isPopulatingDedupe: false,
	limit: -1,
	page: 0,
	timezone: 'Europe/Oslo',
};

/** The app behind its handler, held to Zapier's limits on time and size. */
export class Platform {
	/** Milliseconds and bytes of every call, in order. */
	readonly calls: Array<{ method: string; milliseconds: number; bytes: number }> = [];

	constructor(
		private readonly handler: Handler,
		private readonly backend: ZapierBackend,
	) {}

	async execute(method: string, { authData, inputData, meta }: BundleParts): Promise<unknown> {
		const started = Date.now();
		const bundle = structuredClone({
			authData,
			inputData: inputData ?? {},
			inputDataRaw: inputData ?? {},
			meta: { ...DEFAULT_META, ...meta },
		});
		const output = await this.handler({
			command: 'execute',
			method,
			bundle,
			token: 'zapier-token',
			rpc_base: `${this.backend.url}/rpc`,
			zcacheTestObj: {},
			// Signed pointers and a log, as on Zapier.
			environment: { _ZAPIER_ONE_TIME_SECRET: 'once', LOGGING_ENDPOINT: `${this.backend.url}/log` },
		}).catch((error: unknown) => {
			throw toStepError(error);
		});
		const text = JSON.stringify(output.results ?? null);
		const milliseconds = Date.now() - started;
		const bytes = Buffer.byteLength(text);
		this.calls.push({ method, milliseconds, bytes });
		if (milliseconds > STEP_MS) throw new StepError('Timeout', `${method} took 30 s.`, undefined);
		if (bytes > RESPONSE_BYTES) throw new StepError('TooLarge', `${method}: 6 MB.`, undefined);
		return JSON.parse(text);
	}

	/**
	 * Puts what the app points to in the pointers' place, as Zapier does before a step sees them: a file
	 * only where a step asks for it.
	 */
	async hydrate(
		value: unknown,
		{ authData }: BundleParts,
		options: { readonly files: boolean },
	): Promise<unknown> {
		if (typeof value === 'string') {
			const pointer = /^hydrate\|\|\|(.*)\|\|\|hydrate$/s.exec(value)?.[1];
			if (pointer === undefined) return value;
			const { type, method, bundle } = readPointer(pointer);
			if (type === 'file' && !options.files) return value;
			return await this.execute(method, { authData, inputData: bundle });
		}
		if (Array.isArray(value)) {
			return await Promise.all(
				value.map(async (entry) => await this.hydrate(entry, { authData }, options)),
			);
		}
		if (typeof value !== 'object' || value === null) return value;
		const whole: Record<string, unknown> = {};
		for (const [name, entry] of Object.entries(value)) {
			const hydrated = await this.hydrate(entry, { authData }, options);
			if (name === '$HOIST$') Object.assign(whole, hydrated);
			else whole[name] = hydrated;
		}
		return whole;
	}
}

function readPointer(text: string): {
	readonly type: string;
	readonly method: string;
	readonly bundle: Record<string, unknown>;
} {
	const json = text.startsWith('{') ? text : Buffer.from(text.split(':')[0] ?? '', 'base64');
	const { type, method, bundle } = Object(JSON.parse(json.toString()));
	return { type: String(type), method: String(method), bundle: Object(bundle) };
}

/** Zapier's errors carry what they mean as JSON in their message. */
function toStepError(error: unknown): StepError {
	const { name, message } = Object(error);
	const text = String(message);
	const details: unknown = text.startsWith('{') ? JSON.parse(text.split('\n')[0] ?? '') : undefined;
	const { message: words, delay } = Object(details);
	return new StepError(
		String(name),
		typeof words === 'string' ? words : text,
		typeof delay === 'number' ? delay : undefined,
	);
}

/** For tests of what a user is told: the error that a step must end with. */
export async function failureOf(step: Promise<unknown>): Promise<StepError> {
	const error = await step.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof StepError) return error;
	throw new Error('Nothing failed.');
}
