import { words, type Word } from './words';

interface Label {
	readonly value: string;
	/** Stem → how much finding it in a text says for this label. */
	readonly weights: ReadonlyMap<string, number>;
}

export interface Ranking {
	/** Best first. */
	readonly values: readonly { readonly value: string; readonly score: number }[];
	readonly confidence: number;
	/** The words of the text that speak for the best value. */
	readonly common: readonly string[];
}

/** Labels for what fits nowhere. No word speaks for them: they win when nothing else has a word. */
const FALLBACK =
	/^\W*(?:others?|none|no match|nothing|unknown|misc(?:ellaneous)?|n\/a|uncategori[sz]ed|sonstiges?|andere[sr]?|otr[oa]s?|autres?)\b/i;
const NAME_WEIGHT = 2;
const MOST_REMEMBERED = 64;
const remembered = new Map<string, readonly Label[]>();

function startsWith(line: string, value: string): boolean {
	const bare = line.replace(/^[^\p{L}\p{N}]+/u, '').toLowerCase();
	return bare.startsWith(value) && !/^[\p{L}\p{N}]/u.test(bare.slice(value.length));
}

/** The lines that describe a value: those that begin with it, else those that name it and no other. */
function describing(value: string, values: readonly string[], lines: readonly string[]): string[] {
	const own = value.toLowerCase();
	const begun = lines.filter((line) => startsWith(line, own));
	if (begun.length > 0) return begun;
	return lines.filter((line) => {
		const text = line.toLowerCase();
		const others = values.filter((other) => other !== value && text.includes(other.toLowerCase()));
		return text.includes(own) && others.length === 0;
	});
}

function stemsOf(text: string): ReadonlySet<string> {
	return new Set(words(text).map((word) => word.stem));
}

function readLabels(values: readonly string[], instructions: string): readonly Label[] {
	const key = JSON.stringify([values, instructions]);
	const known = remembered.get(key);
	if (known) return known;
	const lines = instructions.split('\n').filter((line) => line.trim() !== '');
	const stems = values.map((value) => ({
		value,
		name: stemsOf(FALLBACK.test(value) ? '' : value.replaceAll('_', ' ')),
		hints: stemsOf(FALLBACK.test(value) ? '' : describing(value, values, lines).join(' ')),
	}));
	const spread = new Map<string, number>();
	for (const { name, hints } of stems) {
		for (const one of new Set([...name, ...hints])) spread.set(one, (spread.get(one) ?? 0) + 1);
	}
	const labels = stems.map(({ value, name, hints }) => ({
		value,
		weights: new Map(
			[...new Set([...name, ...hints])].map((one) => [
				one,
				(name.has(one) ? NAME_WEIGHT : 1) / (spread.get(one) ?? 1),
			]),
		),
	}));
	if (remembered.size >= MOST_REMEMBERED) remembered.clear();
	remembered.set(key, labels);
	return labels;
}

/** Ranks the values by the words that a text shares with each and with what the instructions say of it. */
export function rankLabels(
	values: readonly string[],
	instructions: string,
	text: readonly Word[],
): Ranking {
	const raws = new Map(text.map((word) => [word.stem, word.raw]));
	const scored = readLabels(values, instructions).map(({ value, weights }, place) => {
		const common = [...weights.keys()].filter((one) => raws.has(one));
		const score = common.reduce((total, one) => total + (weights.get(one) ?? 0), 0);
		return { value, place, score, common };
	});
	const matched = scored.some(({ score }) => score > 0);
	const rest = (value: string): number => Number(!matched && FALLBACK.test(value));
	scored.sort((a, b) => b.score - a.score || rest(b.value) - rest(a.value) || a.place - b.place);
	const [best, second] = scored;
	const top = best?.score ?? 0;
	const margin = top === 0 ? 0 : (top - (second?.score ?? 0)) / top;
	const strength = top / (top + 1);
	return {
		values: scored.map(({ value, score }) => ({ value, score })),
		confidence: Math.round((0.3 + 0.68 * margin * strength) * 100) / 100,
		common: (best?.common ?? []).map((one) => raws.get(one) ?? one),
	};
}
