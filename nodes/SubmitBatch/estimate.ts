import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	OffpeakError,
	describeEstimate,
	exceeds,
	formatUsd,
	type Engine,
	type Plan,
	type SpeedEstimate,
} from '../../core';
import { readGuard } from '../shared/input/parameters';

const DEFAULT_BUDGET_USD = 5;

/** What is known of cost before anything is sent, on every item that Submit Batch puts out. */
export function estimateOf({ rowCount, estimate }: Plan, engine: Engine): IDataObject {
	const chosen = highOf(estimate.speeds[engine]);
	const now = highOf(estimate.speeds.now);
	return {
		items: rowCount,
		estimatedCost: chosen,
		estimatedSaving: chosen === null || now === null ? null : now - chosen,
	};
}

/** *Estimate Only*: the way that is set, each way with its cost and time, and which one fits. */
export function describePlan(planned: Plan, engine: Engine): IDataObject {
	const { estimate, caveats, warnings, cleaned } = planned;
	const { inputTokens, outputTokens, speeds, recommendation } = estimate;
	return {
		label: planned.label,
		status: 'estimated',
		...estimateOf(planned, engine),
		model: estimate.model,
		inputTokens: { ...inputTokens },
		outputTokens: { ...outputTokens },
		within24Hours: speedOf(speeds.batch),
		inMinutes: speedOf(speeds.background),
		now: speedOf(speeds.now),
		recommendation,
		cleaned: { characters: cleaned.characters, of: cleaned.of },
		summary: [...describeEstimate(estimate), ...cleaned.sentences].join(' '),
		goodToKnow: [...warnings, ...cleaned.warnings, ...caveats, ...estimate.caveats],
	};
}

/** *Stop if Estimate Exceeds*. An unknown price cannot be held against it: that is said, not stopped. */
export function checkBudget(
	context: IExecuteFunctions,
	{ estimate }: Plan,
	engine: Engine,
): string | undefined {
	const budget = readGuard(context, 'budget', 'Stop if Estimate Exceeds', DEFAULT_BUDGET_USD);
	if (budget === 0) return undefined;
	switch (exceeds(estimate, budget, engine)) {
		case 'no':
			return undefined;
		case 'unknown':
			return 'The price of this model is not known here, so the cost was not checked against Stop if Estimate Exceeds.';
		case 'yes':
			throw new OffpeakError(
				'over_budget',
				`This would cost up to ${formatUsd(estimate.speeds[engine]?.usd?.high ?? 0)}, more than the ${formatUsd(budget)} that are allowed. Nothing was sent.`,
				{
					hint: 'Raise Options → Stop if Estimate Exceeds, choose a smaller model, shorten the texts, or send fewer items.',
				},
			);
	}
}

function highOf(speed: SpeedEstimate | null): number | null {
	return speed?.usd?.high ?? null;
}

function speedOf(speed: SpeedEstimate | null): IDataObject | null {
	if (speed === null) return null;
	return {
		usd: speed.usd === null ? null : { ...speed.usd },
		priceSource: speed.source,
		seconds: { ...speed.seconds },
	};
}
