const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
const shared = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
};

module.exports = {
	...shared,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/chaos/'],
	// The machine may be busy; no test measures its own wall time by this.
	testTimeout: 30_000,
	// A process for each file: Zapier's platform and nock patch node:http for as long as their process lives,
	// and with one worker, as on two cores, Jest runs every file in its own process (2026-11-23).
	maxWorkers: Math.max(2, availableParallelism()),
	workerIdleMemoryLimit: '1KB',
	coverageDirectory: 'coverage',
	coverageReporters: ['text-summary', 'lcov'],
	collectCoverageFrom: ['core/**/*.ts', 'nodes/**/*.ts', 'local-server/src/**/*.ts'],
	coverageThreshold: { './core/': { statements: 95, branches: 90, functions: 95, lines: 95 } },
};
