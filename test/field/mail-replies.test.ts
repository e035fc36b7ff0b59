import { holdTextCases, type TextCase } from '../support/field/text-case';

/** What is answered: history, once it stands at the end. */
const QUESTION = ['Could we meet at noon on the pier?', '', 'I bring the plans.'];
const ANSWER = 'Noon suits me, and I bring my brother.';
const MAIL = 'ann.lee@example.com';

function quoted(lines: readonly string[]): readonly string[] {
	return lines.map((line) => (line === '' ? '>' : `> ${line}`));
}

/** Source, program and language, the lines of the head. */
type Head = readonly [source: string, program: string, ...head: string[]];

const HEADS: readonly Head[] = [
	[
		'github/email_reply_parser#40',
		'Gmail',
		`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
	],
	['discourse/discourse#2760', 'Fastmail', 'On Mon, Nov 3, 2025, at 10:00 AM, Ann Lee wrote:'],
	[
		'humanmade/Falcon#37',
		'Airmail, two lines above',
		`On 3 November 2025 at 10:00:12, Ann Lee (${MAIL}) said:`,
		'',
		'',
	],
	[
		'our own fuzzing',
		'Proton',
		`On Monday, November 3rd, 2025 at 10:00 AM, Ann Lee <${MAIL}> wrote:`,
	],
	[
		'github/email_reply_parser#45',
		'Spark',
		`On 3 Nov 2025 at 10:00 +0100, Ann Lee <${MAIL}>, wrote:`,
	],
	['chatwoot/chatwoot#10616', 'Thunderbird', 'On 11/3/25 at 10:00 Ann Lee wrote:'],
	[
		'EricJWHuang/EmailReplyParser#1',
		'iOS',
		`On Nov 3, 2025, at 10:00 AM, Ann Lee <${MAIL}<mailto:${MAIL}>> wrote:`,
	],
	['mailgun/talon#134', 'Polymail', `On Mon, Nov 3rd, 2025 at 10:00 AM, Ann Lee <${MAIL}> wrote:`],
	['org-mime/org-mime#22', 'Gnus', `Ann Lee <${MAIL}> writes:`],
	['mailpile/Mailpile#1071', 'Mutt', `* Ann Lee ${MAIL} [2025-11-03 10:00]:`],
	['discourse/email_reply_trimmer#8', 'old Gmail', `2025-11-03 10:00 GMT+01:00 Ann Lee <${MAIL}>:`],
	[
		'our own fuzzing',
		'Zoho',
		`---- On Mon, 03 Nov 2025 10:00:00 +0100 Ann Lee <${MAIL}> wrote ----`,
	],
	[
		'our own fuzzing',
		'Gmail in German',
		`Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Ann Lee <${MAIL}>:`,
	],
	[
		'freescout-help-desk/freescout#2578',
		'Apple in German',
		`Am 03.11.2025 um 10:00 schrieb Ann Lee <${MAIL}>:`,
	],
	[
		'our own fuzzing',
		'Inbox in German',
		`Ann Lee <${MAIL}> schrieb am Mo., 3. Nov. 2025 um 10:00:`,
	],
	[
		'our own fuzzing',
		'Open-Xchange in German',
		`Ann Lee <${MAIL}> hat am 03.11.2025 10:00 CET geschrieben:`,
	],
	[
		'our own fuzzing',
		'Gmail in French',
		`Le lun. 3 nov. 2025 à 10:00, Ann Lee <${MAIL}> a écrit :`,
	],
	['our own fuzzing', 'Thunderbird in French', 'Le 03/11/2025 à 10:00, Ann Lee a écrit :'],
	[
		'our own fuzzing',
		'Gmail in Spanish',
		`El lun, 3 nov 2025 a las 10:00, Ann Lee (<${MAIL}>) escribió:`,
	],
	[
		'our own fuzzing',
		'Gmail in Italian',
		`Il giorno lun 3 nov 2025 alle ore 10:00 Ann Lee <${MAIL}> ha scritto:`,
	],
	[
		'freescout-help-desk/freescout#349',
		'Thunderbird in Italian',
		'Il 03/11/2025 10.00, Ann Lee ha scritto:',
	],
	['our own fuzzing', 'Gmail in Dutch', `Op ma 3 nov 2025 om 10:00 schreef Ann Lee <${MAIL}>:`],
	[
		'our own fuzzing',
		'Apple in Dutch',
		`Op 3 nov 2025, om 10:00 heeft Ann Lee <${MAIL}> het volgende geschreven:`,
	],
	[
		'our own fuzzing',
		'Gmail in Brazil',
		`Em seg., 3 de nov. de 2025 às 10:00, Ann Lee <${MAIL}> escreveu:`,
	],
	[
		'our own fuzzing',
		'Gmail in Portugal',
		`Ann Lee <${MAIL}> escreveu (segunda, 3/11/2025 à(s) 10:00):`,
	],
	[
		'willdurand/EmailReplyParser#30',
		'Gmail in Polish',
		`pon., 3 lis 2025 o 10:00 Ann Lee <${MAIL}> napisał(a):`,
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Thunderbird in Polish',
		'W dniu 3.11.2025 o 10:00, Ann Lee pisze:',
	],
	['our own fuzzing', 'WP in Polish', `Dnia 3 listopada 2025 10:00 Ann Lee <${MAIL}> napisał(a):`],
	[
		'alfonsrv/mail-parser-reply#31',
		'Gmail in Swedish',
		`Den mån 3 nov. 2025 kl 10:00 skrev Ann Lee <${MAIL}>:`,
	],
	['our own fuzzing', 'Apple in Swedish', `3 nov. 2025 kl. 10:00 skrev Ann Lee <${MAIL}>:`],
	[
		'github/email_reply_parser#59',
		'Gmail in Danish',
		`Den man. 3. nov. 2025 kl. 10.00 skrev Ann Lee <${MAIL}>:`,
	],
	['our own fuzzing', 'Gmail in Norwegian', `man. 3. nov. 2025 kl. 10:00 skrev Ann Lee <${MAIL}>:`],
	['our own fuzzing', 'Thunderbird in Norwegian', 'Den 03.11.2025 10:00, skrev Ann Lee:'],
	[
		'our own fuzzing',
		'Gmail in Finnish',
		`ma 3. marrask. 2025 klo 10.00 Ann Lee (${MAIL}) kirjoitti:`,
	],
	['our own fuzzing', 'Thunderbird in Finnish', 'Ann Lee kirjoitti 3.11.2025 klo 10.00:'],
	[
		't2bot/node-email-reply-parser#11',
		'Gmail in Russian',
		`пн, 3 нояб. 2025 г. в 10:00, Ann Lee <${MAIL}>:`,
	],
	['willdurand/EmailReplyParser#62', 'Thunderbird in Russian', '03.11.2025 10:00, Ann Lee пишет:'],
	[
		'our own fuzzing',
		'Apple in Russian',
		`3 нояб. 2025 г., в 10:00, Ann Lee <${MAIL}> написал(а):`,
	],
	['our own fuzzing', 'mail.ru', `Понедельник, 3 ноября 2025, 10:00 +03:00 от Ann Lee <${MAIL}>:`],
	[
		't2bot/node-email-reply-parser#11',
		'Gmail in Ukrainian',
		`пн, 3 лист. 2025 р. о 10:00 Ann Lee <${MAIL}> пише:`,
	],
	[
		'our own fuzzing',
		'Gmail in Czech',
		`po 3. 11. 2025 v 10:00 odesílatel Ann Lee <${MAIL}> napsal:`,
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Thunderbird in Czech',
		'Dne 03. 11. 25 v 10:00 Ann Lee napsal(a):',
	],
	['our own fuzzing', 'Gmail in Slovak', `po 3. 11. 2025 o 10:00 Ann Lee <${MAIL}> napísal(a):`],
	[
		'our own fuzzing',
		'Gmail in Hungarian',
		`Ann Lee <${MAIL}> ezt írta (időpont: 2025. nov. 3., H, 10:00):`,
	],
	[
		'our own fuzzing',
		'Gmail in Romanian',
		`lun., 3 nov. 2025 la 10:00, Ann Lee <${MAIL}> a scris:`,
	],
	[
		'our own fuzzing',
		'Gmail in Turkish',
		`Ann Lee <${MAIL}>, 3 Kas 2025 Pzt, 10:00 tarihinde şunu yazdı:`,
	],
	[
		'our own fuzzing',
		'Gmail in Greek',
		`Στις Δευ 3 Νοε 2025 στις 10:00 π.μ., ο χρήστης Ann Lee <${MAIL}> έγραψε:`,
	],
	[
		'our own fuzzing',
		'Gmail in Hebrew',
		`\u202Bבתאריך יום ב׳, 3 בנוב׳ 2025 ב-10:00 מאת \u202AAnn Lee\u202C\u200F <\u202A${MAIL}\u202C\u200F>:\u202C`,
	],
	[
		'our own fuzzing',
		'Gmail in Arabic',
		`في الاثنين، 3 نوفمبر 2025 في 10:00 ص تمت كتابة ما يلي بواسطة Ann Lee <${MAIL}>:`,
	],
	[
		'https://github.com/alfonsrv/mail-parser-reply',
		'Gmail in Japanese',
		`2025年11月3日(月) 10:00 Ann Lee <${MAIL}>:`,
	],
	['our own fuzzing', 'Apple in Japanese', `2025/11/03 10:00、Ann Lee <${MAIL}>のメール:`],
	[
		'https://github.com/alfonsrv/mail-parser-reply',
		'Gmail in Chinese',
		`Ann Lee <${MAIL}> 于2025年11月3日周一 10:00写道：`,
	],
	['our own fuzzing', 'Apple in Chinese', `在 2025年11月3日，10:00，Ann Lee <${MAIL}> 写道：`],
	['our own fuzzing', 'Gmail in Taiwan', `Ann Lee <${MAIL}> 於 2025年11月3日 週一 上午10:00寫道：`],
	[
		'our own fuzzing',
		'Gmail in Korean',
		`2025년 11월 3일 (월) 오전 10:00, Ann Lee <${MAIL}>님이 작성:`,
	],
	['our own fuzzing', 'Apple in Korean', `2025. 11. 3. 오전 10:00, Ann Lee <${MAIL}> 작성:`],
	[
		'our own fuzzing',
		'Gmail in Vietnamese',
		`Vào Th 2, 3 thg 11, 2025 vào lúc 10:00 Ann Lee <${MAIL}> đã viết:`,
	],
	[
		'our own fuzzing',
		'Gmail in Indonesian',
		`Pada tanggal Sen, 3 Nov 2025 pukul 10.00 Ann Lee <${MAIL}> menulis:`,
	],
	[
		'our own fuzzing',
		'Gmail in Thai',
		`ในวันที่ จ. 3 พ.ย. 2025 เวลา 10:00 Ann Lee <${MAIL}> เขียนว่า:`,
	],
	[
		'our own fuzzing',
		'Gmail in Catalan',
		`Missatge de Ann Lee <${MAIL}> del dia dl., 3 de nov. 2025 a les 10:00:`,
	],
	[
		'our own fuzzing',
		'Gmail in Bulgarian',
		`На пн, 3.11.2025 г. в 10:00 Ann Lee <${MAIL}> написа:`,
	],
	[
		'our own fuzzing',
		'Gmail in Croatian',
		`pon, 3. stu 2025. u 10:00 Ann Lee <${MAIL}> napisao je:`,
	],
	[
		'discourse/email_reply_trimmer#8',
		'old Gmail, over two lines',
		'2025-11-03 10:00 GMT+01:00 Ann Lee of the harbour office <',
		`${MAIL}>:`,
	],
	[
		'github/email_reply_parser#47',
		'Gmail, over two lines',
		'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee of the harbour office <',
		`${MAIL}> wrote:`,
	],
	[
		'our own fuzzing',
		'Gmail, over three lines',
		'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee of the',
		`harbour office on the long pier <${MAIL}>`,
		'wrote:',
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Gmail in German, over two lines',
		'Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Ann Lee <',
		`${MAIL}>:`,
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Gmail in Swedish, over two lines',
		`Den mån 3 nov. 2025 kl 10:00`,
		`skrev Ann Lee <${MAIL}>:`,
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Gmail in French, over two lines',
		`Le lun. 3 nov. 2025 à 10:00, Ann Lee <${MAIL}>`,
		'a écrit :',
	],
	[
		'alfonsrv/mail-parser-reply#31',
		'Gmail in Spanish, over two lines',
		`El lun, 3 nov 2025 a las 10:00, Ann Lee (<${MAIL}>)`,
		'escribió:',
	],
];

function topPosted([source, program, ...head]: Head): TextCase {
	return {
		source,
		title: `${program}: history goes with its head`,
		input: ['Hi Ann,', '', ANSWER, '', 'Ben', '', ...head, ...quoted(QUESTION)],
		keeps: ['Hi Ann,', ANSWER, 'Ben'],
		drops: ['Could we meet', 'I bring the plans', 'Ann Lee'],
	};
}

function bottomPosted([source, program, ...head]: Head): TextCase {
	return {
		source,
		title: `${program}: the answer below the quote stays`,
		input: ['Hello,', '', ...head, ...quoted(QUESTION), '', ANSWER, 'Ben'],
		keeps: ['Hello,', ANSWER, 'Ben'],
	};
}

function interleaved([source, program, ...head]: Head): TextCase {
	return {
		source,
		title: `${program}: answers between the quotes stay`,
		input: [
			...head,
			'> Could we meet at noon on the pier?',
			ANSWER,
			'> I bring the plans.',
			'>',
			'Bring the old ones, too.',
			'> Regards',
			'> Ann',
		],
		keeps: [ANSWER, 'Bring the old ones, too.'],
	};
}

const PLACES: readonly TextCase[] = [
	{
		source: 'freescout-help-desk/freescout#3314',
		title: 'a banner of the gateway above a bottom posting',
		input: [
			'CAUTION: This email comes from outside. Do not click links.',
			'',
			'On 03/11/2025 10:00, Ann Lee wrote:',
			'> Could we meet at noon?',
			'',
			ANSWER,
		],
		keeps: [ANSWER],
	},
	{
		source: 'zapier/email-reply-parser#64',
		title: 'a German head at the very top, the answer below',
		input: [
			'**Gesendet:** Montag, 3. November 2025 um 10:00',
			'**Von:** "Shop Service" <service@shop.example>',
			'**An:** "Jan Roe" <jan.roe@example.com>',
			'**Betreff:** Ihre Bestellung (Nr. 4711)',
			'',
			'Guten Tag,',
			'ich schicke kein Foto meines Ausweises.',
		],
		keeps: ['Guten Tag,', 'ich schicke kein Foto meines Ausweises.'],
	},
	{
		source: 'freescout-help-desk/freescout#3235',
		title: 'an answer that the program quoted as well',
		input: [
			'On 2025-11-03 10:00, Helpdesk wrote:',
			'> Dear Helpdesk,',
			'>',
			'> please find the serial number: SN-17.',
			'> -- Please reply above this line --',
		],
		keeps: ['please find the serial number: SN-17.'],
	},
	{
		source: 'patrickfreyer/apple-mail-mcp#88',
		title: 'a mail that is quoted from its first line',
		input: ['> +1 from me', '>', '> Rich'],
		keeps: ['+1 from me', 'Rich'],
	},
	{
		source: 'github/email_reply_parser#3',
		title: 'a quote of the sender above the head stays',
		input: [
			'Let me end with a line from the guide:',
			'',
			'> Never store a key in a mail.',
			'',
			`On Nov 3, 2025, at 10:00 AM, Ann Lee <${MAIL}> wrote:`,
			'',
			'> Here is my key!',
			'> Bye',
		],
		keeps: ['Let me end with a line', 'Never store a key in a mail.'],
		drops: ['Here is my key!'],
	},
	{
		source: 'github/email_reply_parser#23',
		title: 'an answer that begins with On, above a true head',
		input: [
			'On your remote host you can run:',
			'',
			'    nc 192.0.2.7 4123',
			'',
			'If that fails, the tunnel is down.',
			'',
			'On 9 Jan 2026, at 2:47, Ann Lee wrote:',
			'',
			'> Port forwarding stopped working.',
		],
		keeps: ['On your remote host you can run:', 'nc 192.0.2.7 4123', 'the tunnel is down.'],
		drops: ['Port forwarding stopped'],
	},
	{
		source: 'crisp-oss/email-reply-parser#41',
		title: 'sections between rules stay, history goes',
		input: [
			'Part one',
			'________________________________',
			'Part two',
			'________________________________',
			'Part three',
			'',
			'On 24/03/25 10:55, Ann Lee wrote:',
			'> Send me all parts.',
		],
		keeps: ['Part one', 'Part two', 'Part three'],
		drops: ['Send me all parts.'],
	},
	{
		source: 'freescout-help-desk/freescout#953',
		title: 'a signature below the quote stays, the quote goes',
		input: [
			ANSWER,
			'',
			'On 03/11/2025 10:00, Ann Lee wrote:',
			...quoted(QUESTION),
			'-- ',
			'Ben Ode, Ferries Ltd, 555-0117',
		],
		keeps: [ANSWER, 'Ben Ode, Ferries Ltd, 555-0117'],
		drops: ['Could we meet'],
	},
	{
		source: 'chatwoot/chatwoot#10616',
		title: 'a note of a virus scanner below the quote',
		input: [
			ANSWER,
			'',
			'On 12/23/24 at 10:29 Ann Lee wrote:',
			...quoted(QUESTION),
			'',
			'',
			'-- ',
			'This email has been checked for viruses.',
			'www.scanner.example',
		],
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'our own fuzzing',
		title: 'the footer of a mailing list below the quote',
		input: [
			ANSWER,
			'',
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			...quoted(QUESTION),
			'_______________________________________________',
			'Ferries mailing list',
			'Ferries@lists.example.org',
			'https://lists.example.org/mailman/listinfo/ferries',
		],
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'zapier/email-reply-parser#13',
		title: 'what a mailing list put behind a next part stays',
		input: [
			'See the two drafts.',
			'-------------- next part --------------',
			'Draft two: the ferry leaves at nine.',
		],
		keeps: ['See the two drafts.', 'Draft two: the ferry leaves at nine.'],
	},
	{
		source: 'stephenreid321/lumen#17',
		title: 'an answer between quotes, with a list footer below',
		input: [
			'On 03/11/2025 10:00, Ann Lee wrote:',
			'> Shall we paint it blue?',
			'Green, please.',
			'> And the roof?',
			'Leave the roof.',
			'---',
			'You get this mail as a member of the club.',
		],
		keeps: ['Green, please.', 'Leave the roof.'],
	},
	{
		source: 'mailgun/talon#149',
		title: 'an original that was edited instead of answered',
		input: [
			'---------- Replied message ----------',
			'Sender: Ann Lee <ann.lee@example.com>',
			'Date: November 3 2025 10:00',
			'Subject: RE: plans',
			'',
			'The pier opens at nine.',
			'** no, at ten, and not on Mondays **',
		],
		keeps: ['The pier opens at nine.', 'no, at ten, and not on Mondays'],
	},
	{
		source: 'github/email_reply_parser#43',
		title: 'a quoted head, and a link that broke out of the quote',
		input: [
			'The server is fine, only slow.',
			'> On Oct 6, 2025, at 10:47, Ann Lee <ann.lee@example.com> wrote:',
			'>',
			'> tell me once it is up!',
			'> View it: <https://example.com/issues/17#note-c0f',
			'fee17>.',
		],
		keeps: ['The server is fine, only slow.'],
	},
	{
		source: 'github/email_reply_parser#43',
		title: 'a head that is quoted itself',
		input: [
			'The server is fine, only slow.',
			'> On Oct 6, 2025, at 10:47, Ann Lee <ann.lee@example.com> wrote:',
			'>',
			'> tell me once it is up!',
		],
		keeps: ['The server is fine, only slow.'],
		drops: ['tell me once it is up'],
	},
	{
		source: 't2bot/node-email-reply-parser#28',
		title: 'a head directly below the answer',
		input: [
			ANSWER,
			`On Monday, November 3, 2025, 10:00:00 AM GMT+1, Ann Lee <${MAIL}> wrote:`,
			...quoted(QUESTION),
		],
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'crisp-oss/email-reply-parser#32',
		title: 'a Proton head of five lines above the quote',
		input: [
			ANSWER,
			'',
			'------- Original Message -------',
			'From: "Ann" <ann.lee@example.com>',
			'Date: Monday, November 3rd 2025 at 10:00 AM',
			'Subject: Pier',
			'To: "Ben" <ben@example.com>',
			'Cc: "Cleo" <cleo@example.com>',
			'',
			...quoted(QUESTION),
			' > Tuesday: 3: 30 - 6pm',
			' >',
			'> Ann',
		],
		keeps: [ANSWER],
		drops: ['Could we meet', 'Tuesday: 3: 30'],
	},
	{
		source: 'freescout-help-desk/freescout#2578',
		title: 'an answer between quotes, in German, greeting above and below',
		input: [
			'Lieber Support,',
			'danke für die Antwort.',
			'> Am 03.11.2025 um 11:29 schrieb Support:',
			'> Liebe Kundin,',
			'>',
			'> starten Sie neu.',
			'Genau, das habe ich getan.',
			'> Prüfen Sie das Kabel.',
			'Das Kabel ist neu.',
			'> {#FS:1234#}',
			'Viele Grüße',
			'Jana',
		],
		keeps: ['danke für die Antwort.', 'Genau, das habe ich getan.', 'Das Kabel ist neu.', 'Jana'],
	},
	{
		source: 'cyclestreets/cyclescape#247',
		title: 'a quote alone between two paragraphs of the sender',
		input: ['You said:', '', '> the path is flooded', '', 'It is dry again.', '', 'Jo'],
		keeps: ['You said:', 'It is dry again.', 'Jo'],
	},
];

const POINTED_AT: readonly TextCase[] = [
	{
		source: 'willdurand/EmailReplyParser#89',
		title: 'answers that the sender wrote into the quote stay',
		input: [
			'Hi Ann, see my answers below.',
			'',
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			'> Shall we paint it blue?',
			'> [Ben] Green, please.',
			'> And the roof?',
			'> [Ben] Leave the roof.',
		],
		keeps: ['see my answers below', 'Green, please.', 'Leave the roof.'],
	},
	{
		source: 'freescout-help-desk/freescout#349',
		title: 'answers in color inside the quote of Gmail stay',
		input: `<div dir="ltr">Hi Ann, my answers are in red below.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 3, 2025 at 10:00 AM Ann Lee &lt;ann.lee@example.com&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Shall we paint it blue?</div><div><font color="red">Green, please.</font></div><div>And the roof?</div><div><font color="red">Leave the roof.</font></div></blockquote></div>`,
		keeps: ['my answers are in red below', 'Green, please.', 'Leave the roof.'],
	},
	{
		source: 'our own fuzzing',
		title: 'answers in color below an Outlook head stay',
		input: [
			'Hallo Ann,',
			'',
			'meine Antworten stehen unten in Rot.',
			'',
			'Ben',
			'',
			'Von: Ann Lee <ann.lee@example.com>',
			'Gesendet: Montag, 3. November 2025 10:00',
			'An: Ben Ode <ben@example.com>',
			'Betreff: AW: Mole',
			'',
			'Welche Farbe?',
			'Grün.',
		],
		keeps: ['meine Antworten stehen unten in Rot.', 'Welche Farbe?', 'Grün.'],
	},
	{
		source: 'our own fuzzing',
		title: 'an answer below an unmarked parent stays where the sender points at it',
		input: [
			'Hi Ann,',
			'my answer is at the bottom.',
			'',
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			'',
			'Could we meet at noon on the pier?',
			'',
			ANSWER,
		],
		keeps: ['my answer is at the bottom.', ANSWER],
	},
	{
		source: 'our own fuzzing',
		title: 'what the sender complains of stays',
		input: [
			'Look at what your agent wrote to me:',
			'',
			'On Mon, Nov 3, 2025 at 10:00 AM Shop Service <service@shop.example> wrote:',
			'> We never refund anything.',
		],
		keeps: ['Look at what your agent wrote to me:', 'We never refund anything.'],
	},
	{
		source: 'our own fuzzing',
		title: 'a reply that a help desk passes on stays',
		input: [
			'Ticket 4711 has a new reply:',
			'',
			'On 3 November 2025 at 10:00, Ann Lee <ann.lee@example.com> wrote:',
			'',
			'The lamp flickers again.',
		],
		keeps: ['Ticket 4711 has a new reply:', 'The lamp flickers again.'],
	},
];

/** Without marks of a quote: only what stands under a head that no one writes by hand. */
const UNMARKED: readonly TextCase[] = [
	{
		source: 'github/email_reply_parser#40',
		title: 'Yahoo: an unmarked parent under a head with an address',
		input: [
			ANSWER,
			'',
			`     On Monday, November 3, 2025 at 10:00:00 AM GMT+1, Ann Lee <${MAIL}> wrote:  `,
			' ',
			' Could we meet at noon on the pier?',
			' Ann',
		],
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'EricJWHuang/EmailReplyParser#1',
		title: 'iOS: an unmarked parent under a head with two addresses',
		input: [
			'Hi Ann,',
			'',
			ANSWER,
			'',
			`On Nov 3, 2025, at 10:00 AM, Ann Lee <${MAIL}<mailto:${MAIL}>> wrote:`,
			'',
			'',
			'Could we meet at noon on the pier?',
		],
		keeps: ['Hi Ann,', ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'jhermsmeier/node-envelope#13',
		title: 'a head over two lines above an unmarked parent',
		input: [
			ANSWER,
			'',
			'     On Thursday, April 21, 2016 8:19 PM, Ann Lee <ann.lee@example.com>',
			'wrote:',
			'',
			'Could we meet at noon on the pier?',
		],
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'willdurand/EmailReplyParser#13',
		title: 'a head without name and address may be a sentence',
		input: ['This is my reply.', '', 'On Nov 3, 2025 you wrote:', '', 'Send it today.'],
		keeps: ['This is my reply.'],
	},
	{
		source: 'github/email_reply_parser#69',
		title: 'Outlook: an answer to the one who is named in the head',
		input: [
			'Hi Ann,',
			'',
			ANSWER,
			'',
			'From: Ann Lee [mailto:ann.lee@example.com]',
			'Sent: Monday, 3 November 2025 10:00 a.m.',
			'To: Ben Ode',
			'Cc: Cleo Roe',
			'Subject: Re: [club] The pier (#1)',
			'',
			'Could we meet at noon on the pier?',
			'',
			'> Here is older text.',
		],
		keeps: ['Hi Ann,', ANSWER],
		drops: ['Could we meet', 'older text'],
	},
	{
		source: 'twentyhq/twenty#25315',
		title: 'Outlook in Danish: an answer to the one who is named in the head',
		input: [
			'Hej Ann,',
			'',
			'Klokken tolv passer fint, og jeg tager min bror med.',
			'',
			'Fra: Ann Lee <ann.lee@example.com>',
			'Sendt: 3. november 2025 10:00',
			'Til: Ben Ode <ben@example.com>',
			'Cc: Cleo Roe <cleo@example.com>',
			'Emne: Molen',
			'',
			'Gammel besked her',
		],
		keeps: ['Hej Ann,', 'Klokken tolv passer fint'],
		drops: ['Gammel besked her'],
	},
	{
		source: 'quentez/talonjs#2',
		title: 'Outlook in French: an answer to the one who is named in the head',
		input: [
			'Bonjour Ann,',
			'',
			'Midi me convient, je viens avec mon frère.',
			'',
			'De : Ann Lee <ann.lee@example.com>',
			'Envoyé : lundi 3 novembre 2025 10:00',
			'À : Ben Ode <ben@example.com>',
			'Objet : La jetée',
			'',
			'Ancien message ici',
		],
		keeps: ['Bonjour Ann,', 'Midi me convient'],
		drops: ['Ancien message ici'],
	},
	{
		source: 'our own fuzzing',
		title: 'Outlook in German: an appointment that is answered',
		input: [
			'Hallo Ann,',
			'',
			'am Dienstag kann ich leider nicht.',
			'',
			'-----Ursprünglicher Termin-----',
			'Von: Ann Lee <ann.lee@example.com>',
			'Gesendet: Montag, 3. November 2025 10:00',
			'An: Ben Ode',
			'Betreff: Begehung der Mole',
			'Zeit: Dienstag, 4. November 2025 12:00-13:00',
			'Ort: Mole',
			'',
			'Alte Einladung hier',
		],
		keeps: ['Hallo Ann,', 'am Dienstag kann ich leider nicht.'],
		drops: ['Alte Einladung hier'],
	},
	{
		source: 'zapier/email-reply-parser#1',
		title: 'a short answer above an Outlook head, without a sign',
		input: [
			'Tuesday, then.',
			'',
			'From: Ann Lee [mailto:ann.lee@example.com]',
			'Sent: Monday, November 3, 2025 10:48 AM',
			'To: Ode, Ben',
			'Subject: Re: Visit',
			'',
			'Tuesday or Friday?',
		],
		keeps: ['Tuesday, then.'],
	},
	{
		source: 'getmunin/munin#971',
		title: 'one word above an Outlook rule and head in Norwegian',
		input: [
			'nei',
			'',
			'________________________________',
			'Fra: Kari Lie <kari.lie@example.no>',
			'Sendt: mandag 3. november 2025 10:00',
			'Til: Ola Bo <ola.bo@example.no>',
			'Emne: Spørreundersøkelse',
			'',
			'Var du fornøyd?',
		],
		keeps: ['nei'],
	},
	{
		source: 'chatmail/core#2496',
		title: 'Evolution: an original message that is answered',
		input: [
			'Dear Ann,',
			'',
			ANSWER,
			'',
			'-----Original Message-----',
			'From: Ann Lee <ann.lee@example.com>',
			'To: Ben Ode <ben@example.com>',
			'Subject: Pier',
			'Date: Mon, 03 Nov 2025 10:00:00 +0100',
			'',
			'Could we meet at noon on the pier?',
		],
		keeps: ['Dear Ann,', ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'our own fuzzing',
		title: 'QQ: an original message that is answered',
		input: [
			'Ann，您好：',
			'中午可以。',
			'',
			'------------------ 原始邮件 ------------------',
			'发件人: "Ann Lee" <ann.lee@example.com>;',
			'发送时间: 2025年11月3日(星期一) 上午10:00',
			'收件人: "Ben Ode"<ben@example.com>;',
			'主题: 码头',
			'',
			'旧邮件在这里',
		],
		keeps: ['Ann，您好：', '中午可以。'],
	},
];

/** Sentences, not heads. */
const SENTENCES: readonly TextCase[] = [
	[
		'On 12 March 2026 I wrote:',
		'"Please cancel my plan." Nobody answered.',
		'I want my money back.',
	],
	['On Monday, 3 November 2025, your driver wrote:', 'the parcel is at the door.', 'It was not.'],
	['Am 12. März 2026 schrieb ich Ihnen:', 'Bitte kündigen Sie.', 'Es kam keine Antwort.'],
	['Le 12 mars 2026, votre agent a écrit :', 'le colis est là.', 'Il n’est pas là.'],
	['El 12 de marzo de 2026 su agente escribió:', 'el paquete llegó.', 'No llegó nada.'],
	['Il 12 marzo 2026 il vostro agente ha scritto:', 'il pacco è qui.', 'Non è vero.'],
	['Op 12 maart 2026 schreef ik u:', 'graag opzeggen.', 'Er kwam geen antwoord.'],
	['Em 12 de março de 2026 o agente escreveu:', 'chegou.', 'Não chegou.'],
	['Den 12 mars 2026 skrev jag till er:', 'säg upp avtalet.', 'Inget svar kom.'],
	['12 марта 2026 г. ваш курьер написал:', 'посылка у двери.', 'Её там нет.'],
	['W dniu 12.03.2026 kurier napisał:', 'paczka jest.', 'Nie ma jej.'],
	['2026年3月12日、担当者のメール:', '届きました。', '届いていません。'],
].map((lines) => ({
	source: 'github/email_reply_parser#23',
	title: `a sentence is no head: ${String(lines[0])}`,
	input: ['Hello,', '', ...lines],
	keeps: ['Hello,', ...lines],
}));

const GMAIL_HEAD =
	'<div dir="ltr" class="gmail_attr">On Mon, Nov 3, 2025 at 10:00 AM Ann Lee &lt;<a href="mailto:ann.lee@example.com">ann.lee@example.com</a>&gt; wrote:<br></div>';
const OUTLOOK_HEAD =
	'<p class="MsoNormal"><b>From:</b> Ann Lee &lt;ann.lee@example.com&gt;<br><b>Sent:</b> Monday, November 3, 2025 10:00 AM<br><b>To:</b> Ben Ode &lt;ben@example.com&gt;<br><b>Subject:</b> Pier<o:p></o:p></p>';

const HTML: readonly TextCase[] = [
	{
		source: 'mailgun/talon#140',
		title: 'Gmail: history goes',
		input: `<div dir="ltr">${ANSWER}</div><br><div class="gmail_quote gmail_quote_container">${GMAIL_HEAD}<blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div dir="ltr">Could we meet?</div></blockquote></div>`,
		is: ANSWER,
	},
	{
		source: 'RainLoop/rainloop-webmail#1225',
		title: 'Gmail: answers between the quotes stay',
		input: `<div dir="ltr"><div class="gmail_quote">${GMAIL_HEAD}<blockquote class="gmail_quote">Shall we paint it blue?</blockquote><div>Green, please.</div><blockquote class="gmail_quote">And the roof?</blockquote><div>Leave the roof.</div></div></div>`,
		keeps: ['Green, please.', 'Leave the roof.'],
	},
	{
		source: 'nylas/nylas-mail#378',
		title: 'Gmail: an answer below the element of the quote stays',
		input: `<div>Hello,</div><div class="gmail_quote">${GMAIL_HEAD}<blockquote class="gmail_quote">Could we meet?</blockquote></div><div>${ANSWER}</div>`,
		keeps: ['Hello,', ANSWER],
	},
	{
		source: 'mailgun/talon#252',
		title: 'Gmail: an own text inside the element of a quote stays',
		input:
			'<div dir="ltr"><div>Marta,</div><div class="gmail_quote gmail_quote_container"><div>Your talk was accepted.</div><div>It is on Monday at ten.</div><div>Otto Roe, 555-0101</div></div></div>',
		keeps: ['Marta,', 'Your talk was accepted.', 'It is on Monday at ten.', 'Otto Roe, 555-0101'],
	},
	{
		source: 'freescout-help-desk/freescout#5624',
		title: 'Thunderbird: an answer below the quote stays',
		input: `<html><body><div class="moz-cite-prefix">On 03/11/2025 10:00, Ann Lee wrote:<br></div><blockquote type="cite" cite="mid:17@example.com"><p>Could we meet?</p></blockquote><p>${ANSWER}</p><p>Ben</p></body></html>`,
		keeps: [ANSWER, 'Ben'],
	},
	{
		source: 'freescout-help-desk/freescout#349',
		title: 'Thunderbird in Italian: answers between the quotes stay',
		input:
			'<body>Gentile,<br><br><div class="moz-cite-prefix">Il 03/11/2025 10.00, Ann Lee ha\n scritto:<br></div><blockquote type="cite"><style>p { margin:0 }</style><p>Di che colore?</p></blockquote>Verde.<br><blockquote type="cite"><p>E il tetto?</p></blockquote>Rosso.<br></body>',
		keeps: ['Gentile,', 'Verde.', 'Rosso.'],
	},
	{
		source: 'our own fuzzing',
		title: 'Thunderbird: history goes',
		input: `<p>${ANSWER}</p><div class="moz-cite-prefix">Am 03.11.25 um 10:00 schrieb Ann Lee:<br></div><blockquote type="cite"><p>Could we meet?</p></blockquote>`,
		is: ANSWER,
	},
	{
		source: 'our own fuzzing',
		title: 'Apple: history goes, its head stands in the quote',
		input: `<div>${ANSWER}</div><div><br><blockquote type="cite"><div>Am 03.11.2025 um 10:00 schrieb Ann Lee &lt;ann.lee@example.com&gt;:</div><br><div>Could we meet?</div></blockquote></div>`,
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'github/email_reply_parser#40',
		title: 'Yahoo: history goes',
		input: `<div>${ANSWER}</div><div id="yahoo_quoted_17" class="yahoo_quoted"><div>On Monday, November 3, 2025 at 10:00:00 AM GMT+1, Ann Lee &lt;ann.lee@example.com&gt; wrote:</div><div><br></div><div>Could we meet?</div></div>`,
		is: ANSWER,
	},
	{
		source: 'our own fuzzing',
		title: 'Proton: history goes',
		input: `<div>${ANSWER}</div><div class="protonmail_quote">On Monday, November 3rd, 2025 at 10:00 AM, Ann Lee &lt;ann.lee@example.com&gt; wrote:<br><blockquote class="protonmail_quote" type="cite"><div>Could we meet?</div></blockquote></div>`,
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'elie222/inbox-zero#3476',
		title: 'Outlook on the web: an answer to the one who is named in the head',
		input: `<div>Hi Ann,</div><div>${ANSWER}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Ann Lee &lt;ann.lee@example.com&gt;<br><b>Sent:</b> Monday, November 3, 2025 10:00 AM<br><b>To:</b> Ben Ode &lt;ben@example.com&gt;<br><b>Subject:</b> Pier</font><div>&nbsp;</div></div><div>Could we meet?</div>`,
		keeps: ['Hi Ann,', ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'github/email_reply_parser#67',
		title: 'Outlook: an answer to the one who is named in the head',
		input: `<div class="WordSection1"><p class="MsoNormal">Dear Ann,<o:p></o:p></p><p class="MsoNormal">${ANSWER}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">${OUTLOOK_HEAD}</div></div><p class="MsoNormal">Could we meet?<o:p></o:p></p></div>`,
		keeps: ['Dear Ann,', ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'mailgun/talon#49',
		title: 'Hotmail: a head that begins with its subject',
		input: `Hi Ann,<br>${ANSWER}<div><hr id="stopSpelling">Subject: Pier<br>From: ann.lee@example.com<br>To: ben@example.com<br>Date: Mon, 3 Nov 2025 10:00:00 +0000<br><br>Could we meet?</div>`,
		keeps: ['Hi Ann,', ANSWER],
	},
	{
		source: 'freescout-help-desk/freescout#4460',
		title: 'a block that is set apart by its writer stays',
		input:
			'<p>Our address has changed:</p><blockquote><p>4 Mill Lane, Valmont</p></blockquote><p>Please use it from Monday.</p>',
		keeps: ['Our address has changed:', '4 Mill Lane, Valmont', 'Please use it from Monday.'],
	},
	{
		source: 'freescout-help-desk/freescout#5657',
		title: 'a block that is set apart at the end stays',
		input: '<p>The number on the back is:</p><blockquote>SN-17-4711</blockquote>',
		keeps: ['The number on the back is:', 'SN-17-4711'],
	},
	{
		source: 'Expensify/App#15138',
		title: 'an indented block stays',
		input:
			'<div dir="ltr">We need<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>potatoes</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>and salt</div></blockquote></blockquote></div>',
		keeps: ['We need', 'potatoes', 'and salt'],
	},
	{
		source: 'mailgun/talon#50',
		title: 'the block of the sender stays, history goes',
		input: `<div>You said so yourself:</div><blockquote style="margin-left:40px">The pier is closed.</blockquote><div>${ANSWER}</div><div class="gmail_quote">${GMAIL_HEAD}<blockquote class="gmail_quote">Could we meet?</blockquote></div>`,
		keeps: ['You said so yourself:', 'The pier is closed.', ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'FlowCrypt/flowcrypt-browser#2196',
		title: 'quote marks as entities: answers between them stay',
		input:
			'<div>On 03/11/2025 10:00, Ann Lee wrote:<br>&gt; Shall we paint it blue?<br>Green, please.<br>&gt; And the roof?<br>Leave the roof.</div>',
		keeps: ['Green, please.', 'Leave the roof.'],
	},
	{
		source: 'googleworkspace/cli#567',
		title: 'quote marks as entities: history goes',
		input: `<div>${ANSWER}<br><br>On Mon, Nov 3, 2025 at 10:00 AM Ann Lee &lt;ann.lee@example.com&gt; wrote:<br>&gt; Could we meet?<br>&gt; Ann</div>`,
		keeps: [ANSWER],
		drops: ['Could we meet'],
	},
	{
		source: 'freescout-help-desk/freescout#3636',
		title: 'a mail that is nothing but a quote stays',
		input: `<div class="gmail_quote">${GMAIL_HEAD}<blockquote class="gmail_quote">Please call me on 555-0117.</blockquote></div>`,
		keeps: ['Please call me on 555-0117.'],
	},
];

describe('a reply', () => {
	describe('above the history, by the program', () => {
		holdTextCases(HEADS.map(topPosted));
	});
	describe('below the history, by the program', () => {
		holdTextCases(HEADS.map(bottomPosted));
	});
	describe('in between, by the program', () => {
		holdTextCases(HEADS.map(interleaved));
	});
	describe('with more around it:', () => {
		holdTextCases(PLACES);
	});
	describe('that points at what stands below:', () => {
		holdTextCases(POINTED_AT);
	});
	describe('without marks of a quote:', () => {
		holdTextCases(UNMARKED);
	});
	describe('with a sentence as of a head:', () => {
		holdTextCases(SENTENCES);
	});
	describe('in HTML:', () => {
		holdTextCases(HTML);
	});
});
