import {
	nextStep,
	stepOfRunning,
	type AgainSettings,
	type CollectedBatch,
	type Handle,
	type Outcome,
	type ProviderBatch,
} from '../../../core';
import { NO_DAMAGE } from '../../../core/collect/collected';
import { batchOf, jobOf, recordOf } from '../../support/core/batches';
import { failureOf, outcomeOf } from '../../support/core/outcomes';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

const JOB = jobOf();
const SENT = Date.parse(JOB.createdAt);
const ONCE: AgainSettings = { maxRounds: 1 };
const THRICE: AgainSettings = { maxRounds: 3 };
const BY_NOON: AgainSettings = { ...THRICE, deadlineHours: 5 };
const AT_ONCE: Handle = {
	version: 2,
	id: JOB.id,
	service: JOB.service,
	baseUrl: JOB.baseUrl,
	label: JOB.label,
	rowCount: 3,
	createdAt: JOB.createdAt,
	kind: 'now',
	answers: [],
};
/** Of rows 0 to 2, the second may have an answer next time, the third never. */
const OUTCOMES: readonly Outcome[] = [
	outcomeOf(0),
	failureOf(1, 'expired', 'The time ran out.', true),
	failureOf(2, 'refused', 'Not allowed.', false),
];

function partOf(changes: Partial<ProviderBatch>, round = 1): CollectedBatch {
	return {
		batch: batchOf(changes),
		record: recordOf({ round }),
		results: new Map(),
		keptRows: new Map(),
		shape: undefined,
		silentIds: new Map(),
		damage: NO_DAMAGE,
	};
}

interface Done {
	readonly handle?: Handle;
	readonly outcomes?: readonly Outcome[];
	readonly parts?: readonly CollectedBatch[];
}

function stepAfter(
	settings: AgainSettings,
	hours = 1,
	{ handle = JOB, outcomes = OUTCOMES, parts = [partOf({ phase: 'expired' })] }: Done = {},
): ReturnType<typeof nextStep> {
	const finished = { handle, outcomes, collected: parts, notes: [] };
	return nextStep(finished, settings, SENT + hours * HOUR_MS);
}

describe('the next step of a job that still runs', () => {
	const RUNNING = { phase: 'in_progress', nextLookMs: 15 * MINUTE_MS } as const;

	it.each([
		['without a deadline, when it is due', THRICE, 1000, 15],
		['long before its deadline, when it is due', BY_NOON, 1, 15],
		['shortly before its deadline, just in time for it', BY_NOON, 4.9, 6],
	])('is another look: %s', (_, settings, hours, minutes) => {
		const step = stepOfRunning(JOB, RUNNING, settings, SENT + hours * HOUR_MS);
		expect(step).toMatchObject({ step: 'look-again' });
		expect('inMs' in step && Math.round(step.inMs / MINUTE_MS)).toBe(minutes);
	});

	it('is its end at the deadline, not a moment before', () => {
		const noon = SENT + 5 * HOUR_MS;
		expect(stepOfRunning(JOB, RUNNING, BY_NOON, noon)).toEqual({ step: 'end-early', job: JOB });
		expect(stepOfRunning(JOB, RUNNING, BY_NOON, noon - 1)).toEqual({ step: 'look-again', inMs: 1 });
	});

	it.each([
		['is being cancelled already', JOB, 'cancelling'],
		['is no batch', AT_ONCE, 'in_progress'],
	] as const)('is another look past the deadline, where it %s', (_, handle, phase) => {
		const step = stepOfRunning(handle, { ...RUNNING, phase }, BY_NOON, SENT + 9 * HOUR_MS);
		expect(step).toEqual({ step: 'look-again', inMs: RUNNING.nextLookMs });
	});

	it('is another look where nobody can tell when it was sent', () => {
		const step = stepOfRunning({ ...JOB, createdAt: '?' }, RUNNING, BY_NOON, SENT + 9 * HOUR_MS);
		expect(step).toEqual({ step: 'look-again', inMs: RUNNING.nextLookMs });
	});
});

describe('the next step of a job that is done', () => {
	it('is another round of the rows that may have an answer next time', () => {
		expect(stepAfter(THRICE)).toEqual({ step: 'another-round', job: JOB, rows: new Set([1]) });
	});

	it.each<[string, AgainSettings, Done]>([
		['is out: no round is wanted', ONCE, {}],
		['is out: every row is answered', THRICE, { outcomes: [outcomeOf(0), outcomeOf(1)] }],
		['is out: the rest would fail the same way', THRICE, { outcomes: OUTCOMES.slice(2) }],
		['is out: it was cancelled', THRICE, { parts: [partOf({ phase: 'cancelled' })] }],
		[
			'is out: its last round was cancelled',
			THRICE,
			{ parts: [partOf({}), partOf({ phase: 'cancelled' }, 2)] },
		],
		[
			'is out: it had all its rounds',
			THRICE,
			{ handle: { ...JOB, round: 3, shards: [{ batchId: 'batch_3', index: 1, round: 3 }] } },
		],
		['is out: it is no batch', BY_NOON, { handle: AT_ONCE }],
	])('%s', (_, settings, done) => {
		expect(stepAfter(settings, 9, done)).toEqual({ step: 'put-out' });
	});

	it('is another round of what a cancel left, where that is wanted', () => {
		const settings = { ...THRICE, evenIfCancelled: true };
		const parts = [partOf({ phase: 'cancelled' })];
		expect(stepAfter(settings, 1, { parts })).toMatchObject({ step: 'another-round' });
	});

	it('is another round although all were had, where the account had no room for its rows', () => {
		const parts = [
			partOf({ phase: 'failed', faults: [{ code: 'token_limit_exceeded', message: '' }] }),
		];
		const handle = { ...JOB, round: 3, shards: [{ batchId: 'batch_3', index: 1, round: 3 }] };
		expect(stepAfter(THRICE, 1, { parts, handle })).toMatchObject({ step: 'another-round' });
		expect(stepAfter(ONCE, 1, { parts, handle })).toEqual({ step: 'put-out' });
	});

	it.each([
		['before its deadline another round', 4.9, 'another-round'],
		['at its deadline the rest at once, and no round', 5, 'answer-rest'],
	])('is %s', (_, hours, step) => {
		expect(stepAfter(BY_NOON, hours)).toMatchObject({ step, job: JOB });
	});

	it('is the rest at once at the deadline, although no round is wanted', () => {
		expect(stepAfter({ ...ONCE, deadlineHours: 5 }, 9)).toEqual({ step: 'answer-rest', job: JOB });
	});
});
