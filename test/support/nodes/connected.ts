import type { Connection } from '../../../core';
import { connect } from '../../../nodes/shared/connect';
import type { Patience } from '../../../nodes/shared/patience';
import { OPENAI } from '../../../nodes/shared/service';
import { KEY, engineFor } from './host';
import { runInside } from './inside';

/** What is waited for minutes, for a part of a second. */
export const PATIENT: Patience = { headers: 1_200, body: 500, answer: 1_200 };

export interface Connected {
	readonly patience?: Patience;
	/** Where n8n would cancel the execution. */
	readonly cancelled?: AbortSignal;
}

/** Does some work in a running node, with the connection of our nodes; n8n's client is much less patient here. */
export async function connected<T>(
	baseUrl: string,
	work: (connection: Connection) => Promise<T>,
	{ patience = PATIENT, cancelled }: Connected = {},
): Promise<T> {
	const engine = {
		...engineFor(baseUrl),
		credentials: { offpeakApi: { provider: 'other', ownNetwork: true, apiKey: KEY, baseUrl } },
	};
	return await runInside(engine, async (context) => {
		const own = cancelled ?? context.getExecutionCancelSignal();
		const here = Object.create(context, { getExecutionCancelSignal: { value: () => own } });
		// n8n's own class of the context is not the type that its node types name.
		return await work(await Reflect.apply(connect, undefined, [here, OPENAI, patience]));
	});
}
