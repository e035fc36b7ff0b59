import { asEnded } from './collected';
import { LineWriter } from '../formats/bytes';
import { NO_DAMAGE, type CollectedBatch } from './collect';
import type { Connection } from '../calls/connection';
import { OffpeakError, isOffpeakError } from '../errors';
import { readFileLines } from '../calls/file-lines';
import { encodeLine } from '../formats/jsonl';
import { listFiles } from '../calls/lists';
import { readOutcome } from '../record/outcome';
import type { Job, Outcome } from '../types';
import { upload, type Upload } from '../calls/upload';
import type { RowVerdict } from './verdict';

/**
 * The rest of a job: rows that had no answer at its deadline, answered one by one. Their answers are kept in files
 * of ours at the provider, named after the job, so that no host has to keep them and none is bought twice. The
 * first such file is written before the job is cancelled, without an answer: it says whose will the cancel was.
 */
const FILE_NAME = /^offpeak\.(op_[0-9A-Za-z]+)\.rest\.jsonl$/;

/** The provider's clock and ours may differ. */
const SKEW_SECONDS = 300;

/** Answers that are overlooked would be bought again: they are looked for further down than anything else. */
const MAX_PAGES = 100;

function tooManyFiles(jobId: string): OffpeakError {
	return new OffpeakError(
		'unavailable',
		`Whether items of job ${jobId} were answered at its deadline cannot be seen: the account has too many newer files.`,
		{ jobId, hint: 'Delete files at the provider that are no longer needed, then run this again.' },
	);
}

/** The files with the rest of a job; none where nobody has asked to finish it early. */
export async function findRestFiles(
	{ id, sinceSeconds }: { readonly id: string; readonly sinceSeconds: number },
	connection: Connection,
): Promise<readonly string[]> {
	const { entries, complete } = await listFiles(connection, sinceSeconds, MAX_PAGES);
	if (!complete) throw tooManyFiles(id);
	return entries.filter(({ name }) => FILE_NAME.exec(name)?.[1] === id).map((file) => file.id);
}

/** As `findRestFiles`, by the job's handle. */
export async function findRestOf(job: Job, connection: Connection): Promise<readonly string[]> {
	return await findRestFiles({ id: job.id, sinceSeconds: sinceOf(job) }, connection);
}

/** Unix seconds before which nothing of a job can have come to its provider. */
export function sinceOf({ createdAt }: Job): number {
	const created = Date.parse(createdAt) / 1000;
	return Number.isFinite(created) ? created - SKEW_SECONDS : 0;
}

export async function storeRest(
	{ id }: Pick<Job, 'id'>,
	outcomes: readonly Outcome[],
	connection: Connection,
	expireAfterSeconds: number,
): Promise<Upload> {
	const writer = new LineWriter();
	writer.writeLine([encodeLine({ offpeak: 1, rest: id })]);
	for (const outcome of outcomes) writer.writeLine([encodeLine(outcome)]);
	const fileName = `offpeak.${id}.rest.jsonl`;
	return await upload({ fileName, content: writer.finish(), expireAfterSeconds }, connection);
}

/** The rest of a job as far as it is answered; none where nobody has asked for it. */
export async function readRest(
	collected: readonly CollectedBatch[],
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	const [first] = collected;
	if (first === undefined) return [];
	const found = await findRestFiles(
		{ id: first.record.jobId, sinceSeconds: oldest(collected) - SKEW_SECONDS },
		connection,
	).then(
		(files) => ({ files }),
		(error: unknown) => ({ error }),
	);
	if ('error' in found) {
		// Where files cannot be listed, nothing of a rest can have been stored.
		if (!isOffpeakError(found.error) || found.error.retryable) throw found.error;
		return [];
	}
	if (found.files.length === 0) return [];
	const answers = new Map<number, RowVerdict>();
	const gone: string[] = [];
	for (const file of found.files) {
		for await (const line of readFileLines(connection, file, 'answers of the rest', gone)) {
			for (const outcome of 'value' in line ? readOutcome(line.value) : []) {
				answers.set(outcome.rowIndex, outcome);
			}
		}
	}
	return toRest(answers, collected).map((rest) => ({ ...rest, damage: { ...NO_DAMAGE, gone } }));
}

/** The answers by row index, as the last round of the job, for `join`. */
export function toRest(
	answers: ReadonlyMap<number, RowVerdict>,
	collected: readonly CollectedBatch[],
): readonly CollectedBatch[] {
	const [first] = collected;
	if (first === undefined) return [];
	const { record, batch, shape } = first;
	const attempt = 1 + Math.max(...collected.map((part) => part.record.attempt));
	const { label, rowCount, contentKey } = record;
	const ended = asEnded(
		{ rowCount, label, attempt, contentKey, model: batch.model ?? '' },
		oldest(collected) * 1000,
	);
	return [
		{
			...ended,
			record: { ...ended.record, jobId: record.jobId },
			results: answers,
			keptRows: new Map(collected.flatMap(({ keptRows }) => [...keptRows])),
			shape,
			silentIds: new Map(),
			damage: NO_DAMAGE,
			isRest: true,
		},
	];
}

function oldest(collected: readonly CollectedBatch[]): number {
	return Math.min(...collected.map(({ batch }) => batch.createdAt));
}
