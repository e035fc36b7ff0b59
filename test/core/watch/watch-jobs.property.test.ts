import fc from 'fast-check';
import { BatchList, type ListedBatch } from '../../support/core/batch-list';
import { WatchingHost } from '../../support/core/watching-host';
import { runs } from '../../support/fuzz';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';
import { SIBLING_SECONDS } from '../../../core/jobs/members';

/** Random lives of an account, seen by a trigger that is restarted, rolled back and lied to by its clock. */
type Step =
	| { readonly kind: 'submit'; readonly shards: number; readonly sent: number }
	| { readonly kind: 'others'; readonly count: number }
	| { readonly kind: 'continue' }
	| { readonly kind: 'end'; readonly pick: number; readonly status: string }
	| { readonly kind: 'poll' }
	| { readonly kind: 'pass'; readonly minutes: number };
type Fault =
	| { readonly kind: 'crash'; readonly back: number; readonly isLost: boolean }
	| { readonly kind: 'rollBack'; readonly back: number }
	| { readonly kind: 'jump'; readonly hours: number }
	| { readonly kind: 'jumpBoth'; readonly hours: number }
	| { readonly kind: 'failCall'; readonly skip: number; readonly status: number };

const poll = fc.constant({ kind: 'poll' } as const);
const steps: readonly fc.Arbitrary<Step>[] = [
	fc
		.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
		.map(([shards, sent]) => ({ kind: 'submit', shards, sent: Math.min(shards, sent) }) as const),
	fc.integer({ min: 1, max: 90 }).map((count) => ({ kind: 'others', count }) as const),
	fc.constant({ kind: 'continue' } as const),
	fc.record({
		kind: fc.constant('end' as const),
		pick: fc.nat(),
		status: fc.constantFrom('completed', 'failed', 'expired', 'cancelled'),
	}),
	poll,
	poll,
	fc.integer({ min: 1, max: 300 }).map((minutes) => ({ kind: 'pass', minutes }) as const),
];
const faults: readonly fc.Arbitrary<Fault>[] = [
	fc.record({ kind: fc.constant('crash' as const), back: fc.nat(6), isLost: fc.boolean() }),
	fc.record({ kind: fc.constant('rollBack' as const), back: fc.nat(6) }),
	fc.integer({ min: -9000, max: 9000 }).map((hours) => ({ kind: 'jump', hours }) as const),
	// A host's clock may be anything; a provider's does not go back by a day or more.
	fc.integer({ min: -20, max: 9000 }).map((hours) => ({ kind: 'jumpBoth', hours }) as const),
	fc.record({
		kind: fc.constant('failCall' as const),
		skip: fc.nat(4),
		status: fc.constantFrom(429, 500, 503),
	}),
];

interface Sent {
	readonly jobId: string;
	readonly shards: number;
	readonly batches: ListedBatch[];
}

async function live(
	story: readonly (Step | Fault)[],
	pageSize: number,
): Promise<{ host: WatchingHost; jobs: Sent[] }> {
	const list = new BatchList(pageSize);
	const host = new WatchingHost(list, { label: 'mine' });
	const jobs: Sent[] = [];
	const sendNext = (job: Sent): void => {
		const { jobId, shards: shardCount } = job;
		job.batches.push(list.add({ jobId, shardCount, shard: job.batches.length + 1, label: 'mine' }));
	};
	// Submitting continues a half bought job for so long; after that it buys a new one.
	const isContinued = ({ batches, shards }: Sent): boolean => {
		const first = batches[0]?.created_at ?? list.seconds;
		return batches.length < shards && list.seconds - first < SIBLING_SECONDS;
	};
	await host.poll();
	for (const step of story) {
		switch (step.kind) {
			case 'submit': {
				const job: Sent = { jobId: `op_${jobs.length + 1}`, shards: step.shards, batches: [] };
				for (let shard = 0; shard < step.sent; shard += 1) sendNext(job);
				jobs.push(job);
				break;
			}
			case 'others':
				for (let count = 0; count < step.count; count += 1) {
					const isForeign = count % 2 === 0;
					list.end(
						list.add(
							isForeign ? undefined : { jobId: `op_other_${list.batches.length}`, label: 'other' },
						),
					);
				}
				break;
			case 'continue': {
				const half = jobs.find(isContinued);
				if (half !== undefined) sendNext(half);
				break;
			}
			case 'end': {
				const running = jobs
					.flatMap(({ batches }) => batches)
					.filter(({ status }) => status === 'in_progress');
				const batch = running[step.pick % Math.max(1, running.length)];
				if (batch !== undefined) list.end(batch, step.status);
				break;
			}
			case 'poll':
				await host.poll();
				list.pass(MINUTE_MS);
				break;
			case 'pass':
				list.pass(step.minutes * MINUTE_MS);
				break;
			case 'crash':
				host.crash(step);
				break;
			case 'rollBack':
				host.rollBack(step.back);
				break;
			case 'jump':
				list.clock.pass(step.hours * HOUR_MS);
				break;
			case 'jumpBoth':
				list.pass(step.hours * HOUR_MS);
				break;
			case 'failCall':
				list.failures.push(...Array.from({ length: step.skip }, () => undefined), step.status);
				break;
		}
	}
	for (const job of jobs) {
		while (isContinued(job)) sendNext(job);
		for (const batch of job.batches) if (batch.status === 'in_progress') list.end(batch);
	}
	await host.pollUntilQuiet();
	// Whatever the clock said, it is right again, and late enough to give nothing up too early.
	list.clock.pass(Math.max(0, list.seconds * 1000 - list.clock.now()) + 48 * HOUR_MS);
	await host.pollUntilQuiet();
	return { host, jobs };
}

function finalIdOf({ jobId, batches, shards }: Sent): string {
	if (batches.length < shards) return `${jobId}:incomplete`;
	const order = ['failed', 'expired', 'cancelled', 'completed'];
	const status = order.find((wanted) => batches.some((batch) => batch.status === wanted));
	return `${jobId}:${status}`;
}

const pageSizes = fc.constantFrom(2, 5, 20, 100);

describe('A watch over random histories', () => {
	it('tells of every job exactly once when nothing goes wrong', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(...steps), { maxLength: 60 }),
				pageSizes,
				async (story, pageSize) => {
					const { host, jobs } = await live(story, pageSize);
					const complete = host.delivered
						.filter(({ status }) => status !== 'incomplete')
						.map(({ id }) => id);
					expect([...complete].sort()).toEqual(jobs.map(finalIdOf).sort());
					expect(new Set(host.ids).size).toBe(host.ids.length);
				},
			),
			runs(60),
		);
	}, 120_000);

	it('loses no job to crashes, states that come back, failing calls and clocks that jump', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(...steps, ...faults), { maxLength: 60 }),
				pageSizes,
				async (story, pageSize) => {
					const { host, jobs } = await live(story, pageSize);
					const ids = new Set(host.delivered.map(({ id }) => id));
					for (const job of jobs) expect(ids).toContain(finalIdOf(job));
				},
			),
			runs(150),
		);
	}, 120_000);

	it('says the same of a job each time it tells of it', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(...steps, ...faults), { maxLength: 60 }),
				pageSizes,
				async (story, pageSize) => {
					const { host } = await live(story, pageSize);
					const told = new Map<string, string>();
					for (const event of host.delivered) {
						if (event.status === 'incomplete') continue;
						const text = JSON.stringify(event);
						expect(told.get(event.id) ?? text).toBe(text);
						told.set(event.id, text);
					}
				},
			),
			runs(50),
		);
	}, 120_000);
});
