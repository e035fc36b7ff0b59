const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

// nock and Zapier's platform patch node:http for as long as their process lives, n8n's engine sets the
// environment. A process takes its files in this order and never goes back: nothing pure meets a patched world.
// So what a file imports decides, by however many files of test/ and harness/ in between: strangers' data is tried in
// the core, in n8n and on Zapier.
const PURE = /\/test\/(core|field|docs|local-server)\//;
const ZAPIER = /zap-runner|\/zapier-app\/src\/(creates|fields|searches|transport|triggers)/;
const N8N = /support\/nodes\/|n8n-engine|\/nodes\/shared\/connect/;
const OURS = /\/(test|harness)\//;
const IMPORT = /(?:from|require\() ?'(\.[^']+)'/g;

const known = new Map();

/** 0 where neither host is reached, 1 where n8n is, 2 where Zapier is. */
function hostOf(path) {
	if (known.has(path)) return known.get(path);
	known.set(path, 0);
	const source = readFileSync(path, 'utf8');
	const own = ZAPIER.test(source) ? 2 : N8N.test(source) ? 1 : 0;
	const behind = [...source.matchAll(IMPORT)]
		.map(([, to]) => join(dirname(path), to))
		.flatMap((to) => [`${to}.ts`, join(to, 'index.ts')].filter((file) => existsSync(file)))
		.filter((file) => OURS.test(file))
		.map(hostOf);
	const host = Math.max(own, ...behind);
	known.set(path, host);
	return host;
}

function place({ path }) {
	if (path.includes('/test/zapier-app/')) return 2;
	return Math.max(PURE.test(path) ? 0 : 1, hostOf(path));
}

/** What is pure, then what runs in n8n's engine, then Zapier's platform; in each, the longest first. */
module.exports = class extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => place(a) - place(b));
	}
};
