import { cleanText } from '../../core/rows/clean-text';

/**
 * What an examiner tried on the reader of mails and pages, 2026-11-29: each was read wrongly then. Heads of programs
 * over what is new, sentences that look like heads, hand-overs above a head, tags that hide words. Our own fuzzing; words
 * that run together are TeamHG-Memex/html-text#16, details lost below a colon mailgun/talon#129.
 */
const HEAD =
	'\n\nFrom: Ann Lee <ann@example.com>\nSent: Monday, November 3, 2025 10:00 AM\nTo: Ben Ode <ben@example.com>\nSubject: Lamp\n\nThe lamp flickers.';

const KEEPS: readonly (readonly [input: string, words: string])[] = [
	[
		'You have a new message in your shop.\n\nOn 3 Nov 2025 at 10:00, Jane Roe <jane@example.com> wrote:\n\nWhere is my parcel?',
		'parcel',
	],
	[
		'New reply to ticket 4711\n\nJane Roe <jane@example.com> wrote on 3 Nov 2025 10:00:\n\nWhere is my parcel?',
		'parcel',
	],
	[
		'Today in your forum:\n2 posts\n\nAnn Lee <a@example.com> wrote on 3 Nov 2025:\nWho has a lamp?\n\nBen wrote on 4 Nov 2025:\nMe.',
		'lamp',
	],
	[
		'Hello,\n\nI ordered a lamp.\n\nOn 3 November Tom Poe (tom@shop.example) wrote:\n"We send a new one."\n\nIt never came. I want my money back.',
		'money',
	],
	[
		'…we ordered a lamp.\n\nMy wife wrote to info@shop.example on 3 March:\nPlease cancel it.\n\nNobody answered. Cancel it now.',
		'Cancel it now',
	],
	[
		'Guten Tag.\n\nAm 3. März habe ich Ihnen an info@shop.example geschrieben:\nBitte um Rückruf.',
		'Rückruf',
	],
	['Thanks Ann.\nOn Monday I am there.\nOn 11/3/25 at 10:00 Ann Lee wrote:\n> When?', 'On Monday'],
	['Danke.\nAm Montag bin ich da.\nAm 03.11.2025 um 10:00 schrieb Ann Lee:\n> Wann?', 'Montag'],
	[
		'Hi Ann,\nsee you there.\n\nNoon at gate 3, at 10:30 sharp.\nAnn Lee wrote:\n> Where?',
		'gate 3',
	],
	[
		'Va bene.\n\nA presto,\nIl giorno lun 3 nov 2025 alle ore 10:00 Ann Lee <ann@example.com> ha scritto:\n> Ciao',
		'A presto',
	],
	['Im Brief vom 03.05.2025 schrieb der Vermieter:\n> Die Kaution wird einbehalten.', 'Kaution'],
	[
		'Hello,\n\nI ordered a lamp from you. It is broken at the foot. Please send me a new one.\n\n--- My details ---\njane@example.com\nOrder 4711, deliver to 4 Mill Lane.',
		'Mill Lane',
	],
	['Danke für die Fragen.\n\n--- Antwort ---\nJa, das passt mir am Freitag.', 'Freitag'],
	[
		'Dear team,\n\nI ordered a lamp from you. It is broken at the foot. Please send me a new one.\n\nBest regards\nJane\n\nFrom: Jane Roe\nDate: 3 November 2025\nTo: Sales\nSubject: Chairs\nPhone: 555 0100\nDeliver to: 4 Mill Lane',
		'Mill Lane',
	],
	...[
		'Yes, here is the mail I meant.',
		'Sure - here you go.\n\nBen',
		'Sí, aquí lo tienes.',
		'Danke dir, Jo! Hier der Vorgang.',
		'Thanks for taking care of her!',
		'Danke für deine Hilfe mit Frau Lee.',
		'Merci de lui répondre.',
		'Gracias por contestarle.',
		'Hi all,\n\nAnn is not happy with her lamp. She called me twice this week. I promised her an answer by Friday.\n\nBest,\nBen',
		'Ref: 4711\n\nCould you answer her?',
		'R: 4711\nCustomer asks for a refund today.',
	].map((note): [string, string] => [note + HEAD, 'The lamp flickers.']),
	[
		'<div>Thanks, noted.</div><div class="gmail_quote">On 3 Nov 2025 at 10:00 Ann Lee &lt;a@example.com&gt; wrote:<blockquote class="gmail_quote">Where do we meet?</div><div>At the pier, gate 3.</div>',
		'gate 3',
	],
	['<p>My order broke my heart </3 please help me</p><p>Jo</p>', 'help me'],
	['<p>You charged twice<?? I want my money back</p><p>Jo</p>', 'money'],
	['<p>It is late <!!! Where is it</p><p>x</p>', 'Where'],
];

const READS: readonly (readonly [input: string, text: string])[] = [
	['<p>a</p><script src="x.js"></script><p>b</p>', 'a\n\nb'],
	['<title></title><style></style><p>a</p>', 'a'],
	['<p>a</p><iframe src="x"></iframe>', 'a'],
	['<p>in <st1:country-region w:st="on">Germany</st1:country-region></p>', 'in Germany'],
	[
		'<p><span style="display:block">Order 4711</span><span style="display:block">Total 9 €</span></p>',
		'Order 4711\nTotal 9 €',
	],
	[
		'<p><a style="display:inline-block">Shop</a><a style="display:inline-block">Blog</a></p>',
		'Shop Blog',
	],
	['<p><button>Yes</button><button>No</button></p>', 'Yes No'],
	[
		'Hi Ann, noon suits me!\n\nOn 11/3/25 at 10:00 Ann Lee wrote:\n> When?',
		'Hi Ann, noon suits me!',
	],
	[
		'Yes, fine.\n\nAm 03.11.2025 um 10:00 schrieb Ann Lee:\n> Wann?\n\nVirenfrei. www.avast.com',
		'Yes, fine.\n\nVirenfrei. www.avast.com',
	],
	[
		'See the picture: <img src="data:image/png;base64,AAAA" alt="Home > Shop"> thanks',
		'See the picture: thanks\nHome > Shop',
	],
	['<ul><li></li></ul><p>Next</p>', 'Next'],
	['def f():\u200B\n    return 1', 'def f():\n    return 1'],
	[
		'Wrap each paragraph in <p> and </p>.\nThen send it again.',
		'Wrap each paragraph in <p> and </p>.\nThen send it again.',
	],
	['Use `<b>word</b>` here.\nThen', 'Use `<b>word</b>` here.\nThen'],
];

describe('a mail or a page that looks like another', () => {
	it.each(KEEPS)('keeps of %j the words %j', (input, words) => {
		expect(cleanText(input)).toContain(words);
	});

	it.each(READS)('reads %j', (input, text) => {
		expect(cleanText(input)).toBe(text);
	});
});
