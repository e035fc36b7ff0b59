import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createLocalServer, serve } from '../local-server/src';
import { openBrowser } from '../test/support/editor/browser';
import { Editor } from '../test/support/editor/editor';
import { photographCanvas } from '../test/support/editor/photograph';
import { packTarball } from '../test/support/package-tarball';
import { startN8n, type RealN8n, type WorkflowJson } from '../test/support/real-n8n';
import { OWNER } from '../test/support/real-n8n/environment';
import { listWorkflowFiles, readWorkflow } from '../test/support/shipped-workflows';

/**
 * `npm run docs:screenshots [file …]`: every shipped workflow in a real n8n, photographed into docs/images.
 * With names of files, only those.
 */
const ROOT = resolve(__dirname, '..');
const IMAGES = join(ROOT, 'docs', 'images');
const KEY = 'any-word';

async function main(): Promise<void> {
	const userFolder = mkdtempSync(join(tmpdir(), 'offpeak-screenshots-'));
	const server = createLocalServer();
	const served = await serve(server, { port: 0, host: '127.0.0.1' });
	const n8n = await startN8n({
		userFolder,
		tarball: packTarball(ROOT),
		env: { N8N_DISABLE_UI: 'false' },
	});
	const browser = await openBrowser();
	try {
		const editor = await Editor.logIn(browser, n8n.url, OWNER);
		const wanted = process.argv.slice(2).map((path) => basename(path));
		const files = listWorkflowFiles().filter(
			(file) => wanted.length === 0 || wanted.includes(file),
		);
		const credentials = new Credentials(n8n, `${served.url}/v1`);
		for (const file of files) {
			const workflow = await credentials.fillIn(readWorkflow(file));
			await editor.openWorkflow(await n8n.saveWorkflow(workflow));
			const name = `${basename(file, '.json')}.png`;
			const bytes = await photographCanvas(editor.page, join(IMAGES, name));
			console.log(`docs/images/${name}: ${Math.round(bytes / 1000)} kB`);
		}
	} finally {
		await browser.close();
		await n8n.stop();
		await served.close();
		await server.close();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

/** What a workflow names but a new n8n lacks: without it, each node would wear a red mark. */
class Credentials {
	readonly #ids = new Map<string, string>();

	constructor(
		private readonly n8n: RealN8n,
		private readonly baseUrl: string,
	) {}

	async fillIn(workflow: WorkflowJson): Promise<WorkflowJson> {
		const nodes: WorkflowJson['nodes'] = [];
		for (const node of workflow.nodes) {
			const credentials: Record<string, { id: string; name: string }> = {};
			for (const [type, { name }] of Object.entries(node.credentials ?? {})) {
				credentials[type] = { id: await this.#idOf(type, name), name };
			}
			nodes.push(node.credentials === undefined ? node : { ...node, credentials });
		}
		return { ...workflow, nodes };
	}

	async #idOf(type: string, name: string): Promise<string> {
		const key = `${type} ${name}`;
		const known = this.#ids.get(key);
		if (known !== undefined) return known;
		const data = type === 'offpeakApi' ? { apiKey: KEY, baseUrl: this.baseUrl } : {};
		const [stored] = await this.n8n.importCredentials([{ name, type, data }]);
		const id = stored?.id ?? '';
		this.#ids.set(key, id);
		return id;
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
