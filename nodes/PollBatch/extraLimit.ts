import type { IExecuteFunctions } from 'n8n-workflow';
import type { ResubmitOptions } from '../../core';

const DEFAULT_USD = 5;

/** *Stop if Extra Cost Exceeds*: for all that is bought for a job after it was submitted. */
export function readExtraLimit(context: IExecuteFunctions): Pick<ResubmitOptions, 'maxExtraUsd'> {
	const maxExtraUsd = Number(context.getNodeParameter('options.extraBudget', 0, DEFAULT_USD));
	return maxExtraUsd > 0 ? { maxExtraUsd } : {};
}
