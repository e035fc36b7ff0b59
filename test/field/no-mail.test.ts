import { holdTextCases, textOf, type TextCase } from '../support/field/text-case';

/** What is no mail loses nothing but white space, whatever it looks like. */
type Whole = readonly [source: string, title: string, lines: readonly string[]];

const QUOTE_MARKS: readonly Whole[] = [
	[
		'freescout-help-desk/freescout#5657',
		'a Notion note that ends with a quote',
		['Meeting notes', '', 'Dana summed it up:', '> We ship when it is boring.'],
	],
	[
		'our own fuzzing',
		'a note whose quote stands in the middle',
		['Why we wait', '> Slow is smooth.', '> Smooth is fast.', 'So no release on Fridays.'],
	],
	[
		'github/email_reply_parser#50',
		'a comment that begins with a quote',
		['> Should we rename the flag?', '', 'Yes, before the next release.'],
	],
	[
		'atom/biohazard-alert#17',
		'a comment that answers a quote with a quote',
		['> the first claim', 'No.', '', '> the second claim'],
	],
	[
		'our own fuzzing',
		'an Obsidian callout',
		['# Backup', '> [!warning] Before you start', '> Stop the service first.'],
	],
	[
		'our own fuzzing',
		'an issue form whose answers are quotes',
		['What went wrong?', '> The parcel never came.', '', 'What did you expect?', '> A refund.'],
	],
	[
		'NuvioMedia/NuvioTV#3255',
		'captions that mark a change of speaker',
		['>> JOHN: we should go', '>> MARY: not yet', '>>> And now the weather.'],
	],
	[
		'our own fuzzing',
		'doses and limits at the start of a line',
		['Dose by weight', '>100 mg: two tablets', '> 50 mg: one tablet', '<50 mg: none'],
	],
	[
		'our own fuzzing',
		'a price list by weight',
		['Shipping', '>5 kg: 12 €', '>10 kg: 20 €', '>20 kg: ask us'],
	],
	[
		'keewis/blackdoc#43',
		'a Python session',
		['Try this:', '>>> print(1 + 1)', '2', '>>> import os', 'and tell me what you see.'],
	],
	[
		'nodemailer/mailparser#288',
		'the transcript of a bounce',
		['while talking to mx.example.com', '>>> DATA', '<<< 452 4.2.2 Over quota', '>>> QUIT'],
	],
	['our own fuzzing', 'a plain diff', ['2c2', '< colour = red', '---', '> colour = green']],
	['our own fuzzing', 'a shell with prompts', ['> SELECT 1;', '1', '> SELECT 2;', '2']],
	['our own fuzzing', 'an angry face', ['>:( this is not what I ordered', '>_< and late, too']],
	[
		'our own fuzzing',
		'a Slack message with a quote',
		[
			'Dana Roe 10:02',
			'> can we move it to May?',
			'works for me',
			'Ed Poe 10:05',
			'> May',
			'June!',
		],
	],
	[
		'our own fuzzing',
		'a table whose cells begin with a sign',
		['age;share', '>65;12 %', '>80;3 %', '<18;20 %'],
	],
	['our own fuzzing', 'a menu path', ['Click', '> Settings', '> Privacy', '> Delete account']],
	[
		'our own fuzzing',
		'a poem set as a quote, its poet below',
		['> The woods are dark,', '> the path is long.', '', 'A. N. Other, 1921'],
	],
];

const FORMS: readonly Whole[] = [
	[
		'our own fuzzing',
		'a contact form',
		[
			'New message from your website:',
			'',
			'From: Jane Roe <jane.roe@example.com>',
			'Date: 3 November 2025',
			'To: info@shop.example',
			'Subject: Refund',
			'',
			'My parcel never came. I want my money back.',
		],
	],
	[
		'Nine-Minds/alga-psa#3023',
		'a ticket form with a subject of its own',
		[
			'Ticket 4711',
			'Subject: Printer on fire',
			'Priority: high',
			'',
			'It smokes since this morning.',
			'From: reception',
		],
	],
	[
		'our own fuzzing',
		'a contact form below a greeting and a long note',
		[
			'Dear team,',
			'',
			'somebody has filled in the form on our page. Please answer within one day.',
			'',
			'From: Jane Roe <jane.roe@example.com>',
			'Sent: 3 November 2025 10:00',
			'To: sales@shop.example',
			'Subject: Quote',
			'',
			'I need 20 chairs by Friday.',
		],
	],
	[
		'our own fuzzing',
		'a thread that was written out, from its first line on',
		[
			'From: Jane Roe',
			'Sent: 3 November 2025',
			'To: Sales',
			'Subject: Chairs',
			'',
			'I need 20 chairs.',
			'',
			'From: Sales',
			'Sent: 4 November 2025',
			'To: Jane Roe',
			'Subject: RE: Chairs',
			'',
			'They cost 900 €.',
		],
	],
	[
		'our own fuzzing',
		'a form that begins with all four lines',
		[
			'From: Jane Roe',
			'Sent: 3 November 2025',
			'To: Sales',
			'Subject: Quote for 20 chairs',
			'Message: Please send it by Friday.',
		],
	],
	[
		'our own fuzzing',
		'a train booking in German',
		[
			'Ihre Buchung ist bestätigt.',
			'',
			'Von: Berlin Hbf',
			'Datum: 03.11.2025',
			'An: Hamburg Hbf',
			'Betreff: Sitzplatz 12',
			'',
			'Bitte seien Sie 10 Minuten vorher da.',
		],
	],
	[
		'our own fuzzing',
		'a shift rota with from and to',
		['From: 08:00', 'To: 16:00', 'Date: Monday', 'Subject: Maths, room 4', 'Bring the keys.'],
	],
	[
		'our own fuzzing',
		'a memo on paper',
		[
			'MEMO',
			'',
			'To: All staff',
			'From: Dana Roe',
			'Date: 3 November 2025',
			'Subject: Parking',
			'',
			'The yard is closed on Friday.',
		],
	],
	[
		'our own fuzzing',
		'a French letter with De and Objet',
		[
			'De : Mairie de Valmont',
			'Date : 3 novembre 2025',
			'À : Mme Roe',
			'Objet : travaux',
			'',
			'La rue sera fermée lundi.',
		],
	],
	[
		'our own fuzzing',
		'a helpdesk note of what a customer wrote',
		['Jane Roe wrote:', '', 'The lamp flickers.', '', 'Priority: low'],
	],
	[
		'our own fuzzing',
		'a news item with a dateline that says who wrote',
		[
			'On 3 November 2025 the mayor wrote:',
			'"We shall rebuild the bridge."',
			'Work starts in May.',
		],
	],
	[
		'mailgun/talon#178',
		'a sentence that begins as a French head does',
		[
			"Le message précédent, parti d'un autre serveur, a connu quelques problèmes.",
			'La date limite est passée : inscrivez-vous pour que votre école soit représentée.',
			'Merci.',
		],
	],
	[
		'our own fuzzing',
		'an address list',
		['Jane Roe <jane.roe@example.com>; Ed Poe <ed.poe@example.com>', 'Dana <dana@example.com>'],
	],
];

const TALK_OF_MARKUP: readonly Whole[] = [
	[
		'zuchka/remove-markdown#55',
		'a text that speaks of tags',
		['Put the pixel before </head>.', 'The <script> tag goes last,', 'and <!-- marks --> stay.'],
	],
	[
		'cybersemics/em#552',
		'a list that names a tag',
		['- A', '- A paragraph tag is <p>', '- A break is <br>', '- Done'],
	],
	[
		'our own fuzzing',
		'a question about one comment that never closes',
		['Why does <!-- swallow my page?', 'I removed it and all was well.'],
	],
	[
		'our own fuzzing',
		'a question about <style> and <head>',
		['Where do I put <style>?', 'In <head> or in <body>?', 'Thanks!'],
	],
	[
		'QwenLM/Qwen-Agent#920',
		'C++ templates',
		['std::vector<pair<int,int>> stores pairs.', 'Is temperature <point five, say so.'],
	],
	[
		'0verEngineer/InlineProblems#72',
		'Java generics',
		['The method takes a Map<String, List<Integer>>.', 'It returns Optional<T>.'],
	],
	[
		'our own fuzzing',
		'type parameters that are named as tags are',
		['class Box<A> { }', 'class Pair<P, Q> { }', 'let b: Vec<B> = vec![];'],
	],
	[
		'codsen/codsen#18',
		'sums with signs',
		['If a<b and c>d, then a+c<b+c.', 'Code Q7<bX31]9kR was refused.'],
	],
	['grokify/html-strip-tags-go#5', 'an interval', ['Solve 0<x<2 for x.', 'And p<q, too.']],
	[
		'mtibben/html2text#108',
		'percentages with signs',
		['Few penalties (<2%) so far (KPI > 95%).', 'Major changes applied.'],
	],
	['QuackbackIO/quackback#222', 'letters with signs', ['A<B in class 2.', 'x<y and z.']],
	['our own fuzzing', 'hearts and arrows', ['Thank you <3', '<- this one', '-> not that one']],
	[
		'mailpile/Mailpile#139',
		'an address in angle brackets',
		['Write to <jane.roe@example.com>', 'or call us.'],
	],
	[
		'openclaw/openclaw#124217',
		'a name with its address, and a mailto',
		['Contact Support <support@example.com> or reply.', 'See <mailto:help@example.com> now.'],
	],
	[
		'osTicket/osTicket-1.7#652',
		'a line of a SIP log',
		['From: <sip:527700@192.0.2.2>;tag=952422', 'To: <sip:100@192.0.2.9>'],
	],
	[
		'textAngular/textAngular#887',
		'a link in angle brackets',
		['The terms are at <https://example.com/terms?a=1&b=2>.', 'Article 4 applies.'],
	],
	[
		'github/github-mcp-server#2202',
		'placeholders in angle brackets',
		['Set <workspace_id> first,', 'then retries <n and count >= max.', 'Promise<string> is fine.'],
	],
	[
		'our own fuzzing',
		'a mail template with placeholders',
		['Hi {{first_name}},', '', 'your code is <CODE>.', '<UNSUBSCRIBE_LINK>'],
	],
	[
		'cachly/issues-tracker#2367',
		'a log with angle brackets',
		['<testing> started', '<done> in 3 s'],
	],
	[
		'coyim/coyim#276',
		'a joke in angle brackets',
		['<walloftext>', 'I have so much to say.', '</walloftext>'],
	],
	[
		'our own fuzzing',
		'an IRC log',
		['<dana> is it up?', '<ed> no', '<a> yes', '<b> since noon', '<dana> thanks'],
	],
	[
		'smiley22/S22.Imap#21',
		'XML',
		['<order xmlns="urn:example">', '<id>17</id>', '<note>late</note>', '</order>'],
	],
	[
		'mganss/HtmlSanitizer#475',
		'XML with elements that HTML has, too',
		['<?xml version="1.0"?>', '<msg><head>17</head>', '<body>this is the body</body></msg>'],
	],
	[
		'our own fuzzing',
		'a text that speaks of entities',
		['Use &nbsp; between 5 and kg.', 'AT&amp;T is how you write AT&T.'],
	],
	[
		'mmcdole/gofeed#320',
		'a link with parameters that are named as entities',
		['See https://example.com/?page=1&copy=2&lt=3&reg=eu', 'and https://example.com/?a&lang=en'],
	],
];

const MARKDOWN_AND_CODE: readonly Whole[] = [
	[
		'crisp-oss/email-reply-parser#41',
		'sections between rules of underscores',
		[
			'Part one',
			'________________________________',
			'',
			'Part two',
			'____________',
			'',
			'Part three',
		],
	],
	[
		'crisp-oss/email-reply-parser#50',
		'sections between dashes',
		['New enquiry', '', '---', '', 'Name: Jane Roe', '', '---', '', 'Address: 4 Mill Lane'],
	],
	[
		'cyclestreets/cyclescape#728',
		'a row of dashes',
		['First the good news.', '---------', 'Then the bad news.'],
	],
	[
		'github/email_reply_parser#17',
		'two dashes in a sentence',
		['Take the left road--not the right.', '', '-- Dana', 'PS: bring shoes'],
	],
	[
		'discourse/email_reply_trimmer#21',
		'code with comment lines',
		['```', '# This stays', '#', '####', 'run()', '```', 'Does it work?'],
	],
	[
		'our own fuzzing',
		'Markdown with a table, a link and a rule',
		[
			'# Title',
			'',
			'| a | b |',
			'|---|---|',
			'| > 1 | <2 |',
			'',
			'***',
			'[link](https://example.com)',
		],
	],
	[
		'our own fuzzing',
		'a chat log exported from a phone',
		['[03.11.25, 10:00:12] Dana Roe: Hi', '[03.11.25, 10:01:00] Ed Poe: From: the start, please'],
	],
	[
		'our own fuzzing',
		'a commit with its author',
		['Fix the lock', '', 'Signed-off-by: Dana Roe <dana@example.com>', 'Fixes: #17'],
	],
	[
		'our own fuzzing',
		'a CSV with a column of senders',
		['From,Sent,To,Subject', 'jane,3 Nov,ed,Hello', '"Roe, Jane",4 Nov,dana,"Re: Hello"'],
	],
	[
		'our own fuzzing',
		'a paragraph that says that a message was forwarded',
		['The forwarded message was empty.', 'Please send the original message again.'],
	],
	[
		'our own fuzzing',
		'a contract that quotes and then goes on',
		['§ 4 says:', '> The tenant pays.', '§ 5 says:', '> The landlord pays.', 'Which holds?'],
	],
];

/** Not whole to the letter, but nothing that is said may go. */
const OTHERS: readonly TextCase[] = [
	{
		source: 'our own fuzzing',
		title: 'plain text with one <br> keeps its lines',
		input: ['Dear team,', 'the order is late.<br>', 'Please call me.', 'Jane'],
		keeps: ['Dear team,\n', 'the order is late.', '\nPlease call me.\nJane'],
	},
	{
		source: 'dgtlmoon/changedetection.io#391',
		title: 'plain text with one bold word keeps its lines',
		input: ['Agenda', '1. <b>Budget</b>', '2. Parking', '3. Lunch'],
		keeps: ['Agenda\n', 'Budget', '\n2. Parking\n3. Lunch'],
	},
	{
		source: 'our own fuzzing',
		title: 'a line that is broken by one tag keeps both its parts',
		input: 'Late delivery<br>Wrong color',
		keeps: ['Late delivery', 'Wrong color'],
		drops: ['deliveryWrong'],
	},
	{
		source: 'our own fuzzing',
		title: 'a note with one link as HTML keeps its lines',
		input: ['To do', 'read <a href="https://example.com/x">the plan</a>', 'call Dana'],
		keeps: ['To do\n', 'the plan', '\ncall Dana'],
	},
	{
		source: 'our own fuzzing',
		title: 'Python keeps its indentation',
		input: ['def f(x):', '    if x:', '        return 1', '    return 2'],
		keeps: ['def f(x):\n    if x:\n        return 1\n    return 2'],
	},
	{
		source: 'CTemplar/webclient#1291',
		title: 'a list in a list keeps its indentation',
		input: ['- fruit', '    - apples', '    - pears', '- bread'],
		keeps: ['- fruit\n    - apples\n    - pears\n- bread'],
	},
	{
		source: 'diegosouzapw/OmniRoute#12186',
		title: 'Persian keeps the mark inside its words',
		input: 'من می\u200Cروم و کتاب\u200Cها را می\u200Cآورم',
		is: 'من می\u200Cروم و کتاب\u200Cها را می\u200Cآورم',
	},
	{
		source: 'guillaumemeyer/watermarks-remover#27',
		title: 'joined letters, families and flags stay whole',
		input:
			'क्\u200Dष 👩\u200D👩\u200D👧 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} ❤\uFE0F x\u06DDy',
		is: 'क्\u200Dष 👩\u200D👩\u200D👧 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} ❤\uFE0F x\u06DDy',
	},
	{
		source: 'SpamScope/mail-parser#112',
		title: 'a notice of a delivery keeps its reason',
		input: [
			'Delivery to jane.roe@example.com failed permanently.',
			'',
			'The response was: 550 5.1.1 user unknown',
			'',
			'----- Original message -----',
			'',
			'From: Ed Poe <ed.poe@example.com>',
			'Date: Mon, 3 Nov 2025 10:00:00 +0100',
			'To: jane.roe@example.com',
			'Subject: Lunch',
		],
		keeps: ['Delivery to jane.roe@example.com failed', '550 5.1.1 user unknown'],
	},
];

function whole([source, title, lines]: Whole): TextCase {
	const kept: TextCase = { source, title, input: lines };
	return { ...kept, is: textOf(kept) };
}

describe('what is no mail stays whole', () => {
	describe('with quote marks:', () => {
		holdTextCases(QUOTE_MARKS.map(whole));
	});
	describe('with lines as of a head:', () => {
		holdTextCases(FORMS.map(whole));
	});
	describe('with angle brackets and entities:', () => {
		holdTextCases(TALK_OF_MARKUP.map(whole));
	});
	describe('with rules, code and logs:', () => {
		holdTextCases(MARKDOWN_AND_CODE.map(whole));
	});
	describe('in what it says:', () => {
		holdTextCases(OTHERS);
	});
});
