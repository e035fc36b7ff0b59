import { estimate } from '../cost/estimate';
import { formatDuration } from '../formats/amounts';
import { defined } from '../formats/defined';
import { wellFormed } from '../formats/well-formed';
import type { Provider } from '../providers';
import { findLacks, fitsHandle } from '../record/carriers';
import { hashContent } from '../record/keys';
import { promptOf } from '../tasks';
import type { Plan } from '../types';
import { findDuplicateId, findSettingsFault, type PlanInput, tooMuchToCarry } from './input';
import { choosePacking, type ChosenPacking } from './packing';
import { writeRows } from './write-rows';

const MAX_LABEL_CHARACTERS = 200;

/** Rows + task → what submitting would do. Refuses bad input here, before anything is bought. */
export function plan(input: PlanInput): Plan {
	const fault = findSettingsFault(input) ?? findDuplicateId(input);
	if (fault !== undefined) throw fault;

	const { provider, rows, task } = input;
	const model = wellFormed(input.model).trim();
	const prompt = promptOf(task);
	const packing = choosePacking(input);
	const written = writeRows(input, prompt, packing);
	const { shards, kept, sent, packed, skipped, texts, warnings, cleaned } = written;
	if (kept !== undefined && !fitsHandle(kept)) throw tooMuchToCarry(input);
	const expireAfterSeconds = clampExpiry(provider, input.expireAfterSeconds);
	const round = input.round ?? 1;
	const label = cutLabel(input.label);
	return {
		shards,
		...defined({ kept }),
		rowCount: rows.length,
		requestCount: sent.requestCount,
		packedRowCount: sent.packedRowCount,
		skipped,
		label,
		model,
		shape: prompt.shape,
		expireAfterSeconds,
		contentKey: hashContent([
			provider.id,
			input.baseUrl,
			label,
			String(round),
			JSON.stringify(prompt.shape),
			...(kept === undefined ? [] : [JSON.stringify(kept)]),
			...shards.flatMap((shard) =>
				shard.kept === undefined ? [shard.input] : [shard.input, shard.kept],
			),
		]),
		round,
		inputBytes: shards.reduce((sum, shard) => sum + shard.input.byteLength, 0),
		estimate: estimate({
			task,
			prompt,
			provider,
			model,
			rowCount: rows.length - skipped.length,
			texts,
			...(packed === undefined || 'fault' in packing.asked
				? {}
				: { packing: { ...packed, isOn: packing.isOn, prompt: packing.asked.prompt } }),
			maxOutputTokens: input.maxOutputTokens,
			extra: input.extra ?? {},
			ownPrice: input.ownPrice,
		}),
		caveats: caveatsOf(input, packing, expireAfterSeconds, shards.length),
		warnings,
		cleaned,
	};
}

function cutLabel(label: string): string {
	// A cut between the halves of a surrogate pair would leave half a character.
	return wellFormed(label)
		.trim()
		.slice(0, MAX_LABEL_CHARACTERS)
		.replace(/[\uD800-\uDBFF]$/, '');
}

function clampExpiry({ expiry }: Provider, seconds: number): number {
	return expiry === undefined
		? seconds
		: Math.min(expiry.maxSeconds, Math.max(expiry.minSeconds, Math.round(seconds)));
}

const DAY_SECONDS = 86_400;

/** What becomes of Results Expire After, where it is not what was set. 0 is set by who keeps no files. */
function expiryCaveats(
	{ name, expiry, protocol }: Pick<Provider, 'name' | 'expiry' | 'protocol'>,
	asked: number,
	granted: number,
): readonly string[] {
	if (asked === 0 || protocol.files === undefined) return [];
	if (expiry === undefined) {
		return [
			`Results Expire After (${inDays(asked)}) has no effect: ${name} takes no such setting, and keeps files by its own rule. Delete them when you have the answers.`,
		];
	}
	if (granted === asked) return [];
	return [
		`Results Expire After is ${inDays(asked)}, but ${name} keeps files for ${inDays(expiry.minSeconds)} to ${inDays(expiry.maxSeconds)}: it will be ${inDays(granted)}.`,
	];
}

function inDays(seconds: number): string {
	if (seconds % DAY_SECONDS !== 0) return formatDuration(seconds);
	return seconds === DAY_SECONDS ? '1 day' : `${seconds / DAY_SECONDS} days`;
}

function caveatsOf(
	{ provider, expireAfterSeconds, packing = 'off' }: PlanInput,
	{ asked }: ChosenPacking,
	granted: number,
	shardCount: number,
): readonly string[] {
	const caveats = [...provider.caveats, ...findLacks(provider)];
	caveats.push(...expiryCaveats(provider, expireAfterSeconds, granted));
	if (packing !== 'off' && 'fault' in asked) {
		caveats.push(`Packing is off for this job, and each text is sent alone: ${asked.fault}.`);
	}
	if (shardCount > 1) {
		caveats.push(
			`The job is split into ${shardCount} files, as the provider’s limits ask; it is done when all are.`,
		);
	}
	return caveats;
}
