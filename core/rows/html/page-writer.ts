import type { Line } from '../line';

/** Single blanks are most of a text, and stay. */
const UNEVEN = /[^\S\uFEFF]{2,}|[^\S \uFEFF]/g;
/** A picture's words may be data that went astray. */
const MAX_ALT_CHARACTERS = 300;
/** Gmail sends a face as a picture of it. */
const EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200D]{1,12}$/u;
/** With fewer words than a short mail has, the words of the pictures are the message. */
const FEW_CHARACTERS = 200;
/** Fewer are a name. */
const WORDS_OF_A_PICTURE = 3;
/** Each is looked for in the text. */
const MAX_PICTURES = 50;

interface Picture {
	/** How many lines stand above it. */
	readonly behind: number;
	readonly line: Line;
}

/** Takes a page's words and breaks as they come; gives the lines that a person sees. */
export class PageWriter {
	readonly #lines: Line[] = [];
	readonly #pictures: Picture[] = [];
	#text = '';
	#lineDepth = 0;
	#isLineRuled = false;
	#depth = 0;
	/** Line ends that are due before the next word: two make a blank line. */
	#due = 0;
	/** Line ends of a plain text since the last word. */
	#newlines = 0;
	#isSpaceDue = false;
	#isRuleDue = false;
	#isRaised = false;
	/** How many of the quotes around are a mail program's. */
	#signed = 0;
	#isLineSigned = false;
	#marker = '';
	/** Blanks before the first word of a line that is shown as it is written. */
	#indent = '';
	#written = 0;

	/** Words; white space is one blank, and none at either end of a line. */
	words(text: string): void {
		if (text === '') return;
		// U+FEFF is seen by nobody, and no blank.
		const words = text.replaceAll(UNEVEN, ' ');
		if (words === ' ') this.#isSpaceDue = true;
		if (words === '' || words === ' ') return;
		const from = words.startsWith(' ') ? 1 : 0;
		const to = words.endsWith(' ') ? words.length - 1 : words.length;
		if (from > 0) this.#isSpaceDue = true;
		this.#append(words.slice(from, to));
		this.#isSpaceDue = to < words.length;
	}

	/** Text whose own line ends count, as above the first tag of a mail that became a page on its way. */
	plainLines(text: string): void {
		for (const [index, line] of text.split('\n').entries()) {
			if (index > 0) {
				this.#newlines += 1;
				this.end(Math.min(2, this.#newlines));
			}
			this.words(line);
		}
	}

	/** Text that is shown as it is written. */
	preformatted(text: string): void {
		for (const [index, line] of text.split('\n').entries()) {
			if (index > 0) {
				this.#due += 1;
				this.#indent = '';
			}
			const isIndent = line.trim() === '' && (this.#due > 0 || this.#text === '');
			if (isIndent) this.#indent += line;
			else if (line !== '') this.#append(line);
		}
		this.#isSpaceDue = false;
	}

	/** At least so many line ends before the next word. */
	end(lineEnds: 1 | 2 | number): void {
		// What stands in a list's item stands beside its marker.
		if (this.#marker === '' || this.#due === 0) this.#due = Math.max(this.#due, lineEnds);
		this.#isSpaceDue = false;
	}

	/** One line end more. */
	lineBreak(): void {
		this.#due = Math.min(2, this.#due + 1);
		this.#newlines = 0;
		this.#isSpaceDue = false;
	}

	space(): void {
		this.#isSpaceDue = true;
	}

	item(marker: string): void {
		this.#marker = '';
		this.end(1);
		this.#marker = marker;
	}

	/** Without words an item has no marker either. */
	endItem(): void {
		this.#marker = '';
		this.end(1);
	}

	/** A quote of a mail's program bears signs; what its writer set apart does not. */
	quote(levels: 1 | -1, isSigned: boolean): void {
		this.#marker = '';
		this.end(2);
		this.#depth = Math.max(0, this.#depth + levels);
		if (isSigned) this.#signed = Math.max(0, this.#signed + levels);
	}

	/** A line across the page: what comes next is the head of something else. */
	rule(): void {
		this.end(2);
		this.#isRuleDue = true;
	}

	/** `10<sup>2</sup>` is not 102. */
	raise(): void {
		this.#isRaised = true;
	}

	picture(alt: string): void {
		const text = alt.replaceAll(/\s+/g, ' ').trim();
		if (EMOJI.test(text.replaceAll('\uFE0F', ''))) {
			this.words(text);
			return;
		}
		if (text === '' || text.length > MAX_ALT_CHARACTERS || /\.(?:png|jpe?g|gif|svg)$/i.test(text)) {
			return;
		}
		const behind = this.#lines.length + (this.#text === '' ? 0 : 1);
		this.#pictures.push({ behind, line: { text, depth: this.#depth } });
	}

	finish(): readonly Line[] {
		this.#close();
		const pictures = this.#wantedPictures();
		if (pictures.length === 0) return this.#lines;
		const lines: Line[] = [];
		let next = 0;
		for (let at = 0; at <= this.#lines.length; at += 1) {
			for (let picture = pictures[next]; picture?.behind === at; picture = pictures[next]) {
				lines.push(picture.line);
				next += 1;
			}
			lines.push(...this.#lines.slice(at, at + 1));
		}
		return lines;
	}

	/** A name beside a letter is a logo; a sentence is what the picture is there for. */
	#wantedPictures(): readonly Picture[] {
		if (this.#written < FEW_CHARACTERS) return this.#pictures;
		const text = this.#lines.map((line) => line.text).join('\n');
		return this.#pictures
			.slice(0, MAX_PICTURES)
			.filter(
				({ line }) =>
					line.text.split(' ').length >= WORDS_OF_A_PICTURE && !text.includes(line.text),
			);
	}

	#append(words: string): void {
		this.#beginLine();
		const joint = this.#isRaised && /\d$/.test(this.#text) && /^\d/.test(words) ? '^' : '';
		this.#text += this.#isSpaceDue && this.#text !== '' ? ` ${words}` : joint + words;
		this.#isSpaceDue = false;
		this.#isRaised = false;
		this.#newlines = 0;
		this.#written += words.length;
	}

	#beginLine(): void {
		const isFirst = this.#text === '' && this.#lines.length === 0;
		if (this.#due > 0 && !isFirst) {
			this.#close();
			const depth = Math.min(this.#lineDepth, this.#depth);
			for (let blank = 1; blank < this.#due; blank += 1) this.#lines.push({ text: '', depth });
		}
		if (this.#due > 0 || isFirst) {
			this.#lineDepth = this.#depth;
			this.#isLineSigned = this.#signed > 0;
			this.#isLineRuled = this.#isRuleDue && !isFirst;
			this.#isRuleDue = false;
			this.#text = this.#marker + this.#indent;
			this.#indent = '';
			this.#marker = '';
			this.#isSpaceDue = false;
			this.#due = 0;
		}
	}

	#close(): void {
		if (this.#text === '') return;
		this.#lines.push({
			text: this.#text,
			depth: this.#lineDepth,
			...(this.#isLineRuled ? { isRuled: true } : {}),
			...(this.#isLineSigned || this.#lineDepth === 0 ? {} : { written: this.#text }),
		});
		this.#text = '';
	}
}
