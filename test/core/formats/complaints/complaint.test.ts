import { readComplaint } from '../../../../core/formats/complaints/complaint';
import { isFiltered, isQuota, readKind } from '../../../../core/formats/complaints/complaint-kinds';

describe('readComplaint', () => {
	it.each<[unknown, string, readonly string[]]>([
		[{ error: { message: 'No.', code: null, type: 'tokens' } }, 'No.', ['tokens']],
		[{ error: { message: '', code: 'insufficient_quota' } }, '', ['insufficient_quota']],
		[{ error: 'insufficient_quota' }, 'insufficient_quota', ['insufficient_quota']],
		[
			{ error: 'invalid_grant', error_description: 'It has expired.' },
			'It has expired.',
			['invalid_grant'],
		],
		[{ status: 429, error: 'Too Many Requests', message: 'Slow down.' }, 'Slow down.', []],
		[
			{ statusCode: 400, message: ['a must be b', 'c'], error: 'Bad Request' },
			'a must be b; c',
			[],
		],
		[
			{ message: { detail: [{ loc: ['body', 'n'], msg: 'No.' }] }, type: 'x_error' },
			'body.n: No.',
			['x_error'],
		],
		[
			{ fault: { faultstring: 'Quota is over.', detail: { errorcode: 'x' } } },
			'Quota is over.',
			[],
		],
		[{ errors: ['one', 'two', 'three', 'four'] }, 'one; two; three', []],
		[{ title: 'Error 1015', type: 'https://example.com/1015', status: 429 }, 'Error 1015', []],
		['data: {"error":{"message":"In a stream."}}', 'In a stream.', []],
		['event: error\ndata: {"error":{"message":"In a stream."}}', 'In a stream.', []],
		["{'error': {'message': 'As Python prints it.', 'code': 1}}", 'As Python prints it.', []],
		['[Errno 111] Connection refused', '[Errno 111] Connection refused', []],
	])('reads %j', (body, words, codes) => {
		expect(readComplaint(body)).toEqual({ words, codes });
	});

	it.each([
		undefined,
		null,
		7,
		'',
		'  \n',
		[],
		{},
		{ error: null },
		{ error: {} },
		{ error: { code: 400 } },
		{ id: 'batch_1', object: 'batch', status: 200 },
		{ base_resp: { status_code: 0, status_msg: 'success' } },
		{ base_resp: { status_code: 0, status_msg: '' } },
		{ status_msg: 'OK' },
		{ response: { output_text: 'An answer.' }, errors: {}, details: null },
		'<!DOCTYPE html><p>No.</p>',
		'<html>No.</html>',
		'<a/>',
		'{"error": {"message": "torn',
		'a line of a log '.repeat(40),
	])('finds nothing said in %j', (body) => {
		expect(readComplaint(body)).toBeUndefined();
	});

	it('takes neither a status for a kind, nor what only says that it is an error', () => {
		expect(readComplaint({ object: 'error', message: 'x', code: '500', type: 'error' })).toEqual({
			words: 'x',
			codes: [],
		});
	});

	it('repeats nothing that was sent, in whatever list it comes', () => {
		const faults = [
			{ loc: ['body', 'input'], msg: 'Too long', input: 'Dear Ann', ctx: { given: 'Dear Ann' } },
		];
		expect(JSON.stringify(readComplaint({ detail: faults }))).not.toContain('Ann');
		const printed = "[{'loc': ('body', 'a'), 'msg': \"It's bad\", 'input': 'Dear Ann'}]";
		expect(readComplaint({ message: printed })?.words).toBe("body.a: It's bad");
		expect(readComplaint({ message: 'x [type=a, input_value="Dear Ann' })?.words).not.toContain(
			'Ann',
		);
	});

	it('goes no deeper than errors are, and ends on any nesting', () => {
		const nest = (depth: number): unknown =>
			depth === 0 ? 'deep' : { error: nest(depth - 1), message: nest(depth - 1) };
		expect(readComplaint(nest(3))?.words).toBe('deep');
		expect(readComplaint(nest(12))).toBeUndefined();
	});
});

describe('the kind of a complaint', () => {
	const of = (words: string, ...codes: readonly string[]) => ({ words, codes });

	it.each([
		of('', 'insufficient_quota'),
		of('', 'billing_hard_limit_reached'),
		of('Insufficient Balance'),
		of('You exceeded your current quota, please check your plan and billing details.'),
	])('is an empty account: %j', (complaint) => {
		expect(isQuota(complaint)).toBe(true);
	});

	it('is none where the quota is back in a minute, as Gemini says it', () => {
		const words =
			'You exceeded your current quota, please check your plan. Please retry in 34.07s.';
		expect(isQuota(of(words, 'RESOURCE_EXHAUSTED'))).toBe(false);
	});

	it.each([
		of('', 'content_filter'),
		of('', 'content_policy_violation'),
		of('', 'invalid_request_error', 'ResponsibleAIPolicyViolation'),
		of('', 'moderation_blocked'),
		of('', 'SAFETY'),
		of('', 'data_inspection_failed'),
		of('litellm.ContentPolicyViolationError: x'),
	])('is a filter: %j', (complaint) => {
		expect(isFiltered(complaint)).toBe(true);
	});

	it('is none where a filter is only spoken of', () => {
		expect(isFiltered(of('Set the content filter of the deployment first.'))).toBe(false);
		expect(isFiltered(of('safe', 'rate_limit_exceeded'))).toBe(false);
	});

	it.each([
		['refusal', 'context_length_exceeded'],
		['refusal', 'invalid_prompt'],
		['refusal', 'unsupported_value'],
		['refusal', 'model_not_found'],
		['broad refusal', 'invalid_request_error'],
		['broad refusal', 'BadRequestError'],
		['passing', 'request_timeout'],
		['passing', 'server_error'],
		['passing', 'rate_limit_exceeded'],
		['passing', 'ThrottlingException'],
		[undefined, 'mystery'],
	])('is %s for %s', (kind, code) => {
		expect(readKind(of('', code))).toBe(kind);
		expect(readKind(of('', 'mystery', code))).toBe(kind);
	});
});
