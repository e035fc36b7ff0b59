import type { IExecuteFunctions } from 'n8n-workflow';
import type { ResubmitOptions } from '../../../core';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { readGuard } from '../../shared/parameters';

const DEFAULT_USD = 5;

/** *Stop if Extra Cost Exceeds*: for all that is bought for a job after it was submitted, and by what price. */
export function readExtraLimit(
	context: IExecuteFunctions,
): Pick<ResubmitOptions, 'maxExtraUsd' | 'ownPrice'> {
	const maxExtraUsd = readGuard(context, 'extraBudget', 'Stop if Extra Cost Exceeds', DEFAULT_USD);
	return { ...(maxExtraUsd > 0 ? { maxExtraUsd } : {}), ...readOwnPriceOption(context) };
}
