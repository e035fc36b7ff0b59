import { readSubtitles } from '../../core';

/** Subtitles and transcripts as people have them. Names and words are invented. */
interface Case {
	readonly kind: string;
	readonly source: string;
	readonly file: string;
	readonly said: string;
	/** What the reader says of itself, where that is not nothing. */
	readonly unread?: number;
	readonly repeated?: number;
	readonly comments?: number;
}

const OWN = 'our own fuzzing';

const CASES: readonly Case[] = [
	{
		kind: 'Teams without speakers: a blank line under the time',
		source: 'onyx-dot-app/onyx#14863',
		file: 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\nShall we begin?\n\n00:00:03.000 --> 00:00:04.000\n\nYes.\n',
		said: 'Shall we begin? Yes.',
	},
	{
		kind: 'a blank line under some times, and several lines below it',
		source: 'glut23/webvtt-py#46',
		file: 'WEBVTT\n\n00:45:15.640 --> 00:45:16.760 line:91% align:center\nSomebody asked?\n\n00:45:16.960 --> 00:45:20.600 line:79% align:center\n\nThe captain saw it on bridge 4\nand asked me.\n',
		said: 'Somebody asked? The captain saw it on bridge 4 and asked me.',
	},
	{
		kind: 'an empty cue: silence',
		source: 'captioning/captioning#55',
		file: 'WEBVTT\n\n00:00:00.000 --> 00:00:04.100 align:middle line:90%\n\n\n00:00:04.100 --> 00:00:14.690 align:middle line:84%\nTrade is part of it.\n',
		said: 'Trade is part of it.',
	},
	{
		kind: 'several blank lines after the time of an empty cue',
		source: 'ripose-jp/Memento#68',
		file: '26\n0:02:19,390 --> 0:02:26,990\nas you were\n\n27\n0:02:26,990 --> 0:03:03,370\n\n\n28\n0:03:03,370 --> 0:03:08,110\nwhat I forgot\n',
		said: 'as you were what I forgot',
	},
	{
		kind: 'a blank line inside a cue of SubRip',
		source: 'CCExtractor/ccextractor#394',
		file: '334\n00:16:49,197 --> 00:16:51,966\nShe held my hand.\n\nWas it just that?\n\n335\n00:16:52,000 --> 00:16:53,000\nYes.\n',
		said: 'She held my hand. Was it just that? Yes.',
	},
	{
		kind: 'lines of one blank inside a cue of WebVTT',
		source: 'papnkukn/subsrt#12',
		file: 'WEBVTT\n\n98\n00:06:22.240 --> 00:06:22.860\nLift to floor 8\n \n \n(Down: all floors)\n\n99\n00:06:22.860 --> 00:06:23.610\nThird floor.\n',
		said: 'Lift to floor 8 (Down: all floors) Third floor.',
	},
	{
		kind: 'blocks of settings with blank lines, in a cue',
		source: 'osk/node-webvtt#4',
		file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nversion 1700\n\nupdate off\n\n    switch 1\n1\n\n00:01.000 --> 00:02.000\nversion 1701\n',
		said: 'version 1700 update off switch 1 1 version 1701',
	},
	{
		kind: 'a blank in the line between two cues',
		source: 'captioning/captioning#10',
		file: '8\n00:00:36,000 --> 00:00:39,000\n<i>Sans Oblique</i>\n \n9\n00:00:39,812 --> 00:00:45,745\n[the credits]\n',
		said: 'Sans Oblique [the credits]',
	},
	{
		kind: 'cues without blank lines between them, of one word each',
		source: 'muxinc/ai#139',
		file: 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n00:02.000 --> 00:03.000\nStop\n00:03.000 --> 00:04.000\nOK\n',
		said: 'Hello Stop OK',
	},
	{
		kind: 'cues without blank lines between them, numbered',
		source: 'onyx-dot-app/onyx#14863',
		file: '1\n00:00:01,000 --> 00:00:02,000\nHello.\n2\n00:00:03,000 --> 00:00:04,000\nBye.\n',
		said: 'Hello. Bye.',
	},
	{
		kind: 'a line that ends with a number',
		source: 'F-loat/caption2text#2',
		file: '62\n00:03:47,226 --> 00:03:54,156\nfossils like Sts 5 and\n14\n\n63\n00:03:54,366 --> 00:03:58,636\nwhich is a part\n',
		said: 'fossils like Sts 5 and 14 which is a part',
	},
	{
		kind: 'a number that was said, alone in its cue',
		source: 'G-Corp/vice#9',
		file: '5\n00:00:10,000 --> 00:00:12,000\nWhich year?\n\n6\n00:00:12,000 --> 00:00:13,000\n2024\n\n7\n00:00:13,000 --> 00:00:14,000\nSure?\n',
		said: 'Which year? 2024 Sure?',
	},
	{
		kind: 'a number that was said, above a time, in a file without numbers',
		source: OWN,
		file: 'WEBVTT\n00:01.000 --> 00:02.000\nWhich year?\n2024\n00:03.000 --> 00:04.000\nSure?\n',
		said: 'Which year? 2024 Sure?',
	},
	{
		kind: 'numbers that begin at 0, or run astray',
		source: 'JDaren/subtitleConverter#35, SubtitleEdit/subtitleedit#5088',
		file: '0\n00:00:00,840 --> 00:00:02,090\nOne\n\n41\n00:00:02,090 --> 00:00:03,530\nTwo\n\n40\n00:00:03,530 --> 00:00:05,210\nThree\n\n42\n00:00:05,530 --> 00:00:06,210\nFour\n',
		said: 'One Two Three Four',
	},
	{
		kind: 'no numbers at all',
		source: 'jsonzilla/vtt_to_srt3#9',
		file: '00:02:17,440 --> 00:02:20,375\nWe approach\nthe city.\n\n00:02:20,476 --> 00:02:22,501\nVery good.\n',
		said: 'We approach the city. Very good.',
	},
	{
		kind: 'a number whose time is missing',
		source: OWN,
		file: '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\nTwo\n\n3\n00:00:03,000 --> 00:00:04,000\nThree\n\n4\n',
		said: 'One Two Three',
		unread: 1,
	},
	{
		kind: 'times without milliseconds',
		source: 'AlexPoint/SubtitlesParser#5, cpetersen/srt#24',
		file: '0\n00:00:00,1 --> 00:00:04\n&lt;video&gt; is fun.\n\n1\n00:00:04 --> 00:00:07\nAgreed\n',
		said: '<video> is fun. Agreed',
	},
	{
		kind: 'single digits everywhere',
		source: 'vidstack/captions#8',
		file: '1\n0:0:4,8 --> 0:0:7,4\nhi all\n\n2\n0:0:7,4 --> 0:0:8,8\nI want to\n',
		said: 'hi all I want to',
	},
	{
		kind: 'two digits behind the comma, one before, and a number out of line',
		source: 'cdown/srt#55',
		file: '1\n00:00:01,000 --> 00:00:02,000\nHello\n\n9999\n00:00:0,500 --> 00:00:2,00\nMade by nobody\n',
		said: 'Hello 9999 Made by nobody',
	},
	{
		kind: 'no blanks round the arrow',
		source: 'byroot/pysrt#71',
		file: '1\n00:00:01,000-->00:00:02,000\nHello\n\n2\n00:00:02,000 -->00:00:03,000\nBye\n',
		said: 'Hello Bye',
	},
	{
		kind: 'many blanks in the line of the time',
		source: 'Subtivals/subtivals#226',
		file: '1\n 00:00:01,000    -->     00:00:02,000   \nHello\n\n2\n00:00:02, 000 --> 00:00:03, 000\nBye\n',
		said: 'Hello Bye',
	},
	{
		kind: 'other arrows, other colons, frames, a hundred hours',
		source: OWN,
		file: '1\n00:00:01,000 → 00:00:02,000\nA\n\n2\n00：00：02，000 -> 00：00：03，000\nB\n\n3\n100:00:03:12 --> 100:00:04:24\nC\n\n4\n00:00:05;12 --&gt; 00:00:06;01\nD\n',
		said: 'A B C D',
	},
	{
		kind: 'coordinates of SubRip behind the time',
		source: 'tkarabela/pysubs2#115',
		file: '1\n00:00:01,000 --> 00:00:02,000 X1:100 X2:200 Y1:300 Y2:400\nHello\n',
		said: 'Hello',
	},
	{
		kind: 'speech that speaks of two times, or of an arrow',
		source: 'tkarabela/pysubs2#115',
		file: '1\n00:00:01,000 --> 00:00:02,000\nMeet at 10:00 to 11:00 tomorrow,\n10:30 -> 11:30 is free\nif a --> b\n',
		said: 'Meet at 10:00 to 11:00 tomorrow, 10:30 -> 11:30 is free if a --> b',
	},
	{
		kind: 'a time that cannot be read: kept, and told',
		source: 'tkarabela/pysubs2#112',
		file: '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:19werwer,580 --> 00:00:21,000\nTwo\n',
		said: 'One 00:00:19werwer,580 --> 00:00:21,000 Two',
		unread: 2,
	},
	{
		kind: 'words behind the time, as Whisper prints them',
		source: OWN,
		file: '[00:00.000 --> 00:04.000]  Good morning.\n[00:04.000 --> 00:06.500]  Let us begin.\n',
		said: 'Good morning. Let us begin.',
	},
	{
		kind: 'a comma for the arrow',
		source: 'SubtitleEdit/subtitleedit#819',
		file: '00:00:00.367,00:00:03.003\nLine one\nLine two\n\n00:00:04.000,00:00:05.000\nLine three\n',
		said: 'Line one Line two Line three',
	},
	{
		kind: 'carriage returns alone',
		source: 'videojs/vtt.js#64',
		file: 'WEBVTT\r\r00:01.000 --> 00:02.000\rHello\r\r00:03.000 --> 00:04.000\rBye\r',
		said: 'Hello Bye',
	},
	{
		kind: 'each line end written twice over',
		source: 'QNapi/qnapi#33',
		file: '1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\nHello\r\r\n\r\r\n2\r\r\n00:00:03,000 --> 00:00:04,000\r\r\nBye\r\r\n',
		said: 'Hello Bye',
	},
	{
		kind: 'a number with a blank line under it',
		source: OWN,
		file: '1\n\n00:00:01,000 --> 00:00:02,000\n\nHello\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nBye\n',
		said: 'Hello Bye',
	},
	{
		kind: 'two voices in a cue, one of them over two lines, classes and an entity in a name',
		source: 'onyx-dot-app/onyx#14861',
		file: 'WEBVTT\n\n1f2e3d4c-aaaa-4bbb-8ccc-0123456789ab/12-0\n00:00:01.000 --> 00:00:04.000\n<v.first.loud Ann Bee>Is it\ndone?</v> <v Cee &amp; Dee>Nearly.</v>\n\n1f2e3d4c-aaaa-4bbb-8ccc-0123456789ab/13-0\n00:00:04.000 --> 00:00:05.000\n<v Cee &amp; Dee>&lt;v Ann&gt; is a tag.</v>\n',
		said: 'Ann Bee: Is it done?\nCee & Dee: Nearly. <v Ann> is a tag.',
	},
	{
		kind: 'the tag of a voice on a line by itself, and none that closes it',
		source: 'ableplayer/ableplayer#348',
		file: 'WEBVTT\n\n00:11.000 --> 00:13.000\n<v Rolf Bergmann>\nWe are in the city\n\n00:13.000 --> 00:14.000\n<v Rolf Bergmann> still\n',
		said: 'Rolf Bergmann: We are in the city still',
	},
	{
		kind: 'a name only where the speaker changes',
		source: 'dubr1k/GigaAMGUI#43',
		file: '1\n00:00:00,638 --> 00:00:01,198\nСпикер №1: Добрый день.\n\n2\n00:00:01,279 --> 00:00:02,880\nСадитесь.\n\n3\n00:00:07,444 --> 00:00:10,327\nНачнём.\n\n4\n00:00:11,000 --> 00:00:12,000\nСпикер №2: Да.\n',
		said: 'Спикер №1: Добрый день. Садитесь. Начнём.\nСпикер №2: Да.',
	},
	{
		kind: 'names of any script, length and title',
		source: 'BibleBot/BibleBot#257, unitedstates/congressional-record#79',
		file: '1\n00:00:01,000 --> 00:00:02,000\n李明：你好\n\n2\n00:00:02,000 --> 00:00:03,000\nDr. O’Hara (Acme, Product Management and Research): Hi\n\n3\n00:00:03,000 --> 00:00:04,000\nשרה: שלום\n\n4\n00:00:04,000 --> 00:00:05,000\nspeaker_1: hey\n',
		said: '李明: 你好\nDr. O’Hara (Acme, Product Management and Research): Hi\nשרה: שלום\nspeaker_1: hey',
	},
	{
		kind: 'words with a colon that are no name are never left out',
		source: 'margince/margince#2962',
		file: '1\n00:00:01,000 --> 00:00:02,000\nRemember: eat.\n\n2\n00:00:02,000 --> 00:00:03,000\nRemember: sleep.\n\n3\n00:00:03,000 --> 00:00:04,000\nThat is all.\n\n4\n00:00:04,000 --> 00:00:05,000\nReally.\n\n5\n00:00:05,000 --> 00:00:06,000\nAll.\n',
		said: 'Remember: eat.\nRemember: sleep. That is all. Really. All.',
	},
	{
		kind: 'Zoom: the name before the words, two people in one cue',
		source: OWN,
		file: 'WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nAnn: One.\r\n\r\n2\r\n00:00:02.000 --> 00:00:03.000\r\nAnn: Two.\r\nBen: Three.\r\n',
		said: 'Ann: One. Two.\nBen: Three.',
	},
	{
		kind: 'dashes and `>>` for those who speak next',
		source: 'bradautomates/claude-video#151',
		file: '1\n00:00:01,000 --> 00:00:02,000\n- Hi.\n- Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n&gt;&gt; How are you?\n>> Fine.\n',
		said: '- Hi.\n- Hello.\n>> How are you?\n>> Fine.',
	},
	{
		kind: 'YouTube’s own captions: each line twice, the blank line that pads them',
		source: 'bradautomates/claude-video#182, dagronf/SwiftSubtitles#13',
		file: 'WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.240 --> 00:00:01.910 align:start position:0%\n \nhi<00:00:00.400><c> all</c>\n\n00:00:01.910 --> 00:00:01.920 align:start position:0%\nhi all\n \n\n00:00:01.920 --> 00:00:04.000 align:start position:0%\nhi all\nno<00:00:02.000><c> no</c>\n\n00:00:04.000 --> 00:00:04.010 align:start position:0%\nno no\n \n\n00:00:04.010 --> 00:00:06.000 align:start position:0%\nno no\nno<00:00:05.000><c> way</c>\n',
		said: 'hi all no no no way',
		repeated: 4,
	},
	{
		kind: 'the same as SubRip: lines of three are carried over',
		source: 'CCExtractor/ccextractor#1044, shepherdjerred/monorepo#1275',
		file: '1\n00:00:01,000 --> 00:00:02,000\none\ntwo\nthree\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\nthree\nfour\n\n3\n00:00:03,000 --> 00:00:04,000\nthree\nfour\nfive\n',
		said: 'one two three four five',
		repeated: 4,
	},
	{
		kind: 'the same with the lines joined',
		source: 'bradautomates/claude-video#105',
		file: '1\n00:00:04,000 --> 00:00:07,000\nnow, painting a glass bottle. This is day two of\n\n2\n00:00:07,000 --> 00:00:09,000\nThis is day two of the course. Today, we\n\n3\n00:00:09,000 --> 00:00:11,000\nthe course. Today, we look at light\n',
		said: 'now, painting a glass bottle. This is day two of the course. Today, we look at light',
		repeated: 2,
	},
	{
		kind: 'what is said twice, in a file that does not roll',
		source: 'WingedGuardian/GENesis-AGI#1671',
		file: '1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n3\n00:00:03,000 --> 00:00:04,000\nNo.\nReally, no.\n\n4\n00:00:04,000 --> 00:00:05,000\nReally, no.\n',
		said: 'No. No. No. Really, no. Really, no.',
	},
	{
		kind: 'comments, styles, regions and heads of WebVTT; "note" as a word of a cue',
		source: 'samvera-labs/ramp#499 and #755',
		file: 'WEBVTT - a title\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\nSTYLE\n::cue {\n\n  color: red;\n}\n\nREGION\nid:one\nwidth:40%\n\nNOTE not said\nat all\n\nintro\n00:00:01.200 --> 00:00:02.000 region:one align:left\nI find it odd to\nnote that neither\nNOTE of them came\n\nNOTE End of it\n\noutro\n00:00:22.200 --> 00:00:26.600\n<em>Just</em> so.\n',
		said: 'I find it odd to note that neither NOTE of them came Just so.',
		comments: 2,
	},
	{
		kind: '`<`, `>` and `<<` that were said or written',
		source: 'shaka-project/shaka-player#6147, video-dev/hls.js#2626',
		file: 'WEBVTT\n\n00:01.000 --> 00:02.000\n<c.lime>less or more < > in text</c>\n\n00:02.000 --> 00:03.000\n111 <<\n\n00:03.000 --> 00:04.000\nif a < b and c > d <i>then</i> List<String>, a <b and c> d <\n',
		said: 'less or more < > in text 111 << if a < b and c > d then List<String>, a <b and c> d <',
	},
	{
		kind: 'words between angle brackets that are no tag',
		source: 'rsimmons/voracious#11, pbs/pycaption#382',
		file: '1\n00:00:01,000 --> 00:00:02,000\n(Hana)<70 years ago>\n<LAUGHING> <今から> see\n',
		said: '(Hana)<70 years ago> <LAUGHING> <今から> see',
	},
	{
		kind: 'curly brackets that are no placement',
		source: 'pculture/unisubs#2268',
		file: '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}{\\pos(1,2)}Write {name} here\n',
		said: 'Write {name} here',
	},
	{
		kind: 'fonts, entities, signs without a width, ruby',
		source: OWN,
		file: '1\n00:00:01,000 --> 00:00:02,000\n<font color="#fff">A&nbsp;&amp;&#32;B</font>&lrm; <ruby>漢<rt>kan</rt></ruby><br>&#8230; &unknown;\n',
		said: 'A & B 漢(kan) … &unknown;',
	},
	{
		kind: 'text above the first cue: kept, and told',
		source: OWN,
		file: '\uFEFFMeeting of 12 May\n\n1\n00:00:01,000 --> 00:00:02,000\nHello\n',
		said: 'Meeting of 12 May\nHello',
		unread: 1,
	},
	{
		kind: 'the last cue without a line end',
		source: 'i4Ds/whisper-prep#7',
		file: 'WEBVTT\n\n00:00.500 --> 01:24.331\nFirst\n\n01:24.331 --> 01:30.000\nLast',
		said: 'First Last',
	},
];

describe('subtitles from the field', () => {
	it.each(CASES)('$kind ($source)', ({ file, said, ...told }) => {
		const { text, cues, ...own } = readSubtitles(file);
		expect(text).toBe(said);
		expect(cues).toBeGreaterThan(0);
		expect(own).toEqual({
			unread: told.unread ?? 0,
			repeated: told.repeated ?? 0,
			comments: told.comments ?? 0,
		});
	});

	it('hands a transcript without times on as it is (Otter’s own text, gnurio/where-did-we-land#2)', () => {
		const file = 'Ann Bee  0:01\nHello there.\n\nBen  0:07\n1\nHi <all>.\n';
		expect(readSubtitles(file)).toMatchObject({ text: file.trim(), cues: 0 });
	});
});
