import { answerTokens, MARK_TOKENS } from '../cost/answer-length';
import { defined } from '../formats/defined';
import { type LineTemplate, OUTPUT_LIMITS, protocolOf, type RequestSettings } from '../protocols';
import { fitsMetadata } from '../record/batch-record';
import { encodeKeptHeader } from '../record/kept-file';
import { type PackedPrompt, packedPromptOf } from '../requests/packed-prompt';
import { Packer, packRules, type PackRules } from '../requests/packer';
import { RowWriter } from '../requests/row-writer';
import { ShardWriter } from '../requests/shards';
import type { Prompt } from '../tasks';
import type { PlanInput } from './input';

/** Whether and how the rows of a job share requests. */
export interface ChosenPacking {
	readonly asked: PackedPrompt;
	readonly isOn: boolean;
	readonly rules: PackRules;
}

export function choosePacking({
	task,
	packing = 'off',
	maxOutputTokens,
	extra,
}: PlanInput): ChosenPacking {
	// A limit of one's own would cut off the answers for several rows.
	const isLimited = OUTPUT_LIMITS.some((field) => Object.hasOwn(extra ?? {}, field));
	const asked: PackedPrompt = isLimited
		? { fault: 'the advanced settings limit the answers; set Max Output Tokens instead' }
		: packedPromptOf(task);
	return {
		asked,
		isOn: packing !== 'off' && !('fault' in asked),
		rules: packRules(
			packing === 'off' ? 'automatic' : packing,
			maxOutputTokens ?? answerTokens(task).high,
		),
	};
}

/** The writer of a job's rows, each in its own request or packed. */
export function rowWriterOf(
	{ provider, model, maxOutputTokens, extra }: PlanInput,
	prompt: Prompt,
	{ asked, isOn, rules }: ChosenPacking,
): RowWriter {
	const templateOf = (settings: Pick<RequestSettings, 'prompt' | 'isPacked'>, limit?: number) =>
		protocolOf(provider).encodeTemplate({
			...settings,
			endpoint: provider.endpoint,
			model: model.trim(),
			forbidStoring: provider.storesResponses,
			...defined({ maxOutputTokens: limit, extra }),
		});
	const single = templateOf({ prompt }, maxOutputTokens);
	const shards = new ShardWriter(
		provider.limits,
		encodeKeptHeader(prompt.shape),
		fitsMetadata(prompt.shape) ? 'when-used' : 'always',
	);
	if ('fault' in asked) return new RowWriter(shards, undefined, { single });
	const packed = (rows: number): LineTemplate =>
		templateOf(
			{ prompt: asked.prompt, isPacked: true },
			maxOutputTokens === undefined ? undefined : roomForAnswers(maxOutputTokens, rows),
		);
	return new RowWriter(shards, new Packer(rules, provider.limits.requests), {
		single,
		...(isOn ? { packed } : {}),
	});
}

/** The room for the answers of so many rows: for each as much as it would have alone, and its mark. */
export function roomForAnswers(maxOutputTokens: number, rows: number): number {
	return (maxOutputTokens + MARK_TOKENS.high) * rows;
}
