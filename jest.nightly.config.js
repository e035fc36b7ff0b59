const shared = require('./jest.config.js');

/** What is too long for every push: days of polling, and every property many times over (`FUZZ=20`). */
module.exports = {
	testEnvironment: shared.testEnvironment,
	transform: shared.transform,
	modulePathIgnorePatterns: shared.modulePathIgnorePatterns,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/chaos/'],
	testSequencer: shared.testSequencer,
	// A property of ours is bounded by its number of runs, never by time.
	setupFiles: ['<rootDir>/test/support/fuzz.ts'],
	maxWorkers: shared.maxWorkers,
	workerIdleMemoryLimit: shared.workerIdleMemoryLimit,
	testTimeout: 3_600_000,
};
