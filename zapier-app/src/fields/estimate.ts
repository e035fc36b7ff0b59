import { describeEstimate, type Estimate, type Plan } from '../../../core';
import { toUsd } from '../results/report';

/** What a batch will cost, in dollars and in tasks of Zapier’s. */
export interface EstimateOutput {
	readonly estimate: string;
	readonly estimated_cost_usd: number | null;
	readonly estimated_saving_usd: number | null;
	readonly price_source: string;
	readonly good_to_know: string;
	readonly zapier_tasks: number;
	readonly zapier_tasks_one_by_one: number;
}

/** Submit Batch is one task; so is Poll Batch, where the results do not come by a trigger, which is free. */
const TASKS = 2;

const FEW_ROWS =
	'Categorize Async fits: a few answers that come silently in the background. Choose Submit Batch if they are only stored.';
const RECOMMENDATIONS: Readonly<Record<Estimate['recommended'], string>> = {
	batch: 'Submit Batch fits: so many answers are stored or looked through together.',
	background: FEW_ROWS,
	now: FEW_ROWS,
};

export function toEstimateOutput({ estimate, rowCount }: Plan): EstimateOutput {
	const { batch, now } = estimate.speeds;
	const usd = batch?.usd?.high ?? null;
	const oneByOne = now?.usd?.high ?? null;
	const recommendation = RECOMMENDATIONS[estimate.recommended];
	const sentences = describeEstimate(
		{ ...estimate, recommendation },
		{ one: 'row', several: 'rows' },
	);
	return {
		estimate: [
			...sentences,
			`On Zapier: ${TASKS} tasks instead of ${rowCount}, and those of the steps that use the results.`,
		].join(' '),
		estimated_cost_usd: toUsd(usd),
		estimated_saving_usd: toUsd(usd === null || oneByOne === null ? null : oneByOne - usd),
		price_source: batch?.source ?? 'unknown',
		good_to_know: estimate.caveats.join(' '),
		zapier_tasks: TASKS,
		zapier_tasks_one_by_one: rowCount,
	};
}

export const estimateFields = [
	{ key: 'estimate', label: 'Estimate', type: 'string' },
	{ key: 'estimated_cost_usd', label: 'Estimated Cost (USD)', type: 'number' },
	{ key: 'estimated_saving_usd', label: 'Estimated Saving (USD)', type: 'number' },
	{ key: 'price_source', label: 'Price Source', type: 'string' },
	{ key: 'good_to_know', label: 'Good to Know', type: 'string' },
	{ key: 'zapier_tasks', label: 'Zapier Tasks', type: 'integer' },
	{ key: 'zapier_tasks_one_by_one', label: 'Zapier Tasks One by One', type: 'integer' },
] as const;
