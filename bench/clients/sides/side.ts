import type { StubServer } from '../stub';

/** Every answer, by row; what a program needs to go on. */
export interface Answers {
	readonly count: number;
	/** `undefined` for a row that did not succeed. */
	categoryOf(row: number): unknown;
}

/** One way of doing the work. Both functions are timed as a whole. */
export interface Side {
	submit(texts: readonly string[], server: StubServer): Promise<void>;
	collect(rowCount: number, server: StubServer): Promise<Answers>;
}

export type SideId = 'offpeak' | 'offpeak-clean' | 'ai-sdk' | 'openai' | 'bare';

export const SIDE_NAMES: Readonly<Record<SideId, string>> = {
	offpeak: 'Offpeak',
	'offpeak-clean': 'Offpeak, clean text on',
	'ai-sdk': 'AI SDK 7',
	openai: 'openai client',
	bare: 'bare JSON loop (the limit)',
};
