import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalServer, serve, type LocalServer, type Served } from '../../local-server/src';
import { packTarball } from '../../harness/pack-tarball';
import { startN8n, type RealN8n } from '../../harness/real-n8n';
import { environment } from '../../harness/real-n8n/environment';
import { installPackage } from '../../harness/real-n8n/installation';
import { freePort, N8nProcess } from '../../harness/real-n8n/process';
import { startPostgres, startRedis, type Service } from '../support/services';
import { CREDENTIAL, expectEveryRowOnce, weeklyReview } from '../support/weekly-review';
import { localCredential } from '../../harness/local-credential';

/** n8n at scale: PostgreSQL, Redis, one main and two workers; one worker dies while jobs are on the way. */
const EXECUTIONS = 4;
const ROWS = 40;
const services: Service[] = [];
const workers: N8nProcess[] = [];
const folders: string[] = [];
let env: Record<string, string>;
let tarball: string;
let n8n: RealN8n;
let server: LocalServer;
let served: Served;

beforeAll(async () => {
	const [postgres, redis] = [await startPostgres(), await startRedis()];
	services.push(postgres, redis);
	server = createLocalServer({ latencyMs: 100, concurrency: 1 });
	served = await serve(server, { port: 0, host: '127.0.0.1' });
	tarball = packTarball();
	env = {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: 'postgres',
	};
	n8n = await startN8n({ userFolder: newFolder(), tarball, env });
	await n8n.importCredentials([
		{ name: CREDENTIAL, type: 'offpeakApi', data: localCredential(`${served.url}/v1`, 'any') },
	]);
	workers.push(await startWorker(), await startWorker());
});

afterAll(async () => {
	for (const worker of workers) await worker.stop();
	await n8n?.stop();
	await served?.close();
	await server?.close();
	for (const service of services) await service.stop();
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

it('finishes every parked execution when one of two workers is killed', async () => {
	const workflowId = await n8n.saveWorkflow(weeklyReview(ROWS));
	const executions: string[] = [];
	for (let count = 0; count < EXECUTIONS; count += 1) executions.push(await n8n.run(workflowId));
	for (const id of executions) await n8n.waitFor(id, 'waiting', 90_000);

	await workers[0]?.kill();

	for (const id of executions) {
		expectEveryRowOnce(await n8n.waitFor(id, 'success', 240_000), ROWS);
	}
	expect(server.stats().batchesCreated).toBe(EXECUTIONS);
});

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'offpeak-queue-'));
	folders.push(folder);
	return folder;
}

/** Every worker needs the package and the encryption key of the main process. */
async function startWorker(): Promise<N8nProcess> {
	const userFolder = newFolder();
	installPackage(userFolder, tarball);
	const base = environment(userFolder, await freePort(), await freePort());
	const worker = new N8nProcess(userFolder, { ...base, ...env }, ['worker', '--concurrency=5']);
	const deadline = Date.now() + 120_000;
	while (!/n8n worker is now ready/i.test(worker.logs())) {
		if (!worker.running || Date.now() > deadline) throw new Error(worker.logs().slice(-3000));
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	return worker;
}
