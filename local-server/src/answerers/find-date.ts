const MONTHS: readonly (readonly string[])[] = [
	['jan', 'ene'],
	['feb', 'fév'],
	['mar', 'mär'],
	['apr', 'abr', 'avr'],
	['may', 'mai'],
	['jun', 'juin'],
	['jul', 'juil'],
	['aug', 'ago', 'aoû'],
	['sep'],
	['oct', 'okt'],
	['nov'],
	['dec', 'dez', 'dic', 'déc'],
];
const NAMES = MONTHS.flat().join('|');
const MONTH = `(?<month>(?:${NAMES})\\p{L}*)\\.?`;

/** Tried in this order. Only the groups say which number is what: 3/4/2026 is not told apart, so it stays as it is. */
const PATTERNS: readonly RegExp[] = [
	/(?<!\d)(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})(?!\d)/u,
	/(?<!\d)(?<day>\d{1,2})\.(?<number>\d{1,2})\.(?<year>\d{4})(?!\d)/u,
	new RegExp(
		`(?<!\\d)(?<day>\\d{1,2})(?:\\.|st|nd|rd|th)?(?: of| de)? ${MONTH}(?:,? (?:de )?(?<year>\\d{4}))?`,
		'iu',
	),
	new RegExp(
		`(?<!\\p{L})${MONTH} (?<day>\\d{1,2})(?!\\d)(?:st|nd|rd|th)?(?:,? (?<year>\\d{4}))?`,
		'iu',
	),
	/(?<!\d)\d{1,2}\/\d{1,2}\/\d{2,4}(?!\d)/u,
];

/** The first date-like thing; as YYYY-MM-DD when day, month and year are clear. */
export function findDate(text: string): string | undefined {
	const plain = text.replace(/\s+/gu, ' ');
	for (const pattern of PATTERNS) {
		const match = pattern.exec(plain);
		if (match) return iso(match.groups ?? {}) ?? match[0];
	}
	return undefined;
}

function iso(groups: Readonly<Record<string, string | undefined>>): string | undefined {
	const { year, day, month, number } = groups;
	if (year === undefined || day === undefined) return undefined;
	const name = month?.toLowerCase();
	const index =
		name === undefined ? -1 : MONTHS.findIndex((all) => all.some((one) => name.startsWith(one)));
	const monthNumber = number ?? (index === -1 ? undefined : String(index + 1));
	if (monthNumber === undefined) return undefined;
	return `${year}-${monthNumber.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
