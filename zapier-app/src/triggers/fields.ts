import type { PlainInputField } from 'zapier-platform-core';

/** Which batches a trigger is about. */
export const filterFields: readonly PlainInputField[] = [
	{
		key: 'label',
		label: 'Label',
		helpText:
			'Only batches with this in their label; all batches if left empty. Those of the editor’s test only with `(test)` in it.',
	},
	{
		key: 'statuses',
		label: 'Only These Ends',
		list: true,
		choices: {
			completed: 'Completed',
			failed: 'Failed',
			expired: 'Expired',
			cancelled: 'Cancelled',
		},
		helpText:
			'All of them if left empty. Expired and cancelled batches may hold answers that are paid for.',
	},
];
