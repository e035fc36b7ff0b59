/**
 * What was said, out of a subtitle file (SubRip `.srt`, WebVTT `.vtt`): no numbers, no times, no styling,
 * one line per speaker's turn. Otter.ai, Zoom and Teams export their transcripts so.
 */
export function readSubtitles(text: string): string {
	const turns: string[] = [];
	let speaker = '';
	for (const cue of text.replaceAll(/\r\n?/g, '\n').split(/\n(?:[^\S\n]*\n)+/)) {
		const lines = cue.split('\n').map((line) => line.trim());
		const timeAt = lines.findIndex((line) => CUE_TIME.test(line));
		if (timeAt < 0) continue;
		const spoken = lines
			.slice(timeAt + 1)
			.map((line) =>
				line.replaceAll(/<v(?:\.[^\s>]+)*\s+([^>]+)>/g, '$1: ').replaceAll(/<[^<>]*>/g, ''),
			)
			.join(' ')
			.replaceAll(/\s+/g, ' ')
			.trim();
		if (spoken === '') continue;
		const named = SPEAKER.exec(spoken);
		const isSameTurn = turns.length > 0 && (named === null || named[1] === speaker);
		speaker = named?.[1] ?? speaker;
		const words = named !== null && isSameTurn ? spoken.slice(named[0].length) : spoken;
		if (isSameTurn) turns.push(`${turns.pop() ?? ''} ${words}`);
		else turns.push(words);
	}
	return turns.join('\n');
}

/** `00:01:02,500 --> 00:01:04,000`, with a point in WebVTT, where the hours may be left out. */
const CUE_TIME = /^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}/;
const SPEAKER = /^([\p{Lu}][\p{L}\p{N}.'’ -]{0,40}):\s+/u;
