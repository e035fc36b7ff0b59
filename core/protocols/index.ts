import type { Provider } from '../providers';
import { openAiBatch } from './openai-batch';
import type { Protocol } from './protocol';

export type { LineTemplate, Protocol, RequestSettings } from './protocol';

const PROTOCOLS: { readonly [Name in Provider['protocol']]: Protocol } = {
	'openai-batch': openAiBatch,
};

export function protocolOf({ protocol }: Provider): Protocol {
	return PROTOCOLS[protocol];
}
