import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { config as n8n } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';
import * as regexp from 'eslint-plugin-regexp';

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

/**
 * The law of imports in core/: a room imports itself and the rooms above it, nothing below. This list is the
 * whole of it, and the order in which to read the core.
 */
const ROOMS = [
	['types.ts', 'the nouns'],
	['errors.ts', 'what goes wrong'],
	['transport.ts', 'what a host brings: one HTTP request, a clock'],
	['formats', 'JSON, JSON Lines, bytes, CSV, JSON Schema, how amounts are written'],
	['tasks', 'what is asked of a row, and how its answer is read'],
	['protocols', 'how we speak; sends nothing; the only place with a wire field’s name'],
	['providers', 'whom we call: the table, its prices, from a base URL to its row'],
	['calls', 'one call, one page, one file: send, list, upload, at most n at a time'],
	['rows', 'host record → row: clean text, HTML, quoted replies, subtitles, kept fields'],
	[
		'record',
		'what a job leaves at the provider: keys, batch record, file names, kept and rest file',
	],
	['requests', 'rows + task → lines, alone or packed; ids and back; shards'],
	['cost', 'tokens, length of answers, rates, estimate, actual cost, in words'],
	['plan', 'what submitting would do; refuses'],
	['poll', 'job → where it stands'],
	['jobs', 'handles and their batches: read, group, find, list, cancel, delete files'],
	['submit', 'plan → job, each shard bought once'],
	['collect', 'job → one verdict a row, damage counted'],
	['join', 'rows + verdicts → one outcome a row → one flat record'],
	['one-by-one', 'the engines without a batch: now, background, flights'],
	['results', 'any handle → how far it is, then its outcomes'],
	['again', 'what failed, once more: next round, deadline, extra cost, queue limit'],
	['watch', 'the cursor of the triggers'],
	['report', 'all outcomes seen together'],
	['index.ts', 'the table of contents: all that a host may import'],
].map(([room, holds]) => ({ path: `./core/${room}`, room, holds }));

const unknown = readdirSync(new URL('core/', import.meta.url), { withFileTypes: true })
	.filter((entry) => entry.isFile() || readdirSync(join(entry.parentPath, entry.name)).length > 0)
	.map(({ name }) => name)
	.filter((name) => !ROOMS.some(({ room }) => room === name));
if (unknown.length > 0) {
	throw new Error(
		`core/${unknown.join(' and core/')}: give it a line in ROOMS of eslint.config.mjs, at its place, that says what it is for.`,
	);
}

const LAW = ROOMS.slice(0, -1).map(({ path, room, holds }, at) => ({
	target: path,
	from: ROOMS.slice(at + 1).map((below) => below.path),
	message: `core/${room} (${holds}) imports only the rooms above it in ROOMS of eslint.config.mjs.`,
}));

/** Libraries that scripts/bundle-libraries.mjs puts into the built core. */
const BUNDLED = ['entities', 'htmlparser2'];

const NO_CLOCK = {
	selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
	message: 'core/ has no clock: take `clock.now()` from the connection.',
};

/** Names of fields on the wire of one protocol or another: whoever writes one has passed the seam by. */
const WIRE_FIELDS = [
	'custom_id',
	'completion_window',
	'endpoint',
	'error_file_id',
	'input_file_id',
	'max_completion_tokens',
	'max_output_tokens',
	'max_tokens',
	'output_file_id',
	'processing_status',
	'reasoning_effort',
	'request_counts',
	'response_format',
	'service_tier',
	'signing_secret',
	'status_code',
];
/** These are words of ours as well: only in quotes, as wire values are read, are they the wire's. */
const WIRE_WORDS = ['body', 'instructions', 'params'];
const NOT_HERE = 'A wire field’s name stands in core/protocols/ alone.';
const NO_WIRE_FIELDS = [
	{ selector: `Identifier[name=/^(?:${WIRE_FIELDS.join('|')})$/]`, message: NOT_HERE },
	{ selector: `Literal[value=/^(?:${WIRE_FIELDS.join('|')})$/]`, message: NOT_HERE },
	{
		selector: `MemberExpression > Literal[value=/^(?:${WIRE_WORDS.join('|')})$/]`,
		message: NOT_HERE,
	},
];

/** What makes an expression wrong or slow; how it is written is prettier's and the reader's. */
const EXPRESSIONS = [
	'no-dupe-disjunctions',
	'no-empty-alternative',
	'no-empty-capturing-group',
	'no-empty-character-class',
	'no-empty-group',
	'no-empty-lookarounds-assertion',
	'no-escape-backspace',
	'no-invalid-regexp',
	'no-lazy-ends',
	'no-misleading-capturing-group',
	'no-misleading-unicode-character',
	'no-missing-g-flag',
	'no-obscure-range',
	'no-optional-assertion',
	'no-potentially-useless-backreference',
	'no-useless-assertions',
	'no-useless-backreference',
	'no-useless-dollar-replacements',
	'no-useless-flag',
	'no-zero-quantifier',
	'strict',
].map((rule) => [`regexp/${rule}`, 'error']);

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
		// One text of a stranger's must not hold up the process: an expression that may read a part of it again and
		// again is an error, whatever it reads today.
		files: ['**/*.{ts,mjs,js}'],
		plugins: { regexp },
		rules: {
			...Object.fromEntries(EXPRESSIONS),
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential' }],
		},
	},
	{
		// They look for words in what we wrote ourselves.
		files: ['test/**/*.ts'],
		rules: { 'regexp/no-super-linear-move': 'off' },
	},
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
		// The core knows no host and no machine: it imports only itself, node:crypto and what the build puts into
		// it. n8n's rule against dependencies is held on the packed files, where the libraries are inside.
		files: ['core/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: `^(?!\\.{1,2}(?:/|$)|node:crypto$|(?:${BUNDLED.join('|')})$)`,
							message: `core/ imports only itself, node:crypto and ${BUNDLED.join(', ')}.`,
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
						...LAW,
						{
							target: './core/!(protocols|providers)/**',
							from: ['./core/protocols/!(protocol).ts', './core/protocols/*/**'],
							message: 'Speak to a protocol by what core/protocols/protocol.ts says it can.',
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
			'no-restricted-syntax': ['error', NO_CLOCK],
		},
	},
	{
		files: ['core/**/*.ts'],
		ignores: ['core/protocols/**'],
		rules: { 'no-restricted-syntax': ['error', NO_CLOCK, ...NO_WIRE_FIELDS] },
	},
	{
		files: ['{nodes,credentials}/**/*.ts', 'zapier-app/src/**/*.ts'],
		rules: { 'no-restricted-syntax': ['error', ...NO_WIRE_FIELDS] },
	},
	{
		files: ['{nodes,credentials,zapier-app,local-server}/**/*.ts'],
		rules: {
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						{
							target: ['./nodes', './credentials', './zapier-app/src', './local-server/src'],
							from: './core',
							except: ['./index.ts'],
							message: 'Hosts import the core through core/index.ts.',
						},
					],
				},
			],
		},
	},
	{
		files: ['harness/**/*.ts'],
		rules: {
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						{
							target: './harness',
							from: ['./scripts', './bench', './test'],
							message: 'harness/ is what scripts, bench and test share: it knows none of them.',
						},
					],
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
