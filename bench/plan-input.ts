import type { PlanInput } from '../core';
import { BASE_URL, LABEL, MODEL, PROVIDER, TASK } from './task';

/** The benchmarks' task over these rows, as a host would hand it over. */
export function planInput(rows: PlanInput['rows'], changes: Partial<PlanInput> = {}): PlanInput {
	return {
		rows,
		task: TASK,
		model: MODEL,
		label: LABEL,
		provider: PROVIDER,
		baseUrl: BASE_URL,
		nameRow: (index) => `Item ${index + 1}`,
		cleanText: false,
		emptyText: 'refuse',
		expireAfterSeconds: 7 * 86_400,
		...changes,
	};
}
