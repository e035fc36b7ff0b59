import { OffpeakError } from '../errors';
import type { Page, StoredFile } from '../protocols/protocol';
import type { Provider } from '../providers';
import type { Known } from '../providers/provider';
import type { HttpRequest } from '../transport';
import type { ProviderBatch } from '../types';
import { type Connection, unreadableReply } from './connection';
import { filesOf } from './files';
import { send } from './send';

/** Pages of 100: list searches stop here, however large the account, unless told otherwise. */
export const MAX_PAGES = 20;

export interface Listing<T> {
	readonly entries: readonly T[];
	/** False when the search stopped at its last page: what was not found may still exist. */
	readonly complete: boolean;
	readonly pages: number;
}

/** What can be seen of a list: all or its newest pages, or nothing where the server refuses to give it. */
export type Sight<T> =
	| ({ readonly isSeen: true } & Listing<T>)
	| { readonly isSeen: false; readonly entries: readonly never[] };

const UNSEEN = { isSeen: false, entries: [] } as const;

/** As `listBatches`, for whoever can do without: a list that is refused shows nothing. */
export async function seeBatches(
	connection: Connection,
	sinceSeconds: number,
): Promise<Sight<ProviderBatch>> {
	const { keeps } = connection.provider;
	return await see(keeps.jobList, async () => await walk(connection, BATCHES, { sinceSeconds }));
}

/** As `listFiles`, for whoever can do without; none where a provider keeps no files. */
export async function seeFiles(
	connection: Connection,
	sinceSeconds: number,
	maxPages = MAX_PAGES,
): Promise<Sight<StoredFile>> {
	const { keeps, protocol } = connection.provider;
	const known = protocol.files === undefined ? 'no' : keeps.fileList;
	return await see(known, async () => await walk(connection, FILES, { sinceSeconds, maxPages }));
}

async function see<T>(known: Known, list: () => Promise<Walked<T>>): Promise<Sight<T>> {
	if (known === 'no') return UNSEEN;
	const walked = await list();
	if (walked.ok) return { isSeen: true, ...walked.listing };
	if (known === 'unknown' && isRefusedList(walked.error)) return UNSEEN;
	throw walked.error;
}

/**
 * No such address, no such method, not implemented; or not for this key, or in this form: LiteLLM answers 400 for
 * providers whose files it cannot list (litellm#40484), vLLM 501 where batches are switched off (vllm#44445).
 */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 501]);

export function isRefusedList({ details: { status = 0 } }: OffpeakError): boolean {
	return REFUSALS.has(status);
}

/** Batches, newest first, down to `sinceSeconds` (Unix) or until `isFound` says that enough is known. */
export async function listBatches(
	connection: Connection,
	sinceSeconds: number,
	isFound: (found: readonly ProviderBatch[]) => boolean = () => false,
	/** Begins behind this batch instead of at the newest. */
	below?: string,
): Promise<Listing<ProviderBatch>> {
	const { keeps, name } = connection.provider;
	const walked = await walk(connection, BATCHES, { sinceSeconds, isFound, below });
	if (walked.ok) return walked.listing;
	if (keeps.jobList === 'yes' || !isRefusedList(walked.error)) throw walked.error;
	throw new OffpeakError(
		'unsupported',
		`${name} gives no list of jobs (${walked.error.details.status ?? ''}), so a job is found by its handle alone.`,
		{
			hint: 'Give the handle that submitting put out, from the step before or from where you stored it. If there should be a list, check the Base URL of the credential: it usually ends in /v1.',
		},
	);
}

/** Uploaded files of a provider that keeps some, newest first, down to `sinceSeconds` (Unix). */
export async function listFiles(
	connection: Connection,
	sinceSeconds: number,
	maxPages = MAX_PAGES,
): Promise<Listing<StoredFile>> {
	const walked = await walk(connection, FILES, { sinceSeconds, maxPages });
	if (walked.ok) return walked.listing;
	throw walked.error;
}

const BATCHES: List<ProviderBatch> = {
	what: 'the list of jobs',
	request: ({ protocol }, after) => protocol.list(after),
	read: ({ protocol }, reply) => protocol.readBatches(reply),
};

const FILES: List<StoredFile> = {
	what: 'the list of files',
	request: (provider, after) => filesOf(provider).list(after),
	read: (provider, reply) => filesOf(provider).readFiles(reply),
};

interface List<T> {
	/** For an error. */
	readonly what: string;
	readonly request: (provider: Provider, after: string | undefined) => HttpRequest;
	readonly read: (provider: Provider, reply: unknown) => Page<T> | undefined;
}

interface Way<T> {
	readonly sinceSeconds: number;
	readonly isFound?: (found: readonly T[]) => boolean;
	readonly below?: string | undefined;
	readonly maxPages?: number;
}

type Walked<T> =
	| { readonly ok: true; readonly listing: Listing<T> }
	| { readonly ok: false; readonly error: OffpeakError };

async function walk<T extends { readonly createdAt: number }>(
	{ provider, transport }: Connection,
	{ what, request, read }: List<T>,
	{ sinceSeconds, isFound = () => false, below, maxPages = MAX_PAGES }: Way<T>,
): Promise<Walked<T>> {
	const entries: T[] = [];
	let after = below;
	for (let pages = 1; pages <= maxPages; pages += 1) {
		const reply = await send(transport, request(provider, after));
		if (!reply.ok) return reply;
		const page = read(provider, reply.value);
		if (page === undefined) {
			return { ok: false, error: unreadableReply(what, provider.protocol) };
		}
		// What bears no time is as young as it may be: nothing of ours must be overlooked.
		const isOlder = ({ createdAt }: T): boolean => createdAt !== 0 && createdAt < sinceSeconds;
		entries.push(...page.entries.filter((entry) => !isOlder(entry)));
		const last = page.entries.at(-1);
		const isPastWindow = last !== undefined && isOlder(last);
		// A server that repeats its cursor would be walked for ever.
		if (page.after === undefined || page.after === after || isPastWindow || isFound(entries)) {
			return { ok: true, listing: { entries, complete: true, pages } };
		}
		after = page.after;
	}
	return { ok: true, listing: { entries, complete: false, pages: maxPages } };
}
