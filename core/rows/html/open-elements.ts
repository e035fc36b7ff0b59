import { AttributeReader, isMailQuote, NOTHING, type StartTag } from './attributes';
import { Containers } from './containers';
import type { Effect } from './elements';
import type { PageWriter } from './page-writer';

const MAX_INDENT = 8;

interface OpenQuote {
	/** A mail program's. */
	readonly isSigned: boolean;
	/** How many of its possible parents were open. */
	readonly within: readonly number[];
}

const PARENTS: readonly string[] = ['div', 'td', 'table'];

/** What the elements that are open do to the words in them; each tag does its part to the page. */
export class OpenElements {
	/** How many elements around have lines of their own: outside of all, a text's line ends are its own. */
	#blocks = 0;
	#preformatted = 0;
	/** The next number of each list around; `undefined` for one with bullets. */
	readonly #lists: (number | undefined)[] = [];
	readonly #quotes: OpenQuote[] = [];
	readonly #containers = new Containers();

	constructor(readonly page: PageWriter) {}

	write(text: string): void {
		if (this.#preformatted > 0) this.page.preformatted(text);
		else if (this.#blocks === 0 && text.includes('\n')) this.page.plainLines(text);
		else this.page.words(text);
	}

	open(tag: StartTag): void {
		if (BLOCKS.has(tag.effect)) this.#blocks += 1;
		const { page } = this;
		switch (tag.effect) {
			case 'inline':
			case 'hidden':
				break;
			case 'block':
				page.end(1);
				break;
			case 'paragraph':
				page.end(2);
				break;
			case 'apart':
			case 'cell':
				page.space();
				break;
			case 'break':
				page.lineBreak();
				break;
			case 'rule':
				page.rule();
				break;
			case 'list':
				this.#endList();
				this.#lists.push(tag.name === 'ol' ? firstNumber(tag) : undefined);
				break;
			case 'item':
				page.item(this.#nextMarker());
				break;
			case 'quote':
				this.#beginQuote(isMailQuote(tag));
				break;
			case 'preformatted':
				this.#preformatted += 1;
				page.end(2);
				break;
			case 'picture':
				page.picture(tag.attributes.get('alt') ?? '');
				break;
			case 'raised':
				page.raise();
				break;
			case 'quotation':
				page.words('“');
				break;
		}
		this.#openContainer(tag);
	}

	close(effect: Effect, name: string): void {
		this.#containers.leave(name);
		if (PARENTS.includes(name)) this.#endQuotesWithin();
		if (BLOCKS.has(effect)) this.#blocks = Math.max(0, this.#blocks - 1);
		const { page } = this;
		switch (effect) {
			case 'inline':
			case 'hidden':
			case 'rule':
			case 'picture':
			case 'raised':
				break;
			case 'break':
				// `</br>` is what some write for `<br>`.
				page.lineBreak();
				break;
			case 'block':
				page.end(1);
				break;
			case 'item':
				page.endItem();
				break;
			case 'paragraph':
				page.end(2);
				break;
			case 'apart':
			case 'cell':
				page.space();
				break;
			case 'list':
				this.#lists.pop();
				this.#endList();
				break;
			case 'quote':
				this.#endQuote();
				break;
			case 'preformatted':
				this.#preformatted = Math.max(0, this.#preformatted - 1);
				page.end(2);
				break;
			case 'quotation':
				page.words('”');
				break;
		}
	}

	/** What an element does by its attributes, until it is closed. */
	#openContainer(tag: StartTag): void {
		const { name, attributes } = tag;
		const does = attributes.size === 0 ? NOTHING : this.#attributes.read(tag);
		if (does.isHead) this.page.rule();
		switch (does.layout) {
			case 'quote':
				this.#beginQuote(true);
				this.#containers.open(name, () => {
					this.#endQuote();
				});
				return;
			case 'lines':
				this.#preformatted += 1;
				this.#containers.open(name, () => {
					this.#preformatted -= 1;
				});
				return;
			case 'block':
				this.page.end(1);
				this.#containers.open(name, () => {
					this.page.end(1);
				});
				return;
			case 'apart':
				this.page.space();
				this.#containers.open(name, () => {
					this.page.space();
				});
				return;
			case 'none':
				this.#containers.enter(name);
		}
	}

	readonly #attributes = new AttributeReader();

	#beginQuote(isSigned: boolean): void {
		this.#quotes.push({ isSigned, within: PARENTS.map((name) => this.#containers.countOf(name)) });
		this.page.quote(1, isSigned);
	}

	#endQuote(): void {
		const quote = this.#quotes.pop();
		if (quote !== undefined) this.page.quote(-1, quote.isSigned);
	}

	/** A quote that nobody closed ends with what it stands in, as in a browser. */
	#endQuotesWithin(): void {
		const counts = PARENTS.map((name) => this.#containers.countOf(name));
		const isOutside = ({ within }: OpenQuote): boolean =>
			within.some((count, at) => count > (counts[at] ?? 0));
		for (let last = this.#quotes.at(-1); last && isOutside(last); last = this.#quotes.at(-1)) {
			this.#endQuote();
		}
	}

	#endList(): void {
		this.page.end(this.#lists.length === 0 ? 2 : 1);
	}

	#nextMarker(): string {
		const level = Math.max(0, this.#lists.length - 1);
		const indent = '  '.repeat(Math.min(MAX_INDENT, level));
		const number = this.#lists.at(-1);
		if (number === undefined) return `${indent}- `;
		this.#lists[level] = number + 1;
		return `${indent}${number}. `;
	}
}

const BLOCKS: ReadonlySet<Effect> = new Set([
	'block',
	'paragraph',
	'cell',
	'list',
	'item',
	'quote',
	'preformatted',
]);

function firstNumber({ attributes }: StartTag): number {
	const start = Number(attributes.get('start') ?? 1);
	return Number.isSafeInteger(start) ? start : 1;
}
