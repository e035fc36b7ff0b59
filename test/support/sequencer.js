const { default: Sequencer } = require('@jest/test-sequencer');

// nock and Zapier's platform patch node:http for as long as their process lives, n8n's engine sets the
// environment. A process takes its files in this order and never goes back: nothing pure meets a patched world.
const PURE = /\/test\/(core|field|docs|local-server)\//;
const ZAPIER = /\/test\/zapier-app\//;

function place({ path }) {
	if (PURE.test(path)) return 0;
	return ZAPIER.test(path) ? 2 : 1;
}

/** What is pure, then what runs in n8n's engine, then Zapier's platform; in each, the longest first. */
module.exports = class extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => place(a) - place(b));
	}
};
