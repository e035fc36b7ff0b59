/** n8n marks what its own browser tests touch; nothing else on its screens is as steady. */
export function byTestId(id: string): string {
	return `[data-test-id="${id}"]`;
}
