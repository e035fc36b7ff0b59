import { ask, type Connection } from '../calls/connection';
import { listBatches, MAX_PAGES } from '../calls/lists';
import { retrieveBatch } from '../calls/retrieve-batch';
import { isOffpeakError, OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { carriersOf } from '../record/carriers';
import { conclude } from './conclude';
import { toEvent } from './events';
import { nextFetch } from './next-fetch';
import {
	beginScan,
	type Fetch,
	jobsOf,
	losePlace,
	type Scan,
	takeBatch,
	takeDeepPage,
	takeMiss,
	takePage,
} from './scan';
import type { Cursor, JobEvent, WatchSettings } from './types';

/** What one look came to. */
export interface Watch {
	readonly events: readonly JobEvent[];
	/** To be given to the next look; absent when not even the first look came to anything. */
	readonly cursor?: Cursor;
	/** Why the look ended early; what was read until then counts, the rest is for the next look. */
	readonly error?: OffpeakError;
}

/** Looks once: at most twenty calls, and the next look goes on where this one stopped. */
export async function watchJobs(
	cursor: Cursor | undefined,
	connection: Connection,
	settings: WatchSettings,
	hasTime: () => boolean = () => true,
): Promise<Watch> {
	const lack = findLack(connection, settings);
	if (lack !== undefined) return { events: [], ...defined({ cursor }), error: lack };
	let scan = beginScan(cursor, connection, settings, connection.clock.now());
	let error: OffpeakError | undefined;
	for (let calls = 0; calls < MAX_PAGES && error === undefined && hasTime(); calls += 1) {
		const fetch = nextFetch(scan);
		if (fetch === undefined) break;
		const read = await perform(scan, fetch, connection);
		if ('scan' in read) scan = read.scan;
		else if (!isOffpeakError(read.reason)) throw read.reason;
		else if (isUnknown(read.reason, fetch)) scan = skip(scan, fetch);
		else error = read.reason;
	}
	const ended = defined({ error });
	// Without the top of the list nothing is known that was not known before.
	if (scan.head.pages === 0) {
		return { events: [], ...defined({ cursor }), ...ended };
	}
	return { ...conclude(scan), ...ended };
}

/** Where batches bear no record nothing would ever be told of, and nobody would know why. */
function findLack(
	{ provider: { name, protocol } }: Connection,
	{ includeOthers, label }: WatchSettings,
): OffpeakError | undefined {
	const isOnlyInHandle = carriersOf(protocol).record === 'handle';
	if (!isOnlyInHandle || (includeOthers && label === '')) return undefined;
	return new OffpeakError(
		'unsupported',
		`${name} keeps no record of a job, so this trigger cannot tell which batches are yours.`,
		{
			hint: 'Leave Label empty and switch on Include Other Jobs, and it tells of every batch; or let Poll Batch wait with the handle of Submit Batch.',
		},
	);
}

async function perform(
	scan: Scan,
	fetch: Fetch,
	connection: Connection,
): Promise<{ readonly scan: Scan } | { readonly reason: unknown }> {
	return await read(scan, fetch, connection).then(
		(next) => ({ scan: next }),
		(reason: unknown) => ({ reason }),
	);
}

async function read(scan: Scan, fetch: Fetch, connection: Connection): Promise<Scan> {
	switch (fetch.kind) {
		case 'page':
		case 'deep': {
			const page = await ask(
				connection,
				'the list of jobs',
				(protocol) => protocol.list(fetch.after),
				(protocol, reply) => protocol.readBatches(reply),
			);
			return fetch.kind === 'page' ? takePage(scan, fetch, page) : takeDeepPage(scan, fetch, page);
		}
		case 'batch': {
			const batch = await retrieveBatch(connection, fetch.id, `batch ${fetch.id}`);
			return takeBatch(scan, fetch.id, batch);
		}
	}
}

/** The provider does not know the batch that is asked for, or behind which reading was to go on. */
function isUnknown({ code }: OffpeakError, fetch: Fetch): boolean {
	if (code === 'gone') return fetch.kind === 'batch' || fetch.after !== undefined;
	return code === 'rejected' && fetch.kind !== 'batch' && fetch.after !== undefined;
}

function skip(scan: Scan, fetch: Fetch): Scan {
	return fetch.kind === 'batch' ? takeMiss(scan, fetch.id) : losePlace(scan, fetch);
}

/** A sample for somebody who sets a trigger up: the job that ended last, or the labels of those that are there. */
export async function findLatestEvent(
	connection: Connection,
	settings: WatchSettings,
): Promise<{ readonly event?: JobEvent; readonly labels: readonly string[] }> {
	const lack = findLack(connection, settings);
	if (lack !== undefined) throw lack;
	const now = connection.clock.now();
	const everything = { ...settings, lookBackSeconds: Infinity };
	const begun = beginScan(undefined, connection, everything, now);
	const all = beginScan(undefined, connection, { ...everything, label: '' }, now);
	const take = (scan: Scan, batches: Parameters<typeof takePage>[2]['entries']): Scan =>
		takePage(scan, { kind: 'page', lane: 0 }, { entries: batches });
	const eventsOf = (scan: Scan): readonly JobEvent[] =>
		[...jobsOf(scan).values()]
			.flatMap((members) => toEvent(members, connection, true) ?? [])
			.filter(({ status }) => settings.statuses.has(status));
	const { entries } = await listBatches(
		connection,
		0,
		(found) => eventsOf(take(begun, found)).length > 0,
	);
	const [latest] = [...eventsOf(take(begun, entries))].sort((a, b) =>
		(b.endedAt ?? b.submittedAt).localeCompare(a.endedAt ?? a.submittedAt),
	);
	const labels = [...jobsOf(take(all, entries)).values()].flatMap(
		(members) => members[0]?.record.label ?? [],
	);
	return {
		...defined({ event: latest }),
		labels: [...new Set(labels)].filter((label) => label !== ''),
	};
}
