import type { SaidLine } from './cue-text';

/** One line for whatever one speaker says at a time. */
export function writeTurns(cues: readonly (readonly SaidLine[])[]): readonly string[] {
	const named = cues.filter(([first]) => first !== undefined && speakerOf(first) !== undefined);
	// Where a name is the exception it is taken for words: they are never left out, though said twice.
	const areNamed = named.length * 2 >= cues.filter((cue) => cue.length > 0).length;
	const turns: string[][] = [];
	let speaker: string | undefined;
	for (const line of cues.flat()) {
		const found = speakerOf(line);
		const isSame = found !== undefined && found.name === speaker && areNamed;
		if (found !== undefined && !isSame) {
			speaker = found.name;
			turns.push([`${found.name}: ${found.words}`.trimEnd()]);
		} else if (found === undefined && OTHER_SPEAKER.test(line.text)) {
			speaker = undefined;
			turns.push([line.text]);
		} else {
			const words = found?.words ?? line.text;
			const turn = turns.at(-1);
			if (turn === undefined) turns.push([words]);
			else turn.push(words);
		}
	}
	return turns.map((turn) => turn.filter((words) => words !== '').join(' '));
}

/** Captions mark whoever speaks next with a dash or `>>`. */
const OTHER_SPEAKER = /^(?:[-–—‐]\s?(?=[\p{L}[("'“„«¿¡])|>>)/u;

interface Speaker {
	readonly name: string;
	readonly words: string;
}

const LONGEST_NAME = 80;
const MOST_WORDS = 9;
/** `Ann: Hello`, `李雷：你好`, `[Dr. O'Neil (Acme)]: …`. */
const LABEL = /^([\p{L}\p{N}([][^:：!?"“”…]{0,79})[:：]/u;
const HAS_NO_CAPITALS = /^[([]?\p{Lo}/u;
const CAPITAL = /^[([]?[\p{Lu}\p{Lt}\p{N}]/u;
/** `speaker_1`, `ann.smith@example.com`. */
const ACCOUNT = /[\d_.@]/;

function speakerOf({ voice, text }: SaidLine): Speaker | undefined {
	const label = readLabel(text);
	if (voice === undefined) return label;
	const isTwice = label?.name === voice;
	return { name: voice, words: isTwice ? label.words : text };
}

function readLabel(text: string): Speaker | undefined {
	const [whole, name = ''] = LABEL.exec(text) ?? [];
	if (whole === undefined || name.length > LONGEST_NAME) return undefined;
	const words = text.slice(whole.length);
	const isUnspaced = whole.endsWith(':') && /^\S/.test(words);
	if (isUnspaced && !/^\p{Lo}+$/u.test(name)) return undefined;
	if (/^[([]/.test(name) && !/[)\]]/.test(name)) return undefined;
	const parts = name.trim().split(' ');
	if (parts.length > MOST_WORDS) return undefined;
	const isAccount = parts.length === 1 && ACCOUNT.test(name);
	const isName = CAPITAL.test(name) || HAS_NO_CAPITALS.test(name) || isAccount;
	return isName ? { name: name.trim(), words: words.trim() } : undefined;
}
