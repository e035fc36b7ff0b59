import { defineCreate, type Bundle, type ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	isOffpeakError,
	lookAt,
	plan,
	submitInBackground,
	submitNow,
	type Connection,
	type Handle,
	type Look,
	type Plan,
} from '../../../core';
import { FIELD } from '../fields/output';
import { modelField, readTextOptions, textOptions } from '../fields/options';
import { readTask, taskField, taskFields } from '../fields/task';
import { readNumber, readText, textOf, type InputData } from '../input';
import { encodeHandle } from '../results/job';
import { besides, toLineItems } from '../results/line-items';
import { MAPPING } from '../rows/mapping';
import { givenId } from '../rows/row-ids';
import samples from '../samples.json';
import { withConnection } from '../transport';

const DAY_SECONDS = 86_400;
const LABEL = 'Categorize Async';
const DEFAULT_WAIT_SECONDS = 10;
const MAX_WAIT_SECONDS = 20;
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 3_000;

type AsyncOutput = Readonly<Record<string, string | number | boolean | null>>;

async function categorizeAsync(z: ZObject, bundle: Bundle): Promise<AsyncOutput> {
	return await withConnection(z, bundle, async (connection) => {
		const { inputData: input } = bundle;
		const { clock, provider } = connection;
		const wait =
			readNumber(input, 'wait_seconds', 'Wait Up To', { mayBeZero: true }) ?? DEFAULT_WAIT_SECONDS;
		const deadline = clock.now() + Math.min(MAX_WAIT_SECONDS, wait) * 1000;
		const planned = planText(textOf(input['text']), input, connection);
		const handle =
			provider.protocol.background !== undefined
				? await submitInBackground(planned, connection)
				: await submitNow(planned, connection, { concurrency: 1, flex: false });
		return await toOutput(handle, await lookUntil(deadline, handle, connection), connection);
	});
}

function planText(text: string, input: InputData, { provider, baseUrl }: Connection): Plan {
	const textSettings = readTextOptions(input);
	if (text.trim() === '') {
		throw new OffpeakError('invalid_input', 'Text is empty.', {
			hint: 'Map the field with the text, e.g. the body of the e-mail. Nothing was sent.',
		});
	}
	return plan({
		rows: [{ text, ...givenId(input['row_id']) }],
		task: readTask(input),
		model: readText(input, 'model'),
		label: LABEL,
		provider,
		baseUrl,
		nameRow: () => 'Row 1',
		mapping: MAPPING,
		emptyText: 'skip',
		expireAfterSeconds: DAY_SECONDS,
		...textSettings,
	});
}

/**
 * Most answers are there within a second or two; what is slower is left to Poll Batch. The text is bought by
 * now, and only the handle tells where its answer is: a step that failed here would be run, and pay, again.
 */
async function lookUntil(
	deadline: number,
	handle: Handle,
	connection: Connection,
): Promise<Look | OffpeakError> {
	const { clock } = connection;
	let wait = Math.min(FIRST_LOOK_MS, Math.max(0, deadline - clock.now()));
	for (;;) {
		const look = await lookAfter(wait, handle, connection).catch((error: unknown) => {
			if (isOffpeakError(error)) return error;
			throw error;
		});
		wait = Math.min(LONGEST_LOOK_MS, Math.max(FIRST_LOOK_MS, wait * 2));
		if (look instanceof OffpeakError) wait = Math.max(wait, look.details.retryAfterMs ?? 0);
		if (isLastLook(look) || clock.now() + wait > deadline) return look;
	}
}

function isLastLook(look: Look | OffpeakError): boolean {
	return look instanceof OffpeakError ? !look.retryable : look.state === 'done';
}

async function lookAfter(wait: number, handle: Handle, connection: Connection): Promise<Look> {
	if (handle.kind !== 'now') await connection.clock.sleep(wait);
	return await lookAt(handle, connection);
}

const HOW_TO_WAIT = 'Put Delay and Poll Batch behind this step.';
/** The step's own fields, to which those of an answer give way. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
	'id',
	'row_id',
	'is_done',
	'outcome',
	'outcome_reason',
	'cost_usd',
	'created_at',
	'handle',
]);

/** The answer's fields beside what became of the row; with the handle where it is not there yet. */
async function toOutput(
	handle: Handle,
	look: Look | OffpeakError,
	{ provider }: Connection,
): Promise<AsyncOutput> {
	const isDone = 'state' in look && look.state === 'done';
	const results = isDone ? await look.read() : undefined;
	const [outcome] = results !== undefined && 'outcomes' in results ? results.outcomes : [];
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
		...besides(OWN_FIELDS, answer),
		id: handle.id,
		row_id: rowId ?? '',
		is_done: isDone,
		outcome: result ?? 'running',
		outcome_reason: reason ?? describeWait(look),
		cost_usd: cost === undefined || cost === '' ? null : cost,
		created_at: handle.createdAt,
		handle: encodeHandle(handle),
	};
}

function describeWait(look: Look | OffpeakError): string {
	return look instanceof OffpeakError
		? `The answer could not be fetched: ${look.message} ${HOW_TO_WAIT}`
		: `The answer is not there yet. ${HOW_TO_WAIT}`;
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
					'Seconds, 0 to 20. An answer that is not there by then is fetched with Delay and Poll Batch, which take the Handle.',
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
