import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../../core';
import { parseObject } from '../json';
import { integer, text, textOrNull, type Row } from './database';
import type { Space } from './space';

const IS_OPEN = "status IN ('queued', 'in_progress')";
/** As OpenAI keeps a stored response. */
const KEPT_SECONDS = 30 * 86_400;

export interface NewResponse {
	readonly id: string;
	readonly status: string;
	readonly background: boolean;
	readonly request: JsonObject;
	readonly wire: JsonObject;
}

export interface StoredResponse extends NewResponse {
	/** Who began it; null in a data file from before that was noted. */
	readonly answerer: string | null;
}

function readResponse(row: Row): StoredResponse {
	return {
		id: text(row, 'id'),
		status: text(row, 'status'),
		background: integer(row, 'background') === 1,
		request: parseObject(text(row, 'request')) ?? {},
		wire: parseObject(text(row, 'wire')) ?? {},
		answerer: textOrNull(row, 'answerer'),
	};
}

export class ResponseStore {
	constructor(
		private readonly database: DatabaseSync,
		private readonly seconds: () => number,
		private readonly answererName: string,
		private readonly space: Space,
	) {}

	add(response: NewResponse): void {
		const { id, status, background, request, wire } = response;
		this.database
			.prepare(
				'INSERT INTO responses (id, status, background, created_at, request, wire, answerer) VALUES (?, ?, ?, ?, ?, ?, ?)',
			)
			.run(
				id,
				status,
				Number(background),
				this.seconds(),
				JSON.stringify(request),
				JSON.stringify(wire),
				this.answererName,
			);
	}

	find(id: string): StoredResponse | undefined {
		const row = this.database
			.prepare('SELECT * FROM responses WHERE id = ? AND created_at > ?')
			.get(id, this.seconds() - KEPT_SECONDS);
		return row === undefined ? undefined : readResponse(row);
	}

	/** Moves a response on unless it came to its end, was cancelled or deleted meanwhile. */
	move(id: string, status: string, wire: JsonObject): boolean {
		const { changes } = this.database
			.prepare(`UPDATE responses SET status = ?, wire = ? WHERE id = ? AND ${IS_OPEN}`)
			.run(status, JSON.stringify(wire), id);
		return Number(changes) === 1;
	}

	remove(id: string): boolean {
		const { changes } = this.database.prepare('DELETE FROM responses WHERE id = ?').run(id);
		this.space.giveBack();
		return Number(changes) === 1;
	}

	open(): string[] {
		return this.database
			.prepare(`SELECT id FROM responses WHERE ${IS_OPEN} ORDER BY seq`)
			.all()
			.map((row) => text(row, 'id'));
	}

	purge(): void {
		this.database
			.prepare('DELETE FROM responses WHERE created_at <= ?')
			.run(this.seconds() - KEPT_SECONDS);
		this.space.giveBack();
	}
}
