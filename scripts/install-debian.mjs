// The programs of Debian's that the slow suite drives: a browser, OpenSSL, PostgreSQL, Redis. Installs what is
// missing where it may (as root, with apt-get), says what to do where it may not, and is silent otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const BROWSERS = JSON.parse(readFileSync(new URL('chromium-paths.json', import.meta.url), 'utf8'));
const chosen = process.env.OFFPEAK_CHROMIUM;

const NEEDED = [
	{ name: 'chromium', paths: chosen ? [chosen] : BROWSERS },
	{ name: 'openssl', paths: ['/usr/bin/openssl'] },
	{ name: 'postgresql', paths: ['/usr/lib/postgresql'] },
	{ name: 'redis-server', paths: ['/usr/bin/redis-server'] },
];

function fail(why) {
	console.error(why);
	process.exit(1);
}

const isMissing = ({ paths }) => !paths.some((path) => existsSync(path));
const missing = NEEDED.filter(isMissing).map(({ name }) => name);
if (chosen && missing.includes('chromium')) {
	fail(`OFFPEAK_CHROMIUM says ${chosen}, and nothing is there.`);
}
if (missing.length > 0) {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		fail(
			`Please install first: ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')}). A browser elsewhere: set OFFPEAK_CHROMIUM to its path.`,
		);
	}
	console.log(`Installing ${missing.join(', ')} with apt-get …`);
	const options = {
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	};
	execFileSync('apt-get', ['update', '-q'], options);
	execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], options);
}
