/**
 * What stands where a text should, because it was mapped wrongly: the name of an object, the words of an expression
 * in place of its value, or a word for nothing.
 */
export type Placeholder = 'object' | 'expression' | 'nothing';

/** A longer text holds something else as well. */
const LONGEST_TEXT = 2_000;
const LONGEST_LINE = 500;

/** A longer one without objects and braces holds more than words for nothing. */
const LONGEST_NOTHING = 200;

const OBJECT = /\[object [A-Z]\w*\]/y;
/** "Subject:", as a template has it in front of a value. */
const LABEL = /\p{L}[^\n:：{}[\]$]{0,39}[:：](?!\/)/uy;
/** `No data` is what Zapier's editor shows of a field without a value. */
const NOTHING = /undefined|null|NaN|No data/y;
const BETWEEN = /[\s,;|"'`.*#>_=(){}[\]–-]/y;

/** Of what kind a text is that holds placeholders, their labels and nothing else. */
export function readPlaceholder(text: string): Placeholder | undefined {
	if (text.length > LONGEST_TEXT) return undefined;
	// Asked of every text of a job, nearly all of which are done with here.
	if (text.length > LONGEST_NOTHING && !hasSigns(text)) return undefined;
	const trimmed = text.trim();
	if (isBareExpression(trimmed)) return 'expression';
	const found = new Set<Placeholder>();
	let hasLabels = false;
	let at = 0;
	const take = (pattern: RegExp): boolean => {
		pattern.lastIndex = at;
		if (!pattern.test(trimmed)) return false;
		at = pattern.lastIndex;
		return true;
	};
	while (at < trimmed.length) {
		const end = trimmed.startsWith('{{', at) ? trimmed.indexOf('}}', at + 2) : -1;
		if (end !== -1) {
			found.add('expression');
			at = end + 2;
		} else if (take(OBJECT)) found.add('object');
		else if (take(NOTHING)) found.add('nothing');
		else if (take(LABEL)) hasLabels = true;
		else if (!take(BETWEEN)) return undefined;
	}
	if (found.has('object')) return 'object';
	if (found.has('expression')) return 'expression';
	// "Value: NaN" may be the line of a log that somebody wants sorted.
	return found.has('nothing') && !hasLabels ? 'nothing' : undefined;
}

function hasSigns(text: string): boolean {
	return text.includes('{{') || text.includes('[object ');
}

/** `$json.text || $json.html`, without the braces. A sentence that begins so is none. */
function isBareExpression(text: string): boolean {
	if (!/^=?\s*\$(?:(?:json|node|input|binary|items?)\b|\()/.test(text)) return false;
	return text
		.replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '_')
		.split(/\|\||\?\?|&&|\+/)
		.every((part) => /^[\w$.?!()[\]=-]+$/.test(part.trim()));
}

/** Names of fields as n8n and Zapier write them. Merge tags that a sender forgot, `{{first_name}}`, are his words. */
const FIELD_NAME = /\{\{\s*(?:\$|\d+__)/;

/** Whether an object or an expression stands in the place of a value: alone on a line, or behind a label. */
export function hasPlaceholderLine(text: string): boolean {
	if (!hasSigns(text)) return false;
	return text.split('\n').some((line) => {
		if (line.length > LONGEST_LINE) return false;
		const placeholder = readPlaceholder(line);
		return placeholder === 'object' || (placeholder === 'expression' && FIELD_NAME.test(line));
	});
}
