const { availableParallelism } = require('node:os');
const shared = require('./test/support/jest.js');

module.exports = {
	...shared,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/chaos/',
		'<rootDir>/test/nightly/',
	],
	// The order in which one process may run them one after the other.
	testSequencer: '<rootDir>/test/support/sequencer.js',
	// The machine may be busy; no test measures its own wall time by this.
	testTimeout: 30_000,
	maxWorkers: availableParallelism(),
	workerIdleMemoryLimit: '450MB',
	// Only `npm run coverage` asks for it: with it, a test takes twice as long.
	coverageReporters: ['text-summary', 'lcov'],
	collectCoverageFrom: ['core/**/*.ts'],
	coverageThreshold: { './core/': { statements: 95, branches: 90, functions: 95, lines: 95 } },
};
