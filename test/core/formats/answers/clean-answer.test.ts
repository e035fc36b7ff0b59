import fc from 'fast-check';
import { cleanAnswer } from '../../../../core/formats/answers/clean-answer';
import { runs } from '../../../support/fuzz';

const MARKS = ['<think>', '</think>', '<|im_end|>', '</s>', '<|channel|>final<|message|>', '[EOS]'];

describe('cleanAnswer', () => {
	it('gives back the very text in which there is nothing to take off', () => {
		for (const text of ['Fine.', ' \n', '', '{"a":[1]}', ' - one\n - two']) {
			expect(cleanAnswer(text)).toBe(text);
		}
	});

	it.each([
		['<think>x</think>', undefined],
		['<think>x', undefined],
		['x</think>', undefined],
		['<|channel|>analysis<|message|>x', undefined],
		['<|im_end|>', ''],
		['<|im_start|>assistant\nx<|im_end|>\n<|im_start|>user\ny', 'x'],
		['<|im_end|>\n<|im_start|>assistant\nx', 'x'],
		['<start_of_turn>model\nx<end_of_turn>', 'x'],
		['[INST] x [/INST]', 'x'],
		['<think>a</think><|begin_of_solution|>x<|end_of_solution|>', 'x'],
		['<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>x<|END_RESPONSE|>', 'x'],
		['◁think▷a◁/think▷x', 'x'],
		['<seed:think>a</seed:think>x', 'x'],
		['<|channel>thought\na<channel|><|channel>thought\nb<channel|>x', 'x'],
		['<think>a</think>\n<think>b</think>x', 'x'],
		['<reasoning>a</reasoning>x', 'x'],
		['<reasoning>a</reasoning><answer>x</answer>', 'x'],
		['<reasoning>a</reasoning><label>x</label>', '<reasoning>a</reasoning><label>x</label>'],
		['a\n</think>\nx', 'x'],
		['{"a":1}</think>', '{"a":1}'],
		['<|channel|>final<|message|>x<|end|>', 'x'],
		['<|start|>assistant<|message|>x', 'x'],
		['<|channel|>analysis<|message|>a<|end|><|start|>assistant<|message|>x', 'x'],
		['a<|end|><|start|>assistant<|channel|>final<|message|>x<|return|>', 'x'],
		['<|channel|>final<|message|>a<|end|><|channel|>final<|message|>x', 'x'],
		['Was <s>1</s>', 'Was <s>1</s>'],
		['<p>x</p>', '<p>x</p>'],
		['analysis of it', 'analysis of it'],
	])('makes of %s: %s', (text, answer) => {
		expect(cleanAnswer(text)).toBe(answer);
	});

	it('leaves JSON to the letter, whatever stands in it', () => {
		const inside = fc.string({ unit: fc.constantFrom(...MARKS, 'a', ' ', '\n', '"', '{', '}') });
		fc.assert(
			fc.property(fc.dictionary(inside, inside), (value) => {
				const text = JSON.stringify(value);
				expect(cleanAnswer(text)).toBe(text);
			}),
			runs(300),
		);
	});

	it('takes thoughts off any answer, and nothing of it', () => {
		const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '{', '"', '<b>', ',', '`') });
		fc.assert(
			fc.property(words, words, (thoughts, answer) => {
				fc.pre(answer.trim() !== '');
				expect(cleanAnswer(`<think>\n${thoughts}\n</think>\n\n${answer}<|im_end|>`)).toBe(
					answer.trim(),
				);
			}),
			runs(300),
		);
	});
});
