/** How amounts are written on every screen: the same in an estimate, a report and a sentence. */

/** US dollars as people read them; a tiny sum is not called zero. */
export function formatUsd(usd: number): string {
	if (usd === 0) return '$0.00';
	if (usd < 0.01) return 'less than $0.01';
	if (usd < 100) return `$${usd.toFixed(2)}`;
	return `$${formatCount(Math.round(usd))}`;
}

/** Not by `Intl`: its first formatter takes 25 ms and 6 MB of each process. */
export function formatCount(count: number): string {
	const [whole = '', ...fraction] = String(count).split('.');
	const groups: string[] = [];
	let rest = whole;
	for (; /^-?\d{4,}$/.test(rest); rest = rest.slice(0, -3)) groups.unshift(rest.slice(-3));
	return [[rest, ...groups].join(','), ...fraction].join('.');
}

/** In the largest unit that still tells something: "45 seconds", "12 minutes", "24 hours". */
export function formatDuration(seconds: number): string {
	const [amount, unit] =
		seconds < 60
			? [Math.round(seconds), 'second']
			: seconds < 90 * 60
				? [Math.round(seconds / 60), 'minute']
				: [Math.round(seconds / 3600), 'hour'];
	return `${formatCount(Number(amount))} ${unit}${amount === 1 ? '' : 's'}`;
}
