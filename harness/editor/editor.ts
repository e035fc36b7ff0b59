import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { NodePanel } from './node-panel';
import { byTestId } from './by-test-id';

const SCREENSHOTS = resolve(__dirname, '..', '..', '.cache', 'screenshots');
const PATIENCE_MS = 45_000;

/** n8n's editor in a browser tab, in the words of the person who sits before it. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		page.setDefaultTimeout(PATIENCE_MS);
	}

	/** In a window of its own: a tab behind another one is slowed down. */
	static async logIn(
		browser: Browser,
		url: string,
		{ email, password }: { readonly email: string; readonly password: string },
	): Promise<Editor> {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		// For a community node the editor asks npm's registry; nothing may leave the machine.
		await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, async (route) => await route.abort());
		const editor = new Editor(await context.newPage(), url);
		const { page } = editor;
		// The first page after a start is slow: n8n compresses its files then.
		await page.goto(`${url}/signin`, { timeout: 60_000 });
		await page.locator('input[name=emailOrLdapLoginId]').fill(email, { timeout: 60_000 });
		await page.locator('input[type=password]').fill(password);
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/home\//);
		return editor;
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.#test('canvas-add-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.#test('canvas-node').first().waitFor();
		await this.#test('zoom-to-fit').click();
	}

	/** Opens the node panel and types; the names found, in their order. */
	async search(words: string): Promise<string[]> {
		await this.#openNodePanel();
		const creator = this.#test('node-creator');
		await creator.locator('input').first().fill(words);
		// The list follows the typing after a moment.
		await this.page.waitForTimeout(800);
		return await creator.locator(byTestId('node-creator-item-name')).allInnerTexts();
	}

	/** Adds a node behind the one that is selected, and opens it; `action` where it has several. */
	async add(words: string, name: string, action?: string): Promise<NodePanel> {
		await this.search(words);
		await this.#creatorItem(name).click();
		if (action !== undefined) await this.#creatorItem(action).click();
		else await this.#addToWorkflow();
		return await this.#opened();
	}

	async select(name: string): Promise<void> {
		await this.node(name).click();
	}

	async open(name: string): Promise<NodePanel> {
		await this.node(name).dblclick();
		return await this.#opened();
	}

	node(name: string): Locator {
		return this.page.locator(`${byTestId('canvas-node')}[data-node-name="${name}"]`);
	}

	/** Drags a wire from an output (counted from 0) to a node's input. */
	async wire(from: string, output: number, to: string): Promise<void> {
		const handle = (id: string): Locator =>
			this.page.locator(byTestId(id)).and(this.page.locator('.vue-flow__handle'));
		const source = handle('canvas-node-output-handle')
			.and(this.page.locator(`[data-node-name="${from}"]`))
			.nth(output);
		const target = handle('canvas-node-input-handle')
			.and(this.page.locator(`[data-node-name="${to}"]`))
			.first();
		await source.hover();
		await this.page.mouse.down();
		const box = await target.boundingBox();
		if (box === null) throw new Error(`The input of ${to} is not on the screen`);
		await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
		await this.page.mouse.up();
	}

	/** As *Import from File…* in the workflow's menu does. */
	async importFile(path: string): Promise<void> {
		await this.page.locator(byTestId('workflow-import-input')).setInputFiles(path);
		await this.#test('canvas-node').first().waitFor();
		await this.#test('zoom-to-fit').click();
	}

	async wires(): Promise<number> {
		return await this.page.locator('.vue-flow__edge').count();
	}

	/** Runs the workflow from this trigger, with the button beside it. */
	async executeFrom(trigger: string): Promise<void> {
		await this.node(trigger).hover();
		await this.#test(`execute-workflow-button-${trigger}`).click();
	}

	async waitUntil(
		state: 'succeeded' | 'waiting',
		name: string,
		timeout = PATIENCE_MS,
	): Promise<void> {
		const node = this.node(name);
		const mark =
			state === 'waiting'
				? node.and(this.page.locator('.waiting')).or(node.locator('.waiting'))
				: node.locator(byTestId('canvas-node-status-success'));
		await mark.first().waitFor({ timeout });
	}

	/** The same screen in light and dark, as build output for people to read. */
	async shoot(name: string): Promise<void> {
		for (const colorScheme of ['light', 'dark'] as const) {
			await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			await this.page.waitForTimeout(300);
			const folder = join(SCREENSHOTS, colorScheme);
			mkdirSync(folder, { recursive: true });
			await this.page.screenshot({ path: join(folder, `${name}.png`) });
		}
		await this.page.emulateMedia({ colorScheme: 'light' });
	}

	async #openNodePanel(): Promise<void> {
		if (await this.#test('node-creator').isVisible()) return;
		await this.#test('node-creator-plus-button').click();
		await this.#test('node-creator').waitFor();
	}

	#creatorItem(name: string): Locator {
		return this.#test('node-creator')
			.locator(byTestId('item-iterator-item'))
			.filter({
				has: this.page.locator(`${byTestId('node-creator-item-name')}:text-is("${name}")`),
			});
	}

	/** A community node without actions shows its details first; one of n8n's own is there at once. */
	async #addToWorkflow(): Promise<void> {
		const add = this.#test('node-creator').getByText('Add to workflow');
		await add.or(this.#test('ndv')).first().waitFor();
		if (await add.isVisible()) await add.click();
	}

	async #opened(): Promise<NodePanel> {
		await this.#test('ndv').waitFor();
		return new NodePanel(this.page);
	}

	#test(id: string): Locator {
		return this.page.locator(byTestId(id));
	}
}
