const usual = require('./jest.config.js');

/** What is too long for every push: days of polling, and every property many times over (`FUZZ=20`). */
module.exports = {
	...usual,
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/chaos/'],
	// A property of ours is bounded by its number of runs, never by time.
	setupFiles: ['<rootDir>/test/support/fuzz.ts'],
	testTimeout: 3_600_000,
};
