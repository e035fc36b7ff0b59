import { UNSAFE } from '../formats/schema/strict-rules';

/**
 * What stands for names that no strict schema takes. They follow from the names alone, so that a job which is read
 * a day later finds the same: nothing but the names has to travel with it.
 */

/** Categories as the schema lists them: as they are, or all by number where one of them cannot stand there. */
export function labelsFor(names: readonly string[]): readonly string[] {
	return isNumbered(names) ? names.map((_, at) => String(at + 1)) : names;
}

export function isNumbered(names: readonly string[]): boolean {
	return names.some((name) => UNSAFE.test(name));
}

/** Fields as the schema names them: each that cannot stand there by number, and none like another. */
export function keysFor(names: readonly string[]): readonly string[] {
	const taken = new Set(names);
	return names.map((name, at) => {
		if (!UNSAFE.test(name)) return name;
		let key = `field_${at + 1}`;
		while (taken.has(key)) key += '_';
		return key;
	});
}

/** On one line, as a prompt shows it. */
export function onOneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
