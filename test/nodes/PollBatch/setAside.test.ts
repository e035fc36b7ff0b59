import { NodeOperationError, type INode } from 'n8n-workflow';
import { OffpeakError, isOffpeakError } from '../../../core';
import { setBrokenAside } from '../../../nodes/PollBatch/jobs/setAside';

const ROW = 'Dear Eve, the password is hunter2';

/** What may be thrown by code that nobody thought of. */
const UNFORESEEN: readonly (readonly [kind: string, source: string, error: unknown])[] = [
	['a TypeError', 'reaktivstudios/locomotive#52', new TypeError(`${ROW} is not iterable`)],
	['a RangeError', 'keichi/binary-parser#208', new RangeError('Maximum call stack size exceeded')],
	['a SyntaxError that quotes a row', 'our own fuzzing', new SyntaxError(`Unexpected: ${ROW}`)],
	['a text', 'our own fuzzing', ROW],
	['nothing', 'our own fuzzing', undefined],
];

const ENTRIES = [0, 1, 2].map((index) => ({ itemIndexes: [index] }));

describe('of several jobs, one that fails in a way that nobody foresaw', () => {
	it.each(UNFORESEEN)(
		'is set aside in words, and costs no other: %s (%s)',
		async (_, _s, thrown) => {
			const { fine, broken } = await setBrokenAside(ENTRIES, async ({ itemIndexes }) => {
				if (itemIndexes[0] === 1) throw thrown;
				return itemIndexes[0];
			});
			expect(fine).toEqual([0, 2]);
			expect(broken).toHaveLength(1);
			const [{ error, itemIndexes } = { error: undefined, itemIndexes: [] }] = broken;
			expect(itemIndexes).toEqual([1]);
			expect(isOffpeakError(error)).toBe(true);
			expect(String(error)).toContain('that Offpeak did not foresee');
			expect(String(error)).not.toContain('hunter2');
		},
	);

	it('still leaves what waiting may mend to another look', async () => {
		const busy = new OffpeakError('rate_limited', 'Too many calls.');
		const looking = setBrokenAside(ENTRIES, async ({ itemIndexes }) => {
			if (itemIndexes[0] === 1) throw busy;
			return itemIndexes[0];
		});
		await expect(looking).rejects.toBe(busy);
	});

	it('ends the node in words where no other is left', async () => {
		const looking = setBrokenAside(ENTRIES.slice(0, 1), async () => {
			throw new TypeError(ROW);
		});
		await expect(looking).rejects.toThrow('that Offpeak did not foresee (TypeError)');
	});

	it('keeps the words of n8n’s own errors', async () => {
		const node: INode = {
			id: '1',
			name: 'Poll Batch',
			type: 'pollBatch',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const theirs = new NodeOperationError(node, 'The expression cannot be read.');
		const { broken } = await setBrokenAside(ENTRIES, async ({ itemIndexes }) => {
			if (itemIndexes[0] === 1) throw theirs;
			return itemIndexes[0];
		});
		expect(broken[0]?.error).toBe(theirs);
	});
});
