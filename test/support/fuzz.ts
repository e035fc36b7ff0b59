import fc from 'fast-check';

/** How many times as many runs as usual every property gets: `.ci/nightly` sets it. */
const TIMES = Number(process.env['FUZZ'] ?? 1);

fc.configureGlobal({ numRuns: 60 * TIMES });

/** In the nightly run, tests may be as large as they like. */
export const isNightly = TIMES > 1;

/** For a property whose usual number of runs is another. */
export function runs(count: number): { readonly numRuns: number } {
	return { numRuns: count * TIMES };
}
