import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/**
 * Contents lie in parts, so that a range, a download or a batch at work reads a little of a 200 MB file
 * and never all of it. `visible = 0` is a file that is still being written, or deleted but still read
 * by an open batch.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS files (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, filename TEXT NOT NULL, purpose TEXT NOT NULL,
	bytes INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, visible INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
	file INTEGER NOT NULL, n INTEGER NOT NULL, contents BLOB NOT NULL, UNIQUE (file, n));
CREATE TABLE IF NOT EXISTS batches (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, endpoint TEXT NOT NULL,
	input_file_id TEXT NOT NULL, input_seq INTEGER NOT NULL, metadata TEXT, output_expires_seconds INTEGER,
	status TEXT NOT NULL, model TEXT, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
	in_progress_at INTEGER, finalizing_at INTEGER, completed_at INTEGER, failed_at INTEGER, expired_at INTEGER,
	cancelling_at INTEGER, cancelled_at INTEGER, total INTEGER NOT NULL DEFAULT 0,
	completed INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
	errors TEXT, usage TEXT, output_file_id TEXT, error_file_id TEXT, answerer TEXT);
CREATE TABLE IF NOT EXISTS answers (
	batch INTEGER NOT NULL, n INTEGER NOT NULL, ok INTEGER NOT NULL, line BLOB NOT NULL, input_tokens INTEGER NOT NULL,
	cached_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, reasoning_tokens INTEGER NOT NULL,
	UNIQUE (batch, n));
CREATE TABLE IF NOT EXISTS responses (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, background INTEGER NOT NULL,
	created_at INTEGER NOT NULL, request TEXT NOT NULL, wire TEXT NOT NULL, answerer TEXT);
`;

/** How a file shrinks must be said before there are tables, and before there is a log. */
const PRAGMAS = `
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
`;

export type Row = Record<string, SQLOutputValue>;

/**
 * WAL with synchronous NORMAL: a killed process loses nothing that was committed (a power cut may).
 * The exclusive lock keeps a second server from working through the same batches. Deleted texts are overwritten.
 */
export function openDatabase(path: string): DatabaseSync {
	if (path !== ':memory:') closeToOthers(path);
	const database = new DatabaseSync(path);
	try {
		database.exec(PRAGMAS);
		database.exec(SCHEMA);
	} catch (error) {
		database.close();
		throw new Error(`Cannot open ${path}; is another local server using it? (${String(error)})`);
	}
	return database;
}

/** Texts of others lie in it. SQLite gives its files beside it the same permissions. */
function closeToOthers(path: string): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	closeSync(openSync(path, 'a', 0o600));
	try {
		chmodSync(path, 0o600);
	} catch {
		// Somebody else's file, or a disk that knows no permissions: whoever set it up decides.
	}
}

export function transaction<T>(database: DatabaseSync, work: () => T): T {
	database.exec('BEGIN IMMEDIATE');
	try {
		const result = work();
		database.exec('COMMIT');
		return result;
	} catch (error) {
		database.exec('ROLLBACK');
		throw error;
	}
}

/** Of a query that gives one number. */
export function onlyNumber(database: DatabaseSync, query: string): number {
	const [value] = Object.values(database.prepare(query).get() ?? {});
	return typeof value === 'number' ? value : 0;
}

export function textOrNull(row: Row, column: string): string | null {
	const value = row[column];
	return typeof value === 'string' ? value : null;
}

export function integerOrNull(row: Row, column: string): number | null {
	const value = row[column];
	return typeof value === 'number' ? value : null;
}

export function text(row: Row, column: string): string {
	const value = textOrNull(row, column);
	if (value === null) throw new Error(`The data file holds no text in ${column}`);
	return value;
}

export function integer(row: Row, column: string): number {
	const value = integerOrNull(row, column);
	if (value === null) throw new Error(`The data file holds no number in ${column}`);
	return value;
}

export function blob(row: Row, column: string): Uint8Array {
	const value = row[column];
	if (!(value instanceof Uint8Array)) throw new Error(`The data file holds no bytes in ${column}`);
	return value;
}
