import { readSubtitles } from '../../../core';
import { findGrowth } from '../../support/growth';

const HALF_A_MEGABYTE = 500_000;

describe('readSubtitles', () => {
	it('ends no cue at an empty line, whatever stands in it', () => {
		const file =
			'1\n00:00:01.000 --> 00:00:02.000\nHello\n \n2\n00:00:03.000 --> 00:00:04.000\nWorld\n';
		expect(readSubtitles(file)).toMatchObject({ text: 'Hello World', cues: 2, unread: 0 });
	});

	it('keeps the turns of speakers apart', () => {
		const file =
			'WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hello.\n\n00:02.000 --> 00:03.000\nAnn: Again.\n\n00:03.000 --> 00:04.000\n<v Ben>Hi.</v>\n';
		expect(readSubtitles(file).text).toBe('Ann: Hello. Again.\nBen: Hi.');
	});

	it('says a name once where it stands as a voice and before the words', () => {
		const file = 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Ann: Hello.</v> And you?\n';
		expect(readSubtitles(file).text).toBe('Ann: Hello. And you?');
	});

	it('keeps every word, whatever lines stand in whatever order', () => {
		const LINES = [
			'1',
			'2',
			'',
			' ',
			'WEBVTT',
			'00:00:01,000 --> 00:00:02,000',
			'00:01 --> 00:02 align:start',
			'<v Ann>alpha</v>',
			'Ben: bravo',
			'- charlie',
			'delta < echo',
			'{\\an8}foxtrot',
			'golf&amp;hotel',
			'india --> juliet',
			'kilo\rmike',
			'lima 2024',
		];
		const WORDS = LINES.flatMap((line) => line.match(/[a-z]{4,}/g) ?? []).filter(
			(word) => word !== 'align' && word !== 'start',
		);
		let seed = 1;
		const next = (): number => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return seed;
		};
		for (let round = 0; round < 2000; round += 1) {
			const lines = Array.from({ length: 12 }, () => LINES[(next() >> 8) % LINES.length] ?? '');
			const file = lines.join('\n');
			const { text, repeated } = readSubtitles(file);
			for (const word of WORDS) {
				const written = file.split(word).length;
				const kept = text.split(word).length;
				if (kept < written - repeated) expect({ file, text, word }).toBeUndefined();
			}
		}
	});

	it.each([
		['classes of a voice (once exponential)', '', '<v.a'],
		['tags that never end', '', '<font '],
		['angle brackets', '00:01 --> 00:02\n', '<'],
		['voices', 'WEBVTT\n\n00:01 --> 00:02\n', '<v a>b'],
		['overrides that never end', '00:01 --> 00:02\n', '{\\'],
		['entities', '00:01 --> 00:02\n', '&#1;'],
		['halves of a time', '', '00:00:00:00:'],
		['times in a line', '', '00:00:01 --> '],
		['blanks in a line', '', '1 '],
		['numbers', '1\n00:00:01 --> 00:00:02\n', '1\n'],
		['blank lines', 'WEBVTT\n\n', '\n'],
		['carriage returns', '', '\r'],
		['comments', 'WEBVTT\n\n', 'NOTE\n\n'],
		['styles', 'WEBVTT\n\n', 'STYLE\n{\n\n'],
		['empty cues', '', '1\n00:00:01 --> 00:00:02\n'],
		['the same cue', '', '00:00:01 --> 00:00:02\none two three four\n\n'],
		['one long line in each of two cues', '00:01 --> 00:02\n', 'a b c '],
		['names', '00:01 --> 00:02\n', 'A: '],
		['names by line', '00:01 --> 00:02\n', 'Ann Bee: hi\n'],
		['dashes', '', '- - '],
	])('takes twice the time for twice as much: %s', (_, head, seed) => {
		const growth = findGrowth((length) => {
			const file = head + seed.repeat(Math.ceil(length / seed.length));
			return () => readSubtitles(file);
		}, HALF_A_MEGABYTE);
		expect(growth).toBeUndefined();
	});
});
