import { readSubtitles } from '../../../core';

describe('readSubtitles', () => {
	it('ends a cue at an empty line, also where a blank stands in it', () => {
		const file =
			'1\n00:00:01.000 --> 00:00:02.000\nHello\n \n2\n00:00:03.000 --> 00:00:04.000\nWorld\n';
		expect(readSubtitles(file)).toBe('Hello World');
	});

	it('keeps the turns of speakers apart', () => {
		const file =
			'WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hello.\n\n00:02.000 --> 00:03.000\nAnn: Again.\n\n00:03.000 --> 00:04.000\n<v Ben>Hi.</v>\n';
		expect(readSubtitles(file)).toBe('Ann: Hello. Again.\nBen: Hi.');
	});
});
