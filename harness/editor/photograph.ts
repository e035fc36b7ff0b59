import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { byTestId } from './by-test-id';

/** A page with ten pictures must not take a phone's minute. */
const MAX_BYTES = 150_000;
const PADDING = 24;
const ROOM = 400;
const WIDTHS = [1440, 1280, 1120, 1000, 880];
/** Buttons that float above the canvas, what stands around it, and the marks of accounts not yet connected. */
const AROUND = [
	'node-issues',
	'canvas-controls',
	'canvas-create-buttons',
	'node-creator-plus-button',
	'add-sticky-button',
	'main-sidebar',
	'main-header',
	'logs-overview',
	'logs-panel',
	'setup-credentials-button',
];
const FLOATING = [
	'[class*="nodeButtonsWrapper"]',
	'[class*="executionButtons"]',
	'[data-test-id^="execute-workflow-button"]',
	'.el-notification',
];

interface PartOptions {
	readonly widths?: readonly number[];
	/** How much of it, from its top. */
	readonly height?: number;
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The whole open workflow, without n8n's own buttons around it, as a small PNG. */
export async function photographCanvas(page: Page, path: string): Promise<number> {
	await hide(page, [...AROUND.map(byTestId), ...FLOATING]);
	return await photograph(page, path, WIDTHS, async () => {
		await page.locator(byTestId('zoom-to-fit')).dispatchEvent('click');
		// The view glides.
		await page.waitForTimeout(900);
		await makeRoom(page);
		return await boxOfNodes(page);
	});
}

/** n8n fits the nodes in, but not what hangs on them: names of outputs, and the ends of open ones. */
async function makeRoom(page: Page): Promise<void> {
	const { width, height } = viewOf(page);
	await page.setViewportSize({ width: width + ROOM, height: height + ROOM });
	await page.waitForTimeout(400);
}

/** What a part of the screen shows, e.g. the open node; in the widest of these windows that is small enough. */
export async function photographPart(
	page: Page,
	path: string,
	selector: string,
	{ widths = WIDTHS, height = Infinity }: PartOptions = {},
): Promise<number> {
	await hide(page, FLOATING);
	return await photograph(page, path, widths, async () => {
		const box = await page.locator(selector).boundingBox();
		return box === null ? null : { ...box, height: Math.min(box.height, height) };
	});
}

async function hide(page: Page, selectors: readonly string[]): Promise<void> {
	const content = `${selectors.join(', ')} { visibility: hidden !important; }`;
	await page.addStyleTag({ content });
}

async function photograph(
	page: Page,
	path: string,
	widths: readonly number[],
	find: () => Promise<Box | null>,
): Promise<number> {
	for (const width of widths) {
		await page.setViewportSize({ width, height: 900 });
		// The screen follows the window after a moment.
		await page.waitForTimeout(400);
		const clip = await find();
		if (clip === null) throw new Error(`${path}: nothing is there to photograph`);
		const picture = await page.screenshot({ clip });
		if (picture.byteLength > MAX_BYTES) continue;
		writeFileSync(path, picture);
		return picture.byteLength;
	}
	throw new Error(`${path} would be larger than ${MAX_BYTES / 1000} kB`);
}

async function boxOfNodes(page: Page): Promise<Box> {
	const parts = page.locator(
		'.vue-flow__node, .vue-flow__edge-path, .vue-flow__handle, .vue-flow__handle *',
	);
	const boxes = await parts.evaluateAll((elements) =>
		elements.map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return { x, y, width, height };
		}),
	);
	const view = viewOf(page);
	const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - PADDING);
	const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - PADDING);
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + PADDING;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 2 * PADDING;
	return {
		x: left,
		y: top,
		width: Math.min(view.width, right) - left,
		height: Math.min(view.height, bottom) - top,
	};
}

function viewOf(page: Page): { readonly width: number; readonly height: number } {
	return page.viewportSize() ?? { width: 0, height: 0 };
}
