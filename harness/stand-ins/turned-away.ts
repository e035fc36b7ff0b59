import { json } from '.';

/** The ids that a service turns away once, as it does when it is called too often. */
export class TurnedAway {
	readonly #ids = new Set<string>();

	once(id: string): void {
		this.#ids.add(id);
	}

	/** 429 for an id that is turned away, and only the first time. */
	answer(id: string, body: object): Response | undefined {
		if (!this.#ids.delete(id)) return undefined;
		const response = json(body, 429);
		response.headers.set('retry-after', '1');
		return response;
	}
}
