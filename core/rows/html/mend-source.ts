import { decodeHTMLStrict } from './libraries';

const SURROGATES =
	/&#(x[dD][89abAB][\da-fA-F]{2}|5[56]\d{3});&#(x[dD][c-fC-F][\da-fA-F]{2}|5[67]\d{3});/g;
const ENCODED_TWICE = /&amp;(nbsp|zwnj|zwj|shy|lrm|rlm|amp|quot|apos|#\d{1,5});/g;
/** `</3`, `twice<??`, `late <!!!`: HTML takes them for comments, up to the next bracket. */
const NO_TAG = /<(\/(?![a-z>])|\?(?!xml|php|import)|!(?!--|doctype|\[|if|endif))/gi;
const NAMED = /&([a-z][a-z\d]{1,31})([;=]?)/gi;
const USUAL = new Set([
	'nbsp',
	'amp',
	'lt',
	'gt',
	'quot',
	'zwnj',
	'rsquo',
	'ndash',
	'mdash',
	'hellip',
]);

/** A page's source, with what its writers get wrong put right where it would cost words. */
export function mendSource(html: string): string {
	let source = html.includes('\r') ? html.replaceAll(/\r\n?/g, '\n') : html;
	// Feeds wrap their pages so; in HTML it would be a comment.
	if (source.includes('<![CDATA[')) source = source.replaceAll(/<!\[CDATA\[|\]\]>/g, '');
	if (source.includes('<!--')) source = withCommentsClosed(source);
	source = source.replaceAll(NO_TAG, '&lt;$1');
	if (!source.includes('&')) return source;
	return source
		.replaceAll(SURROGATES, toPair)
		.replaceAll(ENCODED_TWICE, '&$1;')
		.replaceAll(NAMED, asMeant);
}

/** A comment that never ends would take the rest of the text with it. */
function withCommentsClosed(source: string): string {
	const lastEnd = Math.max(source.lastIndexOf('-->'), source.lastIndexOf('--!>')) + 1;
	if (!source.includes('<!--', lastEnd)) return source;
	return source.slice(0, lastEnd) + source.slice(lastEnd).replaceAll('<!--', '&lt;!--');
}

/** Some write an emoji as its two halves, which is no character in HTML. */
function toPair(written: string, high: string, low: string): string {
	const pair = String.fromCharCode(codeOf(high), codeOf(low));
	return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair) ? pair : written;
}

function codeOf(written: string): number {
	return /^x/i.test(written) ? parseInt(written.slice(1), 16) : Number(written);
}

/** HTML reads `&copyright` and `?a=1&copy=2` as ©, for pages of 1995; today people write links. */
function asMeant(written: string, name: string, end: string): string {
	if (end === ';' && USUAL.has(name)) return written;
	const isName = end !== '=' && decodeHTMLStrict(`&${name};`) !== `&${name};`;
	return isName ? written : `&amp;${written.slice(1)}`;
}
