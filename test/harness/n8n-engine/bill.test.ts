import { billOf } from '../../../harness/n8n-engine/bill';

function itemOf(inputTokens: number, outputTokens: number) {
	return { json: { _offpeak: { usage: { inputTokens, cachedTokens: 0, outputTokens } } } };
}

describe('billOf', () => {
	it('prices the tokens of all items at a published price, as a batch and one by one', () => {
		const bill = billOf([itemOf(600_000, 50_000), itemOf(400_000, 50_000)]);
		expect(bill).toMatchObject({
			model: 'gpt-4.1-mini',
			inputTokens: 1_000_000,
			outputTokens: 100_000,
			savedPercent: 50,
		});
		expect(bill?.oneByOneUsd).toBeCloseTo(0.56);
		expect(bill?.usd).toBeCloseTo(0.28);
	});

	it('leaves out items that were not answered, and says nothing where none tells its tokens', () => {
		const failed = { json: { _offpeak: { usage: null } } };
		expect(billOf([itemOf(10, 1), failed])).toMatchObject({ inputTokens: 10 });
		expect(billOf([{ json: {} }])).toBeUndefined();
	});
});
