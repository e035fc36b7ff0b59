import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createLocalServer, serve } from '../local-server/src';
import { openBrowser } from '../harness/editor/browser';
import { Editor } from '../harness/editor/editor';
import { photographCanvas } from '../harness/editor/photograph';
import { packTarball } from '../harness/pack-tarball';
import { startN8n } from '../harness/real-n8n';
import { OWNER } from '../harness/real-n8n/environment';
import { listWorkflowFiles, readWorkflow } from '../harness/shipped-workflows';
import { Credentials } from './screenshots/credentials';
import { photographScreens, tell } from './screenshots/screens';

/**
 * `npm run docs:screenshots`: every shipped workflow in a real n8n, and the screens that the pages explain,
 * photographed into docs/images. With names of files behind `--`, only those; `screens` is the screens.
 */
const ROOT = resolve(__dirname, '..');
const IMAGES = join(ROOT, 'docs', 'images');

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
			const path = join(IMAGES, 'workflows', `${basename(file, '.json')}.png`);
			tell(path, await photographCanvas(editor.page, path));
		}
		if (wanted.length === 0 || wanted.includes('screens')) {
			await photographScreens({ editor, n8n, server, credentials, folder: IMAGES });
		}
	} finally {
		await browser.close();
		await n8n.stop();
		await served.close();
		await server.close();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
