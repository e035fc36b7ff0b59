import type { Transport } from '../../core';

export interface Mortal {
	readonly transport: Transport;
	/** Resolves at the moment of death. */
	readonly death: Promise<'dead'>;
}

/**
 * A host that dies at one of its calls: the call may have been sent, but nothing ever comes back, and nothing
 * that it was about to do happens.
 */
export function mortal(transport: Transport, lastCall: number, isSent: boolean): Mortal {
	let die = (): void => undefined;
	const death = new Promise<'dead'>((resolve) => {
		die = () => resolve('dead');
	});
	let calls = 0;
	return {
		death,
		transport: async (request) => {
			calls += 1;
			if (calls < lastCall) return await transport(request);
			if (isSent) await transport(request).catch(() => undefined);
			die();
			return await new Promise<never>(() => undefined);
		},
	};
}

export function immortal(transport: Transport): Mortal {
	return { transport, death: new Promise<never>(() => undefined) };
}
