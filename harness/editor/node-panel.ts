import type { Locator, Page } from 'playwright-core';
import { byTestId } from './by-test-id';

/** The open node: input on the left, its fields in the middle, output on the right. */
export class NodePanel {
	constructor(private readonly page: Page) {}

	field(name: string): Locator {
		return this.#panel.locator(byTestId(`parameter-input-${name}`));
	}

	/** Chooses in a drop-down field. */
	async choose(name: string, option: string): Promise<void> {
		await this.openOptions(name);
		await this.#options.filter({ has: this.page.getByText(option, { exact: true }) }).click();
	}

	/** The drop-down's options, in their order, left open. */
	async openOptions(name: string): Promise<string[]> {
		await this.field(name).click();
		await this.#options.first().waitFor();
		return await this.#options.locator('.option-headline').allInnerTexts();
	}

	async closeOptions(): Promise<void> {
		await this.page.keyboard.press('Escape');
	}

	async fill(name: string, value: string, index = 0): Promise<void> {
		await this.field(name).locator('input, textarea').nth(index).fill(value);
	}

	/** Fills the first fields of that name in a list of entries, one each. */
	async fillEach(name: string, values: readonly string[]): Promise<void> {
		for (const [index, value] of values.entries()) {
			await this.field(name).nth(index).locator('input, textarea').first().fill(value);
		}
	}

	/** Opens the list of a field that is filled from the provider. */
	async openList(name: string): Promise<string[]> {
		await this.#panel
			.locator(`${byTestId(`resource-locator-${name}`)} ${byTestId('rlc-input')}`)
			.click();
		const items = this.page.locator(`${byTestId('rlc-item')}:visible`);
		await items.first().waitFor();
		return await items.allInnerTexts();
	}

	async chooseFromList(name: string, entry: string): Promise<void> {
		await this.openList(name);
		await this.page
			.locator(`${byTestId('rlc-item')}:visible`)
			.filter({ hasText: entry })
			.first()
			.click();
	}

	/** Opens what *Add Option* offers. */
	async openMoreOptions(): Promise<string[]> {
		await this.#panel.locator(byTestId('collection-parameter-add')).first().click();
		const options = this.page.locator(`${byTestId('collection-parameter-option')}:visible`);
		await options.first().waitFor();
		return await options.allInnerTexts();
	}

	/** Removes one of a field's entries, counted from 0. */
	async removeEntry(name: string, index: number): Promise<void> {
		const entries = this.#panel.locator(byTestId(`fixed-collection-${name}`));
		const remove = entries.locator(byTestId('fixed-collection-delete')).nth(index);
		await remove.dispatchEvent('click');
	}

	/** Runs this step alone, and waits until n8n has told its end. */
	async execute(): Promise<void> {
		const ended = this.page.waitForResponse(
			(response) => response.request().method() === 'POST' && response.url().endsWith('/run'),
		);
		await this.#panel.locator(byTestId('node-execute-button')).click();
		await ended;
		await this.#panel
			.locator(byTestId('node-run-info'))
			.or(this.#output.getByText('Error details'))
			.first()
			.waitFor();
	}

	/** The tabs over the output, as n8n writes them: `Done Branch (8 items)`. */
	async outputTabs(): Promise<string[]> {
		const tabs = await this.#output
			.locator(`${byTestId('branches')} [data-test-id^="tab-"]`)
			.allInnerTexts();
		return tabs.map((text) => text.replaceAll(/\s+/g, ' ').trim());
	}

	async openOutput(name: string): Promise<void> {
		await this.#output.locator(byTestId('branches')).getByText(name).first().click();
	}

	async viewOutputAs(view: 'schema' | 'table' | 'json'): Promise<void> {
		await this.#output.locator(byTestId(`radio-button-${view}`)).click();
	}

	async outputText(): Promise<string> {
		return await this.#output.innerText();
	}

	/** The fields that can be dragged from the left, run or not. */
	async inputFields(): Promise<string[]> {
		const fields = this.page.locator(
			`${byTestId('ndv-input-panel')} ${byTestId('run-data-schema-node-name')}`,
		);
		await fields.first().waitFor();
		return await fields.allInnerTexts();
	}

	/** Scrolls the fields until this one is at the top. */
	async scrollTo(name: string): Promise<void> {
		await this.field(name)
			.first()
			.evaluate((element) => element.scrollIntoView({ block: 'start' }));
		await this.page.mouse.wheel(0, -60);
	}

	async close(): Promise<void> {
		await this.page.locator(byTestId('ndv-close-button')).click();
		await this.page.locator(byTestId('ndv')).waitFor({ state: 'hidden' });
	}

	get #panel(): Locator {
		return this.page.locator(byTestId('ndv'));
	}

	get #output(): Locator {
		return this.#panel.locator(byTestId('output-panel'));
	}

	get #options(): Locator {
		return this.page.locator(`${byTestId('parameter-input-item')}:visible`);
	}
}
