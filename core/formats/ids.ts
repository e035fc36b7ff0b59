import { OffpeakError } from '../errors';
import { encodePathPart } from './well-formed';

/** LiteLLM packs several values into one id (litellm#37527). A handle carries none that is longer. */
export const MOST_ID_CHARACTERS = 2_048;
/** What servers take of a path as a rule. */
const MOST_PATH_CHARACTERS = 7_000;

/** Whether a provider may have given this id: it goes into a path, so it must not lead out of it. */
export function isId(text: string): boolean {
	return (
		text.length <= MOST_ID_CHARACTERS &&
		/^[\w.:=+~@-][\w.:/=+~@-]*$/.test(text) &&
		staysInPath(text)
	);
}

/** Some servers decode `%2F` before they look where a path leads. */
function staysInPath(text: string): boolean {
	return (
		text.length > 0 &&
		text.length <= MOST_PATH_CHARACTERS &&
		!/(?:^|[\\/])\.{1,2}(?:[\\/]|$)/.test(text) &&
		!/\p{Cc}/u.test(text)
	);
}

/** As part of a path. Ids also come from a provider's replies: one that would lead elsewhere is refused, not asked for. */
export function encodeId(id: string): string {
	if (staysInPath(id)) return encodePathPart(id);
	throw new OffpeakError(
		'malformed_response',
		'The provider, or the handle, names a file or batch by something that is no id.',
		{
			hint: 'It was not asked for. Check the address in the credential, and take the handle anew from Submit Batch.',
		},
	);
}
