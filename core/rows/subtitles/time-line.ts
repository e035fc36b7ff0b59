/** A line that says when a cue is shown, and what else stands on it. */
export interface TimeLine {
	readonly rest: string;
	/** Of the cue, where it stands on the same line. */
	readonly number?: number;
}

/** Hours may be left out or have many digits; what comes behind the seconds may be frames, or nothing. */
const TIME = String.raw`-?\p{Nd}{1,6}(?:\s?[:：]\s?\p{Nd}{1,3}){1,3}(?:\s?[.,;．，٫]\s?\p{Nd}{1,9})?`;
const ARROW = String.raw`(?:(?:[-–—−=]\s?){1,3}(?:>|&gt;|＞)|[→⟶➔➜⇒])`;
/** Whisper prints its times in brackets, with the words behind them. */
const TIME_LINE = new RegExp(
	String.raw`^(?:(\p{Nd}{1,7})\s+)?(\[?)\s?(${TIME})\s*${ARROW}\s*(?:${TIME})?(?:\s?\])?`,
	'u',
);
/** YouTube's and Google Meet's own subtitles (sbv) have a comma for the arrow. */
const COMMA_LINE = /^\d{1,3}:\d{2}:\d{2}\.\d{1,3},\d{1,3}:\d{2}:\d{2}\.\d{1,3}$/;
/** How a cue is placed on the screen: https://www.w3.org/TR/webvtt1/#webvtt-cue-settings, and SubRip's coordinates. */
const SETTING = /^(?:align|line|position|region|size|vertical|[ADLST]|[XY][12]):\S*$/i;
const LONGEST = 2000;

/** Of a line without blanks at its ends. */
export function readTimeLine(line: string): TimeLine | undefined {
	if (line.length > LONGEST) return undefined;
	if (COMMA_LINE.test(line)) return { rest: '' };
	const [whole, number, bracket, start = ''] = TIME_LINE.exec(line) ?? [];
	if (whole === undefined) return undefined;
	const rest = line.slice(whole.length);
	if (/^[^\s[(<]/.test(rest)) return undefined;
	const words = rest.trim().split(/\s+/);
	const firstSaid = words.findIndex((word) => !SETTING.test(word));
	const said = firstSaid < 0 ? '' : words.slice(firstSaid).join(' ');
	// "10:30 -> 11:00 tomorrow" was said.
	if (said !== '' && bracket === '' && !FULL_TIME.test(start)) return undefined;
	return { rest: said, ...(number === undefined ? {} : { number: Number.parseInt(number, 10) }) };
}

const FULL_TIME = /[.,;．，٫]|[:：].*[:：]/;
