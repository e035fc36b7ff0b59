import { type TokenizerCallbacks, Tokenizer } from 'htmlparser2';
import type { Line } from '../line';
import { type Effect, effectOf, LINK } from './elements';
import { mendSource } from './mend-source';
import { Containers } from './containers';
import { PageWriter } from './page-writer';

/**
 * The lines that a person sees of a page, each with the depth of its quotes. Read by the tokenizer of htmlparser2,
 * which is linear; its parser is not, for it searches a stack of open elements at each closing tag.
 */
export function htmlToLines(html: string): readonly Line[] {
	const reader = new PageReader(mendSource(html));
	for (let tries = 0; tries < MAX_TORN_TAGS && !reader.isDone; tries += 1) reader.read();
	return reader.finish();
}

/** Tags whose quotes do not close. Behind so many it is taken as it is read. */
const MAX_TORN_TAGS = 50;
const NOWHERE = -1;
/** The beginning of an element that was cut off, with the name of an attribute or nothing behind its own. */
const CUT_TAG = /^<\/?([a-z][a-z\d]*)(?:\s+[a-z-]+\s*=|\s*\/?$)/i;
/** What an entity gives that names no character. */
const NO_CHARACTER = 0xfffd;
/** Elements in whose start tag an attribute tells something. */
const TELLING = new Set(['img', 'image', 'div', 'p', 'span', 'td', 'ol', 'blockquote']);
/** What these hold never has a closing tag in it. */
const SHORT_ATTRIBUTES = new Set([
	'href',
	'src',
	'class',
	'style',
	'id',
	'width',
	'height',
	'align',
]);
/** Effects that end where they begin. */
const POINTS: ReadonlySet<Effect> = new Set(['break', 'rule', 'picture', 'raised', 'hidden']);
/** Outlook, Thunderbird and Gmail mark the head of what they quote or forward; Word draws a line above it. */
const HEAD_MARK = /divRplyFwdMsg|reference-message|OutlookMessageHeader|moz-cite-prefix|gmail_attr/;
const QUOTE_MARK = /\bcite\b|quote/i;
const KEEPS_LINES = /white-space\s*:\s*(?:pre|break-spaces)/i;
const LINE_ABOVE = /border-top\s*:[^;]*solid/i;

class PageReader implements TokenizerCallbacks {
	readonly #page = new PageWriter();
	/** Where the text ends that was read. */
	#position = 0;
	#tagAt = 0;
	#name = '';
	#effect: Effect | undefined;
	#attributeAt = 0;
	#attribute = '';
	#value = '';
	#attributes = new Map<string, string>();
	#hasValues = false;
	/** A tag with another in it is no tag: `a <b and <p>`. */
	#isTorn = false;
	/** The depth of elements with lines of their own: outside of all, a text's line ends are its own. */
	#blocks = 0;
	#preformatted = 0;
	#hiddenFrom = NOWHERE;
	readonly #lists: number[] = [];
	/** Whether each of the quotes around is a mail program's. */
	readonly #quotes: boolean[] = [];
	readonly #containers = new Containers();

	#tokenizer: Tokenizer | undefined;
	isDone = false;

	constructor(public source: string) {}

	/** Reads on to the end, or to a tag that would take text with it: the next call goes on behind that. */
	read(): void {
		this.#lastCloses.clear();
		this.#position = 0;
		this.#tokenizer = new Tokenizer({ decodeEntities: true }, this);
		this.#tokenizer.write(this.source);
		this.#tokenizer.end();
	}

	finish(): readonly Line[] {
		return this.#page.finish();
	}

	/** Asked before each tag that hides what follows: one that is never closed hides nothing. */
	isInForeignContext(): boolean {
		const name = /^<([a-z]+)/i.exec(this.source.slice(this.#position, this.#position + 12))?.[1];
		return name === undefined || !this.#isClosedLater(name.toLowerCase());
	}

	readonly #lastCloses = new Map<string, number>();

	#isClosedLater(name: string): boolean {
		let last = this.#lastCloses.get(name);
		if (last === undefined) {
			last = NOWHERE;
			for (const { index } of this.source.matchAll(new RegExp(`</${name}[\\s>/]`, 'gi')))
				last = index;
			this.#lastCloses.set(name, last);
		}
		return last > this.#position;
	}

	ontext(start: number, end: number): void {
		this.#position = end;
		if (this.#hiddenFrom === NOWHERE) this.#write(this.source.slice(start, end));
	}

	ontextentity(codePoint: number, end: number): void {
		this.#position = end;
		if (this.#hiddenFrom !== NOWHERE || codePoint === NO_CHARACTER) return;
		this.#write(String.fromCodePoint(codePoint));
	}

	#write(text: string): void {
		if (this.#preformatted > 0) this.#page.preformatted(text);
		else if (this.#blocks === 0 && text.includes('\n')) this.#page.plainLines(text);
		else this.#page.words(text);
	}

	onopentagname(start: number, end: number): void {
		this.#tagAt = start - 1;
		this.#name = this.source.slice(start, end).toLowerCase();
		this.#effect = effectOf(this.#name);
		this.#isTorn = false;
		this.#hasValues = false;
		if (this.#attributes.size > 0) this.#attributes = new Map();
	}

	onattribname(start: number, end: number): void {
		this.#attributeAt = start;
		this.#attribute = this.source.slice(start, end);
		this.#value = '';
		if (this.#attribute.includes('<')) this.#isTorn = true;
	}

	onattribdata(start: number, end: number): void {
		this.#hasValues = true;
		if (TELLING.has(this.#name)) this.#value += this.source.slice(start, end);
	}

	onattribentity(codePoint: number): void {
		this.#value += String.fromCodePoint(codePoint);
	}

	onattribend(_quote: unknown, end: number): void {
		const isWithTags = SHORT_ATTRIBUTES.has(this.#attribute.toLowerCase());
		if (isWithTags && this.source.slice(this.#attributeAt, end).includes('</')) this.#tear();
		if (TELLING.has(this.#name)) this.#attributes.set(this.#attribute.toLowerCase(), this.#value);
	}

	onopentagend(end: number): void {
		this.#position = end + 1;
		const isText = this.#isTorn || !this.#isElement();
		if (isText) this.#write(this.source.slice(this.#tagAt, end + 1));
		else if (this.#effect !== undefined) this.#open(this.#effect);
	}

	/** Not a name in brackets, and nothing that would hide the rest of the page. */
	#isElement(): boolean {
		if (this.#effect === undefined) return this.#hasValues && !LINK.test(this.#name);
		return this.#effect !== 'hidden' || this.#isClosedLater(this.#name);
	}

	/** A quote that does not close: the tag ends at its first bracket, and what is behind is text. */
	#tear(): void {
		const end = this.source.indexOf('>', this.#tagAt);
		this.#tokenizer?.pause();
		this.source = end < 0 ? '' : this.source.slice(end + 1);
	}

	onselfclosingtag(end: number): void {
		this.onopentagend(end);
		if (this.#effect !== undefined && !this.#isTorn && !POINTS.has(this.#effect)) {
			this.#close(this.#effect, this.#name);
		}
	}

	onclosetag(start: number, end: number): void {
		const name = this.source.slice(start, end).toLowerCase();
		const closeAt = this.source.indexOf('>', end);
		this.#position = closeAt < 0 ? this.source.length : closeAt + 1;
		const effect = effectOf(name);
		if (effect !== undefined) this.#close(effect, name);
		else this.#write(this.source.slice(start - 2, this.#position));
	}

	onend(): void {
		this.isDone = true;
		const rest = this.source.slice(this.#position);
		if (rest.trim() === '' || this.#hiddenFrom !== NOWHERE) return;
		// The text ends within a tag: one that was cut off, one whose quote does not close, or `a <b`.
		const name = CUT_TAG.exec(rest)?.[1]?.toLowerCase();
		if (name === undefined || effectOf(name) === undefined) this.#write(rest);
		else if (rest.includes('>')) {
			this.isDone = false;
			this.#tear();
		}
	}

	oncomment(_start: number, end: number): void {
		this.#position = end + 1;
	}

	ondeclaration(_start: number, end: number): void {
		this.#position = end + 1;
	}

	oncdata(): void {
		// Not in HTML, and `mendSource` has taken its marks off.
	}

	onprocessinginstruction(): void {
		// Not in HTML: `<?` begins a comment there.
	}

	#open(effect: Effect): void {
		const page = this.#page;
		switch (effect) {
			case 'inline':
				break;
			case 'block':
				this.#blocks += 1;
				page.end(1);
				break;
			case 'paragraph':
				this.#blocks += 1;
				page.end(2);
				break;
			case 'apart':
				page.space();
				break;
			case 'hidden':
				this.#hiddenFrom = this.#position;
				break;
			case 'break':
				page.lineBreak();
				break;
			case 'rule':
				page.rule();
				break;
			case 'cell':
				this.#blocks += 1;
				page.space();
				break;
			case 'list':
				this.#blocks += 1;
				page.end(this.#lists.length === 0 ? 2 : 1);
				this.#lists.push(this.#name === 'ol' ? this.#firstNumber() : NOWHERE);
				break;
			case 'item':
				this.#blocks += 1;
				page.item(this.#nextMarker());
				break;
			case 'quote':
				this.#blocks += 1;
				this.#beginQuote(QUOTE_MARK.test(this.#marks()));
				break;
			case 'preformatted':
				this.#blocks += 1;
				this.#preformatted += 1;
				page.end(2);
				break;
			case 'picture':
				page.picture(this.#attributes.get('alt') ?? '');
				break;
			case 'raised':
				page.raise();
				break;
			case 'quotation':
				page.words('“');
				break;
		}
		if (TELLING.has(this.#name)) this.#openContainer();
	}
	#close(effect: Effect, name: string): void {
		const page = this.#page;
		this.#closeContainer(name);
		switch (effect) {
			case 'inline':
			case 'rule':
			case 'picture':
			case 'raised':
				return;
			case 'break':
				// `</br>` is what some write for `<br>`.
				page.lineBreak();
				return;
			case 'hidden':
				this.#hiddenFrom = NOWHERE;
				return;
			case 'block':
				this.#leaveBlock();
				page.end(1);
				return;
			case 'apart':
				page.space();
				return;
			case 'paragraph':
				this.#leaveBlock();
				page.end(2);
				return;
			case 'cell':
				this.#leaveBlock();
				page.space();
				return;
			case 'list':
				this.#leaveBlock();
				this.#lists.pop();
				page.end(this.#lists.length === 0 ? 2 : 1);
				return;
			case 'item':
				this.#leaveBlock();
				page.end(1);
				return;
			case 'quote':
				this.#leaveBlock();
				this.#endQuote();
				return;
			case 'preformatted':
				this.#leaveBlock();
				this.#preformatted = Math.max(0, this.#preformatted - 1);
				page.end(2);
				return;
			case 'quotation':
				page.words('”');
				return;
		}
	}

	#leaveBlock(): void {
		this.#blocks = Math.max(0, this.#blocks - 1);
	}

	#marks(): string {
		const [type = '', className = '', id = ''] = ['type', 'class', 'id'].map(
			(name) => this.#attributes.get(name) ?? '',
		);
		return `${type} ${className} ${id}`;
	}

	/** What an element does by its attributes. */
	#openContainer(): void {
		const marks = this.#marks();
		const style = this.#attributes.get('style') ?? '';
		if (HEAD_MARK.test(marks) || LINE_ABOVE.test(style)) this.#page.rule();
		if (this.#name === 'div' && marks.includes('yahoo_quoted')) {
			this.#containers.open('div', () => {
				this.#endQuote();
			});
			this.#beginQuote(true);
		} else if (KEEPS_LINES.test(style)) {
			this.#containers.open(this.#name, () => {
				this.#preformatted -= 1;
			});
			this.#preformatted += 1;
		} else this.#containers.enter(this.#name);
	}

	#closeContainer(name: string): void {
		this.#containers.leave(name);
	}

	#beginQuote(isMarked: boolean): void {
		this.#quotes.push(isMarked);
		this.#page.quote(1, isMarked);
	}

	#endQuote(): void {
		const isMarked = this.#quotes.pop();
		if (isMarked !== undefined) this.#page.quote(-1, isMarked);
	}

	#firstNumber(): number {
		const start = Number(this.#attributes.get('start'));
		return Number.isSafeInteger(start) ? start : 1;
	}

	#nextMarker(): string {
		const indent = '  '.repeat(Math.min(8, Math.max(0, this.#lists.length - 1)));
		const number = this.#lists.at(-1) ?? NOWHERE;
		if (number === NOWHERE) return `${indent}- `;
		this.#lists[this.#lists.length - 1] = number + 1;
		return `${indent}${number}. `;
	}
}
