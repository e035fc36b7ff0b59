import { type Language, type Person } from './language';
import { type Mail } from './mail';
import { escaped, fill, nameOf } from './write';

type Label = keyof Language['labels'];

/** A label and what stands behind it. */
export type Field = readonly [label: string, value: string];

function mailbox({ language, names }: Mail, person: Person, isQuoted: boolean): string {
	const { first, last, address } = person;
	if (names === 'last first') return `${last}, ${first} <${address}>`;
	if (names === 'no address') return nameOf(language, person);
	const name = nameOf(language, person);
	return isQuoted ? `"${name}" <${address}>` : `${name} <${address}>`;
}

/** From, Sent, To and Subject in the client's order and language; nobody gets a copy where only one is addressed. */
export function fieldsOf(
	mail: Mail,
	order: readonly Label[],
	{
		date,
		labels = mail.language.labels,
		quotesNames = false,
	}: { date: string; labels?: Language['labels']; quotesNames?: boolean },
): readonly Field[] {
	const { original, language } = mail;
	const when = fill(date, language, original.sent, original.from);
	const [addressed, ...others] = original.to.map((person) => mailbox(mail, person, quotesNames));
	const values: Readonly<Record<Label, string>> = {
		from: mailbox(mail, original.from, quotesNames),
		sent: when,
		date: when,
		to: addressed ?? '',
		cc: others.join('; '),
		subject: original.subject,
	};
	return order
		.filter((label) => values[label] !== '')
		.map((label) => [`${labels[label]}${language.colon ?? ':'}`, values[label]]);
}

export function fieldsInPlain(fields: readonly Field[], gap = ' '): readonly string[] {
	return fields.map(([label, value]) => `${label}${gap}${value}`);
}

export function fieldsInHtml(fields: readonly Field[], between = '<br>\n'): string {
	return fields.map(([label, value]) => `<b>${escaped(label)}</b> ${escaped(value)}`).join(between);
}
