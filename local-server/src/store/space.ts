import type { DatabaseSync } from 'node:sqlite';
import { turn, type Work } from '../work/clock';
import { onlyNumber } from './database';

/** 2 MB each: other work has its turn in between. */
const PARTS_PER_TURN = 8;
const PAGES_PER_TURN = 512;

/**
 * Wipes the contents of files that are gone and gives the space of all that was deleted back to the disk.
 * `secure_delete` writes zeros over it; what is left in the write-ahead log goes with the checkpoint.
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
		// Not in the call that deleted: nobody need wait for it, and several deletions become one.
		await turn();
		while (this.wipe() > 0) await turn();
		while (this.freePages() > 0) {
			this.database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_TURN})`);
			await turn();
		}
		this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	}

	private wipe(): number {
		const { changes } = this.database
			.prepare(
				`DELETE FROM parts WHERE rowid IN
				(SELECT rowid FROM parts WHERE file NOT IN (SELECT seq FROM files) LIMIT ?)`,
			)
			.run(PARTS_PER_TURN);
		return Number(changes);
	}

	private freePages(): number {
		return onlyNumber(this.database, 'PRAGMA freelist_count');
	}
}
