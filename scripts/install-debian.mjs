// The programs of Debian's that the slow suite drives: a browser, OpenSSL, PostgreSQL, Redis. Installs what is
// missing where it may (as root, with apt-get), says what to do where it may not, and is silent otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NEEDED = [
	{ name: 'chromium', path: '/usr/bin/chromium' },
	{ name: 'openssl', path: '/usr/bin/openssl' },
	{ name: 'postgresql', path: '/usr/lib/postgresql' },
	{ name: 'redis-server', path: '/usr/bin/redis-server' },
];

const missing = NEEDED.filter(({ path }) => !existsSync(path)).map(({ name }) => name);
if (missing.length > 0) {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		console.error(
			`Please install first: ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})`,
		);
		process.exit(1);
	}
	console.log(`Installing ${missing.join(', ')} with apt-get …`);
	const options = {
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	};
	execFileSync('apt-get', ['update', '-q'], options);
	execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], options);
}
