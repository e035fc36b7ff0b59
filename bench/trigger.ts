import { PROVIDERS, watchJobs, type Connection, type Cursor, type WatchSettings } from '../core';
import { encodeRecord } from '../core/record/batch-record';

/** Provider calls of Batch Trigger's polls on an account with thousands of jobs. Run it: `npm run bench -- trigger`. */
const JOBS = 5000;
const START = Date.UTC(2026, 10, 1) / 1000;
const MINUTE = 60;

interface WireBatch {
	readonly id: string;
	status: string;
	readonly created_at: number;
	completed_at: number | null;
	readonly metadata: Readonly<Record<string, string>>;
	readonly request_counts: {
		readonly total: number;
		readonly completed: number;
		readonly failed: number;
	};
}

/** An account as its list shows it, in pages of 100; calls are counted. */
class Account {
	readonly batches: WireBatch[] = [];
	seconds = START;
	pages = 0;
	retrieves = 0;

	add(): WireBatch {
		const number = this.batches.length + 1;
		const batch: WireBatch = {
			id: `batch_${number.toString(16).padStart(32, '0')}`,
			status: 'in_progress',
			created_at: this.seconds,
			completed_at: null,
			metadata: encodeRecord(
				{
					...{ jobId: `op_${number.toString(16).padStart(24, '0')}`, shard: 1, shardCount: 1 },
					...{ firstRow: 0, endRow: 20, rowCount: 20, label: 'Tags', round: 1 },
					...{ model: 'gpt-6-luna', contentKey: 'key' },
				},
				{ pairs: 16, valueCharacters: 512 },
			),
			request_counts: { total: 20, completed: 20, failed: 0 },
		};
		this.batches.unshift(batch);
		return batch;
	}

	end(batch: WireBatch): void {
		batch.status = 'completed';
		batch.completed_at = this.seconds;
	}

	get connection(): Connection {
		return {
			provider: PROVIDERS.openai,
			baseUrl: 'https://api.openai.com/v1',
			clock: { now: () => this.seconds * 1000, sleep: async () => {} },
			transport: async ({ path, query }) => {
				const body = JSON.stringify(this.#answer(path, query?.['after']));
				return { status: 200, headers: {}, body: once(new TextEncoder().encode(body)) };
			},
		};
	}

	#answer(path: string, after: string | undefined): unknown {
		if (path !== '/batches') {
			this.retrieves += 1;
			return this.batches.find(({ id }) => path.endsWith(id));
		}
		this.pages += 1;
		const from = after === undefined ? 0 : this.batches.findIndex(({ id }) => id === after) + 1;
		const data = this.batches.slice(from, from + 100);
		return { data, has_more: from + 100 < this.batches.length, last_id: data.at(-1)?.id };
	}
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

const SETTINGS: WatchSettings = {
	account: '1',
	label: '',
	includeOthers: false,
	statuses: new Set(['completed', 'failed', 'expired', 'cancelled', 'incomplete']),
	lookBackSeconds: 86_400,
	by: 'bench',
};

class Trigger {
	cursor: Cursor | undefined;

	constructor(readonly account: Account) {}

	async poll(): Promise<number> {
		this.account.seconds += MINUTE;
		const { events, cursor } = await watchJobs(this.cursor, this.account.connection, SETTINGS);
		this.cursor = cursor;
		return events.length;
	}

	async measure(situation: string, polls: number): Promise<void> {
		const { account } = this;
		account.pages = 0;
		account.retrieves = 0;
		let most = 0;
		let events = 0;
		const started = performance.now();
		for (let poll = 0; poll < polls; poll += 1) {
			const before = account.pages + account.retrieves;
			events += await this.poll();
			most = Math.max(most, account.pages + account.retrieves - before);
		}
		const calls = account.pages + account.retrieves;
		const state = (JSON.stringify(this.cursor).length / 1024).toFixed(0);
		const ms = ((performance.now() - started) / polls).toFixed(0);
		row(situation, polls, (calls / polls).toFixed(2), most, events, `${state} kB`, `${ms} ms`);
	}
}

function row(situation: string, ...cells: readonly (string | number)[]): void {
	process.stdout.write(
		`${situation.padEnd(56)}${cells.map((cell) => String(cell).padStart(11)).join('')}\n`,
	);
}

/** All jobs done, a few a minute over a week and a half. */
function settled(): Account {
	const account = new Account();
	for (let job = 0; job < JOBS; job += 1) {
		account.seconds += 3 * MINUTE;
		account.end(account.add());
	}
	account.seconds += 2 * 86_400;
	return account;
}

async function main(): Promise<void> {
	process.stdout.write(`Batch Trigger on an account with ${JOBS.toLocaleString('en-US')} jobs\n\n`);
	row('', 'polls', 'calls each', 'most', 'events', 'state', 'time each');

	const quiet = new Trigger(settled());
	await quiet.measure('first polls, until the list is read', 3);
	await quiet.measure('nothing runs', 60);
	const running = [1, 2, 3].map(() => quiet.account.add());
	await quiet.measure('three jobs run', 60);
	for (const batch of running) quiet.account.end(batch);
	await quiet.measure('they are done', 2);

	const slow = quiet.account.add();
	await quiet.poll();
	for (let job = 0; job < 1000; job += 1) {
		quiet.account.seconds += MINUTE / 2;
		quiet.account.end(quiet.account.add());
		if (job % 50 === 49) await quiet.poll();
	}
	await quiet.measure('one job runs, 1,000 younger ones are done', 60);
	quiet.account.end(slow);
	await quiet.measure('it is done', 2);

	const busy = new Trigger(new Account());
	await busy.poll();
	const all = Array.from({ length: JOBS }, () => {
		busy.account.seconds += 1;
		return busy.account.add();
	});
	await busy.measure('5,000 jobs sent since the last poll', 3);
	await busy.measure('all 5,000 run', 60);
	for (const batch of all) busy.account.end(batch);
	await busy.measure('all 5,000 done at once', 3);
	await busy.measure('afterwards', 60);
}

main().catch((error: unknown) => process.stdout.write(`The benchmark stopped: ${String(error)}\n`));
