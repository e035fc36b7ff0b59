import { actualCost, type ActualCost, type JobTime, sumCosts, wallSeconds } from '../cost/actual';
import type { OwnPrice } from '../cost/rates';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import type { Handle } from '../types';
import type { Results } from './look';

/** A finished job with everything that came of it. */
export interface FinishedJob extends Results {
	readonly handle: Handle;
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
			engine: handle.kind,
			...defined({ ownPrice }),
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
