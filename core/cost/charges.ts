import type { Outcome, Usage } from '../types';

/** What a row was charged for, one entry for each round that was. */
export function chargesOf({
	usage,
	charges,
}: Pick<Outcome, 'usage' | 'charges'>): readonly Usage[] {
	return charges ?? (usage === undefined ? [] : [usage]);
}
