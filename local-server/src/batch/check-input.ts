import { modelNotFound } from '../http/model-request';
import { turn } from '../work/clock';
import type { FileStore } from '../store/files';
import { checkLine, type BatchLine, type LineError } from './check-line';
import { inputLines } from './input-lines';

export const MAX_LINES = 50_000;
const MAX_ERRORS = 50;
const LINES_PER_TURN = 200;

export interface InputRules {
	readonly endpoint: string;
	readonly models: readonly string[];
	/** Called for every line that is sound by itself; the caller keeps nothing unless the file passes. */
	readonly seen?: (line: BatchLine) => void;
	readonly stopped: () => boolean;
}

export type InputVerdict =
	| { readonly kind: 'sound'; readonly total: number; readonly model: string }
	| { readonly kind: 'refused'; readonly errors: readonly LineError[] }
	| { readonly kind: 'stopped' };

function whole(code: string, message: string): InputVerdict {
	return { kind: 'refused', errors: [{ code, message, param: null, line: null }] };
}

/** Reads the whole input file and says what is wrong with it, as OpenAI does after the batch was created. */
export async function checkInput(
	files: FileStore,
	fileSeq: number,
	rules: InputRules,
): Promise<InputVerdict> {
	const errors: LineError[] = [];
	const ids = new Set<string>();
	let model: string | undefined;
	let total = 0;
	for (const { n, bytes } of inputLines(files, fileSeq)) {
		total += 1;
		if (total > MAX_LINES) {
			return whole('too_many_tasks', `The input file holds more than ${MAX_LINES} requests.`);
		}
		if (total % LINES_PER_TURN === 0) await turn();
		if (rules.stopped()) return { kind: 'stopped' };
		const line = checkLine(bytes, rules.endpoint, n + 1);
		if ('code' in line) errors.push(line);
		else {
			const misfit = checkBesides(line, ids, model, rules.models);
			if (misfit) errors.push({ ...misfit, line: n + 1 });
			else rules.seen?.(line);
			ids.add(line.customId);
			model ??= line.model;
		}
		if (errors.length === MAX_ERRORS) break;
	}
	if (total === 0) return whole('empty_file', 'The input file holds no requests.');
	if (errors.length > 0 || model === undefined) return { kind: 'refused', errors };
	return { kind: 'sound', total, model };
}

function checkBesides(
	line: BatchLine,
	ids: ReadonlySet<string>,
	model: string | undefined,
	models: readonly string[],
): Omit<LineError, 'line'> | undefined {
	if (ids.has(line.customId)) {
		const message = `The custom_id '${line.customId}' is used by more than one request of this file.`;
		return { code: 'duplicate_custom_id', message, param: 'custom_id' };
	}
	if (model !== undefined && line.model !== model) {
		const message = `One file, one model: '${line.model}' is not '${model}'.`;
		return { code: 'model_mismatch', message, param: 'body.model' };
	}
	if (!models.includes(line.model)) {
		const { message } = modelNotFound(line.model);
		return { code: 'model_not_found', message, param: 'body.model' };
	}
	return undefined;
}
