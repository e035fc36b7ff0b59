import { holdTextCases, type TextCase } from '../support/field/text-case';

/** HTML that others' readers were reported for. */
type One = readonly [source: string, title: string, html: string, text: string];

function exactly([source, title, input, is]: One): TextCase {
	return { source, title, input, is };
}

const TAGS: readonly One[] = [
	[
		'zaro/node-htmlstrip-native#10',
		'a tag may hold its own end sign',
		'<p><a data-sign=">"> Hello</a></p>',
		'Hello',
	],
	[
		'Automattic/wp-calypso#2745',
		'a tag may hold a whole tag',
		`<p title='<b>no</b> > "x"'>Hello</p>`,
		'Hello',
	],
	[
		'our own fuzzing',
		'an attribute needs no quotes',
		'<p class=MsoNormal align=left>Hello</p>',
		'Hello',
	],
	[
		'mixmark-io/turndown#70',
		'links keep the spaces between them',
		'<p>I <a href="/a">need</a> <a href="/b">more</a> spaces!</p>',
		'I need more spaces!',
	],
	[
		'mixmark-io/turndown#70',
		'bold words keep the spaces round them',
		'<p>something <strong>strange</strong> happens</p>',
		'something strange happens',
	],
	[
		'mixmark-io/turndown#281',
		'a space of its own element stays one',
		'<p>Test<span>&nbsp;</span>content</p>',
		'Test content',
	],
	[
		'froala/wysiwyg-editor#4363',
		'a space behind an element stays',
		'<p><em>foo</em> bar</p>',
		'foo bar',
	],
	[
		'our own fuzzing',
		'half a word in bold stays one word',
		'<p>un<b>believ</b>able, <font color=red>W</font>orld</p>',
		'unbelievable, World',
	],
	[
		'browsermt/bergamot-translator#339',
		'a word that may break stays one',
		'<p>super<wbr>cali<WBR/>fragilistic</p>',
		'supercalifragilistic',
	],
	[
		'our own fuzzing',
		'line ends of the source are spaces',
		'<p>one\ntwo\n\t three</p>',
		'one two three',
	],
	[
		'our own fuzzing',
		'upper case is the same',
		'<P>Hello <B>Ann</B></P><STYLE>P { color: red }</STYLE>',
		'Hello Ann',
	],
	[
		'djcb/mu#1339',
		'a hard space is a space',
		'<p>foo&nbsp;bar\u00A0baz&#160;&nbsp; qux</p>',
		'foo bar baz qux',
	],
	[
		'html-to-text/node-html-to-text#160',
		'a number behind a sign stays',
		'<p>there are <10,000 planets, 1 < 2 and 3 > 2</p>',
		'there are <10,000 planets, 1 < 2 and 3 > 2',
	],
	[
		'TYPO3-Solr/ext-solr#1541',
		'a sign as an entity stays',
		'<p>If <b>the value</b> is &lt;50 call me, a &lt; b</p>',
		'If the value is <50 call me, a < b',
	],
	[
		'our own fuzzing',
		'a tag that is written out stays',
		'<p>Write &lt;b&gt;, not &lt;strong&gt;.</p>',
		'Write <b>, not <strong>.',
	],
	[
		'mganss/HtmlSanitizer#126',
		'addresses in angle brackets stay',
		'<div>From: Mark &lt;mark@example.com&gt; To: <ann@example.com></div>',
		'From: Mark <mark@example.com> To: <ann@example.com>',
	],
	[
		'openclaw/openclaw#124217',
		'a mailto in angle brackets stays',
		'<p>See <mailto:help@example.com> now</p>',
		'See <mailto:help@example.com> now',
	],
	[
		'textAngular/textAngular#887',
		'a link in angle brackets stays',
		'<p>See <https://example.com/a?b=1> now</p>',
		'See <https://example.com/a?b=1> now',
	],
	[
		'rgrove/sanitize#200',
		'what only Office reads goes',
		'<!--[if gte mso 9]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]--><p>Hello</p>',
		'Hello',
	],
	[
		'hteumeuleu/email-bugs#43',
		'a conditional comment goes, text and all',
		'<p>Hello</p><!--[if mso]><p>Only in Outlook</p><![endif]-->',
		'Hello',
	],
	[
		'mjmlio/mjml#2835',
		'what all but Office read stays',
		'<!--[if !mso]><!--><p>Hello</p><!--<![endif]-->',
		'Hello',
	],
	[
		'our own fuzzing',
		'marks of Word go, the item stays',
		'<p class="MsoListParagraph"><![if !supportLists]><span></span><![endif]>First</p>',
		'First',
	],
	[
		'our own fuzzing',
		'an element of Office goes, its text stays',
		'<p>Hello <o:p>Ann</o:p></p><p><o:p>&nbsp;</o:p></p>',
		'Hello Ann',
	],
	[
		'our own fuzzing',
		'an instruction goes',
		'<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" /><p>Hello</p>',
		'Hello',
	],
	[
		'codsen/codsen#91',
		'a comment inside a style ends with the style',
		'<style type="text/css" style="display:none;"><!-- P {margin-top:0;} --></style><p>Hello</p><style>.a { color: red; }</style>',
		'Hello',
	],
	[
		'RotherOSS/otobo#4111',
		'a broken comment inside a style goes with it',
		'<style><--\n/* Font Definitions */\n@font-face {font-family:Aptos;}\n--></style><p>Hello</p>',
		'Hello',
	],
	[
		'our own fuzzing',
		'a style in the body goes',
		'<div>Hello<style>p > a { content: "<p>no</p>" }</style> Ann</div>',
		'Hello Ann',
	],
	[
		'html-to-text/node-html-to-text#157',
		'a script goes',
		'<p>Hello</p><script type="application/ld+json">{"@type": "Order", "n": "4711"}</script>',
		'Hello',
	],
	[
		'html-to-text/node-html-to-text#285',
		'an entity right behind a style is read',
		'<style>a{}</style>&apos;tis<br/>',
		"'tis",
	],
	['our own fuzzing', 'an empty comment ends at once', '<p>Hello<!--> Ann</p>', 'Hello Ann'],
	[
		'our own fuzzing',
		'a comment may end with an exclamation mark',
		'<p>Hello<!-- x --!> Ann</p>',
		'Hello Ann',
	],
	[
		'our own fuzzing',
		'a picture of lines goes',
		'<p>Hello</p><svg viewBox="0 0 1 1"><title>icon</title><path d="M0 0L1 1"/></svg>',
		'Hello',
	],
	[
		'our own fuzzing',
		'a template goes',
		'<p>Hello</p><template><p>{{name}}</p></template>',
		'Hello',
	],
];

const ENTITIES: readonly One[] = [
	[
		'html-to-text/node-html-to-text#2',
		'letters of the table',
		'<p>&scaron;&Zcaron;&lambda;&Omega;&oelig;&yuml;&inodot;&Lstrok;</p>',
		'šŽλΩœÿıŁ',
	],
	[
		'our own fuzzing',
		'signs of the table',
		'<p>&frac34; &le; &ge; &ne; &infin; &hearts; &check; &there4; &permil; &dagger;</p>',
		'¾ ≤ ≥ ≠ ∞ ♥ ✓ ∴ ‰ †',
	],
	[
		'our own fuzzing',
		'names of two characters, and rare ones',
		'<p>&NotEqualTilde; &fjlig; &CounterClockwiseContourIntegral;</p>',
		'≂̸ fj ∳',
	],
	[
		'martinsvalin/html_entities#26',
		'old names need no semicolon',
		'<p>&copy 2026 Tom &amp Jerry, caf&eacute noir &lt 5</p>',
		'© 2026 Tom & Jerry, café noir < 5',
	],
	[
		'mathiasbynens/he#8',
		'a longer word is no name',
		'<p>&ampersand &copyright &notit; &regular</p>',
		'&ampersand &copyright &notit; &regular',
	],
	[
		'mmcdole/gofeed#320',
		'parameters of a link stay',
		'<p>https://example.com/?page=1&copy=2&lt=3;mode=x&reg=eu</p>',
		'https://example.com/?page=1&copy=2&lt=3;mode=x&reg=eu',
	],
	[
		'mdevils/html-entities#19',
		'a parameter named as an entity stays',
		'<p>https://example.com/?a=1&lang=en&note=2</p>',
		'https://example.com/?a=1&lang=en&note=2',
	],
	[
		'Alir3z4/html2text#148',
		'written-out parameters are read once',
		'<p>https://example.com/?a=1&amp;key=2&amp;rid=3</p>',
		'https://example.com/?a=1&key=2&rid=3',
	],
	[
		'our own fuzzing',
		'a sign in a name stays',
		'<p>AT&T, R&D; and Q&A; &unknown;</p>',
		'AT&T, R&D; and Q&A; &unknown;',
	],
	[
		'apache/commons-text#191',
		'numbers of windows-1252',
		'<p>&#147;it&#146;s&#148; 5&#150;6 &#128;9&#133; &#153;</p>',
		'“it’s” 5–6 €9… ™',
	],
	[
		'OWASP/java-html-sanitizer#414',
		'hexadecimal numbers of windows-1252',
		'<p>a&#x85; b&#x99; c&#X80;</p>',
		'a… b™ c€',
	],
	[
		'htacg/tidy-html5#483',
		'an emoji as two halves',
		'<p>&#55357;&#56845; and &#xD83D;&#xDE00;</p>',
		'😍 and 😀',
	],
	['Cocoanetics/DTCoreText#1070', 'an emoji as one number', '<p>&#128262; &#x1F600;</p>', '🔆 😀'],
	[
		'macieklamberski/feedsmith#205',
		'what is written twice is read once',
		'<p>&amp;lt;b&amp;gt;</p>',
		'&lt;b&gt;',
	],
	[
		'Alir3z4/html2text#31',
		'a number at the start of a link',
		'<a href="https://example.com/x">&#225;ll&#225;s: Manager</a>',
		'állás: Manager',
	],
];

/** The same characters count wherever they come from: entities, or themselves. */
const INVISIBLE: readonly One[] = [
	[
		'thermondo/pytest-translations#50',
		'a word with soft hyphens is one word',
		'<p>Reise&shy;kosten&#173;rück\u00ADerstattung</p>',
		'Reisekostenrückerstattung',
	],
	[
		'our own fuzzing',
		'a word with zero-width spaces is one word',
		'<p>Super&#8203;cali\u200Bfragil&#xFEFF;istic&NoBreak;!</p>',
		'Supercalifragilistic!',
	],
	[
		'jhy/jsoup#1244',
		'Persian keeps the mark inside its words',
		'<p>می&zwnj;روم کتاب\u200Cها</p>',
		'می\u200Cروم کتاب\u200Cها',
	],
	[
		'guillaumemeyer/watermarks-remover#27',
		'Hindi keeps the mark inside its letters',
		'<p>क्&zwj;ष राज\u094D\u200Cय</p>',
		'क्\u200Dष राज\u094D\u200Cय',
	],
	[
		'diegosouzapw/OmniRoute#12186',
		'families, flags and hearts stay whole',
		'<p>👩&zwj;👩\u200D👧 🏳\uFE0F\u200D🌈 ❤\uFE0F 👍🏽</p>',
		'👩\u200D👩\u200D👧 🏳\uFE0F\u200D🌈 ❤\uFE0F 👍🏽',
	],
	[
		'soundasleep/html2text_ruby#5',
		'a mark between Latin letters goes',
		'<p>Foo&zwnj;bar</p>',
		'Foobar',
	],
];

const PAD: readonly (readonly [string, string, string])[] = [
	['mjmlio/mjml#1978', 'non-joiners and hard spaces', '&zwnj;&nbsp;'],
	['jugglerchris/rust-html2text#134', 'grapheme joiners', '&#847;&zwnj;&nbsp;'],
	[
		'jugglerchris/rust-html2text#134',
		'soft hyphens and grapheme joiners',
		'\u00AD\u034F \u200C &nbsp;',
	],
	['TryGhost/Ghost#25188', 'figure spaces', '\u034F\u2007 '],
	['TryGhost/Ghost#25188', 'figure spaces as entities', '&#847; &#8199; '],
	[
		'resend/react-email#1082',
		'six characters by turns',
		'\u00A0\u200C\u200B\u200D\u200E\u200F\uFEFF',
	],
	['odoo/odoo#49886', 'the characters themselves', '\u200C\u00A0'],
	['our own fuzzing', 'numbers of non-joiners', '&#8204;&#160;'],
	['our own fuzzing', 'direction marks', '&lrm;&nbsp;&rlm; '],
	['our own fuzzing', 'hair spaces', '&hairsp;\u200A\u2009&zwj; '],
	['our own fuzzing', 'word joiners and Mongolian separators', '\u2060\u180E\u2063 '],
	['our own fuzzing', 'Hangul fillers and Braille blanks', '\u3164\u2800\u115F '],
];

function padded([source, name, pad]: (typeof PAD)[number]): TextCase {
	return {
		source,
		title: `padding is not paid for: ${name}`,
		input: `<div style="display:none;max-height:0">Save 20 %${pad.repeat(150)}</div><p>Hello Ann,</p><p>the sale begins.</p>`,
		keeps: ['Hello Ann,', 'the sale begins.'],
		atMost: 45,
	};
}

/** As the step before made a text of it. */
function paddedPlain([source, name, pad]: (typeof PAD)[number]): TextCase {
	return {
		source,
		title: `padding of a plain text is not paid for: ${name}`,
		input: `Save 20 %\n${pad.repeat(150)}\nHello Ann,`,
		keeps: ['Save 20 %', 'Hello Ann,'],
		atMost: 25,
	};
}

const PIXELS = `data:image/png;base64,${'iVBORw0KGgo'.repeat(2000)}`;

const OTHERS: readonly TextCase[] = [
	{
		source: 'docling-project/docling#2923',
		title: 'an inline picture is not paid for, whatever its alternative text holds',
		input: `<p>Hello</p><img alt="Home > Shop" src="${PIXELS}"><p>Bye</p>`,
		keeps: ['Hello', 'Bye'],
		drops: ['base64', 'KGgo'],
		atMost: 40,
	},
	{
		source: 'mtibben/html2text#67',
		title: 'an inline picture without an alternative text leaves nothing',
		input: `<p>Hello</p><img src='${PIXELS}' width=1><div style="background:url(${PIXELS})">Bye</div>`,
		lines: ['Hello', 'Bye'],
	},
	{
		source: 'zytedata/html-text#14',
		title: 'a newsletter of pictures is read by their alternative texts',
		input:
			'<table><tr><td><img src="cid:1" alt="Summer sale"></td></tr><tr><td><img alt="" src="https://example.com/gap.gif"><img src="https://example.com/2.png" alt=\'20 % off all chairs\'></td></tr><tr><td><img src="https://example.com/3.png" alt="Until 31 August &amp; online only"></td></tr></table>',
		lines: ['Summer sale', '20 % off all chairs', 'Until 31 August & online only'],
	},
	{
		source: 'soundasleep/html2text#25',
		title: 'a link that is a picture is read by its alternative text',
		input:
			'<p>Your invoice is ready.</p><a href="https://example.com/pay"><img src="b.png" alt="Pay now"></a>',
		keeps: ['Your invoice is ready.', 'Pay now'],
	},
	{
		source: 'kellylford/QuickMail#506',
		title: 'a row of links that are pictures, and nothing else',
		input:
			'<a href="https://example.com/c/1p"><img alt="Read the story" src="1.png"></a><a href="https://example.com/c/2p"><img alt="Start writing" src="2.png"></a>',
		keeps: ['Read the story', 'Start writing'],
		drops: ['storyStart'],
	},
	{
		source: 'Alir3z4/html2text#49',
		title: 'a face that is a picture stays in its sentence',
		input:
			'<p>Great job <img data-emoji="👍" class="an1" alt="👍" src="https://example.com/1f44d.png"> Ann</p>',
		is: 'Great job 👍 Ann',
	},
	{
		source: 'petecoop/laravel-inky#7',
		title: 'a hidden text stays where nothing else is there',
		input:
			'<div style="display:none">Your order 4711 ships tomorrow.</div><img src="https://example.com/all.png">',
		keeps: ['Your order 4711 ships tomorrow.'],
	},
	{
		source: 'opengovsg/postmangovsg#1251',
		title: 'a hidden text never takes what stands behind it',
		input:
			'<span class="preheader" style="display:none !important;visibility:hidden;mso-hide:all">Hi there</span><table><tr><td>Your code is 4711.</td></tr></table>',
		keeps: ['Your code is 4711.'],
	},
	{
		source: 'our own fuzzing',
		title: 'elements that a browser shows are no hidden ones',
		input:
			'<p style="display:block">One</p><p style="font-display:none-such">Two</p><p data-x="display:none">Three</p>',
		lines: ['One', 'Two', 'Three'],
	},
	{
		source: 'our own fuzzing',
		title: 'the end of a hidden element is found through its own kind',
		input: '<div style="display:none"><div>a</div><div>b</div></div><div>Your code is 4711.</div>',
		keeps: ['Your code is 4711.'],
	},
	{
		source: 'jaytaylor/html2text#24',
		title: 'a log keeps its lines and its indentation',
		input:
			'<p>It fails:</p><pre>\nError: no key\n    at open (/a.js:1)\n        at run (/b.js:2)\n\nend  of  log</pre><p>Help!</p>',
		keeps: [
			'It fails:',
			'Error: no key\n    at open (/a.js:1)\n        at run (/b.js:2)\n\nend  of  log',
			'Help!',
		],
	},
	{
		source: 'dillo-browser/dillo#239',
		title: 'elements and entities inside a log are read',
		input:
			'<pre><code><span class="k">if</span> a &lt; b:\n  <b>return</b> &quot;x&quot;</code></pre>',
		is: 'if a < b:\n  return "x"',
	},
	{
		source: 'zammad/zammad#4039',
		title: 'what stands behind a log in a code element stays',
		input:
			'<pre><code>line 1\nline 2</code></pre><p>It broke here.</p><div id="signature"><div class="pre">--&nbsp;<br />My company</div></div>',
		keeps: ['line 1\nline 2', 'It broke here.', 'My company'],
	},
	{
		source: 'Alir3z4/html2text#207',
		title: 'an element that keeps its white space keeps its lines',
		input:
			'<div style="margin-left: 50px; white-space: pre-wrap">Steps:\n1. Open\n2. Close</div><p>Thanks</p>',
		lines: ['Steps:', '1. Open', '2. Close', 'Thanks'],
	},
	{
		source: 'mixmark-io/turndown#509',
		title: 'a line ends, however its break is written',
		input: '<span>a</span><span> b<br></span><span>c</span><br/>d<BR CLEAR="all">e<br />f</br>g',
		lines: ['a b', 'c', 'd', 'e', 'f', 'g'],
	},
	{
		source: 'simonw/tools#340',
		title: 'blocks stand apart',
		input:
			'<h1>Title</h1><div>one</div><div>two</div><section>three</section>four<p/>five<hr>six<center>seven</center><address>eight</address>',
		lines: ['Title', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'],
	},
	{
		source: 'MailCore/mailcore2#1716',
		title: 'blocks inside a link stand apart',
		input: '<a href="https://example.com"><div>Read more</div><div>3 min</div></a>',
		lines: ['Read more', '3 min'],
	},
	{
		source: 'WebDevStudios/wp-search-with-algolia#400',
		title: 'cells stand apart, rows on lines of their own',
		input:
			'<table><thead><tr><th>Item</th><th>Sum</th></tr></thead><tbody><tr><td>Chair</td><td>40</td></tr><tr><td>Lamp</td><td>7</td></tr></tbody><tfoot><tr><td>All</td><td>47</td></tr></tfoot></table>After',
		keeps: [
			'Item',
			'Sum',
			'\n',
			'Chair',
			'40',
			'\n',
			'Lamp',
			'7',
			'\n',
			'All',
			'47',
			'\n',
			'After',
		],
		drops: ['ItemSum', 'Chair40', 'Lamp7', 'All47'],
	},
	{
		source: 'docling-project/docling#1981',
		title: 'paragraphs inside a cell stand apart',
		input:
			'<table><tr><td><p>alpha</p><p>beta</p></td><td><ul><li>one</li><li>two</li></ul></td></tr></table>',
		keeps: ['alpha', 'beta', 'one', 'two'],
		drops: ['alphabeta', 'betaone', 'onetwo', 'betatwo'],
	},
	{
		source: 'our own fuzzing',
		title: 'a caption, a term and a summary stand apart from their texts',
		input:
			'<table><caption>Prices</caption><tr><td>40</td></tr></table><dl><dt>Size</dt><dd>Large</dd></dl><details><summary>More</summary>Less</details><figure><figcaption>Fig</figcaption></figure>',
		keeps: ['Prices', '40', 'Size', 'Large', 'More', 'Less', 'Fig'],
		drops: ['Prices40', '40Size', 'SizeLarge', 'MoreLess', 'LessFig'],
	},
	{
		source: 'mixmark-io/turndown#356',
		title: 'items stand on lines of their own, those inside others as well',
		input:
			'<ul><li><div>Fruit</div><ul><li>Apple</li><li>Pear</li></ul></li><li><p>Bread</p></li></ul>',
		keeps: ['Fruit', '\n', 'Apple', '\n', 'Pear', '\n', 'Bread'],
	},
	{
		source: 'onizet/html2openxml#198',
		title: 'numbered items keep their numbers',
		input: '<ol><li>Open</li><li>Turn<ol><li>left</li><li>right</li></ol></li><li>Close</li></ol>',
		keeps: ['1. Open', '2. Turn', 'left', 'right', '3. Close'],
	},
	{
		source: 'html-to-text/node-html-to-text#117',
		title: 'numbers go on where the list says',
		input: '<p>Go on at step 3:</p><ol start="3"><li>Sign</li><li>Send</li></ol>',
		keeps: ['3. Sign', '4. Send'],
	},
	{
		source: 'Alir3z4/html2text#264',
		title: 'a power is no part of its number',
		input: '<p>10<sup>6</sup> pieces</p>',
		keeps: ['10', '6', 'pieces'],
		drops: ['106'],
	},
	{
		source: 'jugglerchris/rust-html2text#29',
		title: 'an old price is no part of the new one',
		input: '<p>Price: <s>40</s><del>35</del>30</p>',
		drops: ['4035', '3530'],
		keeps: ['Price:', '30'],
	},
	{
		source: 'matthewwithanm/python-markdownify#216',
		title: 'a quotation in a sentence stays',
		input: '<p>She said <q>never</q> twice, CO<sub>2</sub> and <abbr title="x">km</abbr>.</p>',
		keeps: ['She said', 'never', 'twice, CO', '2', 'km.'],
	},
	{
		source: 'our own fuzzing',
		title: 'elements that never close keep their text',
		input: '<table><tr><td>One<td>Two<tr><td>Three</table><p>Hello <b>Ann<p>Bye<ul><li>a<li>b',
		keeps: ['One', 'Two', 'Three', 'Hello Ann', 'Bye', 'a', 'b'],
		drops: ['OneTwo', 'TwoThree'],
	},
	{
		source: 'our own fuzzing',
		title: 'a tag that was cut off at the end goes, the text before it stays',
		input: '<p>Hello Ann</p><p>Bye</p><a href="https://example.com/very-long',
		keeps: ['Hello Ann', 'Bye'],
		drops: ['very-long'],
	},
	{
		source: 'our own fuzzing',
		title: 'an attribute whose quote never closes takes no more than its tag',
		input: '<p>Before</p><a href="https://example.com>Click</a><p>After the link</p>',
		keeps: ['Before', 'After the link'],
	},
	{
		source: 'Zimbra/zm-mailbox#1277',
		title: 'a comment that never closes never empties the mail',
		input: '<!-- generated by a tool <p>Please call me on 555-0117.</p>',
		keeps: ['Please call me on 555-0117.'],
	},
	{
		source: 'jhy/jsoup#501',
		title: 'a style that never closes never empties the mail',
		input:
			'<html><head><style type="text/css">.cls {display: none;}</head><body><p>Please call me on 555-0117.</p></body></html>',
		keeps: ['Please call me on 555-0117.'],
	},
	{
		source: 'our own fuzzing',
		title: 'a title that never closes never empties the mail',
		input: '<html><head><title>Mail<body><p>Please call me on 555-0117.</p></body></html>',
		keeps: ['Please call me on 555-0117.'],
	},
	{
		source: 'alan-turing-institute/ReadabiliPy#32',
		title: 'a section of characters that holds the mail is read',
		input: '<![CDATA[<p>Hello Ann</p><p>Bye</p>]]>',
		keeps: ['Hello Ann', 'Bye'],
		drops: ['CDATA'],
	},
	{
		source: 'our own fuzzing',
		title: 'a head that holds no more than a title leaves the body',
		input:
			'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/x.dtd"><html><head><meta charset="utf-8"><title>No title</title><base href="x"></head><body bgcolor="#fff">Hello Ann</body></html>',
		is: 'Hello Ann',
	},
	{
		source: 'htacg/tidy-html5#483',
		title: 'half an emoji leaves no half character',
		input: '<p>Thanks &#55357; Ann &#xDE00;!</p>',
		keeps: ['Thanks', 'Ann', '!'],
		drops: ['\uD83D', '\uDE00'],
	},
	{
		source: 'mdevils/html-entities#48',
		title: 'a number that is no character harms nothing',
		input: '<p>today&#2013266067;s &#x110000; &#0; &#x; &#; &#99999999999999999999; price</p>',
		keeps: ['today', 's', 'price'],
		drops: ['\u0000'],
	},
	{
		source: 'foundation/foundation-emails#715',
		title: 'what a system wrote twice keeps its words',
		input: '<p>Hello&amp;nbsp;Ann, it&amp;#39;s ready</p>',
		keeps: ['Hello', 'Ann, it', 's ready'],
	},
	{
		source: 'smiley22/S22.Imap#21',
		title: 'what was not decoded keeps its words, and its tags go',
		input:
			'<p class=3D"MsoNormal" style=3D"margin: 0">Hello Ann,</p>=\n<div id=3D"signature">Ben</div>',
		keeps: ['Hello Ann,', 'Ben'],
		drops: ['MsoNormal', 'margin', 'signature'],
	},
	{
		source: 'codsen/codsen#18',
		title: 'sums that read like a tag keep what stands round them',
		input: '<p>so a<b and c>d holds</p>',
		keeps: ['so a', 'd holds'],
	},
	{
		source: 'JessyTsui/Claude-Code-Remote#12',
		title: 'an unknown name in angle brackets takes nothing with it',
		input: '<p>Ask <developer> or use List<String> for it.</p>',
		keeps: ['Ask', 'or use List', 'for it.'],
	},
	{
		source: 'OWASP/java-html-sanitizer#276',
		title: 'a word behind a sign takes no more than its line',
		input: '<p>Sanitize <Data Check</p><p>The rest of the mail</p>',
		keeps: ['Sanitize', 'The rest of the mail'],
	},
	{
		source: 'our own fuzzing',
		title: 'Hebrew keeps its words between direction marks',
		input: '<p dir="rtl">שלום&rlm;, &#8235;עולם&#8236; C++&lrm;</p>',
		keeps: ['שלום', 'עולם', 'C++'],
		drops: ['&'],
	},
	{
		source: 'our own fuzzing',
		title: 'what was typed into a form stays',
		input: '<p>Your words:</p><textarea rows="2">It is late.</textarea>',
		lines: ['Your words:', 'It is late.'],
	},
	{
		source: 'jaytaylor/html2text#55',
		title: 'what stands for those without scripts takes nothing with it',
		input: '<p>Hello</p><noscript><img src="https://example.com/t.gif"></noscript><p>Bye</p>',
		lines: ['Hello', 'Bye'],
	},
];

describe('HTML', () => {
	describe('with tags of all kinds:', () => {
		holdTextCases(TAGS.map(exactly));
	});
	describe('with entities:', () => {
		holdTextCases(ENTITIES.map(exactly));
	});
	describe('with invisible characters:', () => {
		holdTextCases([
			...INVISIBLE.map(exactly),
			...PAD.map(padded),
			...PAD.filter(([, , pad]) => !pad.includes('&')).map(paddedPlain),
		]);
	});
	describe('with pictures, blocks and faults:', () => {
		holdTextCases(OTHERS);
	});
});
