import { readCues } from './subtitles/cues';
import { readCueText } from './subtitles/cue-text';
import { withoutCarried } from './subtitles/roll-up';
import { writeTurns } from './subtitles/turns';

/** What was said, out of a file of subtitles. */
export interface Subtitles {
	/** One line per turn. Without any cue, the file as it is. */
	readonly text: string;
	readonly cues: number;
	/** Lines that could not be read as subtitles and stand in the text as they are. */
	readonly unread: number;
	/** Lines of rolling captions that repeat the one before, and are left out. */
	readonly repeated: number;
	/** Comments (`NOTE`) that are left out. */
	readonly comments: number;
}

/**
 * Reads SubRip (`.srt`) and WebVTT (`.vtt`), as Teams, Zoom, Meet, Otter, YouTube and Whisper write them and as people
 * mend them: no numbers, times or styling, the speakers kept. What it does not understand it keeps.
 */
export function readSubtitles(text: string): Subtitles {
	const { cues, before, unread, comments } = readCues(text);
	if (cues.length === 0) {
		return { text: text.trim(), cues: 0, unread: 0, repeated: 0, comments: 0 };
	}
	const rolled = withoutCarried(
		cues.map((lines) => readCueText(lines)),
		WORD_TIME.test(text),
	);
	const above = readCueText(before).map((line) => line.text);
	return {
		text: [...above, ...writeTurns(rolled.cues)].join('\n'),
		cues: cues.length,
		unread,
		repeated: rolled.repeated,
		comments,
	};
}

/** YouTube times each word of the captions that it makes by itself. */
const WORD_TIME = /<\d{2}:\d{2}:\d{2}\.\d{3}><c>/;
