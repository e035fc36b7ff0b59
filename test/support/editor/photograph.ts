import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { byTestId } from './selectors';

/** A page with ten pictures must not take a phone's minute. */
const MAX_BYTES = 150_000;
const PADDING = 24;
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
	'.el-notification',
];

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The whole open workflow, without n8n's own buttons around it, as a small PNG. */
export async function photographCanvas(page: Page, path: string): Promise<number> {
	const hidden = [...AROUND.map(byTestId), ...FLOATING].join(', ');
	await page.addStyleTag({ content: `${hidden} { visibility: hidden !important; }` });
	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 900 });
		// The canvas follows the window after a moment, and the view glides.
		await page.waitForTimeout(400);
		await page.locator(byTestId('zoom-to-fit')).dispatchEvent('click');
		await page.waitForTimeout(900);
		const picture = await page.screenshot({ clip: await boxOfNodes(page) });
		if (picture.byteLength > MAX_BYTES) continue;
		writeFileSync(path, picture);
		return picture.byteLength;
	}
	throw new Error(`${path} would be larger than ${MAX_BYTES / 1000} kB`);
}

async function boxOfNodes(page: Page): Promise<Box> {
	const parts = page.locator('.vue-flow__node, .vue-flow__edge-path');
	const boxes = await parts.evaluateAll((elements) =>
		elements.map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return { x, y, width, height };
		}),
	);
	const view = page.viewportSize() ?? { width: 0, height: 0 };
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
