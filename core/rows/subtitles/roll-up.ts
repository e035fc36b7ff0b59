import type { SaidLine } from './cue-text';

type Said = readonly SaidLine[];

export interface RolledUp {
	readonly cues: readonly Said[];
	/** Lines of which at least a part was shown once more. That part is left out. */
	readonly repeated: number;
}

/** No caption has more lines at once. */
const MOST_LINES = 6;

/** So many words are no chance, and a caption of one line carries no more over. */
const FEWEST_WORDS = 3;
const MOST_WORDS = 40;

/**
 * Captions that roll, as YouTube makes them by itself, show each line twice: new at the bottom, then above the next one;
 * where their lines were joined, the end of one stands at the beginning of the next. Only what a cue carries over from
 * the one before it goes, and only in a file where cue upon cue does so: a line that somebody says twice is kept.
 */
export function withoutCarried(cues: readonly Said[], isTimedByWord: boolean): RolledUp {
	const cut = cues.map((cue, at) => cutCarried(cues[at - 1] ?? [], cue));
	const carrying = cut.filter(({ repeated }) => repeated > 0).length;
	const rolling = cut.filter(({ isRolling }) => isRolling).length;
	const isRolling = isTimedByWord ? carrying > 0 : rolling >= 2 && carrying * 2 >= cues.length - 1;
	if (!isRolling) return { cues, repeated: 0 };
	return {
		cues: cut.map(({ rest }) => rest),
		repeated: cut.reduce((sum, { repeated }) => sum + repeated, 0),
	};
}

interface Cut {
	readonly rest: Said;
	readonly repeated: number;
	/** Something new stands beside what is repeated. */
	readonly isRolling: boolean;
}

function cutCarried(before: Said, cue: Said): Cut {
	const lines = carriedLines(before, cue);
	if (lines > 0) {
		return { rest: cue.slice(lines), repeated: lines, isRolling: cue.length > lines };
	}
	const [first] = cue;
	const last = before.at(-1);
	if (first === undefined || last === undefined || first.voice !== last.voice) return uncut(cue);
	const words = first.text.split(' ');
	const count = carriedWords(last.text.split(' '), words);
	if (count === 0) return uncut(cue);
	const rest = { ...first, text: words.slice(count).join(' ') };
	return { rest: [rest, ...cue.slice(1)], repeated: 1, isRolling: true };
}

function uncut(cue: Said): Cut {
	return { rest: cue, repeated: 0, isRolling: false };
}

/** How many words at the end of a line stand at the beginning of the next one, which has more. */
function carriedWords(before: readonly string[], words: readonly string[]): number {
	const most = Math.min(before.length, words.length - 1, MOST_WORDS);
	for (let count = most; count >= FEWEST_WORDS; count -= 1) {
		const from = before.length - count;
		if (words.slice(0, count).every((word, at) => before[from + at] === word)) return count;
	}
	return 0;
}

/** How many lines at the end of a cue stand at the beginning of the next one again. */
function carriedLines(before: Said, cue: Said): number {
	for (let count = Math.min(before.length, cue.length, MOST_LINES); count > 0; count -= 1) {
		const isCarried = before
			.slice(-count)
			.every(({ text, voice }, at) => cue[at]?.text === text && cue[at]?.voice === voice);
		if (isCarried) return count;
	}
	return 0;
}
