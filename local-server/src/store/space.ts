import type { DatabaseSync } from 'node:sqlite';
import { turn, type Work } from '../clock';
import { integer } from './database';

/** 2 MB: other work has its turn after each. */
const PAGES_PER_TURN = 512;

/**
 * Gives the space of deleted texts back to the disk. `secure_delete` has written zeros over them by then; what is
 * left of them in the write-ahead log goes with the checkpoint.
 */
export class Space {
	constructor(
		private readonly database: DatabaseSync,
		private readonly work: Work,
	) {}

	giveBack(): void {
		this.work.start('giving space back', () => this.shrink());
	}

	private async shrink(): Promise<void> {
		// Not in the call that deleted: callers need not wait for it, and several deletions become one.
		await turn();
		while (this.freePages() > 0) {
			this.database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_TURN})`);
			await turn();
		}
		this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	}

	private freePages(): number {
		const row = this.database.prepare('PRAGMA freelist_count').get();
		return row === undefined ? 0 : integer(row, 'freelist_count');
	}
}
