/**
 * Elements that do something until they are closed, found by how many of their name stand around them. Linear, where
 * a stack of all open elements would be searched at each closing tag.
 */
export class Containers {
	readonly #open = new Map<string, number>();
	readonly #held: { readonly name: string; readonly depth: number; readonly end: () => void }[] =
		[];

	/** An element that does something; `end` is called where it is closed. */
	open(name: string, end: () => void): void {
		this.#held.push({ name, depth: this.#open.get(name) ?? 0, end });
		this.enter(name);
	}

	enter(name: string): void {
		this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
	}

	countOf(name: string): number {
		return this.#open.get(name) ?? 0;
	}

	leave(name: string): void {
		const depth = (this.#open.get(name) ?? 0) - 1;
		if (depth < 0) return;
		this.#open.set(name, depth);
		const last = this.#held.at(-1);
		if (last?.name !== name || last.depth !== depth) return;
		this.#held.pop();
		last.end();
	}
}
