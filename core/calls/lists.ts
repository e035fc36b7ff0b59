import type { Page, Protocol, StoredFile } from '../protocols/protocol';
import type { HttpRequest } from '../transport';
import type { ProviderBatch } from '../types';
import { ask, type Connection } from './connection';
import { filesOf } from './files';

/** Pages of 100: list searches stop here, however large the account, unless told otherwise. */
export const MAX_PAGES = 20;

export interface Listing<T> {
	readonly entries: readonly T[];
	/** False when the search stopped at its last page: what was not found may still exist. */
	readonly complete: boolean;
	readonly pages: number;
}

/** Batches, newest first, down to `sinceSeconds` (Unix) or until `isFound` says that enough is known. */
export async function listBatches(
	connection: Connection,
	sinceSeconds: number,
	isFound: (found: readonly ProviderBatch[]) => boolean = () => false,
	/** Begins behind this batch instead of at the newest. */
	below?: string,
): Promise<Listing<ProviderBatch>> {
	return await walk(
		connection,
		{
			what: 'the list of jobs',
			request: (protocol, after) => protocol.list(after),
			read: (protocol, reply) => protocol.readBatches(reply),
		},
		{ sinceSeconds, isFound, below },
	);
}

/** Uploaded files of a provider that keeps some, newest first, down to `sinceSeconds` (Unix). */
export async function listFiles(
	connection: Connection,
	sinceSeconds: number,
	maxPages = MAX_PAGES,
): Promise<Listing<StoredFile>> {
	const files = filesOf(connection.provider);
	return await walk(
		connection,
		{
			what: 'the list of files',
			request: (_, after) => files.list(after),
			read: (_, reply) => files.readFiles(reply),
		},
		{ sinceSeconds, maxPages },
	);
}

interface List<T> {
	/** For an error. */
	readonly what: string;
	readonly request: (protocol: Protocol, after: string | undefined) => HttpRequest;
	readonly read: (protocol: Protocol, reply: unknown) => Page<T> | undefined;
}

interface Way<T> {
	readonly sinceSeconds: number;
	readonly isFound?: (found: readonly T[]) => boolean;
	readonly below?: string | undefined;
	readonly maxPages?: number;
}

async function walk<T extends { readonly createdAt: number }>(
	connection: Connection,
	{ what, request, read }: List<T>,
	{ sinceSeconds, isFound = () => false, below, maxPages = MAX_PAGES }: Way<T>,
): Promise<Listing<T>> {
	const entries: T[] = [];
	let after = below;
	for (let pages = 1; pages <= maxPages; pages += 1) {
		const page = await ask(connection, what, (protocol) => request(protocol, after), read);
		entries.push(...page.entries.filter(({ createdAt }) => createdAt >= sinceSeconds));
		const last = page.entries.at(-1);
		const isPastWindow = last !== undefined && last.createdAt < sinceSeconds;
		// A server that repeats its cursor would be walked for ever.
		if (page.after === undefined || page.after === after || isPastWindow || isFound(entries)) {
			return { entries, complete: true, pages };
		}
		after = page.after;
	}
	return { entries, complete: false, pages: maxPages };
}
