import type { PlainInputField } from 'zapier-platform-core';
import { readOwnPrice, type OwnPrice } from '../../../core';
import { readText, type InputData } from '../input';

/** For a model that the price table does not know, or a price of the user's own contract. */
export const ownPriceFields: readonly PlainInputField[] = [
	{
		key: 'own_price_input',
		label: 'Own Price: Input',
		type: 'number',
		helpText:
			'US dollars for a million tokens that are sent, where the model’s price is not known here or yours is another. It is the price without the discount for waiting.',
	},
	{
		key: 'own_price_output',
		label: 'Own Price: Output',
		type: 'number',
		helpText: 'US dollars for a million tokens of answers.',
	},
];

export function readOwnPriceFields(input: InputData): OwnPrice | undefined {
	return readOwnPrice(readText(input, 'own_price_input'), readText(input, 'own_price_output'));
}

/** What can be set for a report. */
export const reportSettings: readonly PlainInputField[] = [
	{
		key: 'count_by',
		label: 'Report: Count By',
		list: true,
		helpText: 'Names of kept fields to count the categories by, e.g. from.',
	},
	{
		key: 'trend_by',
		label: 'Report: Trend By',
		default: 'auto',
		choices: { auto: 'As It Fits', day: 'Day', week: 'Week', month: 'Month', year: 'Year' },
		helpText: 'What the categories are counted over.',
	},
	...ownPriceFields,
];

export const PERIODS = ['auto', 'day', 'week', 'month', 'year'] as const;

/** A trigger has none: Zapier may make its report again, and each time would be a purchase. */
export const findingsField: PlainInputField = {
	key: 'findings_model',
	label: 'Findings: Model',
	dynamic: 'list_models.id.name',
	helpText:
		'A model chosen here writes a page of plain words about the report, as one more call at the normal price; titles and answers are sent for it. Not in the editor’s test. A step has 30 seconds: choose a quick one.',
};

export const REPORT_SETTINGS = reportSettings.map(({ key }) => key);
