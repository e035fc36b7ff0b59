import { defineCreate, type Bundle, type ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	dashboardUrl,
	defined,
	exceeds,
	formatUsd,
	plan,
	prepareText,
	submit,
	type Connection,
	type Plan,
	type Row,
	type Submission,
} from '../../../core';
import { estimateFields, toEstimateOutput, type EstimateOutput } from '../fields/estimate';
import { ownPriceFields, readOwnPriceFields } from '../fields/report';
import {
	labelField,
	modelField,
	readCleanText,
	readTextOptions,
	submitOptions,
	textOptions,
} from '../fields/options';
import { FIELD } from '../fields/output';
import { rowsFields, sourceField } from '../fields/rows';
import { readTask, taskField, taskFields } from '../fields/task';
import { readNumber, readOneOf, readText, type InputData } from '../input';
import { isEditorTest, toTestLabel } from '../labels';
import { encodeHandle } from '../results/job';
import { MAPPING } from '../rows/mapping';
import { readRows } from '../rows/read-rows';
import samples from '../samples.json';
import { withConnection } from '../transport';

const DAY_SECONDS = 86_400;
/** Zapier's replay of a step carries no key: the same content within this time is the same batch. */
const REUSE_SECONDS = 3600;
/** The editor's test is no reason to buy a whole week. */
const TEST_ROWS = 3;

interface SubmitOutput extends EstimateOutput {
	readonly id: string;
	readonly label: string;
	readonly status: 'submitted' | 'estimated';
	readonly rows_total: number;
	readonly rows_skipped: number;
	readonly is_test: boolean;
	readonly is_reused: boolean;
	readonly created_at: string | null;
	readonly expected_by: string | null;
	readonly dashboard_url: string;
	readonly note: string;
	readonly handle: string;
}

async function submitBatch(z: ZObject, bundle: Bundle): Promise<SubmitOutput> {
	return await withConnection(z, bundle, async (connection) => {
		const { inputData: input } = bundle;
		const isEstimate = readOneOf(input, 'run', ['send', 'estimate'], 'send') === 'estimate';
		// An estimate sends nothing, so it may be about all rows.
		const isTest = isEditorTest(bundle) && !isEstimate;
		const { rows, notes } = await readRows(z, input);
		const taken = isTest ? rows.slice(0, TEST_ROWS) : rows;
		const nothing = findNothing(taken, input);
		if (nothing !== undefined) {
			throw new z.errors.HaltedError(
				`There is nothing to send: ${nothing}. Check what the step before this one puts out.`,
			);
		}
		const planned = planRows(taken, input, connection, isTest);
		if (isEstimate) return toOutput({ planned, notes, isTest }, undefined, connection);
		refuseOverBudget(planned, readNumber(input, 'max_usd', 'Stop if Estimate Exceeds'));
		const submission = await submit(planned, connection, { reuseWindowSeconds: REUSE_SECONDS });
		return toOutput({ planned, notes, isTest }, submission, connection);
	});
}

/** Why there is no row to send, in words: that is no fault of the Zap. */
function findNothing(rows: readonly Row[], input: InputData): string | undefined {
	if (rows.length === 0) return 'no row came in';
	const clean = readCleanText(input);
	const isEmpty = ({ text }: Row): boolean => prepareText(text, { clean }).trim() === '';
	return readEmptyText(input) === 'skip' && rows.every(isEmpty) ? 'every text is empty' : undefined;
}

function readEmptyText(input: InputData): 'skip' | 'refuse' {
	return readOneOf(input, 'empty_text', ['skip', 'refuse'], 'skip');
}

function planRows(
	rows: readonly Row[],
	input: InputData,
	{ provider, baseUrl }: Connection,
	isTest: boolean,
): Plan {
	const textSettings = readTextOptions(input);
	const ownPrice = readOwnPriceFields(input);
	const label = readText(input, 'label');
	return plan({
		rows,
		task: readTask(input),
		model: readText(input, 'model'),
		label: isTest ? toTestLabel(label) : label,
		provider,
		baseUrl,
		nameRow: (index) => `Row ${index + 1}`,
		mapping: MAPPING,
		emptyText: readEmptyText(input),
		expireAfterSeconds:
			(readNumber(input, 'expire_days', 'Results Expire After') ?? 7) * DAY_SECONDS,
		packing: readOneOf(input, 'packing', ['off', 'automatic'], 'off'),
		...textSettings,
		...defined({ ownPrice }),
	});
}

function refuseOverBudget({ estimate }: Plan, maxUsd: number | undefined): void {
	if (maxUsd === undefined || exceeds(estimate, maxUsd) !== 'yes') return;
	throw new OffpeakError(
		'over_budget',
		`This batch may cost ${formatUsd(estimate.speeds.batch?.usd?.high ?? 0)}, more than the ${formatUsd(maxUsd)} that you allow.`,
		{
			hint: 'Send fewer rows, choose a cheaper model, or raise Stop if Estimate Exceeds. Nothing was sent.',
		},
	);
}

/** What came of reading a step's rows. */
interface Ready {
	readonly planned: Plan;
	/** Of how they were read. */
	readonly notes: readonly string[];
	readonly isTest: boolean;
}

function toOutput(
	ready: Ready,
	submission: Submission | undefined,
	{ provider }: Connection,
): SubmitOutput {
	const { planned, isTest } = ready;
	const job = submission?.job;
	const estimated = toEstimateOutput(planned);
	const createdMs = job === undefined ? undefined : Date.parse(job.createdAt);
	return {
		id: job?.id ?? `estimate_${planned.contentKey}`,
		label: planned.label,
		status: job === undefined ? 'estimated' : 'submitted',
		rows_total: planned.rowCount,
		rows_skipped: planned.skipped.length,
		is_test: isTest,
		is_reused: submission?.reused ?? false,
		created_at: job?.createdAt ?? null,
		expected_by:
			createdMs === undefined
				? null
				: new Date(createdMs + provider.windowHours * 3_600_000).toISOString(),
		dashboard_url: job === undefined ? '' : (dashboardUrl(provider, job) ?? ''),
		note: notesOf(ready, submission).join(' '),
		handle: job === undefined ? '' : encodeHandle(job),
		...estimated,
		estimate: [estimated.estimate, ...planned.cleaned.sentences].join(' '),
		good_to_know: [...planned.cleaned.warnings, estimated.good_to_know].join(' ').trim(),
	};
}

function notesOf(
	{ planned, notes, isTest }: Ready,
	submission: Submission | undefined,
): readonly string[] {
	const count = planned.skipped.length;
	return [
		...(isTest ? [`This was a test: at most the first ${TEST_ROWS} rows were taken.`] : []),
		...planned.warnings,
		...notes,
		...(submission?.reused === true
			? ['This batch was there already, so nothing was bought again.']
			: []),
		...(count === 0
			? []
			: [
					count === 1
						? '1 row was skipped, because its text is empty.'
						: `${count} rows were skipped, because their text is empty.`,
				]),
		...planned.caveats,
		...(submission?.caveats ?? []),
	];
}

export default defineCreate({
	key: 'submit_batch',
	noun: 'Batch',
	display: {
		label: 'Submit Batch',
		description:
			'Submits many rows at once, to be categorized, summarized or read within 24 hours at half price.',
	},
	operation: {
		perform: submitBatch,
		inputFields: [
			taskField,
			taskFields,
			sourceField,
			rowsFields,
			modelField,
			labelField,
			{
				key: 'run',
				label: 'Run',
				default: 'send',
				choices: { send: 'Send All Rows', estimate: 'Estimate Only' },
				helpText:
					'The texts are sent to the provider of your connection and kept there until Results Expire After. **The editor’s test sends the first 3 rows only.** An estimate sends nothing.',
			},
			...textOptions,
			...submitOptions,
			...ownPriceFields,
		],
		sample: samples.submit,
		outputFields: [
			FIELD.id,
			FIELD.label,
			FIELD.status,
			FIELD.rowsTotal,
			{ key: 'rows_skipped', label: 'Rows Skipped', type: 'integer' },
			{ key: 'is_test', label: 'Is Test', type: 'boolean' },
			{ key: 'is_reused', label: 'Is Reused', type: 'boolean' },
			FIELD.createdAt,
			{ key: 'expected_by', label: 'Expected By', type: 'datetime' },
			FIELD.dashboardUrl,
			FIELD.note,
			FIELD.handle,
			...estimateFields,
		],
	},
});
