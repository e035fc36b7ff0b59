import type { SteadyAnswerer } from '../answerer';
import type { Slots, Work } from './clock';
import { readString, type JsonObject } from '../../../core';
import { objectAt } from '../json';
import type { ResponseStore, StoredResponse } from '../store/responses';
import { waitOf, type Offer, type Wait } from './waits';

export interface BackgroundDeps extends Offer {
	readonly responses: ResponseStore;
	readonly work: Work;
	readonly slots: Slots;
	readonly answerer: SteadyAnswerer;
	readonly closing: AbortSignal;
	readonly seconds: () => number;
}

/** Answers stored background responses while nobody waits, also those left over from before a restart. */
export class Background {
	constructor(private readonly deps: BackgroundDeps) {}

	start(id: string): void {
		const { work, slots } = this.deps;
		work.start(id, () => slots.run(() => this.answer(id)));
	}

	resume(): void {
		for (const id of this.deps.responses.open()) this.start(id);
	}

	/** What each open response waits for that the answerer of now must not answer. */
	waits(): readonly Wait[] {
		const { responses } = this.deps;
		return responses.open().flatMap((id) => {
			const stored = responses.find(id);
			return (stored && this.waitOf(stored)) ?? [];
		});
	}

	private waitOf({ answerer, request }: StoredResponse): Wait | undefined {
		return waitOf({ answerer, model: readString(request['model']) ?? null }, this.deps);
	}

	private async answer(id: string): Promise<void> {
		const { answerer, closing, responses, seconds } = this.deps;
		const stored = responses.find(id);
		if (stored === undefined || closing.aborted || this.waitOf(stored)) return;
		const { request, wire } = stored;
		if (!responses.move(id, 'in_progress', { ...wire, status: 'in_progress' })) return;
		const answer = await answerer({ endpoint: 'responses', body: request });
		if (answer === undefined) return;
		const done = answer.status < 400 ? answer.body : failed(wire, answer.body);
		const status = readString(done['status']) ?? 'completed';
		const kept = { id, created_at: wire['created_at'] ?? seconds(), background: true, store: true };
		responses.move(id, status, { ...done, ...kept, status });
	}
}

function failed(wire: JsonObject, body: JsonObject): JsonObject {
	const error = objectAt(body, 'error');
	const code = readString(error['code']) ?? 'server_error';
	const message = readString(error['message']) ?? 'The answerer failed.';
	return { ...wire, status: 'failed', error: { code, message } };
}
