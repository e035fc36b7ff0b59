import type { Provider } from '../providers';
import { openAiBatch } from './openai-batch';
import type { Protocol } from './protocol';

export { OUTPUT_LIMITS } from './openai-body';
export type { LineTemplate, Protocol, RequestSettings } from './protocol';

const PROTOCOLS: { readonly [Name in Provider['protocol']]: Protocol } = {
	'openai-batch': openAiBatch,
};

export function protocolOf({ protocol }: Provider): Protocol {
	return PROTOCOLS[protocol];
}
