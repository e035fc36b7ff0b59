import { createDemoAnswerer, type Answerer } from '../../../local-server/src';
import type { LocalConnection } from '../../../harness/local-connection';
import { readHeldRows } from '../../../core/requests/ids';

export interface Entry {
	readonly row: string;
	readonly [field: string]: unknown;
}

/** The demo, whose answers for several rows are changed on their way. */
export function changeAnswers(change: (entries: readonly Entry[]) => readonly unknown[]): Answerer {
	const demo = createDemoAnswerer({ seconds: () => 0 });
	return async (call) => {
		const answer = await demo(call);
		const body = JSON.stringify(answer.body, (key: string, value: unknown) =>
			key === 'text' && typeof value === 'string' ? changeText(value, change) : value,
		);
		return { ...answer, body: JSON.parse(body) };
	};
}

function changeText(
	text: string,
	change: (entries: readonly Entry[]) => readonly unknown[],
): string {
	const { answers, ...rest } = JSON.parse(text);
	return answers === undefined ? text : JSON.stringify({ ...rest, answers: change(answers) });
}

/** How often each row was bought, alone or with others; by row, in order. */
export function purchasesOfRows({ server }: LocalConnection): readonly number[] {
	const times: number[] = [];
	for (const purchase of server.stats().bought) {
		for (const { rowIndex } of readHeldRows(purchase.customId ?? '')) {
			times[rowIndex] = (times[rowIndex] ?? 0) + purchase.times;
		}
	}
	return Array.from(times, (count) => count ?? 0);
}
