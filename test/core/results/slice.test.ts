import { isOffpeakError, readSlice, submit, submitInBackground } from '../../../core';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { planOf, rowsOf, withRoomFor } from '../../support/core/samples';

afterEach(closeLocalConnections);

const REUSE = { reuseWindowSeconds: 0 };

describe('readSlice', () => {
	it('reads only the files that hold the rows', async () => {
		const provider = withRoomFor(10);
		const { connection, server, calls } = connectLocally({ provider });
		const { job } = await submit(planOf({ provider, rows: rowsOf(30) }), connection, REUSE);
		await server.idle();
		calls.length = 0;

		const outcomes = await readSlice(job, connection, 8, 12);

		expect(outcomes.map(({ rowIndex, outcome }) => [rowIndex, outcome])).toEqual(
			[8, 9, 10, 11].map((rowIndex) => [rowIndex, 'succeeded']),
		);
		expect(calls.filter((call) => call.endsWith('/content'))).toHaveLength(2);
	});

	it('gives every row exactly once, however the job is cut', async () => {
		const provider = withRoomFor(7);
		const { connection, server } = connectLocally({ provider });
		server.faults.add({ batch: { expireAfter: 3 } });
		const { job } = await submit(planOf({ provider, rows: rowsOf(20) }), connection, REUSE);
		await server.idle();

		const rows: number[] = [];
		for (let first = 0; first < 20; first += 6) {
			const slice = await readSlice(job, connection, first, first + 6);
			rows.push(...slice.map(({ rowIndex }) => rowIndex));
		}

		expect(rows).toEqual(Array.from({ length: 20 }, (_, index) => index));
	});

	it('reads background answers, too, and says when a job is not done', async () => {
		const { connection, server } = connectLocally({ server: { phaseMs: 60_000 } });
		const answers = await submitInBackground(planOf({ rows: rowsOf(3) }), connection);
		const { job } = await submit(planOf(), connection, REUSE);

		const error: unknown = await readSlice(job, connection, 0, 1).catch(
			(reason: unknown) => reason,
		);

		expect(isOffpeakError(error) && error.code).toBe('not_finished');
		while (
			await readSlice(answers, connection, 0, 3).then(
				() => false,
				() => true,
			)
		) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(await readSlice(answers, connection, 1, 3)).toHaveLength(2);
		await server.close();
	});
});
