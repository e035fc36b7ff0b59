import type { Connection } from '../calls/connection';
import { collect } from '../collect/collect';
import { OffpeakError } from '../errors';
import { join } from '../join/join';
import { poll } from '../poll/poll';
import type { Handle, Outcome } from '../types';
import { lookAt } from './look';

/** The outcomes of the rows `[firstRow, endRow)` of a finished job. Only the files that hold them are read. */
export async function readSlice(
	handle: Handle,
	connection: Connection,
	firstRow: number,
	endRow: number,
): Promise<readonly Outcome[]> {
	if (handle.kind !== 'batch') {
		const look = await lookAt(handle, connection);
		if (look.state === 'running') throw stillRunning(handle);
		return (await look.read()).outcomes.slice(firstRow, endRow);
	}
	const status = await poll(handle, connection);
	if (status.state === 'running') throw stillRunning(handle);
	const holding = status.batches.filter(
		({ record }) => record.firstRow < endRow && record.endRow > firstRow,
	);
	const collected = await collect({ ...status, batches: holding }, connection);
	return join(handle, collected).slice(firstRow, endRow);
}

function stillRunning({ label }: Handle): OffpeakError {
	return new OffpeakError('not_finished', `"${label}" is still running.`, {
		hint: 'Look again later.',
	});
}
