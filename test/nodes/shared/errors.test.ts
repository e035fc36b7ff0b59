import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { OffpeakError, type ErrorCode } from '../../../core';
import { toErrorItem, toNodeError } from '../../../nodes/shared/errors';
import { asItems, submitNode } from '../../support/nodes/canvas';

const node: INode = submitNode();

const CODES = {
	invalid_input: NodeOperationError,
	unsupported: NodeOperationError,
	over_budget: NodeOperationError,
	not_finished: NodeOperationError,
	unauthorized: NodeApiError,
	quota_exhausted: NodeApiError,
	rate_limited: NodeApiError,
	enqueued_limit: NodeApiError,
	unavailable: NodeApiError,
	rejected: NodeApiError,
	gone: NodeApiError,
	malformed_response: NodeApiError,
	unknown_outcome: NodeApiError,
} satisfies Record<ErrorCode, typeof NodeOperationError | typeof NodeApiError>;

function readCodes(): readonly ErrorCode[] {
	const isCode = (name: string): name is ErrorCode => name in CODES;
	return Object.keys(CODES).filter(isCode);
}

describe('toNodeError', () => {
	it.each(readCodes())('shows %s with what happened above and what to do below', (code) => {
		const error = toNodeError(
			node,
			new OffpeakError(code, 'What happened.', { hint: 'What to do.' }),
		);
		expect(error).toBeInstanceOf(CODES[code]);
		expect(error).toMatchObject({ message: 'What happened.', description: 'What to do.' });
	});

	it.each(readCodes())('links %s to its item', (code) => {
		const error = toNodeError(node, new OffpeakError(code, 'x', { rowIndex: 7 }));
		expect(error.context['itemIndex']).toBe(7);
	});

	it('links an error of no item to none', () => {
		expect(
			toNodeError(node, new OffpeakError('invalid_input', 'x')).context['itemIndex'],
		).toBeUndefined();
		expect(
			toNodeError(node, new OffpeakError('rejected', 'x')).context['itemIndex'],
		).toBeUndefined();
	});

	it('hands the status on', () => {
		expect(toNodeError(node, new OffpeakError('rejected', 'x', { status: 422 }))).toMatchObject({
			httpCode: '422',
		});
	});

	it.each([
		'The server cannot be reached (ECONNREFUSED).',
		'Categories 1 and 3 are both called "Preexisting conditions".',
		'The connection broke before an answer came (ETIMEDOUT).',
	])('keeps its own words where n8n would put others: %s', (message) => {
		for (const code of readCodes()) {
			expect(toNodeError(node, new OffpeakError(code, message)).message).toBe(message);
		}
	});

	it('leaves n8n’s own errors as they are', () => {
		const own = [new NodeApiError(node, { message: 'x' }), new NodeOperationError(node, 'x')];
		for (const error of own) expect(toNodeError(node, error)).toBe(error);
	});

	it.each([
		['an error of ours from nowhere', new TypeError('x is not a function'), 'x is not a function'],
		['a thrown text', 'oops', 'oops'],
	])('shows %s too', (_, error, message) => {
		expect(toNodeError(node, error)).toMatchObject({ name: 'NodeOperationError', message });
	});
});

describe('toErrorItem', () => {
	it('holds message and description, linked to all items', () => {
		const error = toNodeError(
			node,
			new OffpeakError('rejected', 'What happened.', { hint: 'To do.' }),
		);
		expect(toErrorItem(error, asItems([{}, {}]))).toEqual({
			json: { error: 'What happened.', details: 'To do.' },
			pairedItem: [{ item: 0 }, { item: 1 }],
		});
	});

	it('has an empty description where there is none', () => {
		const error = toNodeError(node, new OffpeakError('rejected', 'What happened.'));
		expect(toErrorItem(error, []).json).toEqual({ error: 'What happened.', details: '' });
	});
});
