import { actualCost, sumCosts, wallSeconds, type ActualCost } from '../cost/actual';
import { engineOf } from '../jobs/handle';
import type { Results } from './look';
import type { OwnPrice } from '../cost/rates';
import type { Provider } from '../providers';
import type { Handle } from '../types';

/** A finished job with everything that came of it. */
export interface FinishedJob extends Results {
	readonly handle: Handle;
}

/** How long the provider took; of several jobs, the one that took longest. */
export interface JobTime {
	/** From the start of the first batch to the end of the last one. */
	readonly wallSeconds: number;
	/** The part of it in which nothing had to run on the user's side: all of it, for a batch. */
	readonly handsOffSeconds: number;
}

export interface JobActuals {
	readonly cost: ActualCost;
	/** Absent where the provider does not say when it was done. */
	readonly time?: JobTime;
}

/** What finished jobs have really cost, and how long they took. */
export function actualsOf(
	finished: readonly FinishedJob[],
	provider: Provider,
	ownPrice?: OwnPrice,
): JobActuals {
	const costs = finished.map(({ handle, outcomes, model = '' }) =>
		actualCost(outcomes, model, provider, {
			engine: engineOf(handle),
			...(ownPrice === undefined ? {} : { ownPrice }),
		}),
	);
	const walls = finished.flatMap(
		({ collected }) => wallSeconds(collected.map(({ batch }) => batch)) ?? [],
	);
	const longest = walls.length < finished.length ? undefined : Math.max(...walls);
	return {
		cost: sumCosts(costs),
		...(longest === undefined || !Number.isFinite(longest)
			? {}
			: { time: { wallSeconds: longest, handsOffSeconds: longest } }),
	};
}
