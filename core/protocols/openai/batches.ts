import { defined } from '../../formats/defined';
import { readList, readNumber, readObject, readString, readStrings } from '../../formats/json';
import { encodeId } from '../../formats/ids';
import {
	type BatchFault,
	type BatchPhase,
	type Counts,
	PHASES,
	type ProviderBatch,
} from '../../types';
import { jsonBody } from '../bodies';
import { readComplaint } from '../../formats/complaints/complaint';
import type { Protocol } from '../protocol';
import { contentOf } from './files';
import { readDigits, readPage, readTime } from './page';
import type { Endpoint } from './request';

type Batches = Pick<
	Extract<Protocol, { readonly files: object }>,
	'create' | 'retrieve' | 'readBatch' | 'list' | 'readBatches' | 'cancel' | 'resultsOf'
>;

/**
 * OpenAI's Batches, as recorded (2026-11-23): what is not set yet arrives as `null` although the types say
 * absent, so every field is read as "nullish".
 */
export function batchesFor(endpoint: Endpoint): Batches {
	return {
		create: ({ inputFileId, metadata, expireAfterSeconds }) => ({
			method: 'POST',
			path: '/batches',
			...jsonBody({
				input_file_id: inputFileId,
				endpoint,
				completion_window: '24h',
				metadata,
				...(expireAfterSeconds === undefined
					? {}
					: { output_expires_after: { anchor: 'created_at', seconds: expireAfterSeconds } }),
			}),
		}),
		retrieve: (batchId) => ({ method: 'GET', path: `/batches/${encodeId(batchId)}` }),
		readBatch,
		list: (after) => ({
			method: 'GET',
			path: '/batches',
			query: { limit: '100', ...defined({ after }) },
		}),
		readBatches: (reply) => readPage(reply, readBatch),
		cancel: (batchId) => ({
			method: 'POST',
			path: `/batches/${encodeId(batchId)}/cancel`,
		}),
		resultsOf: ({ outputFileId, errorFileId }) => [
			...(outputFileId === undefined
				? []
				: [{ holds: 'answers', name: outputFileId, request: contentOf(outputFileId) } as const]),
			...(errorFileId === undefined
				? []
				: [{ holds: 'failed rows', name: errorFileId, request: contentOf(errorFileId) } as const]),
		],
	};
}

function readBatch(reply: unknown): ProviderBatch | undefined {
	const batch = readObject(reply);
	const id = readString(batch?.['id']) || undefined;
	const rawStatus = readString(batch?.['status']);
	if (batch === undefined || id === undefined || rawStatus === undefined) return undefined;
	return {
		id,
		phase: phaseOf(rawStatus),
		rawStatus,
		counts: readCounts(batch['request_counts']),
		...(readObject(batch['request_counts']) === undefined ? { isUncounted: true } : {}),
		createdAt: readTime(batch['created_at']) ?? 0,
		faults: [batch['errors'], batch['error']].flatMap(readFaults),
		metadata: readTexts(batch['metadata']),
		...defined({
			expiresAt: readTime(batch['expires_at']),
			endedAt: endOf(batch),
			inputFileId: readFileId(batch['input_file_id']),
			outputFileId: readFileId(batch['output_file_id']),
			errorFileId: readFileId(batch['error_file_id']),
			model: readString(batch['model']) || undefined,
		}),
	};
}

/** Some servers write what is not there as an empty text (Azure, Kong, Novita), or spell their word for it. */
function readFileId(value: unknown): string | undefined {
	const id = readString(value) ?? '';
	return /^(?:null|none|undefined|nil)?$/i.test(id) ? undefined : id;
}

function readTexts(value: unknown): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(readStrings(value)).filter(([, text]) => text !== ''));
}

/** What other servers call it: Azure, Mistral, Gemini's job states, Anthropic's, xAI's, those of worker queues. */
const OTHER_NAMES: ReadonlyMap<string, BatchPhase> = new Map<string, BatchPhase>([
	...named(
		'validating',
		'created creating queued queueing pending submitted scheduled waiting notstarted notrunning preparing validated new accepted',
	),
	...named(
		'in_progress',
		'progress running processing started starting active executing resumed paused',
	),
	...named('finalizing', 'finalising postprocessing saving writing'),
	...named('cancelling', 'canceling cancelrequested cancellationrequested stopping aborting'),
	...named(
		'completed',
		'complete succeeded success successful done finished finalized finalised ended ready ok resultsavailable partial partiallycompleted partiallysucceeded partiallyfailed partialsuccess incomplete completedwitherrors completedwithfailures',
	),
	...named(
		'failed',
		'fail failure error errored invalid rejected validationfailed failedvalidation validatingfailed crashed quotaexceeded',
	),
	...named('expired', 'timeout timedout timeoutexceeded expiring'),
	...named(
		'cancelled',
		'canceled aborted stopped terminated killed revoked interrupted preempted deleted usercancelled usercanceled cancelledbyuser canceledbyuser cancelledbysystem canceledbysystem',
	),
]);

function named(phase: BatchPhase, names: string): ReadonlyArray<readonly [string, BatchPhase]> {
	return names.split(' ').map((name) => [name, phase]);
}

/**
 * In any case, with any mark between words, behind `JOB_STATE_` or not. A status that we do not know is taken as
 * running: a caller must not fetch half a result.
 */
function phaseOf(rawStatus: string): BatchPhase {
	const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');
	const name = letters(rawStatus).replace(/^(?:job|batch)(?:state|status)?/, '');
	return PHASES.find((phase) => letters(phase) === name) ?? OTHER_NAMES.get(name) ?? 'in_progress';
}

/** Counts may be null (Azure) and need not add up (warmbly/warmbly#333). */
function readCounts(value: unknown): Counts {
	const counts = readObject(value);
	const read = (name: string): number =>
		readNumber(counts?.[name]) ?? readDigits(counts?.[name]) ?? 0;
	return { total: read('total'), completed: read('completed'), failed: read('failed') };
}

function endOf(batch: Readonly<Record<string, unknown>>): number | undefined {
	for (const key of ['completed_at', 'failed_at', 'expired_at', 'cancelled_at']) {
		const at = readTime(batch[key]);
		if (at !== undefined) return at;
	}
	return undefined;
}

/** `{object: 'list', data: […]}`; some clones send the bare list, one object, a text, or texts. */
function readFaults(value: unknown): readonly BatchFault[] {
	const list = readList(value) ?? readList(readObject(value)?.['data']) ?? [value];
	return list.flatMap((entry) => {
		const complaint = readComplaint(entry);
		const line = readNumber(readObject(entry)?.['line']);
		if (complaint === undefined && line === undefined) return [];
		const { words = '', codes: [code = 'unknown'] = [] } = complaint ?? {};
		return [{ code, message: words, ...defined({ line }) }];
	});
}
