import {
	answerRest,
	submit,
	type Job,
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
} from '../../../core';
import { readText } from '../../../core/calls/send';
import type { BatchFault } from '../../../local-server/src';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { nextRound, readRound } from '../../support/core/rounds';
import { planOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

const DAY = 86_400;

async function sent(
	fault: BatchFault,
): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
	const local = connectLocally();
	local.server.faults.add({ batch: fault });
	const made = planOf({ expireAfterSeconds: DAY });
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	await local.server.idle();
	return { local, job };
}

/** How long each file stays, by name, in seconds: as the provider says. */
async function stays({ connection }: LocalConnection): Promise<readonly [string, number][]> {
	const { body } = await connection.transport({ method: 'GET', path: '/files' });
	const page = readObject(parseJson(await readText(body)));
	return (readList(page?.['data']) ?? []).map((entry) => {
		const file = readObject(entry);
		const seconds =
			(readNumber(file?.['expires_at']) ?? Infinity) - (readNumber(file?.['created_at']) ?? 0);
		return [readString(file?.['filename']) ?? '', seconds];
	});
}

describe('Results Expire After', () => {
	it('holds for a further round, though its host does not know of it', async () => {
		const { local, job } = await sent({ failLines: { ids: ['r0'], status: 500 } });
		const before = new Set((await stays(local)).map(([name]) => name));
		const { job: renewed } = await nextRound(local, job);
		await readRound(local, renewed);
		const added = (await stays(local)).filter(([name]) => !before.has(name));
		expect(added.length).toBeGreaterThan(0);
		expect(added.map(([, seconds]) => seconds)).toEqual(added.map(() => DAY));
	});

	it('holds for what is answered at the deadline', async () => {
		const { local, job } = await sent({ expireAfter: 1 });
		const { collected, outcomes } = await readRound(local, job);
		const { left } = await answerRest(job, { outcomes, collected, notes: [] }, local.connection, {
			concurrency: 1,
			until: Infinity,
		});
		expect(left).toBe(0);
		const rest = (await stays(local)).filter(([name]) => name.endsWith('.rest.jsonl'));
		expect(rest.map(([, seconds]) => seconds)).toEqual([DAY]);
	});
});
