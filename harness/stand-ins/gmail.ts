import type { CredentialJson } from '../real-n8n';
import { json, type StandIn } from '.';
import { readMime, writeMime, type Mail, type SentMail } from './mime';

/** The name that n8n itself proposes for a Gmail credential. */
export const GMAIL_CREDENTIAL: CredentialJson = {
	name: 'Gmail account',
	type: 'gmailOAuth2',
	data: {
		clientId: 'stand-in',
		clientSecret: 'stand-in',
		oauthTokenData: { access_token: 'stand-in', token_type: 'Bearer' },
	},
};

const MESSAGES = '/gmail/v1/users/me/messages';

interface Stored {
	readonly mail: Mail;
	readonly receivedAt: number;
	labelIds: readonly string[];
}

/**
 * Gmail as n8n's Gmail node and Gmail Trigger (2.41.1) ask for it: list with `after:`, `before:` and
 * `is:unread`, get in the raw format, labels, send. Written from what those nodes send and from
 * https://developers.google.com/workspace/gmail/api/reference/rest (2026-11-23).
 */
export class GmailStandIn implements StandIn {
	readonly hosts = ['www.googleapis.com'];
	readonly sent: SentMail[] = [];
	calls = 0;
	/** Out of order: every call fails. */
	isClosed = false;
	readonly #inbox = new Map<string, Stored>();

	/** As a mailbox that nothing came into or left yet. */
	empty(): void {
		this.#inbox.clear();
		this.sent.length = 0;
	}

	/** The newest comes first in a list. */
	deliver(mail: Mail & { readonly id: string }, receivedAt = Date.now()): void {
		this.#inbox.set(mail.id, { mail, receivedAt, labelIds: ['INBOX', 'UNREAD'] });
	}

	/** The labels of an e-mail, but for those that it came with. */
	labelsOf(id: string): readonly string[] {
		return (this.#inbox.get(id)?.labelIds ?? []).filter((label) => /^Label_/.test(label));
	}

	async fetch(request: Request): Promise<Response | undefined> {
		const { pathname, searchParams } = new URL(request.url);
		if (!pathname.startsWith(MESSAGES)) return undefined;
		this.calls += 1;
		if (this.isClosed) return json({ error: { code: 503, message: 'Backend Error' } }, 503);
		if (request.headers.get('authorization') !== 'Bearer stand-in') {
			return json({ error: { code: 401, message: 'Invalid Credentials' } }, 401);
		}
		const route = `${request.method} ${pathname}`;
		if (route === `GET ${MESSAGES}`) return this.#list(searchParams);
		if (route === `POST ${MESSAGES}/send`) return this.#send(await request.json());
		const [id = '', action] = pathname.slice(MESSAGES.length + 1).split('/');
		const stored = this.#inbox.get(id);
		if (stored === undefined) return json({ error: { code: 404, message: 'Not Found' } }, 404);
		if (action === undefined && searchParams.get('format') === 'raw') {
			return json({ ...this.#resource(id, stored), raw: writeMime(stored.mail) });
		}
		if (action === 'modify') return this.#modify(id, stored, await request.json());
		return undefined;
	}

	#list(query: URLSearchParams): Response {
		const terms = (query.get('q') ?? '').split(' ').filter((term) => term !== '');
		const first = Number(query.get('pageToken') ?? 0);
		const end = first + Number(query.get('maxResults') ?? 100);
		const found = [...this.#inbox]
			.filter(([, stored]) => terms.every((term) => matches(term, stored)))
			.sort(([, a], [, b]) => b.receivedAt - a.receivedAt);
		return json({
			messages: found.slice(first, end).map(([id]) => ({ id, threadId: id })),
			...(end < found.length ? { nextPageToken: String(end) } : {}),
			resultSizeEstimate: found.length,
		});
	}

	#send(body: unknown): Response {
		this.sent.push(readMime(String(Object(body).raw)));
		const id = `sent${this.sent.length}`;
		return json({ id, threadId: id, labelIds: ['SENT'] });
	}

	#modify(id: string, stored: Stored, body: unknown): Response {
		const { addLabelIds = [], removeLabelIds = [] } = Object(body);
		const labels = new Set([...stored.labelIds, ...[addLabelIds].flat().map(String)]);
		for (const label of [removeLabelIds].flat()) labels.delete(String(label));
		stored.labelIds = [...labels];
		return json(this.#resource(id, stored));
	}

	#resource(id: string, { labelIds, receivedAt }: Stored): object {
		return { id, threadId: id, labelIds, internalDate: String(receivedAt) };
	}
}

/** A search term that we do not know is an error: it would find everything. */
function matches(term: string, { receivedAt, labelIds }: Stored): boolean {
	const [name, value = ''] = term.split(':');
	switch (name) {
		case 'after':
			return Math.floor(receivedAt / 1000) >= Number(value);
		case 'before':
			return Math.floor(receivedAt / 1000) < Number(value);
		case 'is':
			return value === 'unread' && labelIds.includes('UNREAD');
		case '-in':
			return value === 'scheduled';
		default:
			throw new Error(`The Gmail stand-in does not know the search term ${term}`);
	}
}
