/**
 * What is kept of a row, from behind its ID: `| subject: Your bill | from: Anna`. Only a name that the user gave
 * begins a field, and each once: any other bar is a part of the value, as in the subject "GitHub | Build: failed".
 */
export function readKeptFields(
	rest: string,
	names: readonly string[],
): Readonly<Record<string, string>> {
	const values = new Map(names.map((name) => [name, '']));
	const begun = new Set<string>();
	let last: string | undefined;
	for (const part of rest.split('|').slice(1)) {
		const colon = part.indexOf(':');
		const written = colon === -1 ? undefined : foldName(part.slice(0, colon));
		const name = names.find((entry) => foldName(entry) === written && !begun.has(entry));
		if (name !== undefined) {
			begun.add(name);
			last = name;
			values.set(name, part.slice(colon + 1));
		} else if (last !== undefined) {
			values.set(last, `${values.get(last) ?? ''}|${part}`);
		}
	}
	return Object.fromEntries([...values].map(([name, value]) => [name, value.trim()]));
}

function foldName(name: string): string {
	return name.trim().toLowerCase();
}
