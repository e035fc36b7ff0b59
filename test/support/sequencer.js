const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

// nock and Zapier's platform patch node:http for as long as their process lives, n8n's engine sets the
// environment. A process takes its files in this order and never goes back: nothing pure meets a patched world.
// So what a file imports decides: strangers' data is tried in the core, in n8n and on Zapier.
const PURE = /\/test\/(core|field|docs|local-server)\//;
const ZAPIER = /zap-runner|\/zapier-app\/src\/(creates|fields|searches|transport|triggers)/;
const N8N = /support\/nodes\/|n8n-engine/;

function place({ path }) {
	const source = readFileSync(path, 'utf8');
	if (path.includes('/test/zapier-app/') || ZAPIER.test(source)) return 2;
	return PURE.test(path) && !N8N.test(source) ? 0 : 1;
}

/** What is pure, then what runs in n8n's engine, then Zapier's platform; in each, the longest first. */
module.exports = class extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => place(a) - place(b));
	}
};
