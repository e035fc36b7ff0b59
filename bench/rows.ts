/**
 * Row texts like those of a mailbox: several languages, names, numbers, quotes, line breaks, now and
 * then HTML or a quoted thread. The same call gives the same texts, in every process.
 */
const MEAN_BYTES = 2000;

interface Facts {
	readonly person: string;
	readonly firm: string;
	readonly number: number;
}
type Sentence = (facts: Facts) => string;

interface Language {
	readonly people: readonly string[];
	readonly firms: readonly string[];
	readonly sentences: readonly Sentence[];
}

const ENGLISH: Language = {
	people: ['Anna Keller', 'Priya Raman', 'Tom Baker'],
	firms: ['Northwind Ltd', 'Acme Inc.', 'Harbour Supplies'],
	sentences: [
		({ number, firm }) =>
			`Please find attached invoice #${number} from ${firm}, due within 14 days.`,
		({ number }) => `The total is EUR ${(number / 7).toFixed(2)} including VAT.`,
		({ number }) => `Could we meet on Tuesday at ${(number % 9) + 8}:30 to go through the draft?`,
		({ number }) => `Since version 4.${number % 90} the export fails with "permission denied".`,
		() => 'I tried it twice, on two machines, and the result was the same both times.',
		({ number }) =>
			`Order ${number} has not arrived yet, although the tracking page says "delivered".`,
		() => 'No action is needed on your side; this is only to keep you in the loop.',
		({ firm }) => `We are comparing three offers, and yours and that of ${firm} are the closest.`,
		() => 'If the numbers look right to you, I will send the contract over by the end of the week.',
		({ number }) =>
			`Use the code SPRING${number % 1000} at https://shop.example.com/sale?id=${number}.`,
	],
};
const GERMAN: Language = {
	people: ['Jürgen Weiß', 'Käthe Böhm'],
	firms: ['Müller & Söhne GmbH', 'Café Zürich AG'],
	sentences: [
		({ number }) => `anbei erhalten Sie die Rechnung Nr. ${number} für die Lieferung im März.`,
		() => 'Könnten wir den Termin auf übernächste Woche verschieben? Es würde uns sehr helfen.',
		({ firm }) => `Die Ansprechpartnerin bei ${firm} hat sich leider noch nicht zurückgemeldet.`,
		() => 'Bitte prüfen Sie die Änderungen und geben Sie uns bis Freitag Bescheid.',
	],
};
const MIXED: Language = {
	people: ['Tom O’Brien', 'Zoë Łukasik', '佐藤 健'],
	firms: ['Société Léman', 'Жираф ООО'],
	sentences: [
		() => 'It’s the third time this month – “temporary outage”, they say… 🙄',
		({ number }) => `Le total s’élève à ${number} € ; merci de confirmer avant vendredi.`,
		({ number }) => `ご注文 ${number} の発送が遅れております。申し訳ございません。`,
		({ number }) => `Скидка ${number % 60} % только до воскресенья!`,
		() => 'Thanks so much — you’ve saved my week! 🎉',
	],
};

export function makeTexts(count: number): readonly string[] {
	const random = randomOf(20_261_123);
	return Array.from({ length: count }, (_, index) => makeText(index, random));
}

function makeText(index: number, random: () => number): string {
	// Half of the texts are ASCII, a quarter fit Latin-1, a quarter need wider characters.
	const language = [ENGLISH, GERMAN, ENGLISH, MIXED][index % 4] ?? ENGLISH;
	const isHtml = index % 9 === 0;
	const isThread = index % 7 === 0;
	const target = MEAN_BYTES * (0.5 + random());
	const { person, firm, number } = factsOf(language, random);
	const lines = [`From: ${person}, ${firm} <mail${number}@example.com>`, ''];
	let bytes = Buffer.byteLength(lines.join('\n'));
	let hasHistory = false;
	while (bytes < target) {
		const { sentences } = random() < 0.3 ? ENGLISH : language;
		const sentence = oneOf(sentences, random)?.(factsOf(language, random)) ?? '';
		const line = isHtml ? `<p style="margin:0">${sentence}</p>` : sentence;
		lines.push(line);
		bytes += Buffer.byteLength(line) + 1;
		if (isThread && !hasHistory && bytes > target / 2) {
			lines.push('', 'On Mon, 9 Nov 2026 at 10:02, Support <help@example.com> wrote:');
			hasHistory = true;
		}
	}
	return lines.join('\n');
}

function factsOf({ people, firms }: Language, random: () => number): Facts {
	return {
		person: oneOf(people, random) ?? '',
		firm: oneOf(firms, random) ?? '',
		number: 1000 + Math.floor(random() * 90_000),
	};
}

function oneOf<T>(list: readonly T[], random: () => number): T | undefined {
	return list[Math.floor(random() * list.length)];
}

/** Mulberry32: small, fast and the same everywhere. */
export function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
