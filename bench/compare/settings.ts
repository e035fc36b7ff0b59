import { parseArgs } from 'node:util';
import { checkBaseUrl, isOwnAddress } from '../../core';
import { MODEL } from '../task';

/** Where the same e-mails are sent: the local server of this process, or a provider with a real key. */
export type Place =
	| { readonly kind: 'here' }
	| { readonly kind: 'provider'; readonly baseUrl: string; readonly key: string };

export interface Settings {
	readonly place: Place;
	readonly itemCount: number;
	readonly model: string;
	readonly limitUsd: number;
	/** Whether to go on without a question. */
	readonly isAgreed: boolean;
	/** Where the picture goes. */
	readonly svg?: string;
}

/** What to do, or what to say instead. */
export type Wish = Settings | { readonly say: string };

export const HELP = `npm run compare                 on a local server in this process: no key, no account
npm run compare -- [flags]
  --items N          how many e-mails; 100 unless told
  --base-url URL     a provider's address; the key comes from OFFPEAK_API_KEY
  --model NAME       its model
  --limit USD        stops before anything is sent when the estimate is higher; 1 unless told
  --yes              does not ask after the estimate
  --svg FILE         where the picture goes; docs/images/comparison.svg on the local server`;

const PICTURE = 'docs/images/comparison.svg';
const MOST_ITEMS = 50_000;

export function readWish(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Wish {
	const { values } = parseArgs({
		args: [...args],
		options: {
			items: { type: 'string', default: '100' },
			'base-url': { type: 'string' },
			model: { type: 'string' },
			limit: { type: 'string', default: '1' },
			yes: { type: 'boolean', default: false },
			svg: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return { say: HELP };
	const itemCount = Number(values.items);
	if (!Number.isInteger(itemCount) || itemCount < 1 || itemCount > MOST_ITEMS) {
		return { say: '--items takes a whole number from 1 to 50000.' };
	}
	const limitUsd = Number(values.limit);
	if (!(limitUsd >= 0)) return { say: '--limit takes an amount in US dollars, as 0.50.' };
	const shared = { itemCount, limitUsd, isAgreed: values.yes };
	const address = values['base-url'];
	if (address === undefined) {
		return {
			...shared,
			place: { kind: 'here' },
			model: values.model ?? MODEL,
			svg: values.svg ?? PICTURE,
		};
	}
	const checked = checkBaseUrl(address, { ownNetwork: true });
	if ('fault' in checked) return { say: checked.fault };
	const { baseUrl } = checked;
	if (values.model === undefined) return { say: 'Say which model to ask: --model NAME.' };
	const key = environment['OFFPEAK_API_KEY'] ?? '';
	if (key === '' && !isOwnAddress(baseUrl)) {
		return { say: 'Put the key into the environment variable OFFPEAK_API_KEY.' };
	}
	return {
		...shared,
		place: { kind: 'provider', baseUrl, key },
		model: values.model,
		...(values.svg === undefined ? {} : { svg: values.svg }),
	};
}
