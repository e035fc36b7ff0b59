import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { defined, readObject, readOwnPrice, type OwnPrice } from '../../core';

/** For a model that the price table does not know, or a price of the user's own contract. */
export const ownPriceOption: INodeProperties = {
	displayName: 'Own Price (USD per Million Tokens)',
	name: 'ownPrice',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Price',
	description:
		'What the model costs when it answers at once. It takes the place of the price that this node knows; the discount for waiting is taken off where it is known.',
	options: [
		{
			displayName: 'Price',
			name: 'price',
			values: [
				{
					displayName: 'Input',
					name: 'input',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 4 },
					default: 0,
					description: 'For a million tokens that are sent',
				},
				{
					displayName: 'Output',
					name: 'output',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 4 },
					default: 0,
					description: 'For a million tokens of answers',
				},
			],
		},
	],
};

/** As a part of settings that may lack it. */
export function readOwnPriceOption(context: IExecuteFunctions): { readonly ownPrice?: OwnPrice } {
	const price = readObject(context.getNodeParameter('options.ownPrice.price', 0, null));
	// n8n leaves out what is as it was preset: 0.
	const ownPrice =
		price === undefined ? undefined : readOwnPrice(price['input'] ?? 0, price['output'] ?? 0);
	return defined({ ownPrice });
}
