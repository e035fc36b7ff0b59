import type { Ranking } from './labels';
import type { FencedRow } from './prompt';
import { words, type Word } from './words';

/** What a schema is filled from. */
export interface Subject {
	readonly text: string;
	readonly words: readonly Word[];
	readonly instructions: string;
	/** The property being filled. */
	readonly name: string;
	/** The fenced rows below this point; one answer is given to each where the schema asks for a list of them. */
	readonly rows: readonly FencedRow[];
	readonly rowId: string | undefined;
	/** How clear the object's first choice among values was; its confidence and reason are told from it. */
	readonly ranking: Ranking | undefined;
	readonly nullable: boolean;
}

export function subjectOf(
	text: string,
	instructions: string,
	rows: readonly FencedRow[],
	rowId?: string,
): Subject {
	const base = { text, words: words(text), instructions, rows, rowId };
	return { ...base, name: '', ranking: undefined, nullable: false };
}
