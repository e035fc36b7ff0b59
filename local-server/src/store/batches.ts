import type { DatabaseSync } from 'node:sqlite';
import { newId } from '../ids';
import type { Counts } from '../../../core';
import { integer, integerOrNull, onlyNumber, text, textOrNull, type Row } from './database';

const STATUSES = [
	'validating',
	'failed',
	'in_progress',
	'finalizing',
	'completed',
	'expired',
	'cancelling',
	'cancelled',
] as const;
export type BatchStatus = (typeof STATUSES)[number];

const ENDS: readonly BatchStatus[] = ['completed', 'failed', 'expired', 'cancelled'];
export const TERMINAL: ReadonlySet<string> = new Set(ENDS);
/** The same in SQL. */
export const IS_OPEN = `status NOT IN (${ENDS.map((status) => `'${status}'`).join(', ')})`;

export interface NewBatch {
	readonly endpoint: string;
	readonly inputFileId: string;
	readonly inputSeq: number;
	readonly metadata: string | null;
	readonly outputExpiresSeconds: number | null;
}

export interface StoredBatch extends NewBatch {
	readonly seq: number;
	readonly id: string;
	readonly status: BatchStatus;
	readonly model: string | null;
	/** Who began it; null in a data file from before that was noted. */
	readonly answerer: string | null;
	readonly createdAt: number;
	readonly expiresAt: number;
	/** `in_progress_at`, `completed_at` … under their wire names. */
	readonly times: Readonly<Record<string, number | null>>;
	readonly counts: Counts;
	/** JSON texts, as they go on the wire. */
	readonly errors: string | null;
	readonly usage: string | null;
	readonly outputFileId: string | null;
	readonly errorFileId: string | null;
}

/** What a step of the batch's life may set besides the status; the step's own `…_at` is set with it. */
export interface BatchStep {
	readonly model?: string;
	readonly total?: number;
	readonly errors?: string;
	readonly usage?: string;
	readonly outputFileId?: string | null;
	readonly errorFileId?: string | null;
}

export const TIMES: readonly string[] = [
	'in_progress_at',
	'finalizing_at',
	'completed_at',
	'failed_at',
	'expired_at',
	'cancelling_at',
	'cancelled_at',
];

function readStatus(value: string): BatchStatus {
	const status = STATUSES.find((known) => known === value);
	if (status === undefined) throw new Error(`The data file holds an unknown status: ${value}`);
	return status;
}

function readBatch(row: Row): StoredBatch {
	return {
		seq: integer(row, 'seq'),
		id: text(row, 'id'),
		endpoint: text(row, 'endpoint'),
		inputFileId: text(row, 'input_file_id'),
		inputSeq: integer(row, 'input_seq'),
		metadata: textOrNull(row, 'metadata'),
		outputExpiresSeconds: integerOrNull(row, 'output_expires_seconds'),
		status: readStatus(text(row, 'status')),
		model: textOrNull(row, 'model'),
		answerer: textOrNull(row, 'answerer'),
		createdAt: integer(row, 'created_at'),
		expiresAt: integer(row, 'expires_at'),
		times: Object.fromEntries(TIMES.map((name) => [name, integerOrNull(row, name)])),
		counts: {
			total: integer(row, 'total'),
			completed: integer(row, 'completed'),
			failed: integer(row, 'failed'),
		},
		errors: textOrNull(row, 'errors'),
		usage: textOrNull(row, 'usage'),
		outputFileId: textOrNull(row, 'output_file_id'),
		errorFileId: textOrNull(row, 'error_file_id'),
	};
}

export class BatchStore {
	constructor(
		private readonly database: DatabaseSync,
		private readonly seconds: () => number,
		private readonly answererName: string,
		private readonly windowSeconds: number,
	) {}

	add(batch: NewBatch): string {
		const id = newId.batch();
		const now = this.seconds();
		this.database
			.prepare(
				`INSERT INTO batches (id, endpoint, input_file_id, input_seq, metadata, output_expires_seconds, status,
				created_at, expires_at, answerer) VALUES (?, ?, ?, ?, ?, ?, 'validating', ?, ?, ?)`,
			)
			.run(
				id,
				batch.endpoint,
				batch.inputFileId,
				batch.inputSeq,
				batch.metadata,
				batch.outputExpiresSeconds,
				now,
				now + this.windowSeconds,
				this.answererName,
			);
		return id;
	}

	find(id: string): StoredBatch | undefined {
		const row = this.database.prepare('SELECT * FROM batches WHERE id = ?').get(id);
		return row === undefined ? undefined : readBatch(row);
	}

	get(id: string): StoredBatch {
		const batch = this.find(id);
		if (batch === undefined) throw new Error(`The data file holds no batch ${id}`);
		return batch;
	}

	/** Newest first. */
	list(beforeSeq: number | null, limit: number): StoredBatch[] {
		return this.database
			.prepare('SELECT * FROM batches WHERE ?1 IS NULL OR seq < ?1 ORDER BY seq DESC LIMIT ?2')
			.all(beforeSeq, limit)
			.map(readBatch);
	}

	open(): string[] {
		return this.database
			.prepare(`SELECT id FROM batches WHERE ${IS_OPEN} ORDER BY seq`)
			.all()
			.map((row) => text(row, 'id'));
	}

	count(): number {
		return onlyNumber(this.database, 'SELECT count(*) FROM batches');
	}

	/** Moves the batch on, but only from the status the caller saw: a cancel may have come in between. */
	move(id: string, from: BatchStatus, to: BatchStatus, step: BatchStep = {}): boolean {
		const { changes } = this.database
			.prepare(
				`UPDATE batches SET status = ?2, ${to}_at = ?3, model = coalesce(?4, model), total = coalesce(?5, total),
				errors = coalesce(?6, errors), usage = coalesce(?7, usage), output_file_id = ?8, error_file_id = ?9
				WHERE id = ?1 AND status = ?10`,
			)
			.run(
				id,
				to,
				this.seconds(),
				step.model ?? null,
				step.total ?? null,
				step.errors ?? null,
				step.usage ?? null,
				step.outputFileId ?? null,
				step.errorFileId ?? null,
				from,
			);
		return Number(changes) === 1;
	}
}
