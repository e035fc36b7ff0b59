import type { IExecuteFunctions } from 'n8n-workflow';
import type { ResubmitOptions } from '../../core';
import { readOwnPriceOption } from '../shared/ownPrice';

const DEFAULT_USD = 5;

/** *Stop if Extra Cost Exceeds*: for all that is bought for a job after it was submitted, and by what price. */
export function readExtraLimit(
	context: IExecuteFunctions,
): Pick<ResubmitOptions, 'maxExtraUsd' | 'ownPrice'> {
	const maxExtraUsd = Number(context.getNodeParameter('options.extraBudget', 0, DEFAULT_USD));
	return { ...(maxExtraUsd > 0 ? { maxExtraUsd } : {}), ...readOwnPriceOption(context) };
}
