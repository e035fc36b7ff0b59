import { OffpeakError } from '../errors';
import type { Files, Source } from '../protocols/protocol';
import type { Provider } from '../providers';
import type { Connection } from './connection';

/** For what is never begun without files: that it is not there is a fault of ours. */
export function filesOf({ name, protocol: { files } }: Provider): Files {
	if (files !== undefined) return files;
	throw new OffpeakError('unsupported', `${name} keeps no files.`);
}

/** The lines of a file; of none where there is none. */
export function sourceOf(
	{ provider }: Pick<Connection, 'provider'>,
	fileId: string | undefined,
): Source | undefined {
	const { files } = provider.protocol;
	return fileId === undefined || files === undefined
		? undefined
		: { name: fileId, request: files.content(fileId) };
}
