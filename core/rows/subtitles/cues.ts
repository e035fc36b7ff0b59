import { readTimeLine, type TimeLine } from './time-line';

/** The lines of one cue, as they stand in the file. */
export type CueLines = readonly string[];

export interface SubtitleFile {
	readonly cues: readonly CueLines[];
	/** What stands before the first cue and is no head of the file. */
	readonly before: readonly string[];
	/** Lines that belong to no cue, or whose time cannot be read. They are kept all the same. */
	readonly unread: number;
	/** Comments of WebVTT, which are not said and not kept. */
	readonly comments: number;
}

/**
 * The cues of a SubRip or WebVTT file, however it is broken: whatever stands between two times is of the cue of the
 * first, but for numbers, ids and what WebVTT has beside cues. So a blank line in a cue, or none between two, costs nothing.
 *
 * Ours, and no library: of the 48 files in test/field/subtitles.test.ts subtitle 4.2.2 lost words of 5 and threw at 11,
 * @plussub/srt-vtt-parser 2.0.5 of 6 and at 9, media-captions of 19, srt-parser-2 of 23 (tried 2026-11-29). None knows a
 * speaker or a caption that rolls.
 */
export function readCues(text: string): SubtitleFile {
	const lines = text
		.replace(/^\uFEFF+/, '')
		// A program that writes each line end twice over.
		.replaceAll('\r\r\n', '\n')
		.replaceAll(/\r\n?/g, '\n')
		.split('\n')
		.map((line) => line.trim());
	return new CueReader(lines).read();
}

const NUMBER = /^#?\d{1,9}[.:)]?$/;
/** So far may the numbers of cues jump, where cues were cut out. "2024" behind cue 5 was said. */
const FURTHEST_JUMP = 100;
/** As Teams names its cues. */
const LONG_ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f-]{10,40}(?:\/[\d-]{1,20})?$/i;
/** What nobody says: one word with a digit or a sign in it. */
const ID = /^[\p{L}\p{N}_./:#-]{1,200}$/u;
const ID_SIGN = /[\d_/]/;

const BROKEN_TIME = /^\d{1,9}:\d.{0,60}-->/;

class CueReader {
	readonly #times: ReadonlyArray<TimeLine | undefined>;
	readonly #isVtt: boolean;
	readonly #isNumbered: boolean;
	/** Half of the cues have such an id, or all of them have some word above their time. */
	readonly #haveIds: boolean;
	readonly #areNamed: boolean;
	readonly #cues: string[][] = [];
	readonly #before: string[] = [];
	#unread = 0;
	#comments = 0;
	#lastNumber = 0;

	constructor(readonly lines: readonly string[]) {
		this.#times = lines.map((line) => readTimeLine(line));
		this.#isVtt = /^WEBVTT(?:\s|$)/.test(lines[0] ?? '');
		const heads = this.#times.flatMap((time, at) => (time === undefined ? [] : [at - 1]));
		const numbers = heads.filter(
			(at) => NUMBER.test(lines[at] ?? '') || (this.#isBlank(at) && this.#isLoneNumber(at - 1)),
		);
		this.#isNumbered = numbers.length * 2 >= heads.length;
		const names = heads
			.filter((at) => this.#isHead(at))
			.map((at) => lines[at] ?? '')
			.filter((line) => ID.test(line));
		this.#haveIds = names.filter((line) => ID_SIGN.test(line)).length * 2 >= heads.length;
		this.#areNamed =
			heads.length > 1 && names.length === heads.length && new Set(names).size === names.length;
	}

	read(): SubtitleFile {
		for (let at = this.#isVtt ? this.#endOfHeader() : 0; at < this.lines.length; ) {
			at = this.#readLine(at);
		}
		return {
			cues: this.#cues,
			before: this.#before,
			unread: this.#unread,
			comments: this.#comments,
		};
	}

	/** The place to go on at. */
	#readLine(at: number): number {
		const line = this.lines[at] ?? '';
		const time = this.#times[at];
		if (time !== undefined) {
			this.#cues.push(time.rest === '' ? [] : [time.rest]);
			this.#lastNumber = time.number ?? this.#lastNumber;
			return at + 1;
		}
		if (line === '') return at + 1;
		if (this.#isId(at, line)) return at + 1;
		if (this.#isVtt && this.#isBlank(at - 1)) {
			if (/^NOTE(?:\s|$)/.test(line)) {
				this.#comments += 1;
				return this.#endOfBlock(at);
			}
			if (this.#cues.length === 0 && /^(?:STYLE|REGION)$|^Region:/.test(line)) {
				return this.#endOfStyle(at);
			}
		}
		if (this.#isVtt && /^X-TIMESTAMP-MAP=/.test(line)) return at + 1;
		return this.#isLostNumber(at, line) ? this.#readTimeless(at) : this.#keep(at, line);
	}

	#keep(at: number, line: string): number {
		const cue = this.#cues.at(-1);
		if (cue === undefined) this.#before.push(line);
		else cue.push(line);
		if (cue === undefined || BROKEN_TIME.test(line)) this.#unread += 1;
		return at + 1;
	}

	#isBlank(at: number): boolean {
		return (this.lines[at] ?? '') === '';
	}

	/** A line by itself above a time. */
	#isHead(at: number): boolean {
		return !this.#isBlank(at) && this.#times[at] === undefined && this.#isBlank(at - 1);
	}

	#isLoneNumber(at: number): boolean {
		return NUMBER.test(this.lines[at] ?? '') && this.#isBlank(at - 1);
	}

	#isId(at: number, line: string): boolean {
		if (this.#times[at + 1] === undefined) {
			const isAbove = this.#isBlank(at + 1) && this.#times[at + 2] !== undefined;
			return isAbove && this.#isNumbered && this.#isLoneNumber(at) && this.#isNext(at, line);
		}
		if (LONG_ID.test(line)) return true;
		if (NUMBER.test(line)) return this.#isNumbered && this.#isNext(at, line);
		if (!this.#isVtt || !this.#isHead(at) || !ID.test(line)) return false;
		return this.#areNamed || (this.#haveIds && ID_SIGN.test(line));
	}

	/** Remembers the number, when it is one of a cue. */
	#isNext(at: number, line: string): boolean {
		const number = Number.parseInt(line.replace('#', ''), 10);
		const isStart = this.#isBlank(at - 1) || this.#times[at - 1] !== undefined;
		const isNear = isStart && number <= this.#lastNumber + FURTHEST_JUMP;
		const isFirst = this.#cues.length === 0;
		if (number !== this.#lastNumber + 1 && !isNear && !isFirst) return false;
		this.#lastNumber = number;
		return true;
	}

	/** The number of a cue that has no time, or of none that follows. */
	#isLostNumber(at: number, line: string): boolean {
		if (!this.#isNumbered || this.#cues.length === 0 || !NUMBER.test(line)) return false;
		if (Number.parseInt(line, 10) !== this.#lastNumber + 1 || !this.#isBlank(at - 1)) return false;
		const isAtEnd = this.lines.slice(at + 1, at + 4).every((next) => next === '');
		return !this.#isBlank(at + 1) || (isAtEnd && at + 4 >= this.lines.length);
	}

	#readTimeless(at: number): number {
		this.#lastNumber += 1;
		const end = this.#endOfBlock(at);
		for (const line of this.lines.slice(at + 1, end)) {
			this.#cues.at(-1)?.push(line);
			this.#unread += 1;
		}
		return end;
	}

	#endOfHeader(): number {
		let at = 1;
		while (/^[\w-]{1,40}\s?[:=]/.test(this.lines[at] ?? '') && this.#times[at] === undefined)
			at += 1;
		return at;
	}

	/** A block ends at a blank line or at the cue below it. */
	#endOfBlock(from: number): number {
		let at = from + 1;
		while (at < this.lines.length && !this.#isBlank(at) && this.#times[at] === undefined) at += 1;
		return at;
	}

	/** Style sheets are written with blank lines. */
	#endOfStyle(from: number): number {
		let depth = 0;
		let at = from + 1;
		while (at < this.lines.length && this.#times[at] === undefined) {
			const line = this.lines[at] ?? '';
			if (line === '' && depth <= 0) break;
			depth += line.split('{').length - line.split('}').length;
			at += 1;
		}
		return at;
	}
}
