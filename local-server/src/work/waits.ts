export const DEMO_NAME = 'demo';

/** What open work was begun with: `null` where a data file from before it was noted does not say. */
export interface Begun {
	readonly answerer: string | null;
	readonly model: string | null;
}

export interface Offer {
	/** The name of the answerer that runs now. */
	readonly answererName: string;
	readonly models: readonly string[];
}

/** What open work waits for, so that no job mixes the answers of two answerers. */
export interface Wait {
	readonly kind: 'answerer' | 'model';
	readonly name: string;
}

/** `undefined` when the answerer that runs now may go on with it. */
export function waitOf({ answerer, model }: Begun, offer: Offer): Wait | undefined {
	if (answerer !== null && answerer !== offer.answererName) {
		return { kind: 'answerer', name: answerer };
	}
	if (model !== null && !offer.models.includes(model)) return { kind: 'model', name: model };
	return undefined;
}

/** For the page: a subject and a verb of its own, so that it stands under a job's name. */
export function waitText({ kind, name }: Wait): string {
	return kind === 'answerer'
		? `Waits for ${name === DEMO_NAME ? 'the demo answers' : name}, which began it.`
		: `Waits for the model '${name}', which is not offered now.`;
}

/** For the terminal: what waits, and what to do about it. */
export function waitWarnings(waits: readonly Wait[]): readonly string[] {
	const alike = new Map<string, Wait[]>();
	for (const wait of waits) {
		const key = JSON.stringify([wait.kind, wait.name]);
		alike.set(key, [...(alike.get(key) ?? []), wait]);
	}
	return [...alike.values()].flatMap(([wait, ...others]) =>
		wait === undefined ? [] : [warningOf(wait, others.length + 1)],
	);
}

function warningOf({ kind, name }: Wait, count: number): string {
	const [jobs, them] =
		count === 1 ? ['1 unfinished job', 'it'] : [`${count} unfinished jobs`, 'them'];
	if (kind === 'model') {
		return `The model '${name}' is not offered now: ${jobs} will go on when it is. Or cancel ${them}.`;
	}
	const flags = name === DEMO_NAME ? 'without --upstream' : `with --upstream ${name}`;
	return `${jobs} will go on when the server is started ${flags}, as ${them === 'it' ? 'it was' : 'they were'} begun. Or cancel ${them}.`;
}
