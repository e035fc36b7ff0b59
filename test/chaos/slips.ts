import type { HttpRequest, Transport } from '../../core';
import { MINUTE_MS } from '../../harness/durations';
import { changingReplies, type PlainReply, withFields } from '../support/core/changed-replies';

/** What a provider says too early, or of something else, so many times before it says what is true. */
export interface Slip {
	readonly about: 'batch' | 'answers';
	readonly kind: keyof typeof OF_BATCH | keyof typeof OF_ANSWERS;
	readonly times: number;
}

const PAGE = '<!DOCTYPE html>\n<html><body>Bad gateway</body></html>\n';
const OCTETS = { 'content-type': 'application/octet-stream' };
const UNKNOWN = JSON.stringify({ error: { message: 'No such object.', type: 'not_found' } });

type Change = (reply: PlainReply) => PlainReply;

export const OF_BATCH = {
	'no ids': (reply) => withFields(reply, { output_file_id: null, error_file_id: null }),
	'empty ids': (reply) => withFields(reply, { output_file_id: '', error_file_id: '' }),
	'neither ids nor counts': (reply) =>
		withFields(reply, { output_file_id: null, error_file_id: null, request_counts: null }),
	'another batch': (reply) => withFields(reply, { id: 'batch_of_another' }),
	'an empty object': (reply) => ({ ...reply, text: '{}' }),
	'a page': (reply) => ({ ...reply, headers: OCTETS, text: PAGE }),
	unknown: (reply) => ({ ...reply, status: 404, text: UNKNOWN }),
} as const satisfies Readonly<Record<string, Change>>;

export const OF_ANSWERS = {
	'an empty file': (reply) => ({ ...reply, text: '' }),
	'half a file': (reply) => ({ ...reply, text: reply.text.slice(0, reply.text.length / 2) }),
	'some lines': (reply) => ({
		...reply,
		text: reply.text
			.split('\n')
			.slice(0, reply.text.split('\n').length / 2)
			.map((line) => `${line}\n`)
			.join(''),
	}),
	'a page': (reply) => ({ ...reply, headers: OCTETS, text: PAGE }),
	'a page that says so': (reply) => ({
		...reply,
		headers: { 'content-type': 'text/html' },
		text: PAGE,
	}),
} as const satisfies Readonly<Record<string, Change>>;

const CHANGES: Readonly<Record<Slip['about'], Readonly<Record<string, Change>>>> = {
	batch: OF_BATCH,
	answers: OF_ANSWERS,
};

/** For so long after its end a batch may be spoken of in any way; after that, only so many times. */
const SETTLED_MS = 55 * MINUTE_MS;
const LATE_SLIPS = 2;

/** The same provider, with slips of its tongue. `isCalm`: from then on it makes none. */
export function slipping(
	transport: Transport,
	slips: readonly Slip[],
	{ now, isCalm }: { readonly now: () => number; readonly isCalm: () => boolean },
): Transport {
	const left = slips.map((slip) => ({ ...slip }));
	const outputs = new Set<string>();
	let endedAt = 0;
	let late = 0;
	return changingReplies(transport, (request, reply) => {
		const about = subjectOf(request, outputs);
		if (about === undefined || reply.status !== 200) return reply;
		if (about === 'batch') {
			const batch = Object(JSON.parse(reply.text));
			const { status, output_file_id: output } = batch;
			endedAt = 1000 * (batch.completed_at ?? batch.expired_at ?? batch.cancelled_at ?? 0);
			if (typeof output === 'string') outputs.add(output);
			// What runs has no files yet.
			if (status !== 'completed' && status !== 'expired' && status !== 'cancelled') return reply;
		}
		const slip = left.find((one) => one.about === about && one.times > 0);
		const isLate = now() > endedAt + SETTLED_MS;
		if (slip === undefined || isCalm() || (isLate && late >= LATE_SLIPS)) return reply;
		if (isLate) late += 1;
		slip.times -= 1;
		return CHANGES[about][slip.kind]?.(reply) ?? reply;
	});
}

function subjectOf(
	{ method, path }: HttpRequest,
	outputs: ReadonlySet<string>,
): Slip['about'] | undefined {
	if (method !== 'GET') return undefined;
	if (/^\/batches\/[^/]+$/.test(path)) return 'batch';
	const file = /^\/files\/([^/]+)\/content$/.exec(path)?.[1] ?? '';
	return outputs.has(file) ? 'answers' : undefined;
}
