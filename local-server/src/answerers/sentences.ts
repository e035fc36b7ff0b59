import { words } from './words';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const MOST_SENTENCES = 400;

export function sentences(text: string): string[] {
	const found: string[] = [];
	for (const { segment } of segmenter.segment(text)) {
		const sentence = segment.replace(/\s+/g, ' ').trim();
		if (sentence !== '') found.push(sentence);
		if (found.length === MOST_SENTENCES) break;
	}
	return found;
}

export function cutText(text: string, most: number): string {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The sentences whose words occur most in the whole text, best first. */
function ranked(found: readonly string[]): number[] {
	const stems = found.map((sentence) => words(sentence).map((word) => word.stem));
	const counts = new Map<string, number>();
	for (const one of stems.flat()) counts.set(one, (counts.get(one) ?? 0) + 1);
	const scores = stems.map((own, place) => {
		const sum = [...new Set(own)].reduce((total, one) => total + (counts.get(one) ?? 0), 0);
		// A little for standing early: greetings have few words, the matter mostly comes soon after.
		return sum / Math.sqrt(own.length + 4) + 0.3 / (place + 1);
	});
	return found
		.map((_, place) => place)
		.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** The most telling sentences in the order of the text, as many as fit. */
export function salient(text: string, mostCharacters = 300, mostSentences = 2): string[] {
	const found = sentences(text);
	const chosen: number[] = [];
	let length = 0;
	for (const place of ranked(found)) {
		const size = found[place]?.length ?? 0;
		if (chosen.length === mostSentences) break;
		if (chosen.length > 0 && length + size + 1 > mostCharacters) continue;
		chosen.push(place);
		length += size + 1;
	}
	return chosen.sort((a, b) => a - b).map((place) => cutText(found[place] ?? '', mostCharacters));
}

export function summary(text: string): string {
	return salient(text).join(' ');
}

const ASKS =
	/\b(?:will|must|should|needs? to|have to|has to|please|todo|to do|action|bitte|muss|soll)\b/i;

/** The sentences that ask for or promise something. */
export function actionItems(text: string): string[] {
	return sentences(text)
		.filter((sentence) => ASKS.test(sentence))
		.slice(0, 10)
		.map((sentence) => cutText(sentence, 300));
}
