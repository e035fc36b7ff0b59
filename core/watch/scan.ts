import type { Connection } from '../calls/connection';
import { defined } from '../formats/defined';
import { groupByJob } from '../jobs/members';
import type { Page } from '../protocols/protocol';
import type { ProviderBatch } from '../types';
import type { Cursor, Deep, Gap, Place, Watched, WatchSettings } from './types';
import { toWatched } from './watched';

const DAY_SECONDS = 86_400;
/** How long before the first look a job that it may tell of can have been sent. */
const REACH_SECONDS = 7 * DAY_SECONDS;
/** An id that the provider did not know so often in a row is gone: with a poll a minute, after an hour. */
const MAX_MISSES = 60;

/** A stretch of the list to be read for what is new: the head, or what an earlier look left. */
interface Lane extends Omit<Gap, 'after'> {
	readonly after?: string;
	/** Whether a batch that was there before is reached: then all above it is new. */
	readonly isMet: boolean;
	readonly isRead: boolean;
}

interface Found {
	readonly member: Watched;
	/** Where it was read as possibly new; absent for what was there before. */
	readonly lane?: number;
}

/** What one look has read so far, with what was known before. */
export interface Scan {
	readonly cursor: Cursor;
	readonly settings: WatchSettings;
	readonly connection: Pick<Connection, 'provider' | 'baseUrl'>;
	/** Unix seconds. */
	readonly now: number;
	readonly lanes: readonly Lane[];
	/** Ids read from the head down, in order. */
	readonly top: readonly string[];
	/** When the newest and the last batch of the head were made, and how many pages lie between. */
	readonly head: { readonly newest?: number; readonly bottom?: Place; readonly pages: number };
	/** Set once reading further down has begun. */
	readonly deep?: Deep;
	readonly found: ReadonlyMap<string, Found>;
}

export type Fetch =
	| { readonly kind: 'page'; readonly lane: number; readonly after?: string }
	| { readonly kind: 'deep'; readonly deep: Deep; readonly after: string }
	| { readonly kind: 'batch'; readonly id: string };

export function scopeOf({ account, label, includeOthers }: WatchSettings, baseUrl: string): string {
	return JSON.stringify([baseUrl, account, label, includeOthers]);
}

/** Begins a look: a cursor of other settings, or none, makes it the first one. */
export function beginScan(
	known: Cursor | undefined,
	connection: Scan['connection'],
	settings: WatchSettings,
	nowMs: number,
): Scan {
	const scope = scopeOf(settings, connection.baseUrl);
	const isFirst = known?.scope !== scope;
	const cursor: Cursor = isFirst ? { ...EMPTY, scope } : known;
	const { anchors, newest, gaps } = cursor;
	const head = { isFirst, anchors, ...defined({ newest }) };
	return {
		cursor,
		settings,
		connection,
		now: nowMs / 1000,
		lanes: [head, ...gaps].map(toLane),
		top: [],
		head: { pages: 0 },
		found: new Map(),
	};
}

function toLane(gap: Omit<Gap, 'after'>): Lane {
	return { ...gap, isMet: !gap.isFirst && gap.anchors.length === 0, isRead: false };
}

const EMPTY: Cursor = {
	version: 1,
	scope: '',
	anchors: [],
	gaps: [],
	watched: [],
	putOut: { by: '', events: {} },
};

/** Takes a page of the head or of a gap. */
export function takePage(
	scan: Scan,
	{ lane: index, after }: Extract<Fetch, { kind: 'page' }>,
	page: Page<ProviderBatch>,
): Scan {
	const lane = scan.lanes[index];
	if (lane === undefined) return scan;
	const { entries } = page;
	const anchors = new Set(lane.anchors);
	const lastAnchor = entries.findLastIndex(({ id }) => anchors.has(id));
	const last = entries.at(-1);
	const place = placeBehind(entries, page.after, after);
	const head = index === 0 ? takeHead(scan.head, entries, place) : scan.head;
	const isMet = lane.isMet || lastAnchor >= 0;
	const isPast = last !== undefined && last.createdAt < oldestWorthReading({ ...scan, head }, lane);
	const taken: Lane = {
		...fromTheTop(lane),
		...defined({ after: place.after }),
		isMet,
		isRead: lastAnchor >= 0 || place.after === undefined || isPast,
	};
	const found = new Map(scan.found);
	for (const [position, batch] of entries.entries()) {
		const member = toWatched(batch, scan);
		if (member === undefined) continue;
		const isAbove = lastAnchor < 0 || position < lastAnchor;
		const isNew = isAbove && !anchors.has(batch.id);
		found.set(batch.id, { member, ...(isNew ? { lane: index } : {}) });
	}
	return {
		...scan,
		head,
		lanes: scan.lanes.map((other, at) => (at === index ? taken : other)),
		top: index === 0 ? [...scan.top, ...entries.map(({ id }) => id)] : scan.top,
		found,
	};
}

/** Takes a page from further down: nothing there is new. */
export function takeDeepPage(
	scan: Scan,
	{ deep, after }: Extract<Fetch, { kind: 'deep' }>,
	page: Page<ProviderBatch>,
): Scan {
	const place = placeBehind(page.entries, page.after, after);
	const read = page.entries.reduce(takeKnown, scan);
	return { ...read, deep: { ...deep, place } };
}

/** Takes a batch that was asked for by its id; without its record it is of no use. */
export function takeBatch(scan: Scan, id: string, batch: ProviderBatch): Scan {
	const member = toWatched({ ...batch, id }, scan);
	if (member === undefined) return takeMiss(scan, id);
	return { ...scan, found: new Map(scan.found).set(id, { member }) };
}

/** The provider does not know a batch that is watched. It may be another key's: it is asked for again. */
export function takeMiss(scan: Scan, id: string): Scan {
	const member = scan.cursor.watched.find(({ batch }) => batch.id === id);
	if (member === undefined) return scan;
	const missed = { ...member, missed: (member.missed ?? 0) + 1 };
	return { ...scan, found: new Map(scan.found).set(id, { member: missed }) };
}

/** The place where reading was to go on is gone from the list: it starts from the top again. */
export function losePlace(scan: Scan, fetch: Fetch): Scan {
	switch (fetch.kind) {
		case 'page': {
			const lanes = scan.lanes.map((lane, index) =>
				index === fetch.lane ? fromTheTop(lane) : lane,
			);
			return { ...scan, lanes };
		}
		case 'deep': {
			const { bottom } = scan.head;
			return bottom === undefined ? scan : { ...scan, deep: { ...fetch.deep, place: bottom } };
		}
		case 'batch':
			return scan;
	}
}

function fromTheTop({ isFirst, anchors, newest, isMet, isRead }: Lane): Lane {
	return { isFirst, anchors, isMet, isRead, ...defined({ newest }) };
}

function takeKnown(scan: Scan, batch: ProviderBatch): Scan {
	const member = toWatched(batch, scan);
	if (member === undefined || scan.found.has(batch.id)) return scan;
	return { ...scan, found: new Map(scan.found).set(batch.id, { member }) };
}

function takeHead(
	head: Scan['head'],
	entries: readonly ProviderBatch[],
	bottom: Place,
): Scan['head'] {
	const newest = Math.max(head.newest ?? 0, ...entries.map(({ createdAt }) => createdAt));
	return {
		...(entries.length === 0 && head.newest === undefined ? {} : { newest }),
		bottom,
		pages: head.pages + 1,
	};
}

/** A server that repeats its cursor, or sends an empty page, has no more. */
function placeBehind(
	entries: readonly ProviderBatch[],
	after: string | undefined,
	before: string | undefined,
): Place {
	const last = entries.at(-1);
	return {
		...(after === undefined || after === before || last === undefined ? {} : { after }),
		createdAt: last?.createdAt ?? 0,
	};
}

/** Where a lane ends that meets no batch of before. A clock that is wrong only makes it longer. */
function oldestWorthReading({ settings, now, head }: Scan, lane: Lane): number {
	if (lane.isMet) return -Infinity;
	const first = Math.min(now, head.newest ?? now) - settings.lookBackSeconds - REACH_SECONDS;
	return lane.newest === undefined ? first : Math.min(first, lane.newest - DAY_SECONDS);
}

/** The jobs that this look is about, from what was watched and what is new, each with all that is known of it. */
export function jobsOf(scan: Scan): ReadonlyMap<string, readonly Watched[]> {
	const known = new Map(scan.cursor.watched.map((member) => [member.batch.id, member]));
	const wanted = new Set(scan.cursor.watched.map(({ record }) => record.jobId));
	for (const found of scan.found.values()) {
		known.set(found.member.batch.id, found.member);
		if (isNew(scan, found)) wanted.add(found.member.record.jobId);
	}
	const members = [...known.values()].filter(
		({ record, missed = 0 }) => wanted.has(record.jobId) && missed < MAX_MISSES,
	);
	return groupByJob(members);
}

/** A job that ended long before the first look is old news; later, what stands above the known is new. */
function isNew(scan: Scan, { member, lane: index }: Found): boolean {
	const lane = index === undefined ? undefined : scan.lanes[index];
	if (lane === undefined) return false;
	const { batch, ended } = member;
	if (lane.isMet || !ended) return true;
	if (lane.newest !== undefined && batch.createdAt > lane.newest - DAY_SECONDS) return true;
	const today = Math.max(scan.now, scan.head.newest ?? 0);
	return (batch.endedAt ?? batch.createdAt) >= today - scan.settings.lookBackSeconds;
}
