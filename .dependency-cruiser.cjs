/** No import circle in the whole tree, type imports included. Which room may import which stands in eslint.config.mjs. */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Move what both need to a file above both, or merge the two.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.check.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|coverage|\\.cache|local-server/dist|zapier-app/(dist|build))/' },
	},
};
