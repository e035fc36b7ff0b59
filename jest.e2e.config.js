const shared = require('./test/support/jest.js');

/** The slow suite: a real n8n, in its own processes. `scripts/e2e.mjs` runs one file at a time. */
module.exports = {
	...shared,
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	maxWorkers: 1,
	testTimeout: 600_000,
};
