import type { INodeProperties } from 'n8n-workflow';
import { modelField } from '../shared/model';
import { submitOptions } from './options';
import { taskProperties } from '../shared/panel/taskProperties';

/** The panel, in the order in which a person decides. */
export const submitProperties: INodeProperties[] = [
	...taskProperties(
		' and kept there for 7 days (In Minutes: 30 days). To change that: Options → Results Expire After. To delete it at once: Poll Batch → Delete Files.',
	),
	{
		displayName: 'When Do You Need It?',
		name: 'when',
		type: 'options',
		options: [
			{
				name: 'Within 24 Hours, Half Price',
				value: 'batch',
				description:
					'To store the answers or look for patterns in many items. Usually done in an hour.',
			},
			{
				name: 'In Minutes',
				value: 'background',
				description: 'To have it done silently while the workflow goes on. Full price.',
			},
			{
				name: 'Now',
				value: 'now',
				description: 'To go on with the answer at once, e.g. for something urgent. Full price.',
			},
		],
		default: 'batch',
		hint: 'Waiting for the answer to go on: Now. Silently in the background: In Minutes. Storing it or looking for patterns: Within 24 Hours.',
	},
	modelField,
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '={{ $workflow.name }}',
		required: true,
		description: 'A name to find this job by later',
	},
	{
		displayName: 'Run',
		name: 'run',
		type: 'options',
		options: [
			{ name: 'All Items', value: 'all', description: 'Sends every incoming item' },
			{
				name: 'Try First 5 Now',
				value: 'try',
				description: 'Answers the first 5 items in seconds, so that you see what will come',
			},
			{
				name: 'Estimate Only',
				value: 'estimate',
				description: 'Shows what it would cost in each way. Nothing is sent.',
			},
		],
		default: 'all',
	},
	...submitOptions,
];
