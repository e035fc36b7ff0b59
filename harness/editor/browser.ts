import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** A headless Chromium that speaks to nobody by itself; `scripts/install-debian.mjs` installs it. */
export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: findChromium(),
		args: [
			'--headless=new',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}

function findChromium(): string {
	const chosen = process.env['OFFPEAK_CHROMIUM'];
	const usual: string[] = JSON.parse(readFileSync('scripts/chromium-paths.json', 'utf8'));
	const found = (chosen ? [chosen] : usual).find((path) => existsSync(path));
	if (found === undefined) {
		throw new Error('There is no Chromium: run `node scripts/install-debian.mjs` first');
	}
	return found;
}
