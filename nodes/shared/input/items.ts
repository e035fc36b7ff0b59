import type { IPairedItemData } from 'n8n-workflow';

/** n8n counts items from 0, in its errors as in its expressions. */
export function nameItem(index: number): string {
	return `Item ${index}`;
}

export function countItems(count: number): string {
	return count === 1 ? '1 item' : `${count} items`;
}

/** What an output item came from: these items of the input. */
export function pairWith(indexes: Iterable<number>): IPairedItemData[] {
	return Array.from(indexes, (item) => ({ item }));
}
