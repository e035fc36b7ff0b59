/**
 * What no job exceeds: one set for what is planned, for handles that went through many hands, and for records that
 * others can write. What says more was damaged or forged, and must not become so many rows, calls or bytes.
 */
export const LIMITS = {
	rows: 1_000_000,
	/** Of one round. */
	shards: 10_000,
	rounds: 1_000,
	labelCharacters: 512,
	urlCharacters: 2_048,
	/** Of a handle as text: the answers of a large job that was answered now. */
	handleCharacters: 64_000_000,
	/** Of kept fields that ride in a handle, in UTF-8. */
	carriedBytes: 1_000_000,
	/** Of files, from their upload. */
	expirySeconds: 10 * 365 * 86_400,
} as const;

const FIRST_DAY = Date.UTC(2024, 0, 1);
const LAST_DAY = Date.UTC(2100, 0, 1);

/** Databases give a time back in their zone, and with more digits (supabase/walrus#37). */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** When a job was sent, in UTC; `undefined` for any other text. */
export function readTime(text: string): string | undefined {
	const time = TIME.test(text) ? Date.parse(text) : NaN;
	if (!(time >= FIRST_DAY && time < LAST_DAY)) return undefined;
	return text.endsWith('Z') ? text : new Date(time).toISOString();
}

/** A whole number of things that there is at least one of. */
export function isCount(value: number | undefined, most: number): value is number {
	return value !== undefined && Number.isInteger(value) && value > 0 && value <= most;
}

const JOB_ID = /^op_[0-9A-Za-z]{1,64}$/;

export function isJobId(text: string): boolean {
	return JOB_ID.test(text);
}
