import type { BatchFault, CallEffect, FaultRule, LineChoice } from '../../local-server/src';
import type { Random } from './random';
import type { Manners } from './manners';
import type { Ghost } from './shaky-provider';
import { OF_ANSWERS, OF_BATCH, type Slip } from './slips';
import { MINUTE_MS, SECOND_MS } from '../../harness/durations';

const CALLS = [
	{},
	{ method: 'POST', path: '^/v1/files$' },
	{ method: 'POST', path: '^/v1/batches$' },
	{ method: 'POST', path: '^/v1/batches$' },
	{ method: 'GET', path: '^/v1/batches$' },
	{ method: 'GET', path: '^/v1/files$' },
	{ method: 'GET', path: '^/v1/batches/.+' },
	{ method: 'GET', path: '/content$' },
	{ method: 'GET', path: '^/v1/files/.+/content$' },
	{ method: 'POST', path: '/cancel$' },
	{ method: 'DELETE' },
] as const;

/** A few calls that go wrong, each up to three times, somewhere in the life of the job. */
export function drawCallFaults(random: Random): readonly FaultRule[] {
	const [first, ...others] = CALLS;
	return Array.from({ length: random.int(0, 5) }, () => {
		const call = random.pick<(typeof CALLS)[number]>(first, ...others);
		const reads = !('path' in call) || call.path.endsWith('content$');
		return {
			call,
			effect: drawEffect(random, reads),
			times: random.int(1, 3),
			skip: random.int(0, 6),
		};
	});
}

/** A file of ours that ends early without a word cannot be told from a whole one; of answers, see `drawSlips`. */
function drawEffect(random: Random, isOfFile: boolean): CallEffect {
	const drop = random.pick('drop-before' as const, 'drop-after' as const);
	const ending = isOfFile ? 'drop' : random.pick('drop' as const, 'end' as const);
	return random.pick<CallEffect>(
		{ kind: drop },
		{ kind: drop },
		{ kind: 'status', status: 429, headers: { 'retry-after': String(random.int(1, 90)) } },
		{ kind: 'status', status: 429 },
		{ kind: 'status', status: 429, code: 'insufficient_quota' },
		{ kind: 'status', status: random.pick(500, 502, 503, 504, 520) },
		{ kind: 'status', status: random.pick(408, 409) },
		// What is refused for good costs the kept fields, and is tried on its own.
		{ kind: 'status', status: isOfFile ? 401 : random.pick(400, 401, 403) },
		{ kind: 'html', status: random.pick(200, 429, 502) },
		{ kind: 'slow', delayMs: random.int(1, 3) },
		{ kind: 'torn', bytes: random.int(0, 300), ending },
	);
}

/**
 * What befalls the batches of the job, in the order in which they are bought. Mild faults leave a success in
 * every batch: only such jobs may be found by their content.
 */
export function drawBatchFaults(random: Random, isMild: boolean): readonly FaultRule[] {
	return Array.from({ length: random.int(0, 12) }, () => ({
		batch: random.chance(0.4) ? {} : drawBatchFault(random, isMild),
	}));
}

function drawBatchFault(random: Random, isMild: boolean): BatchFault {
	const mild: readonly BatchFault[] = [
		{ duplicateLines: drawLines(random) },
		{ unknownLines: random.int(1, 3) },
		{ tornLastLine: true },
		{ garbageLine: true },
		{ emptyErrorFile: true },
		{ duplicateLines: drawLines(random), garbageLine: true, tornLastLine: true, unknownLines: 1 },
	];
	const harsh: readonly BatchFault[] = [
		{ dropLines: drawLines(random) },
		{ expireAfter: random.int(0, 6) },
		{ expireAfter: random.int(0, 6), dropLines: drawLines(random) },
		{ failLines: { ...drawLines(random), status: random.pick(400, 404, 429, 500, 503) } },
		{ failLines: { every: 1, status: random.pick(400, 500) } },
		{ refuse: drawLines(random) },
		{ truncate: drawLines(random) },
		{ contentFilter: drawLines(random) },
		{ failBatch: { code: 'invalid_json_line', message: 'This line is not parseable.' } },
		{ failBatch: FULL_QUEUE },
		{ failBatch: FULL_QUEUE },
		{ countsOff: true },
		{ rawStatus: 'paused' },
		{ stuckAt: random.pick('validating', 'in_progress') },
		{ stuckAt: 'in_progress', rawStatus: 'paused' },
	];
	const [first = {}, ...others] = isMild ? mild : [...mild, ...harsh];
	return random.pick(first, ...others);
}

const FULL_QUEUE = {
	code: 'token_limit_exceeded',
	message: 'Enqueued token limit reached for demo. Limit: 3,000 enqueued tokens.',
};

/** By id, for the order of the lines in a result file is chance. */
function drawLines(random: Random): LineChoice {
	return { customIdPattern: random.pick('^r0(-|$)', '^r\\d*[02468](-|$)', '^r\\d*[37](-|$)') };
}

/** A few things said too early. */
export function drawSlips(random: Random): readonly Slip[] {
	return Array.from({ length: random.pick(0, 0, 1, 2, 3) }, () => {
		const times = random.int(1, 4);
		const [ofBatch = 'no ids', ...moreOfBatch] = namesOf(OF_BATCH);
		const [ofAnswers = 'an empty file', ...moreOfAnswers] = namesOf(OF_ANSWERS);
		return random.chance(0.5)
			? { about: 'batch', kind: random.pick(ofBatch, ...moreOfBatch), times }
			: { about: 'answers', kind: random.pick(ofAnswers, ...moreOfAnswers), times };
	});
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
	return Object.keys(table).filter((name): name is Name => name in table);
}

export function drawManners(random: Random): Manners {
	return { refusesKept: random.chance(0.15), looksUntilReady: random.pick(0, 0, 0, 1, 3) };
}

/** Purchases that turn up although nobody was told, up to nine minutes late. */
export function drawGhosts(random: Random): ReadonlyMap<number, Ghost> {
	const ghosts = new Map<number, Ghost>();
	for (let count = random.pick(0, 0, 1, 2, 3); count > 0; count -= 1) {
		ghosts.set(random.int(1, 6), {
			delayMs: random.pick(0, 5 * SECOND_MS, MINUTE_MS, 9 * MINUTE_MS),
			reply: random.pick<Ghost['reply']>('drop', 'drop', 408, 409, 429, 502),
		});
	}
	return ghosts;
}
