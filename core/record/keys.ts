import { createHash, randomUUID } from 'node:crypto';
import type { Bytes } from '../types';

const KEY_LENGTH = 32;

/** Hash of what is bought: texts and bytes in order, each with its length, so that no two lists collide. */
export function hashContent(parts: readonly (string | Bytes)[]): string {
	const hash = createHash('sha256');
	for (const part of parts) {
		if (typeof part === 'string') {
			hash.update(`${part.length}:`).update(part);
		} else {
			hash.update(`${part.byteLength}:`);
			for (const chunk of part.chunks) hash.update(chunk);
		}
	}
	return hash.digest('hex').slice(0, KEY_LENGTH);
}

/** Two submissions of one run get one key, whatever their content: n8n's Retry On Fail runs a step again. */
export function runKeyOf(...parts: readonly string[]): string {
	return hashContent(['run', ...parts]);
}

/** How much of a run key tells the step, where it tells it. */
const STEP_LENGTH = 12;

/** A run key that begins with its step's, so that a later run of that step knows an earlier one for its own. */
export function stepRunKeyOf(step: readonly string[], ...run: readonly string[]): string {
	const place = hashContent(['step', ...step]).slice(0, STEP_LENGTH);
	return `${place}${runKeyOf(...step, ...run).slice(STEP_LENGTH)}`;
}

export function isOfSameStep(runKey: string, other: string): boolean {
	return runKey.slice(0, STEP_LENGTH) === other.slice(0, STEP_LENGTH);
}

/** With a run key the job id follows from it, so that a repeated run speaks of the same job. */
export function jobIdOf(runKey: string | undefined, contentKey: string): string {
	const seed = runKey === undefined ? randomUUID() : hashContent([runKey, contentKey]);
	return `op_${seed.replaceAll('-', '').slice(0, 24)}`;
}
