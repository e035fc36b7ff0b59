import { holdTextCases, type TextCase } from '../support/field/text-case';

/** A forward's point is what stands below its head: none of it may go. */
const BODY = [
	'Dear Sir or Madam,',
	'',
	'invoice 4711 is three weeks late.',
	'> Your order: 20 chairs',
	'Please pay by Friday.',
	'',
	'Ann Lee',
];
const KEPT = ['invoice 4711 is three weeks late.', '20 chairs', 'Please pay by Friday.'];
const MAIL = 'ann.lee@example.com';
const CRISP = 'https://github.com/crisp-oss/email-forward-parser';

/** Source, program and language, the line above the head, the words From, Date, Subject and To. */
type Words = readonly [
	source: string,
	program: string,
	mark: string,
	from: string,
	date: string,
	subject: string,
	to: string,
];

/** Apple Mail marks every line of what it forwards, its head as well. */
const APPLE: readonly Words[] = [
	[
		'nylas/sync-engine#84',
		'English',
		'Begin forwarded message:',
		'From:',
		'Date:',
		'Subject:',
		'To:',
	],
	[CRISP, 'German', 'Anfang der weitergeleiteten Nachricht:', 'Von:', 'Datum:', 'Betreff:', 'An:'],
	[
		CRISP,
		'German, older',
		'Anfang der weitergeleiteten E-Mail:',
		'Von:',
		'Datum:',
		'Betreff:',
		'An:',
	],
	[CRISP, 'French', 'Début du message réexpédié :', 'De:', 'Date:', 'Objet:', 'À:'],
	[CRISP, 'French on iOS', 'Début du message transféré :', 'De:', 'Date:', 'Objet:', 'À:'],
	[CRISP, 'Spanish', 'Inicio del mensaje reenviado:', 'De:', 'Fecha:', 'Asunto:', 'Para:'],
	[CRISP, 'Italian', 'Inizio messaggio inoltrato:', 'Da:', 'Data:', 'Oggetto:', 'A:'],
	[CRISP, 'Dutch', 'Begin doorgestuurd bericht:', 'Van:', 'Datum:', 'Onderwerp:', 'Aan:'],
	[CRISP, 'Portuguese', 'Início da mensagem reencaminhada:', 'De:', 'Data:', 'Assunto:', 'Para:'],
	[CRISP, 'Brazilian', 'Início da mensagem encaminhada:', 'De:', 'Data:', 'Assunto:', 'Para:'],
	[CRISP, 'Danish', 'Start på videresendt besked:', 'Fra:', 'Dato:', 'Emne:', 'Til:'],
	[CRISP, 'Norwegian', 'Videresendt melding:', 'Fra:', 'Dato:', 'Emne:', 'Til:'],
	[CRISP, 'Swedish', 'Vidarebefordrat mejl:', 'Från:', 'Datum:', 'Ämne:', 'Till:'],
	[
		CRISP,
		'Finnish',
		'Välitetty viesti alkaa:',
		'Lähettäjä:',
		'Päivämäärä:',
		'Aihe:',
		'Vastaanottaja:',
	],
	[CRISP, 'Polish', 'Początek przekazywanej wiadomości:', 'Od:', 'Data:', 'Temat:', 'Do:'],
	[CRISP, 'Czech', 'Začátek přeposílané zprávy:', 'Od:', 'Datum:', 'Předmět:', 'Komu:'],
	[CRISP, 'Slovak', 'Začiatok preposlanej správy:', 'Od:', 'Dátum:', 'Predmet:', 'Pre:'],
	[CRISP, 'Hungarian', 'Továbbított levél kezdete:', 'Feladó:', 'Dátum:', 'Tárgy:', 'Címzett:'],
	[CRISP, 'Croatian', 'Započni proslijeđenu poruku:', 'Šalje:', 'Datum:', 'Predmet:', 'Prima:'],
	[
		CRISP,
		'Romanian',
		'Începe mesajul redirecționat:',
		'Expeditorul:',
		'Data:',
		'Subiectul:',
		'Destinatarul:',
	],
	[
		CRISP,
		'Russian',
		'Начало переадресованного сообщения:',
		'Отправитель:',
		'Дата:',
		'Тема:',
		'Кому:',
	],
	[CRISP, 'Ukrainian', 'Початок листа, що пересилається:', 'Від кого:', 'Дата:', 'Тема:', 'Кому:'],
	[CRISP, 'Turkish', 'İleti başlangıcı:', 'Kimden:', 'Tarih:', 'Konu:', 'Kime:'],
	['our own fuzzing', 'Japanese', '転送されたメッセージ:', '差出人:', '日付:', '件名:', '宛先:'],
	['our own fuzzing', 'Chinese', '下面是被转发的邮件：', '发件人:', '日期:', '主题:', '收件人:'],
	[
		'our own fuzzing',
		'Korean',
		'전달된 메시지 시작:',
		'보낸 사람:',
		'날짜:',
		'제목:',
		'받는 사람:',
	],
];

/** Gmail, Thunderbird, Yahoo and those that do as they do: a line, a head, the text as it was. */
const MARKED: readonly Words[] = [
	[
		'getmunin/munin#975',
		'Gmail',
		'---------- Forwarded message ---------',
		'From:',
		'Date:',
		'Subject:',
		'To:',
	],
	[
		CRISP,
		'Gmail in German',
		'---------- Forwarded message ---------',
		'Von:',
		'Date:',
		'Subject:',
		'To:',
	],
	[
		'our own fuzzing',
		'Gmail in Russian',
		'---------- Пересылаемое сообщение ---------',
		'От:',
		'Дата:',
		'Тема:',
		'Кому:',
	],
	[
		'our own fuzzing',
		'Gmail in French',
		'---------- Message transféré ---------',
		'De :',
		'Date :',
		'Objet :',
		'À :',
	],
	[
		'closeio/quotequail#17',
		'mail.ru',
		'-------- Пересылаемое сообщение --------',
		'От кого:',
		'Дата:',
		'Тема:',
		'Кому:',
	],
	[
		'mailgun/talon#74',
		'Zimbra',
		'----- Forwarded Message -----',
		'From:',
		'Sent:',
		'Subject:',
		'To:',
	],
	[
		'our own fuzzing',
		'Proton',
		'------- Forwarded Message -------',
		'From:',
		'Date:',
		'Subject:',
		'To:',
	],
	[
		CRISP,
		'Thunderbird in German',
		'-------- Weitergeleitete Nachricht --------',
		'Von:',
		'Datum:',
		'Betreff:',
		'An:',
	],
	[
		CRISP,
		'Thunderbird in French',
		'-------- Message transféré --------',
		'De :',
		'Date :',
		'Sujet :',
		'Pour :',
	],
	[
		CRISP,
		'Thunderbird in Spanish',
		'-------- Mensaje reenviado --------',
		'De:',
		'Fecha:',
		'Asunto:',
		'Para:',
	],
	[
		CRISP,
		'Thunderbird in Italian',
		'-------- Messaggio Inoltrato --------',
		'Mittente:',
		'Data:',
		'Oggetto:',
		'A:',
	],
	[
		CRISP,
		'Thunderbird in Dutch',
		'-------- Doorgestuurd bericht --------',
		'Van:',
		'Datum:',
		'Onderwerp:',
		'Aan:',
	],
	[
		CRISP,
		'Thunderbird in Polish',
		'--- Treść przekazanej wiadomości ---',
		'Nadawca:',
		'Data:',
		'Temat:',
		'Adresat:',
	],
	[
		CRISP,
		'Thunderbird in Czech',
		'-------- Přeposlaná zpráva --------',
		'Od:',
		'Datum:',
		'Předmět:',
		'Komu:',
	],
	[
		CRISP,
		'Thunderbird in Danish',
		'-------- Videresendt meddelelse --------',
		'Fra:',
		'Dato:',
		'Emne:',
		'Til:',
	],
	[
		CRISP,
		'Thunderbird in Norwegian',
		'-------- Videresendt melding --------',
		'Fra:',
		'Dato:',
		'Emne:',
		'Til:',
	],
	[
		CRISP,
		'Thunderbird in Swedish',
		'-------- Vidarebefordrat meddelande --------',
		'Från:',
		'Datum:',
		'Ämne:',
		'Till:',
	],
	[
		CRISP,
		'Thunderbird in Finnish',
		'-------- Välitetty viesti / Fwd.Msg --------',
		'Lähettäjä:',
		'Päiväys:',
		'Aihe:',
		'Vastaanottaja:',
	],
	[
		CRISP,
		'Thunderbird in Hungarian',
		'-------- Továbbított üzenet --------',
		'Feladó:',
		'Dátum:',
		'Tárgy:',
		'Címzett:',
	],
	[
		CRISP,
		'Thunderbird in Russian',
		'-------- Перенаправленное сообщение --------',
		'От:',
		'Дата:',
		'Тема:',
		'Кому:',
	],
	[
		CRISP,
		'Thunderbird in Ukrainian',
		'-------- Переслане повідомлення --------',
		'Від:',
		'Дата:',
		'Тема:',
		'Кому:',
	],
	[
		CRISP,
		'Thunderbird in Turkish',
		'-------- İletilen İleti --------',
		'Kimden:',
		'Tarih:',
		'Konu:',
		'Kime:',
	],
	[
		CRISP,
		'Thunderbird in Croatian',
		'-------- Proslijeđena poruka --------',
		'Šalje:',
		'Datum:',
		'Naslov:',
		'Prima:',
	],
	[CRISP, 'Yahoo in French', '----- Message transmis -----', 'De :', 'Envoyé :', 'Objet :', 'À :'],
	[
		CRISP,
		'Yahoo in Finnish',
		'----- Edelleenlähetetty viesti -----',
		'Lähettäjä:',
		'Lähetetty:',
		'Aihe:',
		'Vastaanottaja:',
	],
	[
		CRISP,
		'Yahoo in Polish',
		'----- Przekazana wiadomość -----',
		'Od:',
		'Wysłano:',
		'Temat:',
		'Do:',
	],
	[
		CRISP,
		'Yahoo in Portuguese',
		'----- Mensagem reencaminhada -----',
		'De:',
		'Enviado:',
		'Assunto:',
		'Para:',
	],
	[
		CRISP,
		'Yahoo in Brazil',
		'----- Mensagem encaminhada -----',
		'De:',
		'Enviado:',
		'Assunto:',
		'Para:',
	],
	[
		CRISP,
		'Yahoo in Romanian',
		'----- Mesaj redirecționat -----',
		'De la:',
		'Trimis:',
		'Subiect:',
		'Către:',
	],
	[
		CRISP,
		'Yahoo in Slovak',
		'----- Preposlaná správa -----',
		'Od:',
		'Odoslané:',
		'Predmet:',
		'Komu:',
	],
	[
		CRISP,
		'Yahoo in Turkish',
		'----- İletilmiş Mesaj -----',
		'Kimden:',
		'Gönderilme:',
		'Konu:',
		'Kime:',
	],
	[
		CRISP,
		'Yahoo in Ukrainian',
		'----- Перенаправлене повідомлення -----',
		'Від:',
		'Надіслано:',
		'Тема:',
		'Кому:',
	],
	[
		'our own fuzzing',
		'QQ',
		'------------------ 转发邮件 ------------------',
		'发件人:',
		'发送时间:',
		'主题:',
		'收件人:',
	],
	[
		'our own fuzzing',
		'Naver in Korean',
		'-----전달된 메시지-----',
		'보낸사람:',
		'날짜:',
		'제목:',
		'받는사람:',
	],
];

/** Outlook has no line of its own: what tells is the note above, or the subject. */
const OUTLOOK: readonly Words[] = [
	['crisp-oss/email-forward-parser#3', 'English', 'FYI', 'From:', 'Sent:', 'Subject:', 'To:'],
	[
		'our own fuzzing',
		'English, see below',
		'Please see below.',
		'From:',
		'Sent:',
		'Subject:',
		'To:',
	],
	[
		'our own fuzzing',
		'English, for someone',
		'Can you deal with this one?',
		'*From:*',
		'*Sent:*',
		'*Subject:*',
		'*To:*',
	],
	['our own fuzzing', 'German', 'Zur Info', 'Von:', 'Gesendet:', 'Betreff:', 'An:'],
	['our own fuzzing', 'German, short', 'zK', 'Von:', 'Gesendet:', 'Betreff:', 'An:'],
	[
		'crisp-oss/email-forward-parser#13',
		'French',
		'Je vous transfère ce mail.',
		'De :',
		'Envoyé :',
		'Objet :',
		'À :',
	],
	['our own fuzzing', 'Spanish', 'Te lo reenvío.', 'De:', 'Enviado:', 'Asunto:', 'Para:'],
	[
		'our own fuzzing',
		'Italian',
		'Ti inoltro quanto ricevuto.',
		'Da:',
		'Inviato:',
		'Oggetto:',
		'A:',
	],
	['our own fuzzing', 'Dutch', 'Ter info', 'Van:', 'Verzonden:', 'Onderwerp:', 'Aan:'],
	['our own fuzzing', 'Danish', 'Til orientering', 'Fra:', 'Sendt:', 'Emne:', 'Til:'],
	['our own fuzzing', 'Swedish', 'För kännedom', 'Från:', 'Skickat:', 'Ämne:', 'Till:'],
	['our own fuzzing', 'Polish', 'Do wiadomości', 'Od:', 'Wysłano:', 'Temat:', 'Do:'],
	['our own fuzzing', 'Portuguese', 'Para conhecimento', 'De:', 'Enviada:', 'Assunto:', 'Para:'],
];

function headOf([, , , from, date, subject, to]: Words): readonly string[] {
	return [
		`${from} Ann Lee <${MAIL}>`,
		`${date} 3 November 2025 10:00`,
		`${to} Ben Ode <ben@example.com>`,
		`${subject} Invoice 4711`,
	];
}

function appleForward(words: Words): TextCase {
	const [source, program, mark] = words;
	const forwarded = [mark, '', ...headOf(words), '', ...BODY];
	return {
		source,
		title: `Apple, ${program}: note and text stay`,
		input: ['See below', '', ...forwarded.map((line) => (line === '' ? '>' : `> ${line}`))],
		keeps: ['See below', 'Invoice 4711', ...KEPT],
	};
}

function bareAppleForward(words: Words): TextCase {
	const [source, program, mark] = words;
	return {
		source,
		title: `Apple without marks, ${program}: all stays`,
		input: [mark, '', ...headOf(words), '', ...BODY],
		keeps: ['Invoice 4711', ...KEPT],
	};
}

function markedForward(words: Words): TextCase {
	const [source, program, mark] = words;
	return {
		source,
		title: `${program}: note and text stay`,
		input: ['Please handle.', '', 'Ben', '', mark, ...headOf(words), '', '', ...BODY],
		keeps: ['Please handle.', 'Ben', 'Invoice 4711', ...KEPT],
	};
}

function outlookForward(words: Words): TextCase {
	const [source, program, note] = words;
	return {
		source,
		title: `Outlook, ${program}: note and text stay`,
		input: [note, '', ...headOf(words), '', ...BODY],
		keeps: [note, 'Invoice 4711', ...KEPT],
	};
}

function ruledForward(words: Words): TextCase {
	const [source, program, note] = words;
	return {
		source,
		title: `Outlook with a rule, ${program}: note and text stay`,
		input: [note, '', '________________________________', ...headOf(words), '', ...BODY],
		keeps: [note, 'Invoice 4711', ...KEPT],
	};
}

const ENGLISH: Words = ['our own fuzzing', 'English', '', 'From:', 'Sent:', 'Subject:', 'To:'];
const GERMAN: Words = ['our own fuzzing', 'German', '', 'Von:', 'Gesendet:', 'Betreff:', 'An:'];

/** The subject stands above the text: so it comes from the steps that read mail. */
function withSubject(prefix: string): TextCase {
	const words = prefix === 'WG:' ? GERMAN : ENGLISH;
	return {
		source: CRISP,
		title: `a subject with ${prefix} tells a forward`,
		input: [`${prefix} Invoice 4711`, '', 'Jo, your turn.', '', ...headOf(words), '', ...BODY],
		keeps: [prefix, 'Jo, your turn.', ...KEPT],
	};
}

const OTHERS: readonly TextCase[] = [
	{
		source: 'crisp-oss/email-forward-parser#3',
		title: 'Outlook: a forward without a note stays whole',
		input: ['', '', ...headOf(ENGLISH), '', ...BODY],
		keeps: ['Invoice 4711', ...KEPT],
	},
	{
		source: 'crisp-oss/email-forward-parser#13',
		title: 'Outlook in French: a forward with a rule and a notice below stays whole',
		input: [
			'Je vous transfère ce mail.',
			'',
			'De : Ann Lee <ann.lee@example.com>',
			'Envoyé : jeudi 6 novembre 2025 16:17',
			'À : Ben Ode <ben@example.com>',
			'Objet : ***URGENT** 4711',
			'',
			'',
			'Le colis est perdu.',
			'  ________________________________',
			'  Ce message est confidentiel.',
		],
		keeps: ['Je vous transfère ce mail.', 'Le colis est perdu.'],
	},
	{
		source: 'crisp-oss/email-forward-parser#18',
		title: 'a forward of a forward stays whole',
		input: [
			'FYI',
			'',
			...headOf(ENGLISH),
			'',
			'Can you answer them?',
			'',
			'From: Cleo Roe <cleo@example.com>',
			'Sent: Sunday, 2 November 2025 09:00',
			'To: Ann Lee <ann.lee@example.com>',
			'Subject: Broken lamp',
			'',
			'The lamp came broken.',
		],
		keeps: ['FYI', 'Can you answer them?', 'Broken lamp', 'The lamp came broken.'],
	},
	{
		source: 'quentez/talonjs#37',
		title: 'a forwarded thread keeps its history',
		input: [
			'What do you think?',
			'',
			'---------- Forwarded message ---------',
			...headOf(ENGLISH),
			'',
			'No, that is too dear.',
			'',
			'On Sun, Nov 2, 2025 at 9:00 AM Cleo Roe <cleo@example.com> wrote:',
			'> We offer 20 chairs for 900 €.',
		],
		keeps: ['What do you think?', 'No, that is too dear.', '20 chairs for 900 €.'],
	},
	{
		source: 'closeio/quotequail#3',
		title: 'Mailbox: a forward whose head is one sentence stays',
		input: [
			'Begin forwarded message:',
			'On Monday, Nov 3, 2025 at 03:44, Ann Lee <ann.lee@example.com>, wrote:',
			'',
			...BODY,
		],
		keeps: KEPT,
	},
	{
		source: CRISP,
		title: 'Outlook for Mac: a forward under a head as of a reply stays',
		input: [
			'FYI',
			'',
			`On 11/3/25, 10:00, "Ann Lee" <${MAIL}> wrote:`,
			'',
			...BODY.map((line) => `    ${line}`),
		],
		keeps: ['FYI', ...KEPT],
	},
	{
		source: 'margince/margince#1009',
		title: 'a forward whose every line is quoted, below two addresses',
		input: [
			'Von: Ann Lee <ann.lee@example.com>',
			'An: Ben Ode <ben@example.com>',
			'',
			...BODY.map((line) => `> ${line}`),
		],
		keeps: KEPT,
	},
	{
		source: 'our own fuzzing',
		title: 'an original message that is passed on stays',
		input: ['FYI', '', '-----Original Message-----', ...headOf(ENGLISH), '', ...BODY],
		keeps: ['FYI', ...KEPT],
	},
	{
		source: 'our own fuzzing',
		title: 'an original message that is passed on in German stays',
		input: [
			'Bitte übernehmen.',
			'',
			'-----Ursprüngliche Nachricht-----',
			...headOf(GERMAN),
			'',
			...BODY,
		],
		keeps: ['Bitte übernehmen.', ...KEPT],
	},
	{
		source: 'getmunin/munin#975',
		title: 'a mail that the sender forwards to himself stays',
		input: [
			'---------- Forwarded message ---------',
			'Fra: Ola Bo <ola.bo@example.no>',
			'Date: man. 3. nov. 2025 kl. 10:00',
			'Subject: Klage',
			'To: <ola.bo@example.no>',
			'',
			'',
			'Varen var ødelagt.',
		],
		keeps: ['Klage', 'Varen var ødelagt.'],
	},
	{
		source: 'our own fuzzing',
		title: 'a digest of a mailing list keeps every message',
		input: [
			'Send Ferries mailing list submissions to ferries@lists.example.org',
			'',
			'When replying, please edit your Subject line so it is more specific',
			'than "Re: Contents of Ferries digest..."',
			'',
			"Today's Topics:",
			'   1. The pier (Ann Lee)',
			'   2. The roof (Ben Ode)',
			'',
			'----------------------------------------------------------------------',
			'',
			'Message: 1',
			'Date: Mon, 3 Nov 2025 10:00:00 +0100',
			'From: Ann Lee <ann.lee@example.com>',
			'To: ferries@lists.example.org',
			'Subject: [Ferries] The pier',
			'',
			'The pier is closed.',
			'',
			'------------------------------',
			'',
			'Message: 2',
			'Date: Mon, 3 Nov 2025 11:00:00 +0100',
			'From: Ben Ode <ben@example.com>',
			'To: ferries@lists.example.org',
			'Subject: [Ferries] The roof',
			'',
			'The roof leaks.',
		],
		keeps: ["Today's Topics:", 'The pier is closed.', 'The roof leaks.'],
	},
	{
		source: 'our own fuzzing',
		title: 'a question below a forward stays, with the forward',
		input: [
			'---------- Forwarded message ---------',
			...headOf(ENGLISH),
			'',
			'The lamp came broken.',
			'',
			'^^ Jo, can you answer this one?',
		],
		keeps: ['The lamp came broken.', 'Jo, can you answer this one?'],
	},
	{
		source: 'our own fuzzing',
		title: 'a forward inside the history of a reply goes with it',
		input: [
			'Done, thanks.',
			'',
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			'> Can you pay this?',
			'>',
			'> ---------- Forwarded message ---------',
			'> From: Cleo Roe <cleo@example.com>',
			'> Subject: Invoice 4711',
			'>',
			'> It is three weeks late.',
		],
		keeps: ['Done, thanks.'],
		drops: ['three weeks late'],
	},
	{
		source: 'our own fuzzing',
		title: 'an answer below a forward in the history stays',
		input: [
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			'> Can you pay this?',
			'>',
			'> ---------- Forwarded message ---------',
			'> From: Cleo Roe <cleo@example.com>',
			'',
			'It was paid on Tuesday.',
		],
		keeps: ['It was paid on Tuesday.'],
	},
];

/** Who brings somebody into a thread passes on what stands below, though the program calls it a reply. */
const PASSED_ON: readonly TextCase[] = [
	'FYI',
	'+ Jo, please see below.',
	'Adding Jo. Jo, see the thread below.',
	'Jo, can you take this one over?',
	'Zur Info an Jo, siehe unten.',
	'Je mets Jo en copie, voir ci-dessous.',
	'Incluyo a Jo, ver abajo.',
].flatMap((note) => [
	{
		source: 'our own fuzzing',
		title: `a thread that is passed on stays: ${note}`,
		input: [
			note,
			'',
			`On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <${MAIL}> wrote:`,
			...BODY.map((line) => `> ${line}`),
		],
		keeps: [note, ...KEPT],
	},
]);

const HTML_BODY =
	'<p>Dear Sir or Madam,</p><p>invoice 4711 is three weeks late.</p><blockquote>Your order: 20 chairs</blockquote><p>Please pay by Friday.</p>';

function htmlHead(words: Words): string {
	return headOf(words)
		.map((line) => line.replace('<', '&lt;').replace('>', '&gt;'))
		.map((line) => line.replace(/^([^:]+:)/, '<b>$1</b>'))
		.join('<br>');
}

function appleHtml(words: Words): TextCase {
	const [source, program, mark] = words;
	return {
		source,
		title: `Apple in HTML, ${program}: note and text stay`,
		input: `<html><body><div>See below</div><div><br><blockquote type="cite"><div>${mark}</div><br class="Apple-interchange-newline"><div>${htmlHead(words)}</div><br><div>${HTML_BODY}</div></blockquote></div></body></html>`,
		keeps: ['See below', 'Invoice 4711', ...KEPT],
	};
}

function gmailHtml(words: Words): TextCase {
	const [source, program, mark] = words;
	return {
		source,
		title: `${program} in HTML: note and text stay`,
		input: `<div dir="ltr">Please handle.<br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${mark}<br>${htmlHead(words)}<br></div><br><br>${HTML_BODY}</div></div>`,
		keeps: ['Please handle.', 'Invoice 4711', ...KEPT],
	};
}

function outlookHtml(words: Words): TextCase {
	const [source, program, note] = words;
	return {
		source,
		title: `Outlook in HTML, ${program}: note and text stay`,
		input: `<div class="WordSection1"><p class="MsoNormal">${note}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${htmlHead(words)}<o:p></o:p></p></div></div>${HTML_BODY}</div>`,
		keeps: [note, 'Invoice 4711', ...KEPT],
	};
}

function webHtml(words: Words): TextCase {
	const [, program, note] = words;
	return {
		source: 'Infomaniak/android-kMail#1720',
		title: `Outlook on the web, ${program}: note and text stay`,
		input: `<div>${note}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>${htmlHead(words)}</font><div>&nbsp;</div></div>${HTML_BODY}`,
		keeps: [note, 'Invoice 4711', ...KEPT],
	};
}

const HTML: readonly TextCase[] = [
	{
		source: 'Mynigma/HTMLPurifier#9',
		title: 'Thunderbird in HTML: note and text stay',
		input: `<p>Zur Kenntnis</p><div class="moz-forward-container"><br>-------- Weitergeleitete Nachricht --------<table class="moz-email-headers-table" cellspacing="0"><tbody><tr><th align="RIGHT">Betreff: </th><td>Invoice 4711</td></tr><tr><th>Datum: </th><td>Mon, 3 Nov 2025</td></tr><tr><th>Von: </th><td>Ann Lee &lt;ann.lee@example.com&gt;</td></tr></tbody></table><br>${HTML_BODY}</div>`,
		keeps: ['Zur Kenntnis', 'Invoice 4711', ...KEPT],
	},
	{
		source: 'our own fuzzing',
		title: 'Yahoo in HTML: note and text stay',
		input: `<div>FYI</div><div class="yahoo_quoted"><div>----- Forwarded Message -----</div><div>${htmlHead(ENGLISH)}</div>${HTML_BODY}</div>`,
		keeps: ['FYI', 'Invoice 4711', ...KEPT],
	},
	{
		source: 'our own fuzzing',
		title: 'Proton in HTML: note and text stay',
		input: `<div>FYI</div><div class="protonmail_quote">------- Forwarded Message -------<br>${htmlHead(ENGLISH)}<br><br><blockquote class="protonmail_quote" type="cite">${HTML_BODY}</blockquote></div>`,
		keeps: ['FYI', 'Invoice 4711', ...KEPT],
	},
	{
		source: 'quentez/talonjs#37',
		title: 'Apple in HTML: a head with Date instead of Sent',
		input: `<div>FYI</div><blockquote type="cite"><div><b>From:</b> Ann Lee &lt;ann.lee@example.com&gt;<br><b>Date:</b> November 12, 2025 at 3:27:21 PM EST<br><b>To:</b> <a href="mailto:help@example.com">help@example.com</a><br><b>Subject:</b> <b>Invoice 4711</b></div>${HTML_BODY}</blockquote>`,
		keeps: ['FYI', 'Invoice 4711', ...KEPT],
	},
	{
		source: 'nylas/sync-engine#84',
		title: 'Gmail in HTML: a forward without a note stays whole',
		input: `<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>${htmlHead(ENGLISH)}<br></div>${HTML_BODY}</div></div>`,
		keeps: ['Invoice 4711', ...KEPT],
	},
	{
		source: 'our own fuzzing',
		title: 'Gmail in HTML: a forwarded thread keeps its history',
		input: `<div dir="ltr">Thoughts?<br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>${htmlHead(ENGLISH)}</div><div>Too dear.</div><div class="gmail_quote"><div class="gmail_attr">On Sun, Nov 2, 2025 at 9:00 AM Cleo Roe &lt;cleo@example.com&gt; wrote:</div><blockquote class="gmail_quote">20 chairs for 900 €.</blockquote></div></div></div>`,
		keeps: ['Thoughts?', 'Too dear.', '20 chairs for 900 €.'],
	},
	{
		source: 'our own fuzzing',
		title: 'Gmail in HTML: a reply keeps its own words above a forward in the history',
		input: `<div dir="ltr">Done, thanks.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 3, 2025 at 10:00 AM Ann Lee &lt;ann.lee@example.com&gt; wrote:<br></div><blockquote class="gmail_quote">Can you pay this?<div class="gmail_quote">---------- Forwarded message ---------<br>It is three weeks late.</div></blockquote></div>`,
		keeps: ['Done, thanks.'],
	},
];

const PREFIXES = [
	'FW:',
	'Fwd:',
	'Fw:',
	'WG:',
	'TR:',
	'RV:',
	'I:',
	'VS:',
	'VB:',
	'VL:',
	'ENC:',
	'PD:',
	'Doorst:',
	'İLT:',
];

describe('a forward', () => {
	describe('by Apple Mail', () => {
		holdTextCases(APPLE.map(appleForward));
		holdTextCases(APPLE.map(bareAppleForward));
		holdTextCases(APPLE.map(appleHtml));
	});
	describe('under a line of its own', () => {
		holdTextCases(MARKED.map(markedForward));
		holdTextCases(MARKED.map(gmailHtml));
	});
	describe('by Outlook', () => {
		holdTextCases(OUTLOOK.map(outlookForward));
		holdTextCases(OUTLOOK.map(ruledForward));
		holdTextCases(OUTLOOK.map(outlookHtml));
		holdTextCases(OUTLOOK.map(webHtml));
	});
	describe('by its subject', () => {
		holdTextCases(PREFIXES.map(withSubject));
	});
	describe('in the shape of a reply', () => {
		holdTextCases(PASSED_ON);
	});
	describe('of other kinds:', () => {
		holdTextCases(OTHERS);
	});
	describe('in HTML:', () => {
		holdTextCases(HTML);
	});
});
