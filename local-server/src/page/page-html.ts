import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Html } from './jobs-html';
import { SCRIPT } from './script';
import { STYLE } from './style';

/** Only our own style and script run, and the page talks to nobody but this server. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'content-security-policy': [
		"default-src 'none'",
		`style-src '${hashOf(STYLE)}'`,
		`script-src '${hashOf(SCRIPT)}'`,
		"connect-src 'self'",
		'img-src data:',
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
};

function hashOf(text: string): string {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export interface PageParts {
	/** Where answers come from, in a few words. */
	readonly source: string;
	readonly models: readonly string[];
	/** Absent when a key is asked for: then the page fetches it once it has the key. */
	readonly jobs: Html | undefined;
}

export function pageHtml({ source, models, jobs }: PageParts): Html {
	const about = jobs === undefined ? '' : html`<p>${source} Models: ${models.join(', ')}.</p>`;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>Jobs · Offpeak local server</title>
				<link rel="icon" href="data:," />
				<noscript><meta http-equiv="refresh" content="5" /></noscript>
				${raw(`<style>${STYLE}</style>`)}
			</head>
			<body>
				<h1>Offpeak local server</h1>
				${about}
				<form id="key" hidden>
					<label
						>The key this server was started with<input
							name="key"
							type="password"
							autocomplete="current-password"
							required
					/></label>
					<button>Show jobs</button>
				</form>
				<p id="note" role="status"></p>
				<main id="jobs">${jobs ?? ''}</main>
				${raw(`<script>${SCRIPT}</script>`)}
			</body>
		</html>`;
}
