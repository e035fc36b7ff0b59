import { config as n8n } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';

// n8n's own rules for everything; below, our boundary and what only holds for code that n8n runs.
// `n8n.strict` is off in package.json, because it would forbid these blocks (docs/decisions/).
const DEVELOPERS_MACHINE = [
	'bench/**',
	'harness/**',
	'local-server/**',
	'scripts/**',
	'test/**',
	'zapier-app/**',
	'*.js',
	'*.mjs',
];

export default [
	globalIgnores([
		'dist/',
		'coverage/',
		'.cache/',
		'node_modules/',
		'zapier-app/dist/',
		'zapier-app/build/',
		'local-server/dist/',
		'local-server/package.json',
		'zapier-app/package.json',
		'scripts/n8n/',
	]),
	...n8n,
	{
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
			],
			// TypeScript resolves imports; this rule would do it a second time, and slowly.
			'import-x/no-unresolved': 'off',
			'import-x/namespace': 'off',
		},
	},
	{
		// The core knows no host and no machine: it imports only itself and node:crypto.
		files: ['core/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(?!\\.{1,2}(?:/|$)|node:crypto$)',
							message: 'core/ imports only itself and node:crypto.',
						},
					],
				},
			],
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						{
							target: './core',
							from: [
								'./nodes',
								'./credentials',
								'./harness',
								'./local-server',
								'./scripts',
								'./test',
								'./zapier-app',
							],
							message: 'core/ does not know its hosts.',
						},
						{
							target: './core/!(protocols)/**',
							from: './core/protocols/!(index|protocol).ts',
							message: 'Speak to a protocol through core/protocols/index.ts.',
						},
					],
				},
			],
			'no-restricted-globals': [
				'error',
				...['process', 'setTimeout', 'setInterval', 'fetch', 'Buffer', 'globalThis', 'console'].map(
					(name) => ({ name, message: 'core/ has no clock, no network and no machine.' }),
				),
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
					message: 'core/ has no clock: take `clock.now()` from the connection.',
				},
			],
		},
	},
	{
		files: DEVELOPERS_MACHINE.flatMap((glob) =>
			glob.endsWith('**') ? [`${glob}/*.{ts,mjs,js}`] : [glob],
		),
		rules: {
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
			'no-console': 'off',
		},
	},
];
