// Makes sure that there is a Chromium (or Chrome) for test/e2e/editor.test.ts, and says nothing when there
// is. Where none is, root gets Debian's package: a mirror of the registries carries it, Playwright's does not.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const PATHS = JSON.parse(readFileSync(new URL('chromium-paths.json', import.meta.url), 'utf8'));
const chosen = process.env.OFFPEAK_CHROMIUM;
const isThere = () => (chosen ? [chosen] : PATHS).some((path) => existsSync(path));

function aptGet(...args) {
	execFileSync('apt-get', args, {
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
}

function fail(why) {
	console.error(
		`There is no Chromium for the editor test. ${why}\n` +
			'Install Chromium or Chrome (Debian: sudo apt-get install chromium), or set OFFPEAK_CHROMIUM to the path of one.',
	);
	process.exitCode = 1;
}

function install() {
	if (chosen) return fail(`OFFPEAK_CHROMIUM says ${chosen}, and nothing is there.`);
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		return fail('Only root on a system with apt-get can have it installed by this script.');
	}
	console.log('Installing Chromium for the editor test (some 100 MB, once) …');
	try {
		aptGet('update', '-qq');
		aptGet('install', '-y', '-qq', '--no-install-recommends', 'chromium');
	} catch (error) {
		return fail(`apt-get did not succeed: ${error.message}`);
	}
	if (!isThere()) fail('apt-get installed something else.');
}

if (!isThere()) install();
