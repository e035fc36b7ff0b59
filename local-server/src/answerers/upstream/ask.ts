import type { Answer } from '../../answerer';
import { pause } from '../../work/clock';
import type { JsonObject } from '../../../../core';
import type { Upstream } from './connect';
import { readHitch, type Again } from './hitch';

export interface Patience {
	/** How long all waits for one answer may last, while nobody holds the line. */
	readonly queuedMs: number;
	/** The same while a caller holds the line, who will try again by itself. */
	readonly heldMs: number;
	/** How long answers under way may last when the server stops; longer ones are asked for again at the next start. */
	readonly graceMs: number;
	/** `pause` unless told; tests do not wait. */
	readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const PATIENCE: Patience = { queuedMs: 600_000, heldMs: 15_000, graceMs: 5000, pause };

export type Ask = (request: JsonObject) => Promise<Answer>;

const MOST_TRIES: Readonly<Record<Again, number>> = {
	never: 1,
	once: 2,
	'a-few-times': 5,
	'while-patient': Infinity,
};
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;

interface Circumstances {
	readonly patience: Patience;
	readonly held: boolean;
	readonly closing: AbortSignal | undefined;
}

/** Asks until there is an answer or an error that stays. Throws only when the server stops meanwhile. */
export function patientAsk(upstream: Upstream, { patience, held, closing }: Circumstances): Ask {
	const most = held ? patience.heldMs : patience.queuedMs;
	return async (request) => {
		let waited = 0;
		for (let tries = 1; ; tries += 1) {
			if (closing?.aborted) throw stopped();
			const tried = await tryOnce(upstream, request, patience.graceMs, closing);
			if (tried.again === undefined) return tried.answer;
			// A refusal that stays is an answer, also now.
			if (closing?.aborted && tried.again !== 'never') throw stopped();
			const delay = tried.afterMs ?? backOff(tries);
			if (tries >= MOST_TRIES[tried.again] || waited + delay > most) return tried.answer;
			waited += delay;
			await patience.pause(delay, closing);
		}
	};
}

function stopped(): Error {
	return new Error('The server stopped before the model answered');
}

/** Doubles, and spreads callers that failed together. */
function backOff(tries: number): number {
	const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
	return delay * (0.75 + Math.random() / 4);
}

interface Tried {
	readonly again?: Again;
	readonly answer: Answer;
	readonly afterMs?: number | undefined;
}

async function tryOnce(
	upstream: Upstream,
	request: JsonObject,
	graceMs: number,
	closing: AbortSignal | undefined,
): Promise<Tried> {
	const cut = new AbortController();
	let grace: NodeJS.Timeout | undefined;
	const begin = (): void => {
		grace = setTimeout(() => cut.abort(), graceMs);
	};
	closing?.addEventListener('abort', begin, { once: true });
	try {
		return { answer: { status: 200, body: await upstream.chat(request, cut.signal) } };
	} catch (error) {
		return readHitch(error);
	} finally {
		closing?.removeEventListener('abort', begin);
		clearTimeout(grace);
	}
}
