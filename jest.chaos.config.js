const shared = require('./test/support/jest.js');

/** Random jobs under random faults. `CHAOS_SEED=… CHAOS_JOBS=1` replays one. */
module.exports = {
	...shared,
	testMatch: ['<rootDir>/test/chaos/**/*.test.ts'],
	maxWorkers: 2,
	testTimeout: 3_600_000,
};
