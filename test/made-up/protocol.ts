import { defined } from '../../core/formats/defined';
import {
	isJsonObject,
	readList,
	readNumber,
	readObject,
	readString,
	type WireObject,
} from '../../core/formats/json';
import { jsonBody } from '../../core/protocols/bodies';
import type { Page, Protocol, SentRequest } from '../../core/protocols/protocol';
import { FENCE } from '../../core/tasks';
import { linesBody } from './lines-body';
import type { BatchPhase, Counts, ProviderBatch, Result, Usage } from '../../core/types';

/**
 * A wire that nobody speaks, of the kind that is hardest on a job: rows go up inside the call that makes a batch,
 * nothing of ours is kept beside them, results have an address of their own and come in any order, states have
 * names of their own, and nothing that was sent is given back. It proves the seam: no file of the core knows it.
 */
export const madeUpProtocol: Protocol = {
	name: 'the Made-Up API',

	encodeTemplate({ model, prompt, isPacked, maxOutputTokens, extra }) {
		const text = isPacked === true ? PLACEHOLDER : FENCE.open + PLACEHOLDER + FENCE.close;
		const ask = {
			engine: model,
			...extra,
			room: maxOutputTokens ?? ROOM,
			...(prompt.schema === undefined ? {} : { form: prompt.schema }),
			rules: prompt.instructions,
			words: text,
		};
		const line = JSON.stringify({ unit_key: '', ask });
		const idAt = line.indexOf('""') + 1;
		const textAt = line.lastIndexOf(ESCAPED);
		return {
			head: line.slice(0, idAt),
			middle: line.slice(idAt, textAt),
			tail: `${line.slice(textAt + ESCAPED.length)}\n`,
		};
	},
	readRequest,
	changeRequest(request, { id = request.id, text, room = 1 }) {
		const ask = readObject(request.line['ask']) ?? {};
		const words = text === undefined ? ask['words'] : text(readString(ask['words']) ?? '');
		const limit = Math.ceil((readNumber(ask['room']) ?? ROOM) * room);
		return words === undefined
			? undefined
			: readRequest({ unit_key: id, ask: { ...ask, words, room: limit } });
	},
	readOwnFields: (extra) => ({
		...defined({ taken: ['engine', 'form', 'rules', 'words'].find((key) => key in extra) }),
		limitsOutput: 'room' in extra,
	}),
	readResult,

	create: ({ lines }) => ({
		method: 'POST',
		path: '/jobs',
		...linesBody('{"units":[', lines, ']}'),
	}),
	retrieve: (batchId) => ({ method: 'GET', path: `/jobs/${encodeURIComponent(batchId)}` }),
	readBatch,
	list: (after) => ({ method: 'GET', path: '/jobs', query: { ...defined({ behind: after }) } }),
	readBatches: (reply) => readPage(reply),
	cancel: (batchId) => ({ method: 'POST', path: `/jobs/${encodeURIComponent(batchId)}/stop` }),
	resultsOf: ({ id }) => [
		{
			holds: 'answers',
			name: id,
			request: { method: 'GET', path: `/jobs/${encodeURIComponent(id)}/answers` },
		},
	],

	answer: ({ line }) => ({ method: 'POST', path: '/ask', ...jsonBody(line['ask']) }),
	readAnswer: (requestId, reply) => readReply(requestId, readObject(reply) ?? {}),

	models: () => ({ method: 'GET', path: '/engines' }),
	model: (id) => ({ method: 'GET', path: `/engines/${encodeURIComponent(id)}` }),
	readModels: (reply) =>
		readList(readObject(reply)?.['engines'])?.flatMap((name) => readString(name) ?? []),
};

const PLACEHOLDER = '\u0000words\u0000';
const ESCAPED = JSON.stringify(PLACEHOLDER).slice(1, -1);
/** The wire asks for a limit in every unit. */
const ROOM = 1024;

function readRequest(line: unknown): SentRequest | undefined {
	const id = readString(readObject(line)?.['unit_key']);
	const ask = readObject(readObject(line)?.['ask']);
	if (id === undefined || ask === undefined || !isJsonObject(line)) return undefined;
	return {
		id,
		line,
		...defined({ model: readString(ask['engine']), outputLimit: readNumber(ask['room']) }),
	};
}

function readBatch(reply: unknown): ProviderBatch | undefined {
	const job = readObject(reply);
	const id = readString(job?.['job']);
	const rawStatus = readString(job?.['stage']);
	if (job === undefined || id === undefined || rawStatus === undefined) return undefined;
	const tally = readObject(job['tally']) ?? {};
	return {
		id,
		phase: phaseOf(rawStatus, tally),
		rawStatus,
		counts: countsOf(tally),
		createdAt: secondsOf(job['made']) ?? 0,
		faults: [],
		metadata: {},
		...defined({ expiresAt: secondsOf(job['closes']), endedAt: secondsOf(job['closed']) }),
	};
}

/** One word for every end: how it ended stands in the tally. */
function phaseOf(stage: string, tally: WireObject): BatchPhase {
	if (stage === 'stopping') return 'cancelling';
	if (stage !== 'closed') return 'in_progress';
	if ((readNumber(tally['stopped']) ?? 0) > 0) return 'cancelled';
	return (readNumber(tally['late']) ?? 0) > 0 ? 'expired' : 'completed';
}

function countsOf(tally: WireObject): Counts {
	const [open = 0, good = 0, bad = 0, stopped = 0, late = 0] = [
		'open',
		'good',
		'bad',
		'stopped',
		'late',
	].map((key) => readNumber(tally[key]));
	return { total: open + good + bad + stopped + late, completed: good, failed: bad };
}

function secondsOf(value: unknown): number | undefined {
	return readNumber(Math.floor(Date.parse(readString(value) ?? '') / 1000));
}

function readPage(reply: unknown): Page<ProviderBatch> | undefined {
	const jobs = readList(readObject(reply)?.['jobs']);
	if (jobs === undefined) return undefined;
	const entries = jobs.flatMap((job) => readBatch(job) ?? []);
	const last = entries.at(-1)?.id;
	return readObject(reply)?.['more'] === true && last !== undefined
		? { entries, after: last }
		: { entries };
}

function readResult(line: unknown): Result | undefined {
	const unit = readObject(line);
	const requestId = readString(unit?.['unit_key']);
	if (unit === undefined || requestId === undefined) return undefined;
	switch (unit['came']) {
		case 'good':
			return readReply(requestId, readObject(unit['reply']) ?? {});
		case 'stopped':
			return {
				requestId,
				outcome: 'cancelled',
				reason: 'The job was cancelled before this row’s turn came.',
				retryable: true,
			};
		case 'late':
			return {
				requestId,
				outcome: 'expired',
				reason: 'The 24 hours passed before this row’s turn came.',
				retryable: true,
			};
		default: {
			const why = readObject(unit['why']);
			return {
				requestId,
				outcome: 'failed',
				reason: readString(why?.['words']) ?? 'no reason given',
				retryable: why?.['kind'] !== 'wrong',
			};
		}
	}
}

/** Thoughts may stand before the answer. */
function readReply(requestId: string, reply: WireObject): Result {
	const said = (readList(reply['says']) ?? []).map(readObject);
	const text = said
		.filter((part) => part?.['kind'] === 'answer')
		.map((part) => readString(part?.['words']) ?? '')
		.join('');
	const usage = usageOf(reply);
	switch (reply['stopped_by']) {
		case 'room':
			return {
				requestId,
				outcome: 'truncated',
				reason: 'The answer was cut off: it needs more output tokens than allowed.',
				retryable: true,
				usage,
			};
		case 'refusal':
			return {
				requestId,
				outcome: 'refused',
				reason: `The model refused: ${text}`,
				retryable: false,
				usage,
			};
		default:
			return { requestId, outcome: 'succeeded', text, usage };
	}
}

function usageOf(reply: WireObject): Usage {
	const spent = readObject(reply['spent']);
	return {
		inputTokens: readNumber(spent?.['in']) ?? 0,
		outputTokens: readNumber(spent?.['out']) ?? 0,
		cachedTokens: 0,
		...defined({ model: readString(reply['engine']) }),
	};
}
