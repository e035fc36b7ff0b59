import fc from 'fast-check';
import { released } from '../../../zapier-app/src/triggers/release';

interface Event {
	readonly id: number;
	readonly endedAt: number;
}

const HOUR = 3600;

describe('the times at which events are released', () => {
	it('hold back nothing in a quiet account', () => {
		const events = Array.from({ length: 90 }, (_, id): Event => ({ id, endedAt: 100 }));

		expect(released(events, ({ endedAt }) => endedAt, 100)).toEqual(events);
	});

	it('let at most 90 events pass in three hours, and all of them in the end, each once', () => {
		const gap = fc.integer({ min: 60, max: 3 * HOUR });
		const job = fc.record({
			endedAt: fc.integer({ min: 0, max: 12 * HOUR }),
			events: fc.integer({ min: 1, max: 90 }),
		});
		fc.assert(
			fc.property(fc.array(job, { maxLength: 8 }), fc.infiniteStream(gap), (jobs, gaps) => {
				const sorted = [...jobs].sort((a, b) => a.endedAt - b.endedAt);
				const events = sorted.flatMap(({ endedAt, events: count }) =>
					Array.from({ length: count }, () => endedAt),
				);
				const all = events.map((endedAt, id): Event => ({ id, endedAt }));
				const seen = new Set<number>();
				const end = 12 * HOUR + (jobs.length + 1) * 4 * HOUR;
				for (let now = 0; now < end; now += gaps.next().value ?? HOUR) {
					// A poll sees only what has ended by then.
					const known = all.filter(({ endedAt }) => endedAt <= now);
					const fresh = released(known, ({ endedAt }) => endedAt, now).filter(
						({ id }) => !seen.has(id),
					);

					expect(fresh.length).toBeLessThanOrEqual(90);
					for (const { id } of fresh) seen.add(id);
				}

				expect(seen.size).toBe(all.length);
			}),
		);
	});
});
