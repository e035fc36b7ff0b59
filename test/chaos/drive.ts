import {
	cancelJob,
	isOffpeakError,
	join,
	poll,
	resubmit,
	submit,
	type Connection,
	type Job,
	type OffpeakError,
	type Outcome,
} from '../../core';
import { collectSettled } from '../../core/results/collect-settled';
import { type FakeClock } from '../../harness/fake-clock';
import type { ChaosJob } from './draw-job';
import { immortal, mortal } from './mortal';
import type { Random } from './random';
import { MINUTE_MS, SECOND_MS } from '../../harness/durations';

/** The provider, as much of it as a host can have an influence on. */
export interface Surroundings {
	readonly connection: Connection;
	readonly clock: FakeClock;
	/** Lets the provider work on its jobs. */
	idle(): Promise<void>;
	restart(): Promise<void>;
}

export interface Driven {
	/** As the host knew it at the end, with all rounds. */
	readonly job: Job;
	/** As `submit` gave it. */
	readonly firstJob: Job;
	readonly outcomes: readonly Outcome[];
	readonly errors: readonly OffpeakError[];
	readonly deaths: number;
}

/** What a host writes down, as n8n does with the data of an execution. */
interface Memory {
	firstJob?: Job;
	job?: Job;
	looks: number;
	outcomes?: readonly Outcome[];
}

const MAX_LIVES = 80;
/** From then on the host lives for ever, so that every job ends. */
const LAST_DEATH = 12;
const MAX_LOOKS = 12;

/** Takes a job from its purchase to its outcomes, through faults, deaths of the host and repeated runs. */
export async function driveJob(
	job: ChaosJob,
	surroundings: Surroundings,
	random: Random,
): Promise<Driven> {
	const { connection, clock } = surroundings;
	const memory: Memory = { looks: 0 };
	const errors: OffpeakError[] = [];
	let deaths = 0;
	for (let life = 1; life <= MAX_LIVES; life += 1) {
		const body =
			life < LAST_DEATH && random.chance(0.3)
				? mortal(connection.transport, random.int(1, 12), random.chance(0.5))
				: immortal(connection.transport);
		const alive = live(
			job,
			memory,
			surroundings,
			{ ...connection, transport: body.transport },
			random,
		);
		const end = await Promise.race([alive, body.death]).catch((error: unknown) => error);
		const { outcomes, firstJob, job: last } = memory;
		if (outcomes !== undefined && firstJob !== undefined && last !== undefined) {
			return { job: last, firstJob, outcomes, errors, deaths };
		}
		if (end === 'dead') deaths += 1;
		else if (isOffpeakError(end)) errors.push(end);
		else if (end !== 'ended') throw end;
		clock.pass(random.pick(SECOND_MS, MINUTE_MS, 11 * MINUTE_MS));
		if (random.chance(0.1)) await surroundings.restart();
	}
	throw new Error(`The job did not end in ${MAX_LIVES} runs: ${errors.at(-1)?.message}`);
}

/** One run of the host. Where it returns, it may have been stopped before it wrote down what it did last. */
async function live(
	job: ChaosJob,
	memory: Memory,
	surroundings: Surroundings,
	connection: Connection,
	random: Random,
): Promise<'ended'> {
	if (memory.job === undefined) {
		const submission = await submit(job.plan, connection, job.options);
		if (random.chance(0.15)) return 'ended';
		memory.job = submission.job;
		memory.firstJob = submission.job;
	}
	for (;;) {
		memory.looks += 1;
		const isOverdue = memory.looks % MAX_LOOKS === 0;
		if (memory.looks === job.cancelAt || isOverdue) await cancelJob(memory.job, connection);
		if (random.chance(0.8)) await surroundings.idle();
		const status = await poll(memory.job, connection);
		if (status.state === 'running') {
			surroundings.clock.pass(status.nextLookMs);
			continue;
		}
		const settled = await collectSettled(memory.job, status, connection);
		if ('inMs' in settled) {
			surroundings.clock.pass(settled.inMs);
			continue;
		}
		const { collected } = settled;
		const outcomes = join(memory.job, collected);
		const round = await resubmit({ job: memory.job, collected, outcomes }, connection, {
			maxRounds: job.maxRounds,
			// A cancel must not keep the suite from its further rounds.
			evenIfCancelled: true,
			evenIfCounted: job.evenIfCounted,
		});
		if (round === undefined) {
			memory.outcomes = outcomes;
			return 'ended';
		}
		if (random.chance(0.15)) return 'ended';
		memory.job = round.job;
	}
}
