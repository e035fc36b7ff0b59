import { pause } from '../../work/clock';
import type { Upstream } from './connect';
import { readHitch } from './hitch';
import { objectAt } from '../../json';

export interface OfferedModels {
	readonly models: readonly string[];
	/** Why the upstream's own list is not among them. */
	readonly problem?: string;
}

const TRIES = 3;
const DELAY_MS = 1000;

/** The upstream's models, the named one first; the named one alone when the upstream lists none. */
export async function offeredModels(
	upstream: Upstream,
	named: string | undefined,
	delayMs = DELAY_MS,
): Promise<OfferedModels> {
	let problem = 'It lists no models.';
	for (let tries = 1; tries <= TRIES; tries += 1) {
		try {
			const listed = await upstream.models();
			const models = [...new Set([...(named === undefined ? [] : [named]), ...listed])];
			if (listed.length > 0) return { models };
			break;
		} catch (error) {
			const { again, answer } = readHitch(error);
			problem = String(objectAt(answer.body, 'error')['message']);
			if (again === 'never') break;
			if (tries < TRIES) await pause(delayMs);
		}
	}
	return { models: named === undefined ? [] : [named], problem };
}
