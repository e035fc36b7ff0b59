import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createLocalServer, serve, type Served } from '../local-server/src';
import { localCredential } from '../harness/local-credential';
import { packTarball } from '../harness/pack-tarball';
import { startN8n, type RealN8n } from '../harness/real-n8n';
import { OWNER } from '../harness/real-n8n/environment';
import { listWorkflowFiles, readWorkflow, withCredential } from '../harness/shipped-workflows';

/**
 * A real n8n with this checkout's nodes, for contributors: an owner, a credential for the local server,
 * which runs in this process, and the sample workflows. Everything is kept in `.cache/n8n-dev`.
 */
const ROOT = resolve(__dirname, '..');
const DATA = join(ROOT, '.cache', 'n8n-dev');
const CREDENTIAL = 'Offpeak local server';
const N8N_PORT = 5678;
const SERVER_PORT = 8787;
/** Slow enough to see a job run, quick enough not to wait for it. */
const ANSWER_MS = 40;

async function main(): Promise<void> {
	mkdirSync(DATA, { recursive: true });
	const server = createLocalServer({
		data: join(DATA, 'local-server.sqlite'),
		latencyMs: ANSWER_MS,
		phaseMs: 500,
	});
	const served = await serve(server, { port: await portOr(SERVER_PORT) });
	console.log('Starting n8n (some 10 s; a minute the first time) …');
	const n8n = await startN8n({
		userFolder: DATA,
		tarball: packTarball(ROOT),
		port: await portOr(N8N_PORT),
		env: { N8N_DISABLE_UI: 'false', N8N_ENCRYPTION_KEY: 'offpeak-development' },
	});
	let stopping = false;
	const stop = async (): Promise<void> => {
		// A terminal sends Ctrl-C to every process of the script, and tsx passes it on once more.
		if (stopping) return;
		stopping = true;
		console.log('\nEnding n8n and the local server …');
		await n8n.stop();
		await served.close();
		await server.close();
		process.exit(0);
	};
	process.on('SIGINT', () => void stop());
	process.on('SIGTERM', () => void stop());

	const credentialId = await saveCredential(n8n, served);
	const added = await addWorkflows(n8n, credentialId);
	announce(n8n, served, added);
}

async function portOr(wanted: number): Promise<number> {
	const probe = createServer();
	try {
		probe.listen(wanted, '127.0.0.1');
		await once(probe, 'listening');
		return wanted;
	} catch {
		console.log(`Port ${wanted} is taken; another one is used.`);
		return await portOr(wanted + 1);
	} finally {
		probe.close();
	}
}

/** The local server's port may have changed since the last start. */
async function saveCredential(n8n: RealN8n, { url }: Served): Promise<string> {
	const credential = {
		name: CREDENTIAL,
		type: 'offpeakApi',
		data: localCredential(`${url}/v1`, 'any-word'),
	};
	const stored = await n8n.rest.get<Array<{ id: string; name: string }>>('/rest/credentials');
	const known = stored.find(({ name }) => name === CREDENTIAL);
	if (known !== undefined) {
		await n8n.rest.patch(`/rest/credentials/${known.id}`, credential);
		return known.id;
	}
	const [created] = await n8n.importCredentials([credential]);
	return created?.id ?? '';
}

/** Adds the sample workflows that are not there yet: what a contributor changed stays as it is. */
async function addWorkflows(n8n: RealN8n, credentialId: string): Promise<readonly string[]> {
	const stored = await n8n.rest.get<Array<{ name: string }>>('/rest/workflows');
	const known = new Set(stored.map(({ name }) => name));
	const samples = listWorkflowFiles()
		.map(readWorkflow)
		.filter(({ name }) => !known.has(name));
	for (const sample of samples) {
		await n8n.saveWorkflow(withCredential(sample, { id: credentialId, name: CREDENTIAL }));
	}
	return samples.map(({ name }) => name);
}

function announce(n8n: RealN8n, { url }: Served, added: readonly string[]): void {
	console.log(`
n8n          ${n8n.url}
log-in       ${OWNER.email}   password: ${OWNER.password}
local server ${url}/v1   (credential "${CREDENTIAL}"; compares words, is no language model)
workflows    ${added.length === 0 ? 'as you left them' : added.join(', ')}
kept in      .cache/n8n-dev   (delete it to begin anew)

After a change in nodes/ or core/: Ctrl-C, then npm run n8n again.`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
