import { PROVIDERS } from '../../../core';

/** The price list as if local models were charged, until mocks are restored: limits can then be met. */
export function chargeForLocalModels(): void {
	jest.replaceProperty(PROVIDERS.local, 'prices', [
		{
			model: '*',
			input: 10,
			output: 50,
			batch: 0.5,
			flex: 0.5,
			source: 'a test',
			checked: '2026-11-23',
		},
	]);
}
