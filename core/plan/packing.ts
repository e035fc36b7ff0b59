import { answerTokens } from '../cost/answer-length';
import { encodeKeptHeader } from '../record/kept-file';
import { fitsMetadata } from '../record/batch-record';
import type { PlanInput } from './plan';
import { protocolOf, type LineTemplate, type RequestSettings } from '../protocols';
import { ShardWriter } from '../requests/shards';
import type { Prompt } from '../tasks';
import { OUTPUT_LIMITS } from '../again/unpack';
import { Packer, packRules, type PackRules } from '../requests/packer';
import { packedPromptOf, type PackedPrompt } from '../requests/packed-prompt';
import { RowWriter, roomForAnswers } from '../requests/row-writer';

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
			...(limit === undefined ? {} : { maxOutputTokens: limit }),
			...(extra === undefined ? {} : { extra }),
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
