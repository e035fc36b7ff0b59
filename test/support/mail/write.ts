import { type Language, type Person } from './language';
import { type Mail, type Paragraph, type Part } from './mail';
import { wordsOfMoment, type Moment } from './moment';

/** As a name stands in an address. */
export function nameOf({ code }: Language, { first, last }: Person): string {
	if (code === 'zh' || code === 'ko') return `${last}${first}`;
	return code === 'ja' ? `${last} ${first}` : `${first} ${last}`;
}

/** A template with the moment and the writer put in. */
export function fill(template: string, language: Language, sent: Moment, from: Person): string {
	const words: Readonly<Record<string, string>> = {
		...wordsOfMoment(language.locale, sent),
		name: nameOf(language, from),
		mail: from.address,
		first: from.first,
		last: from.last,
	};
	return template.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
}

export function headOf(mail: Mail, template: string): string {
	return fill(template, mail.language, mail.original.sent, mail.original.from);
}

/** Breaks lines at spaces, as clients do that send text of a fixed width. */
export function wrap(line: string, width: number): readonly string[] {
	const lines: string[] = [];
	let current = '';
	for (const word of line.split(' ')) {
		if (current !== '' && current.length + 1 + word.length > width) {
			lines.push(current);
			current = word;
		} else {
			current = current === '' ? word : `${current} ${word}`;
		}
	}
	return [...lines, current];
}

/** Paragraphs as lines of text, an empty one between two. */
export function linesOf(paragraphs: readonly Paragraph[], width = Infinity): readonly string[] {
	return paragraphs.flatMap((paragraph, index) => [
		...(index === 0 ? [] : ['']),
		...paragraph.flatMap((line) => wrap(line, width)),
	]);
}

/** `> a`, `>> b`, `>` */
export function quoted(lines: readonly string[]): readonly string[] {
	return lines.map((line) => (line.startsWith('>') || line === '' ? `>${line}` : `> ${line}`));
}

/** What stands under the head, quoted or not. */
export function partsInPlain(
	parts: readonly Part[],
	{ quotes, width = Infinity }: { readonly quotes: boolean; readonly width?: number },
): readonly string[] {
	return parts.flatMap((part, index) => {
		const gap = index === 0 ? [] : [''];
		if (part.whose === 'sender') return [...gap, ...linesOf(part.paragraphs, width)];
		const older = part.older?.client.write.plain(part.older.mail).split('\n') ?? [];
		const lines = part.older === undefined ? linesOf(part.paragraphs) : older;
		return [...gap, ...(quotes ? quoted(lines) : lines)];
	});
}

/** As in the source of a page. */
export function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\u00a0', '&nbsp;');
}

/** Each line a block, an empty one between two paragraphs. */
export function blocksOf(
	paragraphs: readonly Paragraph[],
	block: (html: string) => string = (html) => `<div>${html}</div>`,
): string {
	return paragraphs
		.flatMap((paragraph, index) => [
			...(index === 0 ? [] : [block('<br>')]),
			...paragraph.map((line) => block(escaped(line))),
		])
		.join('\n');
}

/** A head with its address as a link. */
export function headInHtml(mail: Mail, template: string): string {
	const { address } = mail.original.from;
	return escaped(headOf(mail, template)).replace(
		address,
		`<a href="mailto:${address}">${address}</a>`,
	);
}

/** What stands under the head; `enclose` is the block with a bar, where there is one. */
export function partsInHtml(
	parts: readonly Part[],
	enclose: (html: string) => string,
	sender: (paragraphs: readonly Paragraph[]) => string = blocksOf,
): string {
	return parts
		.map((part) => {
			if (part.whose === 'sender') return sender(part.paragraphs);
			return enclose(
				part.older === undefined
					? blocksOf(part.paragraphs)
					: part.older.client.write
							.html(part.older.mail)
							.replaceAll(/<\/?(?:html|body)[^>]*>/g, ''),
			);
		})
		.join('\n');
}

export function documentOf(body: string, head = ''): string {
	return `<html><head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">${head}</head><body>${body}</body></html>`;
}
