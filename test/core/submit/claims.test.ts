import { submit, type Connection, type Order, type Plan, type Transport } from '../../../core';
import { readText } from '../../../core/calls/send';
import { listFiles } from '../../../core/calls/lists';
import { claimedBy } from '../../../core/record/file-names';
import { isClaimedFor, storeClaim } from '../../../core/submit/claims';
import { boughtOf } from '../../support/core/batches';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { MINUTE_MS } from '../../../harness/durations';
import { errorOf } from '../../support/core/refusal';
import { losePurchase, NEXT_RUN, RUN, through } from '../../support/core/purchases';
import { planOf, rowsOf, textOfBytes } from '../../support/core/samples';

afterEach(closeLocalConnections);

/** Somebody else's batch, with a claim beside it which says that it is the lost purchase of `plan`. */
async function claimed(
	local: LocalConnection,
	plan: Plan,
	bought: Order,
	{ claimFirst = 0 } = {},
): Promise<void> {
	const { connection, clock } = local;
	const arrive = await losePurchase(local, bought, { isKilled: true });
	const [input] = (await listFiles(connection, 0)).entries;
	const claim = { kind: 'lost', inputFileId: input?.id ?? '', keys: plan } as const;
	if (claimFirst === 0) clock.pass(MINUTE_MS);
	else await storeClaim(claim, plan, connection).then(() => clock.pass(claimFirst));
	await arrive();
	if (claimFirst === 0) await storeClaim(claim, plan, connection);
}

describe('a claim', () => {
	const [shard] = planOf().shards;
	const twice = shard === undefined ? [] : [shard, { ...shard, index: 2 }];

	it('is adopted where all that it says agrees with the batch that it names', async () => {
		const local = connectLocally();
		await claimed(local, planOf(), planOf());
		expect(await submit(planOf(), local.connection, NEXT_RUN)).toMatchObject({ reused: true });
	});

	it.each<[string, Partial<Order>]>([
		['of another number of rows', { rowCount: 3 }],
		['of another model', { model: 'demo-2' }],
		['of another content than its name says', { contentKey: 'c0ffee' }],
		['of another number of files', { shards: twice }],
	])('is not adopted about a batch %s', async (_, changes) => {
		const local = connectLocally();
		await claimed(local, planOf(), { ...planOf(), ...changes });
		const made = local.server.stats().batchesCreated;
		expect(made).toBeGreaterThan(0);
		expect(await submit(planOf(), local.connection, NEXT_RUN)).toMatchObject({ reused: false });
		expect(local.server.stats().batchesCreated).toBe(made + 1);
	});

	it('is not adopted about a batch of another round', () => {
		const plan = planOf();
		const { contentKey, model, rowCount } = plan;
		const claim = {
			id: 'file-claim',
			name: `offpeak.${contentKey}.1of1.lost.file-input.jsonl`,
			createdAt: 1_795_000_000,
		};
		const record = { contentKey, model, rowCount, endRow: rowCount };
		expect(isClaimedFor(plan, boughtOf({}, record), claim)).toBe(true);
		expect(isClaimedFor(plan, boughtOf({}, { ...record, round: 2 }), claim)).toBe(false);
	});

	it('is not adopted about a batch that was made so long after it that it cannot be about it', async () => {
		const local = connectLocally();
		await claimed(local, planOf(), planOf(), { claimFirst: 16 * MINUTE_MS });
		expect(await submit(planOf(), local.connection, NEXT_RUN)).toMatchObject({ reused: false });
	});
});

interface Claim {
	readonly name: string;
	readonly text: string;
}

/** All claims that the provider has, newest first. */
async function claimsAt({ connection }: LocalConnection): Promise<readonly Claim[]> {
	const files = (await listFiles(connection, 0)).entries;
	return await Promise.all(
		files
			.filter(({ name }) => claimedBy(name) !== undefined)
			.map(async ({ id, name }) => {
				const path = `/files/${id}/content`;
				const { body } = await connection.transport({ method: 'GET', path });
				return { name, text: await readText(body) };
			}),
	);
}

describe('what a claim carries', () => {
	it('is nothing of the label, of a row or of what is kept: neither in its name nor in its content', async () => {
		const local = connectLocally();
		const plan = planOf({
			label: 'Kündigungen Berger 2026',
			rows: rowsOf(2, (index) => ({ from: `berger-${index}@example.com` })),
		});
		const arrive = await losePurchase(local, plan);
		await arrive();
		await submit(plan, local.connection, NEXT_RUN);
		const claims = await claimsAt(local);
		expect(claims.map(({ name }) => /lost|taken/.exec(name)?.[0])).toEqual(['taken', 'lost']);
		for (const { name, text } of claims) {
			expect(`${name} ${text}`).not.toMatch(/ndigungen|berger|2026|invoice|Row 0/i);
		}
	});

	it('is the input file that it is about, in a line that every server takes', async () => {
		const local = connectLocally();
		await losePurchase(local, planOf());
		const [claim] = await claimsAt(local);
		const input = claimedBy(claim?.name ?? '');
		expect(JSON.parse(claim?.text ?? '')).toMatchObject({
			method: 'POST',
			url: '/v1/responses',
			body: { model: 'demo', input: JSON.stringify({ lost: input }) },
		});
		expect((await listFiles(local.connection, 0)).entries.map(({ id }) => id)).toContain(input);
	});
});

describe('a claim is kept as long as the files of its order', () => {
	const DAYS_3 = 3 * 86_400;
	const order = (): Plan => planOf({ expireAfterSeconds: DAYS_3 });

	/** Notes for how long each claim that goes up is to be kept. */
	function noting(local: LocalConnection): {
		readonly expiries: Record<string, string | undefined>;
		readonly connection: Connection;
	} {
		const expiries: Record<string, string | undefined> = {};
		const wrap: (inner: Transport) => Transport = (inner) => async (request) => {
			const form = request.path === '/files' ? textOfBytes(request.body) : '';
			const kind = /filename="offpeak\.[^"]*\.(lost|taken)\./.exec(form)?.[1];
			const seconds = /name="expires_after\[seconds\]"\r\n\r\n(\d+)/.exec(form)?.[1];
			if (kind !== undefined) expiries[kind] = seconds;
			return await inner(request);
		};
		return { expiries, connection: through(local, wrap) };
	}

	it('when nobody heard what became of it, and when it is taken', async () => {
		const local = connectLocally();
		const { expiries, connection } = noting(local);
		const arrive = await losePurchase({ ...local, connection }, order());
		await arrive();
		await submit(order(), connection, NEXT_RUN);
		expect(expiries).toEqual({ lost: String(DAYS_3), taken: String(DAYS_3) });
	});

	it('when another run has to wait for it', async () => {
		const local = connectLocally();
		await losePurchase(local, order(), { isKilled: true });
		const { expiries, connection } = noting(local);
		await errorOf(() => submit(order(), connection, NEXT_RUN));
		expect(expiries).toEqual({ lost: String(DAYS_3) });
		expect(await claimsAt(local)).toHaveLength(1);
		// The run that was killed meets its own claim, and writes no second one.
		await errorOf(() => submit(order(), connection, RUN));
		expect(await claimsAt(local)).toHaveLength(1);
	});
});
