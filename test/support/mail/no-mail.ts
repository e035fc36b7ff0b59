/** A text that is no mail, or a mail without history: all of it is its writer's. */
export interface NoMail {
	readonly name: string;
	readonly text: string;
	/** Under a mail, From and Subject are a head: only what stands alone is none. */
	readonly isMail?: true;
}

const NOTHING_CUT: Readonly<Record<string, readonly string[]>> = {
	'a contact form': [
		'New submission of the form Callback',
		'',
		'From: Ann Weaver <ann@weaver.example>',
		'Date: 3 November 2025',
		'To: Sales',
		'Subject: A question about lamps',
		'',
		'Message:',
		'Do you still have the blue model? I would need six of them.',
		'My shop opens on Monday.',
	],
	'a form in German': [
		'Von: Anna Weber',
		'E-Mail: anna@weberei.example',
		'An: Vertrieb',
		'Betreff: Frage zu Lampen',
		'Datum: 03.11.2025',
		'',
		'Haben Sie das blaue Modell noch? Ich brauche sechs Stück.',
	],
	'a booking': [
		'Your booking is confirmed.',
		'From: Hamburg Hbf',
		'To: København H',
		'Date: Monday, November 3, 2025 10:15 AM',
		'Passengers: 2',
		'Subject: to change',
		'',
		'Please show this page to the guard.',
	],
	'a booking with a nightly rate': [
		'Booking 77120',
		'From: 3 Nov 2025',
		'Sent: 1 Nov 2025',
		'To: 6 Nov 2025',
		'Guest wishes a cot and a late breakfast.',
	],
	'a Notion note': [
		'Talk with the R&D team',
		'',
		'> We never fitted the second fuse.',
		'> Nobody had asked for it.',
		'',
		'To do: ask the factory.',
		'',
		'> The blue model is cheaper.',
	],
	'a note that ends in a quote': [
		'From the book on lamps, page 12:',
		'',
		'> A lamp is only as good as its fuse.',
		'> Buy two.',
	],
	'a quote alone': ['> The blue model is cheaper.', '> And it lasts longer.'],
	'captions with speakers': [
		'>> WELCOME BACK TO THE SHOW.',
		'>> THANK YOU, ROBERT.',
		'WE TALK ABOUT LAMPS TODAY.',
		'>> AND ABOUT FUSES.',
	],
	'a Python session': [
		'How do I print a number?',
		'>>> print(1)',
		'1',
		'>>> for lamp in lamps:',
		'...     print(lamp)',
	],
	doses: ['Doses of', '>100 mg a day', '>200 mg a week', 'need a second opinion.'],
	'a lower bound at the end': ['Show me all orders', '> 500 EUR'],
	'a sentence that speaks of writing': [
		'On 12 March 2026 I wrote:',
		'the lamps are broken. Since then nobody has answered.',
		'What now?',
	],
	'a sentence of a third person': [
		'On Monday, Ann Weaver wrote: please call me back.',
		'I did, and nobody was there.',
	],
	'Am Montag schrieb ich': [
		'Am 12.03.2026 schrieb ich Ihnen:',
		'die Lampen sind kaputt. Seitdem hat niemand geantwortet.',
	],
	Markdown: [
		'# Lamps',
		'',
		'| Model | Price |',
		'| --- | --- |',
		'| blue | 84.50 |',
		'',
		'---',
		'',
		'> **Note:** the fuse is not included.',
		'',
		'***',
		'',
		'1. Open the box.',
		'2. Fit the fuse.',
		'',
		'```sh',
		'cat <lamp.txt >out.txt',
		'```',
	],
	'rules of underscores': [
		'Name: ______________________',
		'________________________________',
		'Date: ______________________',
		'Signed by hand, see below.',
	],
	'a log': [
		'2025-11-03 10:15:38 INFO From: 10.0.0.7 To: 10.0.0.9',
		'2025-11-03 10:15:39 WARN fuse <unknown> missing',
		'-----BEGIN REPORT-----',
		'all lamps off',
		'-----END REPORT-----',
	],
	'HTML that is spoken of': [
		'Please put the tag into the <head> of the page,',
		'not into the <body>, and never inside a <script>.',
		'Comments begin with <!-- and end later.',
		'Our shop still shows the old lamp.',
	],
	'a script that is spoken of': [
		'The shop says <script>alert(1)</script> where the name should be.',
		'Is <style> allowed?',
		'a < b and c > d',
	],
	placeholders: [
		'Dear <first name>,',
		'your order <number> is ready.',
		'See <https://lamps.example/a?b=1>.',
	],
	'a chat': [
		'Ann: are you there?',
		'Robert: yes',
		'Ann: the subject: lamps',
		'From: now on please use the form',
	],
	minutes: [
		'Date: 3 November 2025',
		'To: all',
		'From: Ann',
		'Subject: fuses',
		'1. Ann reports that the fuses are missing.',
		'2. Robert orders them.',
	],
	'a first mail with a signature': [
		'Hello,',
		'two of the lamps are broken.',
		'',
		'-- ',
		'Ann Weaver',
		'Tel: +49 30 5550 0418',
	],
	'an instruction with a mail as an example': [
		'Write an answer in this form:',
		'From: our team',
		'Subject: your lamps',
		'Keep it under 100 words.',
	],
	'a poem with dashes': ['----- Intermission -----', 'and then the light', '- - -', 'went out.'],
	'quotes of a law': [
		'§ 12 says:',
		'> The seller repairs the lamp.',
		'So they must repair it.',
		'Sent from the road, sorry for errors.',
	],
};

export const NO_MAIL: readonly NoMail[] = Object.entries(NOTHING_CUT).map(([name, lines]) => ({
	name,
	text: lines.join('\n'),
	...(name.startsWith('a first mail') ? { isMail: true as const } : {}),
}));

/** With one tag that somebody's form put in; what is the tag's and what the writer's is clear. */
export const NEARLY_NO_HTML: readonly NoMail[] = [
	{
		name: 'one <br> in plain text',
		text: 'Hello,\ntwo of the lamps are broken.<br>\nThe blue one works.\n\nAnn',
	},
	{ name: 'a <br/> at the end', text: 'Lamp 1: broken\nLamp 2: works\n<br/>\nLamp 3: unknown' },
	{ name: 'a bold word', text: 'Lamp 1: <b>broken</b>\nLamp 2: works\n\n> 500 EUR in all' },
];

/** What is HTML, but no mail that answers another. */
export const HTML_NOTES: readonly NoMail[] = [
	{
		name: 'a blog with a quote at its end',
		text: '<html><body><h1>Lamps</h1><p>A customer told us:</p><blockquote><p>The blue model is cheaper.</p></blockquote></body></html>',
	},
	{
		name: 'a page with a quote and an answer',
		text: '<div><p>Question:</p><blockquote>Where is the fuse?</blockquote><p>In the box.</p></div>',
	},
	{
		name: 'a form in a table',
		text: '<html><body><table><tr><td><b>From:</b></td><td>Ann Weaver</td></tr><tr><td><b>Date:</b></td><td>3 November 2025</td></tr><tr><td><b>To:</b></td><td>Sales</td></tr><tr><td><b>Subject:</b></td><td>Lamps</td></tr></table><p>Do you still have the blue model?</p></body></html>',
	},
	{
		name: 'a form with bold labels',
		text: '<p>New entry:</p><p><b>From:</b> Ann Weaver &lt;ann@weaver.example&gt;<br><b>Sent:</b> Monday, November 3, 2025 10:15 AM<br><b>To:</b> Sales<br><b>Subject:</b> Lamps</p><p>Do you still have the blue model?</p>',
	},
	{
		name: 'rules',
		text: '<p>Part one: the lamp.</p><hr><p>Part two: the fuse.</p><hr style="width:98%"><p>Part three: the end.</p>',
	},
];
