import type { Connection } from '../calls/connection';
import { inPlaceOf } from '../transport';

/** A connection that notes what time it is at the provider, by what that says with each reply. */
export interface TimedConnection extends Connection {
	/** Unix seconds. Where the provider does not say, the host's clock counts. */
	providerTime(): number;
}

/**
 * How old a batch or a file is decides whether it is bought again, and its age is in the provider's time: a
 * host's clock may be minutes ahead or behind.
 */
export function readingProviderTime(connection: Connection): TimedConnection {
	const { clock, transport } = connection;
	let aheadMs = 0;
	return {
		...connection,
		providerTime: () => (clock.now() + aheadMs) / 1000,
		transport: inPlaceOf(transport, async (request) => {
			const response = await transport(request);
			const date = Date.parse(response.headers['date'] ?? '');
			if (Number.isFinite(date)) aheadMs = date - clock.now();
			return response;
		}),
	};
}

/** Seconds. */
export function ageOf(
	{ createdAt }: { readonly createdAt: number },
	{ providerTime }: TimedConnection,
): number {
	return providerTime() - createdAt;
}
