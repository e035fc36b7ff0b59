import { readFileSync } from 'node:fs';
import type { GmailStandIn } from './gmail';
import type { Mail } from './mime';

/** To whom the templates mail, until somebody puts their own address in. */
export const READER = 'you@example.com';

const inbox: readonly Mail[] = JSON.parse(readFileSync('workflows/samples/inbox.json', 'utf8'));
/** One of the 200 is empty, and so would be skipped. */
export const sampleMails = inbox.filter(({ text, html }) => text || html);

/** So many of the sample e-mails, over and over, evenly spread over the time until now; returns their ids. */
export function deliver(gmail: GmailStandIn, count: number, overMs: number): readonly string[] {
	return Array.from({ length: count }, (_, index) => {
		const receivedAt = Date.now() - (overMs * index) / count;
		const date = new Date(receivedAt).toISOString();
		const id = `mail${index}`;
		gmail.deliver({ ...sampleMails[index % sampleMails.length], id, date }, receivedAt);
		return id;
	});
}
