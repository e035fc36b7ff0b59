import type { JobMember } from '../jobs/members';
import type { Job, ProviderBatch } from '../types';

/** How a job ended; `incomplete` when a shard of it was never sent. */
export type EventStatus = 'completed' | 'failed' | 'expired' | 'cancelled' | 'incomplete';

/** A job that has ended. Told again, it has the same id. */
export interface JobEvent {
	readonly id: string;
	readonly status: EventStatus;
	readonly label: string;
	readonly rowCount: number;
	readonly answered: number;
	readonly failed: number;
	/** ISO 8601. */
	readonly submittedAt: string;
	/** Absent where the provider does not say. */
	readonly endedAt?: string;
	/** The provider's batches, in order. */
	readonly batchIds: readonly string[];
	/** Absent for a batch that another tool sent: its answers cannot be joined to rows. */
	readonly job?: Job;
}

export interface WatchSettings {
	/** Whose list it is, beside the base URL: another credential starts anew. */
	readonly account: string;
	/** Jobs with this label only, to the letter; all jobs when it is empty. */
	readonly label: string;
	/** Also batches that Offpeak did not send. */
	readonly includeOthers: boolean;
	readonly statuses: ReadonlySet<EventStatus>;
	/** The first look also tells of jobs that ended so long ago. */
	readonly lookBackSeconds: number;
	/** The process that asks: what it was told counts as delivered when it asks again. */
	readonly by: string;
}

/** A batch that is watched: all that an event needs, so that it can be told again without a call. */
export interface Watched extends JobMember {
	readonly batch: JobMember['batch'] & Pick<ProviderBatch, 'endedAt'>;
	readonly ended: boolean;
	/** Sent by another tool: a job by itself. */
	readonly isForeign?: boolean;
	/** How often in a row the provider did not know it. */
	readonly missed?: number;
}

/** Where reading the list goes on: behind this batch. */
export interface Place {
	/** Absent at the end of the list. */
	readonly after?: string;
	/** Unix seconds, of the last batch read. */
	readonly createdAt: number;
}

/** A stretch of the list that was not read to its end. */
export interface Gap {
	readonly after: string;
	/** Left by the first look, to which a job that ended long ago is old news. */
	readonly isFirst: boolean;
	/** Batches that were there at the look before: new is what stands above them; all of it when there were none. */
	readonly anchors: readonly string[];
	/** When the newest batch of that look was made; absent when there was no look before. */
	readonly newest?: number;
}

/** Reading further down than what is new, over several looks if need be. */
export interface Deep {
	readonly place: Place;
	/** Jobs whose missing shards are searched for on this way. */
	readonly jobs: readonly string[];
}

/**
 * What a trigger remembers between two looks: plain JSON, bounded, and harmless when an older one comes
 * back. New is what stands above the batches seen before, so no clock decides what is lost.
 */
export interface Cursor {
	readonly version: 1;
	/** What the cursor belongs to; with other settings the watch starts anew. */
	readonly scope: string;
	/** The newest batches of the list, newest first, of whatever tool. */
	readonly anchors: readonly string[];
	readonly newest?: number;
	readonly gaps: readonly Gap[];
	readonly deep?: Deep;
	/** Batches of jobs that have not been told of for certain, least recently looked at first. */
	readonly watched: readonly Watched[];
	/** Event ids by job, put out by this process at its last look. */
	readonly putOut: { readonly by: string; readonly events: Readonly<Record<string, string>> };
}
