import type { IExecuteFunctions } from 'n8n-workflow';
import {
	fitSettings,
	type AgainSettings,
	type Connection,
	type ResubmitOptions,
} from '../../../core';
import { warn } from '../../shared/hints';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { readGuard, readNumberOption, readSwitch } from '../../shared/input/parameters';
import { readTurn, type Turn } from '../../shared/turn';

/** A run of *Get Results*. */
export interface PollTurn extends Turn {
	readonly settings: AgainSettings & ResubmitOptions;
}

const DEFAULT_EXTRA_USD = 5;

export function readPollTurn(context: IExecuteFunctions, connection: Connection): PollTurn {
	// *Stop if Extra Cost Exceeds*: for all that is bought for a job after it was submitted.
	const maxExtraUsd = readGuard(
		context,
		'extraBudget',
		'Stop if Extra Cost Exceeds',
		DEFAULT_EXTRA_USD,
	);
	const wanted = {
		maxRounds: 1 + (Number(context.getNodeParameter('options.retries', 0, 0)) || 0),
		evenIfCancelled: readSwitch(context, 'options.retryCancelled'),
		evenIfCounted: readSwitch(context, 'options.retryCounted'),
		deadlineHours: readNumberOption(context, 'deadlineHours', 'Finish by Deadline'),
		...(maxExtraUsd > 0 ? { maxExtraUsd } : {}),
		...readOwnPriceOption(context),
	};
	const { settings, caveats } = fitSettings(wanted, connection.provider);
	warn(context, ...caveats);
	return { ...readTurn(context, connection), settings };
}
