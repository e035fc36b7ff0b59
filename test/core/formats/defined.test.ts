import { defined } from '../../../core';

describe('defined', () => {
	it('leaves a field without a value out, so that a record says nothing of it', () => {
		expect(Object.keys(defined({ runKey: undefined, label: 'Weekly' }))).toEqual(['label']);
	});

	it('keeps what is empty, false, zero or null: each of them is a value', () => {
		const fields = { text: '', isOn: false, count: 0, cost: null, list: [] };
		expect(defined(fields)).toStrictEqual(fields);
	});
});
