import type { Connection } from '../../core';
import { Time } from '../../harness/time';
import type { Patience } from '../../nodes/shared/patience';
import App from '../../zapier-app/src';
import { withConnection } from '../../zapier-app/src/transport';
import {
	createAppTester,
	type Bundle,
	type ZObject,
} from '../../zapier-app/node_modules/zapier-platform-core';
import { connected, PATIENT } from './nodes/connected';
import { KEY } from './nodes/host';

/** `hurry` lets all but the last seconds of Zapier's step pass; n8n has no such end. */
type Work = (connection: Connection, hurry: () => void) => Promise<void>;

/** Does some work with a host's own client, which is much less patient here unless told otherwise. */
type Host = (baseUrl: string, work: Work, patience?: Patience) => Promise<void>;

const appTester = createAppTester(App);

const onZapier: Host = async (baseUrl, work) => {
	const time = new Time();
	const step = async (z: ZObject, bundle: Bundle): Promise<void> => {
		await withConnection(z, bundle, async (connection) => {
			await work(connection, () => time.pass(22_200));
		});
	};
	const authData = { provider: 'other', own_network: 'true', api_key: KEY, base_url: baseUrl };
	await appTester(step, { authData }).finally(() => time.restore());
};

interface ImpatientHost {
	readonly name: string;
	readonly does: Host;
	/** What it says of a reply that does not come in time. */
	readonly words: RegExp;
}

export const HOSTS: readonly ImpatientHost[] = [
	{
		name: 'n8n',
		does: async (baseUrl, work, patience = PATIENT) =>
			await connected(baseUrl, async (connection) => await work(connection, () => {}), {
				patience,
			}),
		words: /^The server (?:began to answer, and then went silent|did not answer in time)/,
	},
	{ name: 'Zapier', does: onZapier, words: /^Zapier allows a step 30 seconds/ },
];
