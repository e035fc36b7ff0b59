/** What ends a cell for one spreadsheet or another: separators, line breaks. */
export const CELL_ENDS = String.raw`,;|\t\n\v\f\r\x1C-\x1F\x85\u2028\u2029`;
/**
 * What begins a formula, also as it is written in Japan (OWASP/www-community#1088: `ー` is the minus there) and in
 * the small forms of Chinese; `%`, because other guards hold it for one (zvory/csv-safe).
 */
const SIGN = String.raw`=+\-@%＝＋－＠ー−﹦﹢﹣﹫`;
/** What spreadsheets drop before they look at a cell: blanks, what is invisible, quotation marks. */
const DROPPED = String.raw`\s\p{Cc}\p{Default_Ignorable_Code_Point}"`;

const PARTS = new RegExp(
	`([${CELL_ENDS}])|([${DROPPED}])|([${SIGN}])|[^${CELL_ENDS}${DROPPED}${SIGN}]+`,
	'gu',
);
const HAS_SIGN = new RegExp(`[${SIGN}]`);
/** OWASP’s list has these without a formula behind them, too. */
const ODD_START = /^[\t\n\r|]/;

/**
 * A text of which no spreadsheet makes a formula, under whatever separator it opens the file: an apostrophe stands
 * before each sign that would begin a cell. Quotation marks alone do not hold: in a line that is cut at another
 * separator they are no longer at the ends of a cell (OWASP/www-community#443).
 */
export function defuse(text: string): string {
	const safe = HAS_SIGN.test(text) ? defuseCells(text) : text;
	return ODD_START.test(safe) ? `'${safe}` : safe;
}

function defuseCells(text: string): string {
	let safe = '';
	let copied = 0;
	let isFirst = true;
	let isBegun = false;
	for (const { index, 1: end, 2: dropped, 3: sign } of text.matchAll(PARTS)) {
		if (end !== undefined) {
			isFirst = false;
			isBegun = false;
		} else if (dropped === undefined) {
			if (sign !== undefined && !isBegun) {
				const at = isFirst ? 0 : index;
				safe += `${text.slice(copied, at)}'`;
				copied = at;
			}
			isBegun = true;
		}
	}
	return safe + text.slice(copied);
}
