import { decodeText } from '../../core';
import { encodeAs } from '../support/core/encode-as';

/** Files as Windows, Mac and old programs write them. Names and words are invented. */
interface Case {
	readonly kind: string;
	readonly source: string;
	readonly bytes: Uint8Array;
	readonly text: string;
	readonly encoding: string;
	readonly lost?: number;
}

const OWN = 'our own fuzzing';

function written(
	kind: string,
	source: string,
	encoding: string,
	text: string,
	name = encoding,
): Case {
	return { kind, source, bytes: encodeAs(encoding, text), text, encoding: name };
}

function raw(...parts: readonly (string | readonly number[])[]): Uint8Array {
	return Uint8Array.from(
		parts.flatMap((part) => (typeof part === 'string' ? [...encodeAs('utf-8', part)] : part)),
	);
}

const CASES: readonly Case[] = [
	written(
		'a short table out of Excel, as SJIS elsewhere',
		'polygonplanet/encoding.js#12',
		'windows-1252',
		'Prénom;Nom\r\ninvitéàçù01;invite01\r\n;testéç\r\n',
	),
	written(
		'three letters beyond ASCII, in the header',
		'jawah/charset_normalizer#624',
		'windows-1252',
		'Jahr;Kinosäle;Sitzplätze;Vorhandene Plätze je 1000\n1981;12;3400;9\n',
	),
	written(
		'English with the quotation marks of Word',
		'debpalash/VoiceStudio#2073',
		'windows-1252',
		'It’s a café — “open” until late…',
	),
	written(
		'œ, which ISO-8859-1 has not',
		'SubtitleEdit/subtitleedit#4091',
		'windows-1252',
		'1\n00:00:01,000 --> 00:00:02,000\nMa sœur a vu l’œuvre, c’était très beau.\n',
	),
	written('one word', 'sc0ty/subsync#125', 'windows-1252', 'Voilà'),
	written(
		'text that is no Hebrew',
		'chardet/chardet#17',
		'windows-1252',
		'Señor Núñez: ¿mañana o después?',
	),
	written(
		'Polish with Ś of Windows',
		'PyYoshi/cChardet#101',
		'windows-1250',
		'Ślimak idzie powoli, że aż miło.\nŚwięta są już za tydzień.',
	),
	written(
		'Polish, ISO',
		'BYVoid/uchardet#7',
		'iso-8859-2',
		'Łódź jest piękna, a święta są już za tydzień.',
	),
	written(
		'Romanian subtitles',
		'aadsm/jschardet#18',
		'windows-1250',
		'Unde eşti? Sunt acasă şi aştept.\nNu ştiu când se întoarce fratele tău.',
	),
	written(
		'Czech subtitles',
		'ukdtom/SRT2UTF-8.bundle#3',
		'windows-1250',
		'Proč jsi mi to neřekl dřív?\nProtože jsem si nebyl jistý.',
	),
	written(
		'Hungarian subtitles',
		'chardet/chardet#87',
		'windows-1250',
		'Hol vagy? Már egy órája várok rád.\nNem tudtam előbb jönni, ne haragudj.',
	),
	written(
		'Greek with Ά of Windows',
		'chardet/chardet#197',
		'windows-1253',
		'Άννα, πού ήσουν χθες το βράδυ;\nΉμουν στο σπίτι της μητέρας μου.',
	),
	written(
		'a Russian table',
		'dgtlmoon/changedetection.io#2277',
		'windows-1251',
		'Имя;Город;Сумма\nОльга;Тверь;1200\nПётр;Омск;300\n',
	),
	written(
		'Russian mail of old',
		'Serkali-sudo/strelingo-addon#16',
		'koi8-r',
		'Добрый вечер! Высылаю вам список гостей.',
		'koi8-u',
	),
	written('Russian of DOS', OWN, 'ibm866', 'Добрый вечер! Высылаю вам список гостей.'),
	written('capitals alone', OWN, 'windows-1251', 'ОТЧЕТ О ПРОДАЖАХ ЗА МАРТ'),
	written(
		'Hebrew subtitles without a language, as Chinese elsewhere',
		'NuvioMedia/NuvioTVSmart#792',
		'windows-1255',
		'איפה היית אתמול? חיכיתי לך כל הערב.',
	),
	written('Arabic subtitles', OWN, 'windows-1256', 'أين كنت أمس؟ انتظرتك طوال المساء.'),
	written(
		'Turkish subtitles',
		OWN,
		'windows-1254',
		'Dün akşam neredeydin? Bütün gece seni bekledim.',
	),
	written(
		'Baltic',
		'chardet/chardet#185',
		'windows-1257',
		'Kur tu buvai vakar? Aš tavęs laukiau visą vakarą.',
	),
	written('Thai', OWN, 'windows-874', 'เมื่อวานคุณอยู่ที่ไหน ฉันรอคุณทั้งคืน'),
	written(
		'a Mac of old',
		OWN,
		'macintosh',
		'Grüße aus Köln, bis nächste Woche!\rÄrger gibt es hier keinen.',
	),
	written(
		'Chinese subtitles',
		'S-zhi/LynxSense#72',
		'gbk',
		'测试字幕：昨天晚上你在哪里？',
		'gb18030',
	),
	written(
		'Chinese, taken for Big5 elsewhere',
		'jawah/charset_normalizer#587',
		'gbk',
		'会议将于下午三点开始，请准时参加。',
		'gb18030',
	),
	written(
		'a table from Taiwan',
		'vizabi/vizabi#2875',
		'big5',
		'國家,人口\n臺灣,兩千三百萬\n我們,在這裡\n',
	),
	written(
		'Japanese subtitles',
		'john-parton/chardetng-py#11',
		'shift_jis',
		'昨日の夜、どこにいたの？\nずっと待っていたのに。',
	),
	written('Japanese of Unix', OWN, 'euc-jp', '昨日の夜、どこにいたの？\nずっと待っていたのに。'),
	written('Korean subtitles', OWN, 'euc-kr', '어젯밤에 어디 있었어? 밤새 기다렸잖아.'),
	written(
		'® in UTF-8 without a mark, as Korean elsewhere',
		'pculture/unisubs#2541',
		'utf-8',
		'1\n00:00:01,000 --> 00:00:02,000\nAcme® pays\n',
	),
	written('one ’ in UTF-8', 'chardet/chardet#185', 'utf-8', 'Carmen’s Bakery'),
	written(
		'UTF-16 without a mark',
		'errepi/ude#5, brianmario/charlock_holmes#141',
		'utf-16le',
		'Hello,\r\nplease call back.\r\n',
	),
	written(
		'UTF-16 without a mark, the other way round',
		'Alexey-T/ATSynEdit#208',
		'utf-16be',
		'Hello,\r\nplease call back.\r\n',
	),
	written('Cyrillic UTF-16 without a mark', OWN, 'utf-16le', 'Добрый вечер! Как дела?'),
	written(
		'Chinese UTF-16 without a mark',
		OWN,
		'utf-16be',
		'昨天晚上你在哪里？\n我在家里，一直在等你。',
	),
	written(
		'Chinese UTF-16 without a mark, a blank or a line end',
		OWN,
		'utf-16le',
		'我们明天在公司开会讨论新的问题',
	),
	written('UTF-32 without a mark', OWN, 'utf-32le', 'Hello 👋'),
	...(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const).map((encoding) => ({
		...written(
			`a mark of ${encoding}`,
			'wangqr/Aegisub#38, adaltas/node-csv-parse#318',
			encoding,
			'"a","ü"\n',
		),
		bytes: encodeAs(encoding, '\uFEFF"a","ü"\n'),
	})),
	{
		kind: 'UTF-8 with lines of Windows in it',
		source: 'mpc-hc/mpc-hc#69, kitokoh/leopardo-hr#1589',
		bytes: raw('déjà vu, très bien, où ça ?\nna', [0xef], 've\n'),
		text: 'déjà vu, très bien, où ça ?\nnaïve\n',
		encoding: 'utf-8',
	},
	{
		kind: 'UTF-8 that was cut in the middle of a character',
		source: OWN,
		bytes: raw('Grüße, schöne Grüße', [0xe2, 0x80]),
		text: 'Grüße, schöne Grüße',
		encoding: 'utf-8',
		lost: 1,
	},
	{
		kind: 'emoji as two halves of three bytes each',
		source: 'Alexey-T/CudaText#6445, mohamed-chs/convoviz#69',
		bytes: raw('Danke ', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], ' für alles'),
		text: 'Danke 😀 für alles',
		encoding: 'utf-8',
	},
	{
		kind: 'half an emoji and half a unit in UTF-16',
		source: OWN,
		bytes: raw([0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0x62, 0, 0x63]),
		text: 'ab',
		encoding: 'utf-16le',
		lost: 2,
	},
	{
		kind: 'an HTML page that says what it is',
		source: OWN,
		bytes: raw('<meta charset="iso-8859-2"><p>', [...encodeAs('iso-8859-2', 'Ž')], '</p>'),
		text: '<meta charset="iso-8859-2"><p>Ž</p>',
		encoding: 'iso-8859-2',
	},
	{
		kind: 'Japanese mail of old',
		source: 'john-parton/chardetng-py#11',
		bytes: raw([0x1b, 0x24, 0x42, 0x24, 0x33, 0x24, 0x73, 0x1b, 0x28, 0x42], '!'),
		text: 'こん!',
		encoding: 'iso-2022-jp',
	},
	{
		kind: 'a file that ends with Ctrl-Z',
		source: OWN,
		bytes: raw('name;sum\n', [0xdc], 'mit;12\n', [0x1a]),
		text: 'name;sum\nÜmit;12\n\u001A',
		encoding: 'windows-1252',
	},
];

describe('encodings from the field', () => {
	it.each(CASES)('$kind: $encoding ($source)', ({ bytes, text, encoding, lost = 0 }) => {
		expect(decodeText(bytes)).toMatchObject({ text, encoding, lost });
	});

	const word = raw('PK', [3, 4, 20, 0, 8, 0], '[Content_Types].xml', [0, 255], 'word/document.xml');

	it.each([
		['a Word document named txt', 'mtrnix/metronix-memory#34', word, 'a Word document (docx)'],
		['a PDF', OWN, raw('%PDF-1.7\n%', [0xe2, 0xe3]), 'a PDF'],
		['a workbook', OWN, raw('PK', [3, 4, 0], 'xl/workbook.xml'), 'an Excel workbook (xlsx)'],
		[
			'an old Office document',
			OWN,
			raw([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
			'an older Office document or an Outlook message',
		],
		['a PNG', OWN, raw([0x89], 'PNG\r\n', [0x1a], '\n'), 'a PNG image'],
		['gzip', OWN, raw([0x1f, 0x8b, 8, 0]), 'a gzip archive'],
		['RTF', OWN, raw('{\\rtf1\\ansi Hello}'), 'a rich text (RTF) document'],
		[
			'noise',
			OWN,
			Uint8Array.from({ length: 999 }, (_, at) => (at * at * 7 + at) & 0xff),
			undefined,
		],
	] as const)('refuses %s by name (%s)', (_kind, _source, bytes, kind) => {
		const fault: unknown = { fault: 'no text', ...(kind === undefined ? {} : { kind }) };
		expect(decodeText(bytes)).toEqual(fault);
	});

	it('refuses what no encoding fits: German of DOS, which the platform cannot decode (rspeer/python-ftfy#148)', () => {
		const bytes = raw('Sch', [0x94], 'ne Gr', [0x81, 0xe1], 'e f', [0x81], 'r M', [0x81], 'ller');
		expect(decodeText(bytes)).toEqual({ fault: 'unknown encoding' });
	});

	it('reads sentences that begin as files do', () => {
		for (const text of [
			'GIF89a is old.',
			'ID3 tags',
			'BM is short',
			'MZ',
			'PK\n',
			'%PDF is a mark',
		]) {
			expect(decodeText(encodeAs('utf-8', text))).toMatchObject({ text });
		}
	});
});
