import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { OffpeakError, findLatestEvent } from '../../core';
import type { Service } from '../shared/service';
import { connect } from '../shared/connect';
import { toItem } from './items';
import { readSettings } from './settings';

/** What *Fetch Test Event* shows: the job that finished last, told of before or not. */
export async function readSample(
	context: IPollFunctions,
	service: Service,
): Promise<INodeExecutionData> {
	const connection = await connect(context, service);
	const settings = readSettings(context, service);
	const { event, labels } = await findLatestEvent(connection, settings);
	if (event !== undefined) return toItem(event);
	const others = labels.filter((label) => label !== settings.label).slice(0, 5);
	throw new OffpeakError(
		'invalid_input',
		settings.label === ''
			? 'There is no finished job to show yet.'
			: `There is no finished job with the label "${settings.label}" to show yet.`,
		{
			hint:
				others.length > 0
					? `Finished or running are jobs with other labels: ${others.map((label) => `"${label}"`).join(', ')}. Put one of them into Label, or leave it empty for all.`
					: 'Send one with Submit Batch and wait until it is done; Publish works without a sample.',
		},
	);
}
