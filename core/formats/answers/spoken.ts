const MOST_BLANKS = 80;
/** With these a sentence goes on to name the tag. */
const NAMING =
	/(?:^|\s)(?:a|an|and|as|at|behind|by|called|is|leaves?|of|or|see|tags?|that|the|this|to|tokens?|use|using|with|write|als|am|das|dem|den|der|die|ein|einen|mit|oder|und|von|avec|de|et|la|le|un|une)$/i;

/** A tag in a sentence has a blank or a quote before it; one that ends thoughts stands at their end, or in its own line. */
export function isSpokenAt(text: string, index: number, tag: string): boolean {
	const before = text.slice(Math.max(0, index - MOST_BLANKS), index);
	const words = before.trimEnd();
	if (words.length === before.length) return /["'`(«“‘]$/.test(words);
	if (words === '' || before.slice(words.length).includes('\n')) return false;
	const from = index + tag.length;
	const goesOn = !/^(?:[^\S\n]{0,9}\n|\s{0,9}\p{Lu})/u.test(text.slice(from, from + 12));
	return goesOn || NAMING.test(words);
}
