import { answerTokens, MARK_TOKENS } from '../cost/answer-length';
import { defined } from '../formats/defined';
import type { LineTemplate, RequestSettings } from '../protocols/protocol';
import { fitsMetadata } from '../record/batch-record';
import { beginKeptFile } from '../record/kept-file';
import { type PackedPrompt, packedPromptOf } from '../requests/packed-prompt';
import { Packer, packRules, type PackRules } from '../requests/packer';
import { RowWriter } from '../requests/row-writer';
import { type KeptStore, ShardWriter } from '../requests/shards';
import type { Provider } from '../providers';
import type { Prompt } from '../tasks';
import type { AnswerShape } from '../types';
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
	extra = {},
	provider,
}: PlanInput): ChosenPacking {
	// A limit of one's own would cut off the answers for several rows.
	const asked: PackedPrompt = provider.protocol.readOwnFields(extra).limitsOutput
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
		provider.protocol.encodeTemplate({
			...settings,
			model: model.trim(),
			...defined({ maxOutputTokens: limit, extra }),
		});
	const single = templateOf({ prompt }, maxOutputTokens);
	const shards = new ShardWriter(
		provider.limits,
		keptStoreOf(provider, model.trim(), prompt.shape),
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

function keptStoreOf({ protocol }: Provider, model: string, shape: AnswerShape): KeptStore {
	const { files, metadata } = protocol;
	if (files === undefined) return { carrier: 'handle' };
	return {
		carrier: 'file',
		begin: (firstRow) => beginKeptFile(files, { model, shape, firstRow }),
		isAlwaysWritten: metadata !== undefined && !fitsMetadata(shape, metadata),
	};
}

/** The room for the answers of so many rows: for each as much as it would have alone, and its mark. */
export function roomForAnswers(maxOutputTokens: number, rows: number): number {
	return (maxOutputTokens + MARK_TOKENS.high) * rows;
}
