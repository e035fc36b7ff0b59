import { withoutQuotedReplies } from '../../../core/rows/quoted-replies';

describe('withoutQuotedReplies', () => {
	it.each([
		['English', 'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <ann@example.com> wrote:'],
		[
			'English, over two lines',
			'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <\nann@example.com> wrote:',
		],
		['German', 'Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Ann Lee <ann@example.com>:'],
		['French', 'Le lun. 3 nov. 2025 à 10:00, Ann Lee <ann@example.com> a écrit :'],
		['Spanish', 'El lun, 3 nov 2025 a las 10:00, Ann Lee (<ann@example.com>) escribió:'],
		['Italian', 'Il giorno lun 3 nov 2025 alle ore 10:00 Ann Lee <ann@example.com> ha scritto:'],
		['Portuguese', 'Em seg., 3 de nov. de 2025 às 10:00, Ann Lee <ann@example.com> escreveu:'],
		['Swedish', 'Den mån 3 nov. 2025 kl 10:00 skrev Ann Lee <ann@example.com>:'],
		['Dutch', 'Op ma 3 nov 2025 om 10:00 schreef Ann Lee <ann@example.com>:'],
		['Polish', 'W dniu 3.11.2025 o 10:00, Ann Lee pisze lub Ann Lee napisał(a):'],
		['Polish, of a man', 'W dniu 3.11.2025 o 10:00, Jan Kowalski napisał:'],
		[
			'an Outlook line',
			'________________________________\n\nFrom: Ann Lee\nSent: Monday\nTo: Ben\nSubject: Lunch',
		],
		[
			'an Outlook head',
			'From: Ann Lee\nSent: Monday, November 3, 2025\nTo: Ben\nCc: Cid\nSubject: Lunch',
		],
		[
			'a German Outlook head',
			'*Von:* Ann Lee\n*Gesendet:* Montag, 3. November 2025\n*An:* Ben\n*Betreff:* Essen',
		],
		[
			'a French Outlook head',
			'De : Ann Lee\nEnvoyé : lundi 3 novembre 2025\nÀ : Ben\nObjet : Repas',
		],
		['a marked line', '-----Original Message-----'],
		['a marked line in German', '-----Ursprüngliche Nachricht-----'],
	])('takes the history off behind %s', (_, head) => {
		const mail = `Yes, fine.\n\n${head}\nCould we meet?`;
		expect(withoutQuotedReplies(mail).trim()).toBe('Yes, fine.');
		expect(withoutQuotedReplies(mail.replaceAll('\n', '\r\n')).trim()).toBe('Yes, fine.');
	});

	it('takes quoted lines out from between answers', () => {
		expect(withoutQuotedReplies('> Monday?\nYes.\n> Noon?\n  > Still quoted\nNo.')).toBe(
			'Yes.\nNo.',
		);
	});

	it.each([
		'---------- Forwarded message ---------\nFrom: Ann\nDate: Mon\nSubject: Lunch\n\nText',
		'FYI\n\nBegin forwarded message:\n\nFrom: Ann\nDate: Mon\n\nText',
		'-------- Weitergeleitete Nachricht --------\nVon: Ann\nDatum: Mo\n\nText',
		'---------- Message transféré ---------\nDe : Ann\nDate : lun.\n\nText',
		'-------- Doorgestuurd bericht --------\nVan: Ann\nDatum: ma\n\nText',
		'-------- Videresendt meddelelse --------\nFra: Ann\nDato: man\n\nText',
		'-------- Treść przekazanej wiadomości --------\nOd: Ann\nData: pon\n\nText',
	])('leaves a forward whole: %j', (text) => {
		expect(withoutQuotedReplies(`See below\n\n${text}`)).toBe(`See below\n\n${text}`);
	});

	it('leaves the text whole when nothing but history is there', () => {
		const text = 'On Mon, Nov 3, 2025, Ann Lee wrote:\n> Could we meet?';
		expect(withoutQuotedReplies(text)).toBe(text);
	});

	it.each([
		'On Monday we wrote: nothing.',
		'From: the desk of Ann\nHello',
		'He wrote:',
		'On Monday the customer wrote the following:',
		'Il cliente ha scritto quanto segue:',
		'________________________________\nSecond half of the notes',
		'From: Jane\nDate: 3 November 2025\nMessage: I want a refund',
		'From: Berlin\nTo: Hamburg\nDate: 3 November 2025\nSeat: 12',
		'Am Montag schrieb ich dir.',
		`On ${'very '.repeat(100)} long lines somebody wrote:`,
	])('leaves a text alone that only looks like a head: %j', (text) => {
		expect(withoutQuotedReplies(`Hi\n${text}\nBye`)).toBe(`Hi\n${text}\nBye`);
	});
});
