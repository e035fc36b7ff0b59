import { defineCreate, type Bundle, type ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	lookAt,
	plan,
	submitInBackground,
	submitNow,
	type Connection,
	type Handle,
	type Look,
	type Plan,
} from '../../../core';
import { withZapierErrors } from '../errors';
import { FIELD } from '../fields/output';
import { modelField, textOptions } from '../fields/options';
import { readTask, taskField, taskFields } from '../fields/task';
import {
	readBoolean,
	readJsonObject,
	readNumber,
	readText,
	textOf,
	type InputData,
} from '../input';
import { encodeHandle } from '../results/job';
import { toLineItems } from '../results/line-items';
import samples from '../samples.json';
import { connect } from '../transport';

const DAY_SECONDS = 86_400;
const LABEL = 'Categorize Async';
const DEFAULT_WAIT_SECONDS = 10;
const MAX_WAIT_SECONDS = 20;
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 3_000;

export type AsyncOutput = Readonly<Record<string, string | number | boolean | null>>;

export async function categorizeAsync(z: ZObject, bundle: Bundle): Promise<AsyncOutput> {
	return await withZapierErrors(z, async () => {
		const { inputData: input } = bundle;
		const connection = connect(z, bundle);
		const { clock, provider } = connection;
		const wait = readNumber(input, 'wait_seconds', 'Wait Up To') ?? DEFAULT_WAIT_SECONDS;
		const deadline = clock.now() + Math.min(MAX_WAIT_SECONDS, wait) * 1000;
		const planned = planText(textOf(input['text']), input, connection);
		const handle = provider.answersInBackground
			? await submitInBackground(planned, connection)
			: await submitNow(planned, connection, { concurrency: 1, flex: false });
		return await toOutput(await lookUntil(deadline, handle, connection), connection);
	});
}

function planText(text: string, input: InputData, { provider, baseUrl }: Connection): Plan {
	const maxCharacters = readNumber(input, 'max_characters', 'Shorten Texts To');
	const maxOutputTokens = readNumber(input, 'max_output_tokens', 'Max Output Tokens');
	const extra = readJsonObject(input, 'advanced', 'Advanced (JSON)');
	const id = readText(input, 'row_id');
	if (text.trim() === '') {
		throw new OffpeakError('invalid_input', 'Text is empty.', {
			hint: 'Map the field with the text, e.g. the body of the e-mail. Nothing was sent.',
		});
	}
	return plan({
		rows: [{ text, ...(id === '' ? {} : { id }) }],
		task: readTask(input),
		model: readText(input, 'model'),
		label: LABEL,
		provider,
		baseUrl,
		nameRow: () => 'The row',
		cleanText: readBoolean(input, 'clean_text', true),
		emptyText: 'refuse',
		expireAfterSeconds: DAY_SECONDS,
		...(maxCharacters === undefined ? {} : { maxCharacters }),
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(extra === undefined ? {} : { extra }),
	});
}

/** Most answers are there within a second or two; what is slower is left to Poll Batch. */
async function lookUntil(deadline: number, handle: Handle, connection: Connection): Promise<Look> {
	const { clock } = connection;
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(LONGEST_LOOK_MS, wait * 2)) {
		if (!('when' in handle) || handle.when !== 'now') await clock.sleep(wait);
		const look = await lookAt(handle, connection);
		if (look.progress.state === 'done' || clock.now() + wait > deadline) return look;
	}
}

/** The answer's fields beside what became of the row; with the handle where it is not there yet. */
async function toOutput(
	{ handle, progress, read }: Look,
	{ provider }: Connection,
): Promise<AsyncOutput> {
	const isDone = progress.state === 'done';
	const [outcome] = isDone ? (await read()).outcomes : [];
	const [row = {}] = outcome === undefined ? [] : toLineItems([outcome], { handle, provider });
	const {
		offpeak_id: rowId,
		offpeak_outcome: result,
		offpeak_reason: reason,
		offpeak_cost: cost,
		...answer
	} = row;
	return {
		category: '',
		category_value: '',
		confidence: null,
		reason: '',
		...answer,
		id: handle.id,
		row_id: rowId ?? '',
		is_done: isDone,
		outcome: result ?? 'running',
		outcome_reason:
			reason ?? 'The answer is not there yet: put Delay and Poll Batch behind this step.',
		cost_usd: cost === undefined || cost === '' ? null : cost,
		created_at: handle.createdAt,
		handle: encodeHandle(handle),
	};
}

export default defineCreate({
	key: 'categorize_async',
	noun: 'Text',
	display: {
		label: 'Categorize Async',
		description: 'Categorizes, summarizes or reads one text as it arrives, in the background.',
	},
	operation: {
		perform: categorizeAsync,
		inputFields: [
			{
				key: 'text',
				label: 'Text',
				type: 'text',
				required: true,
				helpText:
					'E.g. the body of the e-mail. It is sent to the provider of your connection, where the answer is kept for up to 30 days.',
			},
			taskField,
			taskFields,
			modelField,
			{
				key: 'row_id',
				label: 'Row ID',
				helpText: 'What identifies the text, e.g. the message. It comes back with the answer.',
			},
			{
				key: 'wait_seconds',
				label: 'Wait Up To',
				type: 'integer',
				default: String(DEFAULT_WAIT_SECONDS),
				helpText:
					'Seconds, at most 20. An answer that is not there by then is fetched with Delay and Poll Batch, which take the Handle.',
			},
			...textOptions,
		],
		sample: samples.async,
		outputFields: [
			FIELD.id,
			{ key: 'row_id', label: 'Row ID', type: 'string' },
			FIELD.isDone,
			{ key: 'outcome', label: 'Result', type: 'string' },
			{ key: 'outcome_reason', label: 'Result Reason', type: 'string' },
			{ key: 'category', label: 'Category', type: 'string' },
			{ key: 'category_value', label: 'Category Value', type: 'string' },
			{ key: 'confidence', label: 'Confidence', type: 'number' },
			{ key: 'reason', label: 'Reason', type: 'string' },
			{ key: 'cost_usd', label: 'Cost (USD)', type: 'number' },
			FIELD.createdAt,
			FIELD.handle,
		],
	},
});
