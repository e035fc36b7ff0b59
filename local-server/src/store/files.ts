import type { DatabaseSync } from 'node:sqlite';
import { newId } from '../ids';
import { IS_OPEN } from './batches';
import { blob, integer, integerOrNull, onlyNumber, text, transaction, type Row } from './database';
import type { Space } from './space';

const PART_BYTES = 256 * 1024;

export interface StoredFile {
	readonly seq: number;
	readonly id: string;
	readonly filename: string;
	readonly purpose: string;
	readonly bytes: number;
	readonly createdAt: number;
	readonly expiresAt: number | null;
}

export interface FileQuery {
	readonly purpose: string | null;
	readonly ascending: boolean;
	readonly afterSeq: number | null;
	readonly limit: number;
}

function readFile(row: Row): StoredFile {
	return {
		seq: integer(row, 'seq'),
		id: text(row, 'id'),
		filename: text(row, 'filename'),
		purpose: text(row, 'purpose'),
		bytes: integer(row, 'bytes'),
		createdAt: integer(row, 'created_at'),
		expiresAt: integerOrNull(row, 'expires_at'),
	};
}

/** Files and their contents. A file that was deleted or has expired is gone for every caller at once. */
export class FileStore {
	constructor(
		private readonly database: DatabaseSync,
		private readonly seconds: () => number,
		private readonly space: Space,
	) {}

	add(
		filename: string,
		purpose: string,
		contents: Uint8Array,
		expiresIn: number | null,
	): StoredFile {
		const id = transaction(this.database, () => {
			const writer = this.write(filename, purpose);
			writer.append(contents);
			writer.publish(expiresIn);
			return writer.id;
		});
		const file = this.find(id);
		if (file === undefined) throw new Error('The file was stored and is not there');
		return file;
	}

	/** Starts a file that nobody sees until it is published. */
	write(filename: string, purpose: string): FileWriter {
		return new FileWriter(this.database, this.seconds, filename, purpose);
	}

	find(id: string): StoredFile | undefined {
		const row = this.database
			.prepare(
				'SELECT * FROM files WHERE id = ? AND visible = 1 AND (expires_at IS NULL OR expires_at > ?)',
			)
			.get(id, this.seconds());
		return row === undefined ? undefined : readFile(row);
	}

	list(query: FileQuery): StoredFile[] {
		const order = query.ascending ? 'ASC' : 'DESC';
		const beyond = query.ascending ? 'seq > ?4' : 'seq < ?4';
		return this.database
			.prepare(
				`SELECT * FROM files WHERE visible = 1 AND (expires_at IS NULL OR expires_at > ?1)
				AND (?2 IS NULL OR purpose = ?2) AND (?4 IS NULL OR ${beyond}) ORDER BY seq ${order} LIMIT ?3`,
			)
			.all(this.seconds(), query.purpose, query.limit, query.afterSeq)
			.map(readFile);
	}

	remove(id: string): boolean {
		const file = this.find(id);
		if (file === undefined) return false;
		this.database.prepare('UPDATE files SET visible = 0 WHERE seq = ?').run(file.seq);
		this.purge();
		return true;
	}

	count(): number {
		return onlyNumber(this.database, 'SELECT count(*) FROM files WHERE visible = 1');
	}

	part(seq: number, n: number): Uint8Array | undefined {
		const row = this.database
			.prepare('SELECT contents FROM parts WHERE file = ? AND n = ?')
			.get(seq, n);
		return row === undefined ? undefined : blob(row, 'contents');
	}

	/** The bytes from `start` up to, not including, `end`, a part at a time. */
	*slices(seq: number, start: number, end: number): Generator<Uint8Array> {
		for (let at = start; at < end; ) {
			const n = Math.floor(at / PART_BYTES);
			const part = this.part(seq, n);
			if (part === undefined) throw new Error('The file was deleted while it was read');
			const from = at - n * PART_BYTES;
			const slice = part.subarray(from, Math.min(part.length, from + end - at));
			if (slice.length === 0) return;
			yield slice;
			at += slice.length;
		}
	}

	/** Lets go of the contents of deleted and expired files that no open batch still reads. */
	purge(): void {
		const dead = `SELECT seq FROM files WHERE (visible = 0 OR expires_at <= ?) AND purpose <> 'writing'
			AND seq NOT IN (SELECT input_seq FROM batches WHERE ${IS_OPEN})`;
		this.database.prepare(`DELETE FROM files WHERE seq IN (${dead})`).run(this.seconds());
		this.space.giveBack();
	}

	/** Drops what a killed process left half written. Only at start: later, someone may be writing. */
	dropUnfinished(): void {
		this.database
			.prepare("UPDATE files SET purpose = 'unfinished' WHERE purpose = 'writing'")
			.run();
		this.purge();
	}
}

export class FileWriter {
	readonly id = newId.file();
	readonly seq: number;
	private bytes = 0;
	private parts = 0;
	private waiting: Uint8Array[] = [];
	private waitingBytes = 0;

	constructor(
		private readonly database: DatabaseSync,
		private readonly seconds: () => number,
		filename: string,
		private readonly purpose: string,
	) {
		const { lastInsertRowid } = database
			.prepare(
				"INSERT INTO files (id, filename, purpose, bytes, created_at, visible) VALUES (?, ?, 'writing', 0, ?, 0)",
			)
			.run(this.id, filename, seconds());
		this.seq = Number(lastInsertRowid);
	}

	append(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const slice = bytes.subarray(at, at + PART_BYTES - this.waitingBytes);
			this.waiting.push(slice);
			this.waitingBytes += slice.length;
			this.bytes += slice.length;
			at += slice.length;
			if (this.waitingBytes === PART_BYTES) this.flush();
		}
	}

	publish(expiresIn: number | null): void {
		this.flush();
		const now = this.seconds();
		this.database
			.prepare(
				'UPDATE files SET purpose = ?, bytes = ?, created_at = ?, expires_at = ?, visible = 1 WHERE seq = ?',
			)
			.run(this.purpose, this.bytes, now, expiresIn === null ? null : now + expiresIn, this.seq);
	}

	private flush(): void {
		if (this.waitingBytes === 0) return;
		const [only] = this.waiting;
		const part = this.waiting.length === 1 && only ? only : Buffer.concat(this.waiting);
		this.database
			.prepare('INSERT INTO parts (file, n, contents) VALUES (?, ?, ?)')
			.run(this.seq, this.parts, part);
		this.parts += 1;
		this.waiting = [];
		this.waitingBytes = 0;
	}
}
