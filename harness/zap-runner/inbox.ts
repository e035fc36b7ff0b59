import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readList, readObject } from '../../core';

export interface Mail {
	readonly id: string;
	readonly subject: string;
	readonly from: string;
	readonly date: string;
	/** What Gmail gives as the body: the text, or the HTML where there is none. */
	readonly text: string;
}

/** The 200 e-mails that the sample workflows come with. */
export function readInbox(): readonly Mail[] {
	const file = join(__dirname, '../../workflows/samples/inbox.json');
	const mails: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return (readList(mails) ?? []).map((entry) => {
		const mail = readObject(entry);
		const read = (name: string): string => String(mail?.[name] ?? '');
		return {
			id: read('id'),
			subject: read('subject'),
			from: read('from'),
			date: read('date'),
			text: read('text') || read('html'),
		};
	});
}
