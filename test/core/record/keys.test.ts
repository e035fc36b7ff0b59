import fc from 'fast-check';
import { runKeyOf, stepRunKeyOf } from '../../../core';
import { bytesOf, encodeText } from '../../../core/formats/bytes';
import { hashContent, jobIdOf, isOfSameStep } from '../../../core/record/keys';
import { multipartBoundary } from '../../../core/calls/upload';

describe('hashContent', () => {
	it('differs for lists that read the same when joined', () => {
		expect(hashContent(['ab', 'c'])).not.toBe(hashContent(['a', 'bc']));
		expect(hashContent(['ab'])).not.toBe(hashContent(['ab', '']));
	});

	it('does not depend on how bytes are chunked', () => {
		const text = fc.string({ minLength: 1 });
		fc.assert(
			fc.property(text, text, (a, b) => {
				expect(hashContent([bytesOf(encodeText(a), encodeText(b))])).toBe(
					hashContent([bytesOf(encodeText(a + b))]),
				);
			}),
		);
	});
});

describe('runKeyOf', () => {
	it('is the same for the same parts only, and fits a file name', () => {
		expect(runKeyOf('execution-1', 'node', '0')).toBe(runKeyOf('execution-1', 'node', '0'));
		expect(runKeyOf('execution-1', 'node', '0')).not.toBe(runKeyOf('execution-1', 'node', '1'));
		expect(runKeyOf('a')).toMatch(/^[0-9a-f]{32}$/);
	});
});

describe('jobIdOf', () => {
	it('follows from the run key, and is new each time without one', () => {
		expect(jobIdOf('run', 'content')).toBe(jobIdOf('run', 'content'));
		expect(jobIdOf(undefined, 'content')).not.toBe(jobIdOf(undefined, 'content'));
		for (const id of [jobIdOf('run', 'content'), jobIdOf(undefined, 'content')]) {
			expect(id).toMatch(/^op_[0-9a-f]{24}$/);
		}
	});
});

describe('multipartBoundary', () => {
	it('is never the same twice', () => {
		expect(multipartBoundary()).not.toBe(multipartBoundary());
	});
});

describe('stepRunKeyOf', () => {
	const STEP = ['instance', 'workflow', 'node'];

	it('tells runs apart, and knows those of one step for its own', () => {
		const first = stepRunKeyOf(STEP, '1', '0');
		const second = stepRunKeyOf(STEP, '2', '0');
		const other = stepRunKeyOf(['instance', 'workflow', 'node2'], '1', '0');
		expect(stepRunKeyOf(STEP, '1', '0')).toBe(first);
		expect(new Set([first, second, other]).size).toBe(3);
		expect(first).toMatch(/^[0-9a-f]{32}$/);
		expect([isOfSameStep(first, second), isOfSameStep(first, other)]).toEqual([true, false]);
	});
});
