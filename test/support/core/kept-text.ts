import { PROVIDERS, type AnswerShape, type KeptEntry } from '../../../core';
import { filesOf } from '../../../core/calls/files';
import { beginKeptFile } from '../../../core/record/kept-file';
import { encodeEntry } from '../../../core/record/side-file';
import { textOfBytes } from './samples';

/** A kept file with this shape and these entries, as the provider has it. */
export function keptTextOf(
	entries: readonly KeptEntry[],
	shape: AnswerShape = { kind: 'custom' },
): string {
	const files = filesOf(PROVIDERS.openai);
	const writer = beginKeptFile(files, { model: 'gpt-6-luna', shape, firstRow: 0 });
	for (const entry of entries) writer.add(encodeEntry(entry));
	return textOfBytes(writer.finish());
}
