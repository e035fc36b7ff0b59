import { OffpeakError } from '../errors';
import type { Background } from '../protocols/protocol';
import type { Provider } from '../providers';

/** For what is asked in the background alone: a provider that cannot is told in the user's words. */
export function backgroundOf({ name, protocol: { background } }: Provider): Background {
	if (background !== undefined) return background;
	throw new OffpeakError('unsupported', `${name} cannot answer in the background.`, {
		hint: 'Set When Do You Need It? to Within 24 Hours or to Now.',
	});
}
