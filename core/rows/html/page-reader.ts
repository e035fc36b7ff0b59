import type { Line } from '../line';
import { type Effect, effectOf, LINK } from './elements';
import { Tokenizer, type TokenizerCallbacks } from './libraries';
import { OpenElements } from './open-elements';
import { PageWriter } from './page-writer';

const NOWHERE = -1;
/** The beginning of an element that was cut off, with the name of an attribute or nothing behind its own. */
const CUT_TAG = /^<\/?([a-z][a-z\d]*)(?:\s+[a-z-]+\s*=|\s*\/?$)/i;
/** What an entity gives that names no character. */
const NO_CHARACTER = 0xfffd;
/** Elements in whose start tag an attribute tells something. */
const TELLING = new Set([
	'a',
	'blockquote',
	'body',
	'div',
	'image',
	'img',
	'li',
	'ol',
	'p',
	'section',
	'span',
	'table',
	'td',
]);
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

/** Takes a page's tokens; knows what is a tag, what is text, and what nobody sees. */
export class PageReader implements TokenizerCallbacks {
	readonly #page = new PageWriter();
	readonly #elements = new OpenElements(this.#page);
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
	#hiddenFrom = NOWHERE;

	#tokenizer: Tokenizer | undefined;
	#mayTear = true;
	isDone = false;

	constructor(public source: string) {}

	/** Reads on to the end, or to a tag that would take text with it: the next call goes on behind that. */
	read(mayTear: boolean): void {
		this.#mayTear = mayTear;
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
		return last >= this.#position;
	}

	ontext(start: number, end: number): void {
		this.#position = end;
		if (this.#hiddenFrom === NOWHERE) this.#elements.write(this.source.slice(start, end));
	}

	ontextentity(codePoint: number, end: number): void {
		this.#position = end;
		if (this.#hiddenFrom !== NOWHERE || codePoint === NO_CHARACTER) return;
		this.#elements.write(String.fromCodePoint(codePoint));
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
		if (this.#mayTear && isWithTags && this.source.slice(this.#attributeAt, end).includes('</'))
			this.#tear();
		if (TELLING.has(this.#name)) this.#attributes.set(this.#attribute.toLowerCase(), this.#value);
	}

	onopentagend(end: number): void {
		this.#position = end + 1;
		const isText = this.#isTorn || !this.#isElement();
		if (isText) this.#elements.write(this.source.slice(this.#tagAt, end + 1));
		else if (this.#effect !== undefined) this.#open(this.#effect);
	}

	#open(effect: Effect): void {
		if (effect === 'hidden') this.#hiddenFrom = this.#position;
		this.#elements.open({ name: this.#name, effect, attributes: this.#attributes });
	}

	#close(effect: Effect, name: string): void {
		if (effect === 'hidden') this.#hiddenFrom = NOWHERE;
		this.#elements.close(effect, name);
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
		else this.#elements.write(this.source.slice(start - 2, this.#position));
	}

	onend(): void {
		this.isDone = true;
		const rest = this.source.slice(this.#position);
		if (rest.trim() === '' || this.#hiddenFrom !== NOWHERE) return;
		// The text ends within a tag: one that was cut off, one whose quote does not close, or `a <b`.
		const name = CUT_TAG.exec(rest)?.[1]?.toLowerCase();
		if (name === undefined || effectOf(name) === undefined) this.#elements.write(rest);
		else if (rest.includes('>') && this.#mayTear) {
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
		// Not in HTML, and `mendSource` has taken its brackets off.
	}

	onprocessinginstruction(): void {
		// Not in HTML: `<?` begins a comment there.
	}
}
