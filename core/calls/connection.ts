import { OffpeakError } from '../errors';
import type { Protocol } from '../protocols/protocol';
import type { Provider } from '../providers';
import type { Clock, Transport } from '../transport';
import type { Handle } from '../types';
import { sendOrThrow } from './send';

/** To whom we speak and through what: all that an effect needs from a host. */
export interface Connection {
	readonly provider: Provider;
	readonly baseUrl: string;
	readonly transport: Transport;
	readonly clock: Clock;
}

/** A handle is worth nothing at another provider, and must not be sent to one. */
export function checkOwner(
	job: Pick<Handle, 'id' | 'service' | 'baseUrl'>,
	{ provider, baseUrl }: Connection,
): OffpeakError | undefined {
	if (job.service !== provider.service) {
		return new OffpeakError(
			'invalid_input',
			`Job ${job.id} was sent through another service ("${job.service}"), and this one speaks ${provider.protocol.name}.`,
			{ hint: 'Use the nodes and the credential that the job was submitted with.' },
		);
	}
	if (job.baseUrl === baseUrl) return undefined;
	return new OffpeakError(
		'invalid_input',
		`Job ${job.id} was submitted to ${job.baseUrl}, but the credential chosen here is for ${baseUrl}.`,
		{ hint: 'Choose the credential that the job was submitted with.' },
	);
}

/** Sends and reads one reply; a reply that cannot be read is an error that names what was asked for. */
export async function ask<T>(
	{ provider, transport }: Connection,
	what: string,
	request: (protocol: Protocol) => Parameters<Transport>[0],
	read: (protocol: Protocol, reply: unknown) => T | undefined,
): Promise<T> {
	const { protocol } = provider;
	const value = read(protocol, await sendOrThrow(transport, request(protocol)));
	if (value === undefined) throw unreadableReply(what, protocol);
	return value;
}

export function unreadableReply(what: string, { name }: Pick<Protocol, 'name'>): OffpeakError {
	return new OffpeakError(
		'malformed_response',
		`The server’s answer about ${what} cannot be read.`,
		{ hint: `Check that the Base URL belongs to a server that speaks ${name}.` },
	);
}
