import type { IExecuteFunctions } from 'n8n-workflow';
import { describeEstimate, type Engine, type Handle, type Plan, type Submission } from '../../core';
import { tell, warn } from '../shared/hints';

/** What came of sending a plan. */
export type Submitted = Omit<Submission, 'job'> & { readonly handle: Handle };

/** What a person should know of this job. */
export function giveHints(
	context: IExecuteFunctions,
	planned: Plan,
	submitted: Submitted,
	reuseWindowSeconds: number,
): void {
	tell(context, ...planned.caveats, ...submitted.caveats);
	if (planned.skipped.length > 0) {
		warn(
			context,
			`Skipped, because the text is empty: ${planned.skipped.length} of ${planned.rowCount}. They come back as failed.`,
		);
	}
	if (submitted.reused) {
		tell(
			context,
			reuseWindowSeconds > 0
				? 'This job was there already, so nothing was bought again. To buy anew, set Options → Reuse Window to 0 and run the whole workflow.'
				: 'This job was there already, from an earlier try of this run or from one that was cut off, so nothing was bought again. To buy anew, run the whole workflow.',
		);
	}
	if (submitted.cancelled.length > 0) {
		warn(
			context,
			`${submitted.cancelled.length === 1 ? '1 file' : `${submitted.cancelled.length} files`} of this job had been sent twice at the same moment: the younger was cancelled.`,
		);
	}
}

export function tellUnusedWindow(context: IExecuteFunctions, engine: Engine): void {
	if (engine === 'batch') return;
	warn(
		context,
		'Reuse Window works for Within 24 Hours only: every item was asked anew. The same content again is paid again.',
	);
}

/** One sentence a line: n8n reads hints as HTML. */
export function tellEstimate(context: IExecuteFunctions, { estimate, cleaned }: Plan): void {
	warn(context, ...cleaned.warnings);
	const sentences = [...describeEstimate(estimate), ...cleaned.sentences];
	tell(context, ['Nothing was sent.', ...sentences].join('<br>'));
}

export function tellOfTry(context: IExecuteFunctions, tried: number, incoming: number): void {
	const words =
		tried < incoming
			? `These are the first ${tried} of ${incoming} items, answered now. To send all of them, set Run to All Items.`
			: `All ${tried} items were answered now, as a try. To send them as a job, set Run to All Items.`;
	tell(context, words);
}

const ANSWERS: Readonly<Record<Engine, string>> = {
	batch: 'The answers come within 24 hours, most often much sooner.',
	background: 'The answers come in minutes.',
	now: 'The answers are there.',
};
const ELSEWHERE: Readonly<Record<Engine, string>> = {
	batch: ', or start another workflow with Batch Trigger',
	background: '',
	now: '',
};

/** Only where nothing is wired behind: whoever has wired it knows. */
export function tellNextStep(context: IExecuteFunctions, engine: Engine): void {
	if (context.isToolExecution() || context.getChildNodes(context.getNode().name).length > 0) return;
	tell(
		context,
		`${ANSWERS[engine]} To get them as items, wire Poll Batch behind this node${ELSEWHERE[engine]}.`,
	);
}
