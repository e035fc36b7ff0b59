import { StepError, type BundleParts } from './platform';
import type { Input, Output, Scene } from './scene';

/** Above this many new events in one poll, Zapier holds them all until somebody confirms them. */
const HELD_ABOVE = 100;

/** A step behind the trigger: one of the app's own, or what stands for another app's. */
export type Step =
	| { readonly create: string; readonly input: (data: ZapData) => Input }
	| { readonly run: (data: ZapData) => Output | Promise<Output> };

export interface ZapData {
	readonly trigger: Output;
	/** What the steps so far put out, in order. */
	readonly steps: readonly Output[];
}

export type ZapRun = ZapData & {
	readonly status: 'success' | 'halted' | 'waiting' | 'error';
	readonly message?: string;
};

/** Runs the steps of a Zap for one event, with every pointer in it fetched first. */
export async function runSteps(
	scene: Scene,
	event: unknown,
	steps: readonly Step[],
): Promise<ZapRun> {
	const trigger = await scene.hydrate(event, false);
	const done: Output[] = [];
	for (const step of steps) {
		const data = { trigger, steps: [...done] };
		try {
			const output =
				'run' in step ? await step.run(data) : await scene.create(step.create, step.input(data));
			done.push(await scene.hydrate(output, false));
		} catch (error) {
			if (!(error instanceof StepError)) throw error;
			return { ...data, status: statusOf(error), message: error.message };
		}
	}
	return { trigger, steps: done, status: 'success' };
}

function statusOf({ kind }: StepError): ZapRun['status'] {
	if (kind === 'HaltedError') return 'halted';
	return kind === 'ThrottledError' ? 'waiting' : 'error';
}

export interface ZapOptions {
	readonly trigger: string;
	readonly input?: Input;
	readonly steps: readonly Step[];
}

/** A Zap that begins with a polling trigger of the app: seeded when turned on, deduped by id at each poll. */
export class Zap {
	readonly runs: ZapRun[] = [];
	/** Events that Zapier would not have run. */
	readonly held: Output[] = [];
	readonly #seen = new Set<string>();

	constructor(
		private readonly scene: Scene,
		private readonly options: ZapOptions,
	) {}

	async turnOn(): Promise<void> {
		this.#seen.clear();
		for (const event of await this.#fetch({ isPopulatingDedupe: true })) this.#add(event);
	}

	/** Polls once and runs what is new, the oldest first; answers how many events were new. */
	async poll(): Promise<number> {
		const fresh = (await this.#fetch({})).filter((event) => this.#add(event));
		if (fresh.length > HELD_ABOVE) {
			this.held.push(...fresh);
			return fresh.length;
		}
		for (const event of fresh.toReversed()) {
			this.runs.push(await runSteps(this.scene, event, this.options.steps));
		}
		return fresh.length;
	}

	#add(event: Output): boolean {
		const id = String(event['id']);
		if (this.#seen.has(id)) return false;
		this.#seen.add(id);
		return true;
	}

	async #fetch(meta: BundleParts['meta']): Promise<readonly Output[]> {
		return await this.scene.poll(this.options.trigger, this.options.input ?? {}, meta);
	}
}

/** The rows in a result, whatever else is there. */
export function rowsIn(output: Output | undefined, field = 'rows'): readonly Output[] {
	const rows = output?.[field];
	return Array.isArray(rows) ? rows.map((row: unknown) => Object(row)) : [];
}
