import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HOSTS_VARIABLE, PORT_VARIABLE } from './variables.ts';

/** A service on the internet as a function: what n8n's own nodes ask of it, and no more. */
export interface StandIn {
	readonly hosts: readonly string[];
	/** Nothing comes back for what it was not made to answer. */
	fetch(request: Request): Response | undefined | Promise<Response | undefined>;
}

export interface StandIns {
	/** For `startN8n({ env })`: with it these hosts, and no other ones, are reached. */
	readonly env: Record<string, string>;
	/** Calls that no stand-in had an answer to, as `POST https://host/path`: expect it empty. */
	readonly unanswered: readonly string[];
	close(): Promise<void>;
}

/** Puts the stand-ins behind one TLS socket of this machine, with a certificate that n8n is told to trust. */
export async function startStandIns(standIns: readonly StandIn[]): Promise<StandIns> {
	const hosts = [...new Set(standIns.flatMap((standIn) => standIn.hosts))];
	const folder = mkdtempSync(join(tmpdir(), 'offpeak-stand-ins-'));
	const { key, cert } = makeCertificate(folder, hosts);
	const unanswered: string[] = [];
	const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		const request = await readRequest(incoming);
		const { hostname, origin, pathname } = new URL(request.url);
		const response = await firstAnswer(
			standIns.filter((standIn) => standIn.hosts.includes(hostname)),
			request,
		);
		if (response === undefined) unanswered.push(`${request.method} ${origin}${pathname}`);
		await write(response ?? new Response('No stand-in answers this.', { status: 501 }), outgoing);
	};
	const server = createServer(
		{ key: readFileSync(key), cert: readFileSync(cert) },
		(incoming, outgoing) => {
			answer(incoming, outgoing).catch((error: unknown) => {
				unanswered.push(`${incoming.method} ${incoming.url}: ${String(error)}`);
				outgoing.destroy();
			});
		},
	);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No free port');
	return {
		env: {
			NODE_OPTIONS: `--import ${resolve(__dirname, 'redirect.ts')}`,
			NODE_EXTRA_CA_CERTS: cert,
			[HOSTS_VARIABLE]: hosts.join(','),
			[PORT_VARIABLE]: String(address.port),
		},
		unanswered,
		async close() {
			await new Promise((closed) => {
				server.close(closed);
				server.closeAllConnections();
			});
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Several may share a host, as Google's services do. */
async function firstAnswer(
	standIns: readonly StandIn[],
	request: Request,
): Promise<Response | undefined> {
	for (const standIn of standIns) {
		const response = await standIn.fetch(request.clone());
		if (response !== undefined) return response;
	}
	return undefined;
}

export function json(body: unknown, status = 200): Response {
	return Response.json(body, { status });
}

/** Good for two days, made anew each time: no key is ever kept in the repository. */
function makeCertificate(folder: string, hosts: readonly string[]) {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
			...['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=Offpeak stand-ins'],
			...['-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`],
		],
		{ stdio: ['ignore', 'ignore', 'pipe'] },
	);
	return { key, cert };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
	const { method = 'GET', url = '/', headers } = incoming;
	const chunks: Uint8Array[] = [];
	for await (const chunk of incoming) chunks.push(chunk);
	const entries = Object.entries(headers).flatMap(([name, value]) =>
		[value ?? []].flat().map((one): [string, string] => [name, one]),
	);
	return new Request(`https://${headers.host}${url}`, {
		method,
		headers: entries,
		...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
	});
}

async function write(response: Response, outgoing: ServerResponse): Promise<void> {
	outgoing.writeHead(response.status, Object.fromEntries(response.headers));
	outgoing.end(Buffer.from(await response.arrayBuffer()));
}
