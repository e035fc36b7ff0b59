const shared = require('./jest.config.js');

/** Random jobs under random faults. `CHAOS_SEED=… CHAOS_JOBS=1` replays one. */
module.exports = {
	testEnvironment: shared.testEnvironment,
	transform: shared.transform,
	modulePathIgnorePatterns: shared.modulePathIgnorePatterns,
	testMatch: ['<rootDir>/test/chaos/**/*.test.ts'],
	maxWorkers: 2,
	testTimeout: 3_600_000,
};
