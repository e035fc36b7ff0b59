import type { Row } from '../../../core';
import { textOf } from '../input';

/** The ID that a user gave a row, where there is one. */
export function givenId(value: unknown): Pick<Row, 'id'> {
	const id = textOf(value).trim();
	return id === '' ? {} : { id };
}

/** A row without an ID is named by its position; where another row has that ID, by one that is free. */
export function nameByPosition(rows: readonly Row[]): readonly Row[] {
	const taken = new Map(rows.flatMap(({ id }) => (id === undefined ? [] : [[id, 1] as const])));
	return rows.map((row, position) =>
		row.id !== undefined || !taken.has(String(position))
			? row
			: { ...row, id: takeId(String(position), taken) },
	);
}

/** The ID itself, or with a number behind it where it is taken; `taken`: each with the last number behind it. */
export function takeId(id: string, taken: Map<string, number>): string {
	let free = id;
	let count = taken.get(id) ?? 1;
	while (taken.has(free)) {
		count += 1;
		free = `${id} (${count})`;
	}
	taken.set(id, count);
	if (free !== id) taken.set(free, 1);
	return free;
}
