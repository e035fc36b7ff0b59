import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { blob, integer, transaction } from './database';

export interface TokenUsage {
	readonly input: number;
	readonly cached: number;
	readonly output: number;
	readonly reasoning: number;
}

export interface LineAnswer {
	readonly batchSeq: number;
	/** The line's place in the input file, from 0. */
	readonly n: number;
	readonly ok: boolean;
	/** The finished line of the output or error file, without its newline. */
	readonly line: Uint8Array;
	readonly usage: TokenUsage;
}

interface Waiting {
	readonly answer: LineAnswer;
	readonly resolve: () => void;
	readonly reject: (reason: unknown) => void;
}

/**
 * The answered lines of open batches. All answers that arrive in one turn of the event loop go into one
 * transaction, and `keep` resolves after it: whoever waits for `keep` can be killed without a loss, and
 * 50,000 lines cost some thousand commits instead of 50,000.
 */
export class AnswerStore {
	private waiting: Waiting[] = [];
	private readonly insert: StatementSync;
	private readonly tally: StatementSync;
	private readonly select: StatementSync;

	constructor(private readonly database: DatabaseSync) {
		this.insert = database.prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
		this.tally = database.prepare(
			'UPDATE batches SET completed = completed + ?, failed = failed + ? WHERE seq = ?',
		);
		this.select = database.prepare('SELECT line FROM answers WHERE batch = ? AND n = ?');
	}

	keep(answer: LineAnswer): Promise<void> {
		return new Promise((resolve, reject) => {
			if (this.waiting.length === 0) setImmediate(() => this.flush());
			this.waiting.push({ answer, resolve, reject });
		});
	}

	private flush(): void {
		const waiting = this.waiting;
		this.waiting = [];
		try {
			transaction(this.database, () => this.write(waiting.map(({ answer }) => answer)));
			for (const { resolve } of waiting) resolve();
		} catch (error) {
			for (const { reject } of waiting) reject(error);
		}
	}

	private write(answers: readonly LineAnswer[]): void {
		const counts = new Map<number, { completed: number; failed: number }>();
		for (const { batchSeq, n, ok, line, usage } of answers) {
			const { input, cached, output, reasoning } = usage;
			this.insert.run(batchSeq, n, ok ? 1 : 0, line, input, cached, output, reasoning);
			const count = counts.get(batchSeq) ?? { completed: 0, failed: 0 };
			count[ok ? 'completed' : 'failed'] += 1;
			counts.set(batchSeq, count);
		}
		for (const [batchSeq, count] of counts) this.tally.run(count.completed, count.failed, batchSeq);
	}

	/** Answers that were never written have failed. */
	lose(batchSeq: number, lost: number): void {
		if (lost > 0) this.tally.run(-lost, lost, batchSeq);
	}

	/** The places of the answered lines, in input order. */
	answered(batchSeq: number, ok?: boolean): number[] {
		return this.database
			.prepare('SELECT n FROM answers WHERE batch = ?1 AND (?2 IS NULL OR ok = ?2) ORDER BY n')
			.all(batchSeq, ok === undefined ? null : Number(ok))
			.map((row) => integer(row, 'n'));
	}

	line(batchSeq: number, n: number): Uint8Array {
		const row = this.select.get(batchSeq, n);
		if (row === undefined) throw new Error('An answered line is not there');
		return blob(row, 'line');
	}

	usage(batchSeq: number): TokenUsage {
		const row = this.database
			.prepare(
				`SELECT total(input_tokens) AS input, total(cached_tokens) AS cached, total(output_tokens) AS output,
				total(reasoning_tokens) AS reasoning FROM answers WHERE batch = ?`,
			)
			.get(batchSeq);
		if (row === undefined) return { input: 0, cached: 0, output: 0, reasoning: 0 };
		return {
			input: integer(row, 'input'),
			cached: integer(row, 'cached'),
			output: integer(row, 'output'),
			reasoning: integer(row, 'reasoning'),
		};
	}

	/** Once the output files are written, the answers are in them and nowhere else. */
	drop(batchSeq: number): void {
		this.database.prepare('DELETE FROM answers WHERE batch = ?').run(batchSeq);
	}
}
