import type { Connection } from '../calls/connection';
import { OffpeakError } from '../errors';
import { join } from '../join/join';
import { poll } from '../poll/poll';
import type { Handle, Outcome } from '../types';
import { collectSettled } from './collect-settled';
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
		const results = await look.read();
		if ('unsettled' in results) throw stillRunning(handle);
		return results.outcomes.slice(firstRow, endRow);
	}
	const status = await poll(handle, connection);
	if (status.state === 'running') throw stillRunning(handle);
	const settled = await collectSettled(handle, status, connection, (whole) => ({
		...whole,
		batches: whole.batches.filter(
			({ record }) => record.firstRow < endRow && record.endRow > firstRow,
		),
	}));
	if ('inMs' in settled) throw stillRunning(handle);
	return join(handle, settled.collected).slice(firstRow, endRow);
}

function stillRunning({ label }: Handle): OffpeakError {
	return new OffpeakError('not_finished', `"${label}" is still running.`, {
		hint: 'Look again later.',
	});
}
